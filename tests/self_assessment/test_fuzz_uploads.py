"""Files in pieces, with what no browser would send: no server error, nothing outside the store, no false file."""

import hashlib
import random
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from hypothesis import strategies as st

from apps.common import files
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.self_assessment.models import Evidence, StoredFile, Upload
from apps.self_assessment.queries.uploads import uploads_root
from tests.access.test_fuzz import FILES, NAMES, TEXTS, multipart
from tests.access.visit import BOUNDARY
from tests.factories import EvaluationFactory, member
from tests.self_assessment.support import PDF, indicator_url

PIECE = 20
SAID = {200, 204, 302, 400, 404, 405, 409, 413, 422}
HUGE = (0, 1, 2, 3, 99_999, 2**31, 2**63, 2**64, 10**30)
HEADS = ("", "x", "A" * 64, "0" * 63, "\u202e" * 64, "0" * 70_000)
STEPS = st.sampled_from(
    ("announce", "piece", "piece", "piece", "all", "all", "again", "finish", "finish", "abandon", "expire", "page")
)
# How many stories of at most ten requests, and how many inputs that must have been at least.
SAMPLE, FULL = (12, 150), pytest.param(400, 5_000, marks=pytest.mark.trial)
RACES = [4, pytest.param(150, marks=pytest.mark.trial)]


@pytest.fixture
def evaluation(db: None) -> Evaluation:
    """Other connections see it, so that it is not `kept`."""
    return EvaluationFactory()


@pytest.fixture(autouse=True)
def _small_pieces(settings) -> None:
    settings.EVIDENCE_PIECE_SIZE = PIECE


@dataclass
class Sender:
    """Somebody who sends a file in pieces, well or badly, and counts what was sent."""

    evaluation: Evaluation
    client: Client
    inputs: int = 0
    content: bytes = PDF
    begun: list[int] = field(default_factory=list)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"self_assessment:{name}", args=[self.evaluation.pk, *args])

    def post(self, url: str, body: bytes, content_type: str = "application/octet-stream", **headers: str) -> Any:
        self.inputs += 1 + len(headers)
        response = self.client.post(url, body, content_type=content_type, headers=headers)
        assert response.status_code in SAID, (url, response.status_code, body[:200])
        return response

    def announce(self, data: st.DataObject) -> None:
        self.content = data.draw(st.sampled_from((PDF, PDF, PDF[:45], *FILES[:9])))
        said = {"name": "bukti.pdf", "size": str(len(self.content)), "sha256": digest(self.content), "proves": "Dasar"}
        for name in data.draw(st.lists(st.sampled_from(["name", "size", "sha256", "proves", "place", "replaces"]))):
            odd = st.sampled_from(TEXTS) | st.text(max_size=40) | st.sampled_from(HUGE).map(str)
            said[name] = data.draw(odd | st.sampled_from(NAMES) if name == "name" else odd)
        self.inputs += len(said)
        body, kind = multipart(said, {}), f"multipart/form-data; boundary={BOUNDARY}"
        number = data.draw(st.sampled_from((1, 1, 1, 2, 5, 6, 2**40)))
        if self.post(self.url("announce", number), body, kind).status_code == 200:
            self.begun = list(Upload.objects.order_by("pk").values_list("pk", flat=True))

    def piece(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, 4) | st.sampled_from(HUGE))
        content = self.content[number * PIECE : (number + 1) * PIECE] if number < 99 else b""
        sent = data.draw(st.sampled_from((content, content, content, content[:-1], content + b"x", b"\0" * PIECE)))
        told = data.draw(st.sampled_from((digest(sent), digest(sent), digest(content), *HEADS)))
        self.post(self.url("receive", self.chosen(data), number), sent, **{"X-Piece-SHA256": quoted(told)})

    def all(self, data: st.DataObject) -> None:
        """Every piece as it should be, in any order, and the end."""
        numbers = range(-(-len(self.content) // PIECE))
        for number in data.draw(st.permutations(numbers)):
            sent = self.content[number * PIECE : (number + 1) * PIECE]
            self.post(self.url("receive", self.begun[-1], number), sent, **{"X-Piece-SHA256": digest(sent)})
        self.post(self.url("finish", self.begun[-1]), b"")

    def again(self, data: st.DataObject) -> None:
        """The same announcement twice."""
        said = {"name": "bukti.pdf", "size": str(len(PDF)), "sha256": digest(PDF), "proves": "Dasar"}
        self.content, body = PDF, multipart(said, {})
        for _ in range(2):
            self.post(self.url("announce", 1), body, f"multipart/form-data; boundary={BOUNDARY}")
        self.begun = list(Upload.objects.order_by("pk").values_list("pk", flat=True))

    def finish(self, data: st.DataObject) -> None:
        self.post(self.url("finish", self.chosen(data)), b"")

    def abandon(self, data: st.DataObject) -> None:
        self.post(self.url("abandon", self.chosen(data)), b"")

    def expire(self, data: st.DataObject) -> None:
        Upload.objects.update(expires=timezone.now() - timedelta(seconds=1))

    def page(self, data: st.DataObject) -> None:
        """The page still comes, whatever lies half sent."""
        assert self.client.get(indicator_url(self.evaluation)).status_code == 200

    def chosen(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self.begun[-1:] * 4 + [0, 2**40])) if self.begun else 0


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def quoted(text: str) -> str:
    """A header as its bytes arrive: Latin letters, whatever they were meant to be."""
    return text.encode().decode("latin-1")


def at_their_place(store: Path) -> Iterator[bool]:
    """Kept files under their hash; pieces under their number, beneath who sends them."""
    for path in store.rglob("*"):
        inside = path.relative_to(store).as_posix()
        kept = re.fullmatch(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}", inside)
        yield path.is_dir() or bool(kept or re.fullmatch(r"\.uploads/bukti/\d+-\d+-\d+/\d+/\d{5,}", inside))


def assert_true(evidence: Evidence) -> None:
    """What became evidence has the bytes that its hash says, and the words that were sent with it are there."""
    assert evidence.file is not None
    assert digest(files.read(evidence.file.sha256)) == evidence.file.sha256
    upload = Upload.objects.get(evidence=evidence)
    assert (evidence.proves, evidence.place) == (upload.proves, upload.place)
    assert evidence.file.sha256 == upload.sha256


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "at_least"), [SAMPLE, FULL])
def test_whatever_comes_in_pieces_is_kept_as_announced_or_refused(
    number: int, at_least: int, evaluation, respondent, browser
) -> None:
    store, inputs, brought = Path(settings.MEDIA_ROOT), 0, 0
    store.mkdir(parents=True, exist_ok=True)
    around = sorted(store.parent.iterdir())

    @seed(11)
    @examples(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def send(data: st.DataObject) -> None:
        nonlocal inputs, brought
        sender = Sender(evaluation, browser)
        with transaction.atomic():
            for step in ["again", *data.draw(st.lists(STEPS, min_size=4, max_size=9))]:
                getattr(sender, step)(data)
            for evidence in Evidence.objects.filter(evaluation=evaluation).select_related("file"):
                assert_true(evidence)
                brought += 1
            transaction.set_rollback(True)
        inputs += sender.inputs
        assert all(at_their_place(store))
        shutil.rmtree(uploads_root(), ignore_errors=True)

    send()

    print(f"{number} stories of pieces with {inputs} inputs, {brought} became evidence")
    assert inputs >= at_least
    assert brought > 0
    assert sorted(store.parent.iterdir()) == around


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["receive", "finish", "abandon"])
def test_to_everybody_else_an_upload_is_not_there(client, evaluation, respondent, browser, name) -> None:
    """In every state: begun, whole, brought, over its time."""
    own = Sender(evaluation, browser)
    said = {"name": "bukti.pdf", "size": str(len(PDF)), "sha256": digest(PDF)}
    own.post(own.url("announce", 1), multipart(said, {}), f"multipart/form-data; boundary={BOUNDARY}")
    upload = Upload.objects.get()
    stranger = Client()
    stranger.force_login(member(Role.DATA_ENTRY, evaluation.institution))
    args = (upload.pk, 0) if name == "receive" else (upload.pk,)
    first = PDF[:PIECE]

    statuses = []
    for state in ({}, {"expires": timezone.now() - timedelta(days=9)}):
        Upload.objects.filter(pk=upload.pk).update(**state) if state else None
        headers = {"X-Piece-SHA256": digest(first)}
        body = {"data": first, "content_type": "application/octet-stream", "headers": headers}
        statuses.append(stranger.post(own.url(name, *args), **body).status_code)

    assert statuses == [404, 404]
    assert Upload.objects.filter(pk=upload.pk).exists()
    assert not uploads_root().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", RACES)
