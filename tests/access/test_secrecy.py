"""Two databases that differ only in one unpublished index answer every public and foreign request identically.

`make trial` lets everybody ask everything. In `make test` everybody asks what is about the secret, and everything else
is asked by one of them, drawn and always the same.
"""

import re
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from random import Random

import pytest
from django.db import transaction
from django.test import Client

from apps.accounts.models import User
from apps.decrees.models import Decree
from apps.jobs.models import Job, JobState
from apps.results import actions
from apps.results.models import FinalisationRun, Result
from apps.rules.stages import Stage
from tests.access import table
from tests.access.addresses import addresses
from tests.access.visit import Visitor
from tests.access.who import Who
from tests.access.world import NUMBER, Object, World
from tests.database import past_the_triggers
from tests.factories import correct, speak
from tests.factories.results import agreed_again, computed_run, issued_decree, without_paper

pytestmark = pytest.mark.django_db

ADDRESSES = {one.name: one for one in addresses()}
# What differs between two answers to the same question anyway.
PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|\d+ (?:hari|jam) \d+ (?:jam|menit)|DTSTAMP:\w+|Keadaan [^<]+ WIB'
)


# What is about the computation that nobody may know yet, what is made from it, and what tells of everything.
SECRET = frozenset(
    {table.SITE, table.RUN, table.DECREE, table.DECREE_BLOCK, table.COMPUTED_RESULT, table.REPORTS, table.FINAL}
)
SEED = 7
Questions = Callable[[World, Iterable[Who]], list[tuple[Who, str]]]


def close_to_the_secret(world: World) -> set[str]:
    """Every address about the secret computation, and guesses at it among what is public."""
    secret = Result.objects.get(pk=world.kwargs[table.COMPUTED_RESULT][Object.OWN]["pk"])
    guesses = {
        "slug": secret.run.period.slug,
        "institution_slug": secret.evaluation.institution.slug,
        "code": Decree.objects.get(pk=world.kwargs[table.DECREE][Object.OWN]["pk"]).code,
    }
    public = ("portal:period", "portal:result", "portal:decree_paper", "portal:verify")
    return {ADDRESSES[name].url(guesses) for name in public} | asked_about(world, SECRET)


def asked_about(world: World, things: Iterable[table.About]) -> set[str]:
    """Every address that can be looked at, about one's own object, another's and none."""
    return {
        world.url(ADDRESSES[page.name], page.about, Who.COORDINATOR, thing)
        for page in table.PAGES
        if page.get is not None and page.about in things
        for thing in (world.kwargs[page.about] if page.about.has_object else [Object.OWN])
    }


def whole(world: World, those: Iterable[Who]) -> list[tuple[Who, str]]:
    """Everybody asks everything."""
    urls = sorted(close_to_the_secret(world) | asked_about(world, {page.about for page in table.PAGES}))
    return [(who, url) for who in those for url in urls]


def sample(world: World, those: Iterable[Who]) -> list[tuple[Who, str]]:
    """Of those who ask the same, one is drawn, but where it is close to the secret."""
    draw, close = Random(SEED), close_to_the_secret(world)
    asked: dict[str, list[tuple[Who, str]]] = {}
    for who, url in whole(world, those):
        asked.setdefault(url, []).append((who, url))
    return [one for url, ones in asked.items() for one in (ones if url in close else [draw.choice(ones)])]


def answers(visitor: Visitor, questions: Iterable[tuple[Who, str]]) -> dict[tuple[Who, str], tuple[int, bytes, bytes]]:
    found = {}
    for who, url in questions:
        with visitor.visit(who, "GET", url) as response:
            content = b"".join(response.streaming_content) if response.streaming else response.content
            headers = repr(sorted(one for one in response.headers.items() if one[0] != "Expires")).encode()
            found[who, url] = response.status_code, PASSING.sub(b"", content), headers
    return found


def cookies_of(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user)
    return client.cookies


@pytest.fixture
def outsiders(world: World, visitor: Visitor) -> Visitor:
    """The public, the auditor, somebody of the institution itself, and somebody of another."""
    own = {who: visitor.cookies[who] for who in (Who.PUBLIC, Who.AUDITOR, Who.RESPONDENT)}
    return Visitor(world, own | {Who.COORDINATOR: cookies_of(world.other.people[Who.COORDINATOR])})


@pytest.mark.trial
@pytest.mark.usefixtures("_workbooks_made_at_once")
def test_a_corrected_index_leaks_nowhere_before_the_publication_that_follows(
    world: World, outsiders: Visitor, monkeypatch: pytest.MonkeyPatch
):
    """The public and another institution see nothing of the correction; its own people and the auditor, who are told
    of it, see nothing of what is computed, voted and decreed from it."""
    without_paper(monkeypatch)
    foreign = Visitor(world, {who: outsiders.cookies[who] for who in (Who.PUBLIC, Who.COORDINATOR)})
    told = Visitor(world, {who: outsiders.cookies[who] for who in (Who.AUDITOR, Who.RESPONDENT)})
    published = Result.objects.get(pk=world.kwargs[table.PUBLISHED_REPORT][Object.OWN]["pk"])
    before = answers(foreign, whole(world, foreign.cookies))
    asked = whole(world, told.cookies)

    with transaction.atomic():
        correct(published.evaluation, NUMBER, 5)
        told_before = answers(told.from_here(), asked)
        decree = issued_decree(agreed_again(computed_run(published.run.period)))
        Job.objects.exclude(state=JobState.DONE).update(state=JobState.DONE)
        other = Result.objects.get(run=decree.run, evaluation=published.evaluation)
        after, told_after = answers(foreign.from_here(), before), answers(told.from_here(), asked)
        transaction.set_rollback(True)

    assert other.stated != published.stated
    assert [key for key in before if before[key] != after[key]] == []
    assert [key for key in told_before if told_before[key] != told_after[key]] == []


@pytest.mark.parametrize("questions", [sample, pytest.param(whole, marks=pytest.mark.trial)])
@pytest.mark.usefixtures("_workbooks_made_at_once")
def test_an_unpublished_index_leaks_nowhere(questions: Questions, world: World, outsiders: Visitor, visitor: Visitor):
    result = Result.objects.get(pk=world.kwargs[table.COMPUTED_RESULT][Object.OWN]["pk"])
    desk = world.url(ADDRESSES["results:run"], table.RUN, Who.EVALUATION_TEAM, Object.OWN)
    before = answers(outsiders, questions(world, outsiders.cookies))
    with visitor.visit(Who.EVALUATION_TEAM, "GET", desk) as response:
        shown = response.content

    with transaction.atomic():
        with past_the_triggers():
            speak(result.evaluation, Stage.CONSOLIDATION, {1: 1})
        run = actions.start_run(result.run.period, by=world.people[Who.EVALUATION_TEAM])
        actions.compute(run)
        Job.objects.filter(pk=run.job_id).update(state=JobState.DONE)
        other = Result.objects.get(run=run, evaluation=result.evaluation)
        after = answers(outsiders.from_here(), before)
        with visitor.from_here().visit(Who.EVALUATION_TEAM, "GET", desk) as response:
            shown_then = response.content
        transaction.set_rollback(True)

    assert other.stated != result.stated
    assert shown_then != shown, "the ministry sees the difference"
    assert [key for key in before if before[key] != after[key]] == []
    assert FinalisationRun.objects.filter(pk=result.run_id).exclude(state="replaced").exists()
