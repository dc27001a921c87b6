"""A file that comes piece by piece: cut, resumed, put together once, given up when its time is over."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import InputRefusedError, StageClosedError
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.self_assessment import actions
from apps.self_assessment.actions import uploads
from apps.self_assessment.models import Evidence, StoredFile, Upload
from apps.self_assessment.queries.uploads import folder_of, missing_pieces, uploads_root
from tests.factories import EvaluationFactory, member, move_window
from tests.self_assessment.support import PDF, indicator_url, statements, upload

PIECE = 20
PIECES = -(-len(PDF) // PIECE)


@pytest.fixture
def evaluation(db: None) -> Evaluation:
    """Other connections see it, so that it is not `kept`."""
    return EvaluationFactory()


@pytest.fixture(autouse=True)
def _small_pieces(settings) -> None:
    settings.EVIDENCE_PIECE_SIZE = PIECE


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def piece(number: int, content: bytes = PDF) -> bytes:
    return content[number * PIECE : (number + 1) * PIECE]


def begin(evaluation: Evaluation, indicator: Indicator, by: User, content: bytes = PDF, **said: Any) -> Upload:
    told = {"name": "bukti.pdf", "size": len(content), "sha256": sha256(content)} | said
    return uploads.announce(evaluation, indicator, by=by, **told)


def bring(upload: Upload, *numbers: int, content: bytes = PDF) -> None:
    for number in numbers or range(upload.pieces):
        uploads.receive(upload, number, piece(number, content), sha256=sha256(piece(number, content)))


def url(name: str, *args: object) -> str:
    return reverse(f"self_assessment:{name}", args=args)


def announcement(content: bytes = PDF, **said: Any) -> dict[str, Any]:
    return {"name": "bukti.pdf", "size": len(content), "sha256": sha256(content)} | said


def send_piece(client: Client, evaluation: Evaluation, upload: Upload, number: int, content: bytes) -> Any:
    address = url("receive", evaluation.pk, upload.pk, number)
    headers = {"X-Piece-SHA256": sha256(content)}
    return client.post(address, content, content_type="application/octet-stream", headers=headers)


@pytest.fixture
def begun(evaluation: Evaluation, indicator: Indicator, respondent: User) -> Upload:
    return begin(evaluation, indicator, respondent)


def test_pieces_in_any_order_become_one_piece_of_evidence(evaluation, indicator, respondent) -> None:
    upload = begin(evaluation, indicator, respondent, proves="Kebijakan", place="hlm. 2")
    bring(upload, *reversed(range(upload.pieces)))

    evidence = uploads.finish(upload, by=respondent)

    assert (evidence.proves, evidence.place, evidence.indicator) == ("Kebijakan", "hlm. 2", indicator)
    assert files.read(evidence.file.sha256) == PDF
    assert not folder_of(upload).exists()


def test_what_was_cut_goes_on_where_it_was_cut(evaluation, indicator, respondent, begun) -> None:
    bring(begun, 0, 2)

    again = begin(evaluation, indicator, respondent)

    assert again == begun
    assert missing_pieces(again) == [number for number in range(PIECES) if number not in (0, 2)]


def test_finishing_twice_makes_one_row(evaluation, respondent, begun) -> None:
    bring(begun)

    first = uploads.finish(begun, by=respondent)
    second = uploads.finish(Upload.objects.get(pk=begun.pk), by=respondent)

    assert first == second
    assert Evidence.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "content"),
    [(0, piece(0)[:-1]), (0, piece(0) + b"x"), (PIECES, b""), (PIECES - 1, piece(0)), (-1, piece(0))],
)
def test_a_piece_of_another_length_or_place_is_refused(begun, number, content) -> None:
    with pytest.raises(InputRefusedError, match="tidak sesuai"):
        uploads.receive(begun, number, content, sha256=sha256(content))

    assert len(missing_pieces(begun)) == PIECES


def test_a_piece_that_was_damaged_on_its_way_is_refused(begun) -> None:
    with pytest.raises(InputRefusedError, match="rusak di perjalanan"):
        uploads.receive(begun, 0, b"x" * PIECE, sha256=sha256(piece(0)))

    assert len(missing_pieces(begun)) == PIECES


def test_pieces_that_are_not_the_announced_whole_are_given_up(respondent, begun) -> None:
    bring(begun, content=b"x" * len(PDF))

    with pytest.raises(InputRefusedError, match="berubah di perjalanan"):
        uploads.finish(begun, by=respondent)

    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_kind_is_told_by_the_whole_content(evaluation, indicator, respondent) -> None:
    content = b"<svg onload=alert(1)>" * 3
    upload = begin(evaluation, indicator, respondent, content)
    bring(upload, content=content)

    with pytest.raises(InputRefusedError, match="bukan PDF"):
        uploads.finish(upload, by=respondent)

    assert not StoredFile.objects.exists()


def test_what_is_on_its_way_counts_for_the_quota(evaluation, indicator, respondent, begun, settings) -> None:
    settings.EVIDENCE_QUOTA = len(PDF) + 1

    with pytest.raises(InputRefusedError, match="ruang instansi tinggal 1 B"):
        begin(evaluation, indicator, respondent, name="lain.pdf")


def test_the_quota_is_asked_again_at_the_end(respondent, begun, settings) -> None:
    bring(begun)
    settings.EVIDENCE_QUOTA = len(PDF) - 1

    with pytest.raises(InputRefusedError, match="ruang instansi"):
        uploads.finish(begun, by=respondent)

    assert not Evidence.objects.exists()


def test_a_file_beyond_the_limit_is_refused_before_it_travels(evaluation, indicator, respondent, settings) -> None:
    settings.EVIDENCE_FILE_LIMIT = len(PDF) - 1

    with pytest.raises(InputRefusedError, match="paling besar"):
        begin(evaluation, indicator, respondent)

    assert not Upload.objects.exists()


def test_a_closed_stage_takes_neither_announcement_nor_piece_nor_end(
    browser, evaluation, indicator, respondent, begun
) -> None:
    bring(begun)
    move_window(evaluation, closes_in=timedelta(seconds=-1))
    begun.evaluation.refresh_from_db()

    announced = browser.post(url("announce", evaluation.pk, 1), announcement())
    sent = send_piece(browser, evaluation, begun, 0, piece(0))
    with pytest.raises(StageClosedError):
        uploads.finish(begun, by=respondent)

    assert (announced.status_code, sent.status_code) == (409, 409)
    assert not Evidence.objects.exists()


def test_a_replacement_comes_in_pieces_too(evaluation, indicator, respondent) -> None:
    old = actions.add_file(evaluation, indicator, upload(PDF + b"\n", "lama.pdf"), by=respondent, proves="Lama")
    begun = begin(evaluation, indicator, respondent, replaces=old)
    bring(begun)

    new = uploads.finish(begun, by=respondent)

    assert (new.replaces, new.edition, new.proves) == (old, 2, "Lama")


def test_what_waits_too_long_is_given_up_with_its_pieces(begun) -> None:
    bring(begun, 0)
    (uploads_root() / "bukti" / "1-2-3" / "987654").mkdir(parents=True)
    Upload.objects.update(expires=timezone.now())

    assert uploads.tidy_uploads() == 1

    assert list(uploads_root().glob("*/*")) == []


def test_what_is_on_its_way_is_not_tidied_away(begun) -> None:
    bring(begun, 0)

    assert uploads.tidy_uploads() == 0

    assert len(missing_pieces(begun)) == PIECES - 1


def test_the_whole_way_through_the_addresses(browser, evaluation) -> None:
    told = browser.post(url("announce", evaluation.pk, 1), announcement(proves="Kebijakan")).json()
    upload = Upload.objects.get()
    early = browser.post(told["finish"])
    for number in told["missing"]:
        sent = send_piece(browser, evaluation, upload, number, piece(number))
    finished = browser.post(told["finish"]).json()
    again = browser.post(url("announce", evaluation.pk, 1), announcement()).json()

    assert told["pieces"] == url("receive", evaluation.pk, upload.pk, 0).removesuffix("0/")
    assert (told["pieceSize"], told["missing"]) == (PIECE, list(range(PIECES)))
    assert (early.status_code, early.json()["missing"]) == (409, list(range(PIECES)))
    assert sent.status_code == 204
    assert finished["done"] is True
    assert "bukti.pdf" in finished["piece"]
    assert again["done"] is True
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    "said", [{"size": 0}, {"size": -1}, {"sha256": "x"}, {"sha256": "A" * 64}, {"name": ""}, {"proves": "x" * 301}]
)
def test_an_announcement_that_makes_no_sense_is_refused(browser, evaluation, said) -> None:
    response = browser.post(url("announce", evaluation.pk, 1), announcement(**said))

    assert response.status_code == 400
    assert not Upload.objects.exists()


def test_a_piece_larger_than_announced_is_refused_unread(browser, evaluation, begun) -> None:
    response = send_piece(browser, evaluation, begun, 0, b"x" * (PIECE + 1))

    assert response.status_code == 400
    assert "lebih besar" in response.json()["message"]


@pytest.mark.parametrize("name", ["receive", "finish", "abandon"])
def test_nobody_goes_on_with_what_another_began(client, evaluation, begun, name) -> None:
    colleague, stranger = (
        member(Role.DATA_ENTRY, evaluation.institution),
        member(Role.RESPONDENT, EvaluationFactory().institution),
    )
    parts = (evaluation.pk, begun.pk, 0) if name == "receive" else (evaluation.pk, begun.pk)
    statuses = []
    for user in (colleague, stranger):
        client.force_login(user)
        statuses.append(client.post(url(name, *parts), b"", content_type="application/octet-stream").status_code)

    assert statuses == [404, 404]
    assert Upload.objects.get().evidence is None


def test_the_page_says_what_was_cut_and_to_whom(browser, client, evaluation, begun) -> None:
    bring(begun, 0, 1)
    own = browser.get(indicator_url(evaluation)).content.decode()
    client.force_login(member(Role.DATA_ENTRY, evaluation.institution))

    others = client.get(indicator_url(evaluation)).content.decode()

    assert f"{200 // PIECES} % dari" in own
    assert "Unggahan terputus" not in others


def test_a_cut_upload_can_be_thrown_away(browser, evaluation, begun) -> None:
    bring(begun, 0)

    response = browser.post(url("abandon", evaluation.pk, begun.pk))

    assert response.headers["Location"] == indicator_url(evaluation)
    assert not Upload.objects.exists()
    assert not folder_of(begun).exists()


def test_each_step_costs_few_statements(browser, evaluation, settings) -> None:
    settings.EVIDENCE_PIECE_SIZE = len(PDF)
    with statements() as announced:
        told = browser.post(url("announce", evaluation.pk, 1), announcement()).json()
    upload = Upload.objects.get()
    with statements() as sent:
        send_piece(browser, evaluation, upload, 0, PDF)
    with statements() as finished:
        browser.post(told["finish"])

    # The session, the person and the place of each; then what it is about.
    assert (len(announced), len(sent), len(finished)) == (7, 3, 12)


def test_a_piece_that_comes_as_its_upload_goes_is_told_to_come_again(begun, monkeypatch) -> None:
    def too_late(**said: Any) -> Any:
        uploads.abandon(begun)
        return TEMPORARY(**said)

    TEMPORARY = uploads.tempfile.NamedTemporaryFile  # noqa: N806 - a class
    monkeypatch.setattr(uploads.tempfile, "NamedTemporaryFile", too_late)

    with pytest.raises(uploads.PiecesMissingError):
        bring(begun, 0)


def test_an_upload_given_up_while_it_is_put_together_is_refused(respondent, begun, monkeypatch) -> None:
    bring(begun)
    keep_bytes = uploads.keep_bytes

    def given_up_meanwhile(*things: Any) -> Any:
        uploads.abandon(begun)
        return keep_bytes(*things)

    monkeypatch.setattr(uploads, "keep_bytes", given_up_meanwhile)

    with pytest.raises(InputRefusedError, match="sudah dibuang"):
        uploads.finish(begun, by=respondent)

    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_finish_at_once_make_one_row() -> None:
    evaluation = EvaluationFactory()
    respondent = member(Role.RESPONDENT, evaluation.institution)
    indicator = evaluation.period.instrument.indicators.get(number=1)
    begun = begin(evaluation, indicator, respondent)
    bring(begun)

    def finish(_: int) -> str:
        try:
            uploads.finish(Upload.objects.get(pk=begun.pk), by=respondent)
        except uploads.PiecesMissingError:
            return "belum"
        finally:
            connection.close()
        return "selesai"

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(finish, range(4)))

    assert "selesai" in said
    assert Evidence.objects.count() == StoredFile.objects.count() == 1