def test_pieces_ends_and_second_thoughts_at_once_never_break(rounds: int) -> None:
    evaluation = EvaluationFactory()
    respondent = member(Role.RESPONDENT, evaluation.institution)
    login = Client()
    login.force_login(respondent)

    def hurry(chance: random.Random) -> list[int]:
        sender = Sender(evaluation, Client())
        sender.client.cookies = login.cookies
        said = {"name": "bukti.pdf", "size": str(len(PDF)), "sha256": digest(PDF)}
        statuses = []
        try:
            for _ in range(8):
                pk = Upload.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                place = chance.randrange(3)
                part = PDF[place * PIECE : (place + 1) * PIECE]
                calls = {
                    "announce": (sender.url("announce", 1), multipart(said, {})),
                    "receive": (sender.url("receive", pk, place), part),
                    "finish": (sender.url("finish", pk), b""),
                    "abandon": (sender.url("abandon", pk), b""),
                }
                name = chance.choice(["announce", "receive", "receive", "receive", "finish", "finish", "abandon"])
                kind = f"multipart/form-data; boundary={BOUNDARY}" if name == "announce" else "application/octet-stream"
                url, body = calls[name]
                statuses.append(sender.post(url, body, kind, **{"X-Piece-SHA256": digest(part)}).status_code)
        finally:
            connection.close()
        return statuses

    with ThreadPoolExecutor(4) as pool:
        for turn in range(rounds):
            said = list(pool.map(hurry, [random.Random(10 * turn + one) for one in range(4)]))
            assert {status for one in said for status in one} <= SAID

    assert Evidence.objects.filter(withdrawn_at__isnull=True).count() <= 1
    for stored in StoredFile.objects.all():
        assert files.read(stored.sha256) == PDF
    assert all(at_their_place(Path(settings.MEDIA_ROOT)))
