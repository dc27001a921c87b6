"""A sheet leaves the institution complete, approved and signed, or not at all."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError, StageClosedError
from apps.evaluations.actions import advance, apply_windows
from apps.evaluations.actions.marked import mark
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.jobs.registry import HANDLERS
from apps.rules.stages import Stage, Track
from apps.self_assessment import actions, tasks
from apps.self_assessment.actions.documents import JOB
from apps.self_assessment.models import Answer, AnswerState, DocumentKind, Evidence, SheetDocument, Submission
from apps.self_assessment.papers import rendered
from apps.self_assessment.queries import own_index, paper_of, sheet_sha256
from tests.factories import EvaluationFactory, TeamFactory, answer_all, member, move_window
from tests.marks import ask_for_evidence
from tests.paper.reading import pages
from tests.self_assessment.support import PDF, PNG, statements, upload


def sign(evaluation: Evaluation, by: User) -> None:
    """Both documents of the sheet as it stands, signed by one PDF."""
    actions.sign_documents_of([evaluation], sha256="0" * 64, size=1, name="ttd.pdf", by=by)


@pytest.fixture
def ready(evaluation: Evaluation, coordinator: User) -> Evaluation:
    answer_all(evaluation, 3, by=coordinator)
    sign(evaluation, coordinator)
    return evaluation


def url(evaluation: Evaluation) -> str:
    return reverse("self_assessment:submission", args=[evaluation.pk])


def test_a_submitted_sheet_stands_in_the_ledger_and_moves_on(ready: Evaluation, coordinator: User) -> None:
    digest = sheet_sha256(ready)

    receipt = actions.submit(ready, by=coordinator)

    said = LedgerLevel.objects.filter(evaluation=ready).order_by("indicator__number")
    assert ready.stage == Stage.DESK_REVIEW
    assert (receipt.sheet_sha256, receipt.by, len(receipt.code)) == (digest, coordinator, 17)
    assert [(one.stage, one.level, one.decided_by) for one in said] == [
        ("self_assessment", Decimal(3), coordinator)
    ] * 5
    assert said[0].reason == "Fakta 1\n\nAnalisis 1\n\nJustifikasi 1"
    assert paper_of(receipt.code) == receipt


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"level": None, "state": "draft"}, "Indikator belum dijawab: 5."),
        ({"fact": "", "analysis": "", "justification": ""}, "Penjelasan belum diisi, indikator: 5."),
        ({"service_name": ""}, "Nama layanan belum diisi, indikator: 5."),
        ({"state": "returned", "return_reason": "x"}, "Indikator dikembalikan dan belum diperbaiki: 5."),
        ({"state": "waiting"}, "Indikator belum disetujui penanggung jawab: 5."),
        ({"state": "draft"}, "Belum diajukan kepada penanggung jawab, indikator: 5."),
    ],
)
def test_what_is_missing_is_named(evaluation: Evaluation, coordinator: User, lacking: Any, said: str) -> None:
    answer_all(evaluation, 3)
    evaluation.answers.filter(indicator__number=5).update(**lacking)
    sign(evaluation, coordinator)

    with pytest.raises(DomainError) as refusal:
        actions.submit(evaluation, by=coordinator)

    evaluation.refresh_from_db()
    assert str(refusal.value) == f"Lembar {evaluation.institution} belum dapat dikirim. {said}"
    assert evaluation.stage == Stage.SELF_ASSESSMENT
    assert not Submission.objects.exists()
    assert not LedgerLevel.objects.exists()


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"signed": None}, "belum diunggah dalam bentuk bertanda tangan"),
        ({"sheet_sha256": "f" * 64}, "tidak lagi cocok dengan isi lembar; buat dan tanda tangani lagi"),
    ],
)
def test_both_documents_are_signed_for_exactly_this_sheet(ready, coordinator, kind, change, said) -> None:
    SheetDocument.objects.filter(kind=kind).update(**change)

    with pytest.raises(DomainError, match=f"{kind.label} {said}"):
        actions.submit(ready, by=coordinator)


def test_a_consent_says_yes_or_no(ready, coordinator) -> None:
    SheetDocument.objects.filter(kind=DocumentKind.CONSENT).update(agrees_to_publication=None)

    with pytest.raises(DomainError, match="belum menyebut setuju atau tidak setuju"):
        actions.submit(ready, by=coordinator)


def test_a_change_after_signing_blocks_the_way(ready, coordinator, indicator) -> None:
    actions.save_answer(ready, indicator, version=1, by=coordinator, level=Decimal(4), fact="Fakta 1")
    ready.answers.filter(indicator=indicator).update(state=AnswerState.APPROVED)

    with pytest.raises(DomainError, match="tidak lagi cocok dengan isi lembar"):
        actions.submit(ready, by=coordinator)


def test_a_sheet_is_submitted_once(ready, coordinator) -> None:
    again = Evaluation.objects.get(pk=ready.pk)
    actions.submit(ready, by=coordinator)

    with pytest.raises(StageClosedError):
        actions.submit(again, by=coordinator)

    assert Submission.objects.count() == 1


def test_after_the_deadline_nothing_is_submitted(ready, coordinator) -> None:
    move_window(ready, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        actions.submit(ready, by=coordinator)


def test_the_hash_follows_what_is_said_and_nothing_else(ready, coordinator, indicator) -> None:
    first = sheet_sha256(ready)
    ready.answers.update(state=AnswerState.WAITING)
    same = sheet_sha256(ready)
    evidence = actions.add_file(ready, indicator, upload(), by=coordinator)
    with_evidence = sheet_sha256(ready)
    actions.withdraw_evidence(evidence, by=coordinator)
    without = sheet_sha256(ready)
    ready.answers.filter(indicator=indicator).update(analysis="lain")
    changed = sheet_sha256(ready)

    assert first == same == without
    assert len({first, with_evidence, changed}) == 3


def test_evidence_of_the_interview_leaves_the_submitted_hash_alone(ready, coordinator, indicator) -> None:
    Evaluation.objects.filter(pk=ready.pk).update(team=TeamFactory(period=ready.period))
    ready.refresh_from_db()
    receipt = actions.submit(ready, by=coordinator)
    mark(ready, Stage.INTERVIEW, {indicator.pk: "Mana dokumennya?"}, by=coordinator)
    advance(ready, Stage.INTERVIEW, by=None)
    ask_for_evidence(ready, indicator.number)
    Evidence.objects.create(evaluation=ready, indicator=indicator, url="https://x.example/")

    assert sheet_sha256(ready) != receipt.sheet_sha256
    assert sheet_sha256(ready, at=receipt.at) == receipt.sheet_sha256


def test_many_are_submitted_at_once(db, coordinator, evaluation) -> None:
    sheets = [evaluation, EvaluationFactory(period=evaluation.period), EvaluationFactory(period=evaluation.period)]
    for one in sheets:
        answer_all(one, 3)
    actions.sign_documents_of(sheets, sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)

    receipts = actions.submit_many(sheets, by=coordinator)

    assert len({one.code for one in receipts}) == 3
    assert set(Evaluation.objects.values_list("stage", flat=True)) == {Stage.DESK_REVIEW}
    assert LedgerLevel.objects.count() == 15


def test_three_are_submitted_in_as_many_statements_as_one(db, coordinator, evaluation) -> None:
    costs = []
    for sheets in ([evaluation], [EvaluationFactory(period=evaluation.period) for _ in range(3)]):
        for one in sheets:
            answer_all(one, 3)
        actions.sign_documents_of(sheets, sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)
        with statements() as made:
            actions.submit_many(sheets, by=coordinator)
        costs.append(len(made))

    assert costs[1] <= costs[0]


def test_of_many_none_is_submitted_while_one_is_incomplete(db, coordinator, evaluation) -> None:
    other = EvaluationFactory(period=evaluation.period)
    answer_all(evaluation, 3)
    actions.sign_documents_of([evaluation, other], sha256="0" * 64, size=1, name="ttd.pdf", by=coordinator)

    with pytest.raises(DomainError, match="Indikator belum dijawab: 1, 2, 3, 4, 5"):
        actions.submit_many([evaluation, other], by=coordinator)

    assert not Submission.objects.exists()


# -- passed on unsigned ------------------------------------------------------------------------------------


def test_the_ministry_lets_an_unsigned_sheet_pass_with_a_reason(evaluation, ministry, indicator, respondent) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=respondent, level=Decimal(4), fact="Fakta")
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    actions.let_pass_unsigned(evaluation, reason="Bencana banjir", by=ministry)

    said = LedgerLevel.objects.filter(evaluation=evaluation).order_by("indicator__number")
    assert (evaluation.stage, evaluation.unsigned_reason) == (Stage.DESK_REVIEW, "Bencana banjir")
    assert [one.level for one in said] == [4, 1, 1, 1, 1]
    assert said[0].reason == "Fakta"
    assert {one.reason for one in said[1:]} == {
        "Tidak dijawab sampai batas waktu; dihitung sebagai tingkat terendah instrumen."
    }
    assert not Submission.objects.exists()


def test_words_taken_over_and_never_looked_at_are_no_answer(evaluation, ministry, answer, respondent) -> None:
    other = Answer.objects.exclude(pk=answer.pk).filter(evaluation=evaluation).latest("pk")
    for one, confirmed in ((answer, None), (other, respondent)):
        Answer.objects.filter(pk=one.pk).update(
            level=3, fact="Kata tahun lalu", state=AnswerState.DRAFT, taken_over_from=one, confirmed_by=confirmed
        )
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    actions.let_pass_unsigned(evaluation, reason="Bencana banjir", by=ministry)

    said = {one.indicator_id: one for one in LedgerLevel.objects.filter(evaluation=evaluation)}
    unreviewed, reviewed = said[answer.indicator_id], said[other.indicator_id]
    assert (unreviewed.level, reviewed.level) == (1, 3)
    assert unreviewed.reason.startswith("Diambil alih dari tahun lalu dan tidak ditinjau")
    assert reviewed.reason == "Kata tahun lalu"


def test_an_open_sheet_does_not_pass_unsigned(evaluation, ministry) -> None:
    with pytest.raises(DomainError, match="masih dibuka"):
        actions.let_pass_unsigned(evaluation, reason="x", by=ministry)


def test_passing_unsigned_needs_a_reason(evaluation, ministry) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(DomainError, match="memerlukan alasan"):
        actions.let_pass_unsigned(evaluation, reason=" ", by=ministry)

    assert not LedgerLevel.objects.exists()


# -- not assessed: an own sheet ----------------------------------------------------------------------------


@pytest.fixture
def own(db: None) -> Evaluation:
    evaluation = EvaluationFactory(track=Track.NOT_ASSESSED)
    answer_all(evaluation, 3)
    return evaluation


def test_an_own_sheet_closes_itself_and_goes_nowhere(own: Evaluation) -> None:
    coordinator = member(Role.COORDINATOR, own.institution)

    actions.submit(own, by=coordinator)

    own.refresh_from_db()
    assert (own.stage, own.open_stage) == (Stage.SELF_ASSESSMENT, "")
    assert own_index(own) == Decimal("3.00")


def test_a_closed_own_sheet_stays_closed_when_windows_are_written_again(own: Evaluation) -> None:
    actions.submit(own, by=member(Role.COORDINATOR, own.institution))

    apply_windows(Evaluation.objects.filter(pk=own.pk))

    own.refresh_from_db()
    assert own.open_stage == ""


def test_an_own_sheet_needs_no_documents_and_shows_no_predikat(client: Client, own: Evaluation) -> None:
    client.force_login(member(Role.COORDINATOR, own.institution))

    page = client.get(url(own)).content.decode()
    client.post(url(own), {"kirim": "1"})
    receipt = client.get(url(own)).content.decode()

    assert "Dua dokumen bertanda tangan" not in page
    assert "3,00 (bukan hasil nasional, tanpa predikat)" in receipt
    assert '<span class="p p' not in receipt


# -- the two documents -------------------------------------------------------------------------------------


def test_the_worker_knows_the_job() -> None:
    assert HANDLERS[JOB] is tasks.sheet_documents


def test_a_worker_makes_both_papers_once(evaluation: Evaluation, coordinator: User) -> None:
    answer_all(evaluation, 3)
    job = actions.make_documents(evaluation, by=coordinator)

    jobs.run(job.pk)
    first = list(SheetDocument.objects.order_by("kind").values_list("kind", "generated__sha256"))
    actions.render_documents(evaluation, job)

    assert [kind for kind, _ in first] == ["consent", "minutes"]
    assert list(SheetDocument.objects.order_by("kind").values_list("kind", "generated__sha256")) == first


def test_the_page_follows_the_worker(client: Client, evaluation: Evaluation, coordinator: User) -> None:
    answer_all(evaluation, 3)
    client.force_login(coordinator)
    client.post(url(evaluation), {"buat": "1"})

    waiting = client.get(url(evaluation), headers={"HX-Request": "true"})
    jobs.run(Job.objects.get().pk)
    done = client.get(url(evaluation), headers={"HX-Request": "true"})

    assert (waiting.status_code, "0 dari 2" in waiting.content.decode()) == (200, True)
    assert (done.status_code, done["HX-Refresh"]) == (286, "true")


def test_the_signed_paper_comes_back(client: Client, evaluation: Evaluation, coordinator: User) -> None:
    answer_all(evaluation, 3)
    jobs.run(actions.make_documents(evaluation, by=coordinator).pk)
    client.force_login(coordinator)

    client.post(url(evaluation), {"jenis": "minutes", "berkas": upload(PDF, "ba.pdf")})
    client.post(url(evaluation), {"jenis": "consent", "berkas": upload(PNG, "pp.png"), "persetujuan": "tidak"})

    assert list(
        SheetDocument.objects.order_by("kind").values_list("kind", "signed__name", "agrees_to_publication")
    ) == [("consent", "pp.png", False), ("minutes", "ba.pdf", None)]


def test_a_signed_paper_for_another_sheet_is_refused(evaluation, coordinator, indicator) -> None:
    answer_all(evaluation, 3)
    jobs.run(actions.make_documents(evaluation, by=coordinator).pk)
    evaluation.answers.filter(indicator=indicator).update(fact="lain")

    with pytest.raises(DomainError, match="lembar berubah sejak dokumen itu dibuat"):
        actions.sign_document(evaluation, DocumentKind.MINUTES, upload(), by=coordinator)


def test_a_new_paper_takes_the_old_signature_away(ready, coordinator, indicator) -> None:
    ready.answers.filter(indicator=indicator).update(fact="lain")

    jobs.run(actions.make_documents(ready, by=coordinator).pk)

    assert set(SheetDocument.objects.values_list("signed", "agrees_to_publication")) == {(None, None)}


def test_a_signed_paper_is_a_scan(evaluation, coordinator) -> None:
    with pytest.raises(InputRefusedError, match="bukan PDF, PNG, atau JPEG"):
        actions.sign_document(evaluation, DocumentKind.MINUTES, upload(b"<html>"), by=coordinator)


# -- through the page --------------------------------------------------------------------------------------


def test_the_coordinator_sends_and_gets_a_receipt(client: Client, ready: Evaluation, coordinator: User) -> None:
    client.force_login(coordinator)

    response = client.post(url(ready), {"kirim": "1"}, follow=True)

    code = Submission.objects.get().code
    assert code in response.content.decode()
    assert "Lembar ini hanya dapat dibaca." in response.content.decode()


def test_an_incomplete_sheet_is_refused_on_the_page(client: Client, evaluation: Evaluation, coordinator: User) -> None:
    client.force_login(coordinator)

    response = client.post(url(evaluation), {"kirim": "1"})

    assert response.status_code == 409
    assert "Indikator belum dijawab: 1, 2, 3, 4, 5." in response.content.decode()


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE])
@pytest.mark.parametrize("button", ["kirim", "buat", "unggah"])
def test_only_the_coordinator_may(client: Client, ready: Evaluation, role: Role, button: str) -> None:
    client.force_login(member(role, ready.institution))

    response = client.post(url(ready), {button: "1", "jenis": "minutes", "berkas": upload()})

    assert response.status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.parametrize(("opened", "levels"), [(False, ""), (True, " serta tingkat setiap indikator menurut asesor")])
def test_the_consent_names_what_it_opens(evaluation: Evaluation, opened: bool, levels: str) -> None:
    evaluation.period.levels_are_public = opened

    statement = " ".join(" ".join(pages(rendered(evaluation, DocumentKind.CONSENT, "0" * 64))).split())

    assert "indeks dan predikat diumumkan melalui Keputusan Menteri, dengan atau tanpa persetujuan ini" in statement
    assert f"dengan persetujuan ini dibuka pula bagi umum nilai setiap domain dan aspek{levels};" in statement
