"""A colleague's judgement occurs nowhere before the lock: a word in it, or anything computed from it.

In the evaluation `table.BLIND` the lead has judged in words that nobody else uses, and has locked; the other assessor
has not. Every address of the application is asked for by everybody, about that evaluation wherever it can be.
That is what `make trial` does. In `make test` the roles are fewer, and but for the rooms that read judgements every
address is asked for by one of them, drawn and always the same.
"""

import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from importlib import import_module
from random import Random

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F, Q

from apps.desk_review import queries
from apps.desk_review.actions import JudgementRow, lock_judgements, save_judgements
from apps.desk_review.models import EvidenceVerdict, Judgement, JudgementLock
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.notices.models import Letter, Notice
from tests.access import table
from tests.access.addresses import addresses
from tests.access.test_secrecy import answers
from tests.access.visit import Visitor
from tests.access.who import Who
from tests.access.world import CANARY, Object, World
from tests.database import execute
from tests.paper.reading import pages

pytestmark = pytest.mark.django_db

ADDRESSES = {one.name: one for one in addresses()}
WRITER = Who.LEAD
# Of roles that see the same, one.
LISTENERS = (Who.ASSESSOR, Who.COORDINATOR, Who.UNIVERSITY_COORDINATOR, Who.EVALUATION_TEAM, Who.PUBLIC)
# Those to whom it would matter most.
NEAREST = (Who.ASSESSOR, Who.COORDINATOR)
EVERYBODY = tuple(who for who in Who if who != WRITER)
# The rooms that read judgements: asked by each, always.
CLOSE = ("desk_review", "harmonisation", "evaluations", "consolidation", "dashboard", "notices")
SEED = 7
Questions = list[tuple[Who, str]]


@pytest.fixture
def blind(world: World) -> Evaluation:
    return Evaluation.objects.get(pk=world.kwargs[table.BLIND][Object.OWN]["pk"])


def everything_asked(world: World, blind: Evaluation) -> dict[str, str]:
    """Every address that can be looked at, about the blind evaluation, its period and people where it can be, with
    the room that answers it."""
    about = dict(world.kwargs[table.BLIND][Object.OWN]) | {"slug": blind.period.slug}
    asked = {}
    for page in table.PAGES:
        if page.get is None:
            continue
        address, room = ADDRESSES[page.name], page.name.partition(":")[0]
        if set(address.parts) <= about.keys():
            asked[address.url(about)] = room
        asked[world.url(address, page.about, WRITER, Object.OWN)] = room
    return dict(sorted(asked.items()))


def whole(world: World, blind: Evaluation, those: Iterable[Who]) -> Questions:
    """Each of those asks everything."""
    return [(who, url) for who in those for url in everything_asked(world, blind)]


def sample(world: World, blind: Evaluation, those: Iterable[Who]) -> Questions:
    """Each asks the rooms that read judgements; of those who ask anything else one is drawn."""
    draw, those = Random(SEED), list(those)
    asked = everything_asked(world, blind).items()
    return [(who, url) for url, room in asked for who in (those if room in CLOSE else [draw.choice(those)])]


def spoken(content: bytes) -> bytes:
    """What a person reads in an answer: a packed file unpacked, a paper as its words."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # The properties say when it was made.
            return b"".join(spoken(archive.read(one)) for one in archive.namelist() if "docProps" not in one)
    return " ".join(pages(content)).encode() if content.startswith(b"%PDF") and b"/Page" in content else content


def said(answer: tuple[int, bytes, bytes]) -> tuple[int, bytes]:
    """What is compared of an answer: a workbook's bytes differ by the moment at which it was made."""
    status, content, _ = answer
    return status, spoken(content)


def heard(found: dict[tuple[Who, str], tuple[int, bytes, bytes]]) -> list[tuple[Who, str]]:
    canary = CANARY.encode()
    return [key for key, (_, content, headers) in found.items() if canary in spoken(content) or canary in headers]


