"""Nobody reads a colleague's judgement before the whole team has locked; nobody outside before the stage closes.

A distinctive word stands in one assessor's judgement, with a level and a question nobody else has. It may occur in no
answer that the others get, whatever they ask.
"""

import pytest
from django.urls import reverse

from apps.desk_review.actions import close_desk_review, lock_judgements
from apps.institutions.models import Role
from tests.desk_review.conftest import CANARY, judge
from tests.factories import TeamFactory, assessors_of, member


def addresses(evaluation) -> list[str]:
    """Every page of these rooms that belongs to the evaluation."""
    pk = evaluation.pk
    numbers = list(evaluation.period.instrument.indicators.values_list("number", flat=True))
    parts = list(evaluation.period.instrument.parts.values_list("pk", flat=True))
    return [
        reverse("evaluations:detail", args=[pk]),
        reverse("desk_review:sheet", args=[pk]),
        reverse("desk_review:differences", args=[pk]),
        reverse("consolidation:detail", args=[pk]),
        reverse("consolidation:review", args=[pk]),
        *[reverse("desk_review:indicator", args=[pk, number]) for number in numbers],
        *[reverse("desk_review:settle", args=[pk, number]) for number in numbers],
        *[reverse("consolidation:indicator", args=[pk, number]) for number in numbers],
        *[reverse("consolidation:findings", args=[pk, part]) for part in parts],
    ]


def everything_read(client, user, evaluation) -> list[bytes]:
    client.force_login(user)
    read = []
    for address in addresses(evaluation):
        answers = [client.get(address), client.post(address, {"version": 99, "level": "3", "reason": "x"})]
        read += [answer.content.replace(token(answer), b"") for answer in answers]
    return read


def token(answer) -> bytes:
    """The CSRF token of a page: the one thing that differs between two looks at the same."""
    _, _, rest = answer.content.partition(b'name="csrfmiddlewaretoken" value="')
    return rest[:64] or b"\0"


@pytest.fixture
def secretive(desk):
    """The other assessor has judged, in words and figures of their own; the lead has a sheet and no lock."""
    judge(desk.evaluation, desk.other, 5, reason=CANARY, question=f"{CANARY}?")
    judge(desk.evaluation, desk.lead, 3)
    return desk


@pytest.mark.parametrize("has_locked", ["nobody", "the other", "the lead"])
def test_the_pair_is_blind_until_both_have_locked(client, secretive, has_locked):
    if has_locked != "nobody":
        lock_judgements(secretive.evaluation, by=secretive.other if has_locked == "the other" else secretive.lead)

    read = everything_read(client, secretive.lead, secretive.evaluation)

    assert not [page for page in read if CANARY.encode() in page]


def test_no_count_or_figure_depends_on_the_colleague(client, desk):
    """The same pages, before and after the colleague judges everything differently, are the same to the letter."""
    judge(desk.evaluation, desk.lead, 3)
    client.force_login(desk.lead)
    pages = [address for address in addresses(desk.evaluation) if "konsolidasi" not in address]
    before = [(answer := client.get(address)).content.replace(token(answer), b"") for address in pages]

    judge(desk.evaluation, desk.other, 5, reason=CANARY, question=f"{CANARY}?")

    after = [(answer := client.get(address)).content.replace(token(answer), b"") for address in pages]
    assert before == after


@pytest.mark.parametrize("both_locked", [False, True])
def test_institution_ministry_and_other_teams_read_nothing_before_the_stage_closes(client, secretive, both_locked):
    if both_locked:
        for assessor in assessors_of(secretive.evaluation):
            lock_judgements(secretive.evaluation, by=assessor)
    strangers = [
        member(Role.COORDINATOR, secretive.evaluation.institution),
        member(Role.EVALUATION_TEAM),
        TeamFactory(period=secretive.evaluation.period).members.first().user,
    ]

    read = [page for user in strangers for page in everything_read(client, user, secretive.evaluation)]

    assert not [page for page in read if CANARY.encode() in page]


def test_the_canary_would_be_heard(client, secretive):
    """Its own assessor reads it at once, the lead once both have locked, the institution once the stage is closed."""
    own = everything_read(client, secretive.other, secretive.evaluation)
    for assessor in assessors_of(secretive.evaluation):
        lock_judgements(secretive.evaluation, by=assessor)
    locked = everything_read(client, secretive.lead, secretive.evaluation)

    assert [bool([page for page in read if CANARY.encode() in page]) for read in (own, locked)] == [True, True]


def test_after_closing_the_institution_reads_the_word_of_the_team(client, desk):
    for assessor in (desk.lead, desk.other):
        judge(desk.evaluation, assessor, 2, reason=CANARY, lock=True)
    close_desk_review(desk.evaluation, by=desk.lead)
    coordinator = member(Role.COORDINATOR, desk.evaluation.institution)
    desk.evaluation.__class__.objects.filter(pk=desk.evaluation.pk).update(open_stage="")
    client.force_login(coordinator)

    page = client.get(reverse("evaluations:detail", args=[desk.evaluation.pk])).content.decode()

    assert CANARY in page
    assert (str(desk.lead) in page, str(desk.other) in page) == (False, False)