@pytest.mark.parametrize(
    ("asked", "those"), [(sample, LISTENERS), pytest.param(whole, EVERYBODY, marks=pytest.mark.trial)]
)
def test_nobody_else_hears_a_word_of_it(asked, those, world: World, visitor: Visitor, blind: Evaluation):
    assert heard(answers(visitor, asked(world, blind, those))) == []


@pytest.mark.usefixtures("world")
def test_no_letter_notice_or_job_carries_it():
    texts = [*Letter.objects.values_list("subject", "text"), *Notice.objects.values_list("text", "url")]
    texts += list(Job.objects.values_list("kind", "message"))

    assert [one for one in texts if CANARY in " ".join(map(str, one))] == []
    assert [one for one in mail.outbox if CANARY in f"{one.subject} {one.body}"] == []


sample_and_whole = pytest.mark.parametrize(
    ("asked", "those"), [(sample, NEAREST), pytest.param(whole, LISTENERS, marks=pytest.mark.trial)]
)


@sample_and_whole
@pytest.mark.usefixtures("_workbooks_made_at_once")
def test_no_answer_depends_on_what_the_colleague_judges(
    asked, those, world: World, visitor: Visitor, blind: Evaluation
):
    """With other levels, other words, no words and fewer indicators judged, every answer is the same to the letter."""
    before = answers(visitor, asked(world, blind, those))

    with transaction.atomic():
        execute("SET LOCAL session_replication_role = replica")  # it is locked
        Judgement.objects.filter(evaluation=blind, version__gt=0).update(
            level=Decimal(1), reason="-", question="", version=F("version") + 7
        )
        Judgement.objects.filter(evaluation=blind, version__gt=0, indicator__number__gt=2).update(level=None)
        EvidenceVerdict.objects.filter(evaluation=blind).delete()
        execute("SET LOCAL session_replication_role = origin")
        after = answers(visitor.from_here(), before)
        transaction.set_rollback(True)

    assert [key for key in before if said(before[key]) != said(after[key])] == []


@sample_and_whole
def test_the_canary_would_be_heard(asked, those, world: World, visitor: Visitor, blind: Evaluation):
    """Its writer hears it; once both have locked their colleague does, and still nobody else."""
    questions = asked(world, blind, [WRITER, *those])
    before = {who for who, _ in heard(answers(visitor, [one for one in questions if one[0] == WRITER]))}

    with transaction.atomic():
        rows = [JudgementRow(one.pk, Decimal(3)) for one in blind.period.instrument.indicators.all()]
        save_judgements(blind, world.people[Who.ASSESSOR], rows)
        lock_judgements(blind, by=world.people[Who.ASSESSOR])
        after = {who for who, _ in heard(answers(visitor.from_here(), questions))}
        transaction.set_rollback(True)

    assert (before, after) == ({WRITER}, {WRITER, Who.ASSESSOR})


def test_with_the_door_taken_out_it_is_heard(
    world: World, visitor: Visitor, blind: Evaluation, monkeypatch: pytest.MonkeyPatch
):
    """The test of the test: what protects is the door, not that the sample does not ask."""
    monkeypatch.setattr(queries, "_open_to", lambda user: Q())
    monkeypatch.setattr(queries, "may_compare", lambda evaluation, seats: True)
    room = import_module("apps.desk_review.views.differences")
    monkeypatch.setattr(room, "may_compare", lambda evaluation, seats: True)

    assert heard(answers(visitor, sample(world, blind, [Who.ASSESSOR]))) != []


def test_the_world_is_blind(blind: Evaluation, world: World):
    assert set(JudgementLock.objects.filter(evaluation=blind).values_list("assessor", flat=True)) == {
        world.people[WRITER].pk
    }
    assert EvidenceVerdict.objects.filter(evaluation=blind, note__contains=CANARY).exists()
