"""How often one differs: only where the whole team has locked, and without a hint while one still judges."""

import re

import pytest
from django.urls import reverse

from apps.harmonisation.queries.differences import LEAST_GROUP, Against, differences_of
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.desk_review.conftest import judge
from tests.factories import EvaluationFactory, TeamFactory, bring_to, member
from tests.harmonisation.conftest import judged

INDICATORS = 5


def counts(one: Against) -> tuple[int, int, int]:
    return one.lower, one.equal, one.higher


def of_other_teams(period, level: int, institutions: int = LEAST_GROUP) -> None:
    people = [member(Role.ASSESSOR), member(Role.ASSESSOR)]
    team = TeamFactory.create(period=period, members=people)
    for _ in range(institutions):
        judged(period, team, dict.fromkeys(people, level))


def test_each_learns_how_the_pair_differed(period, team, pair):
    first, second = pair
    judged(period, team, {first: 2, second: 3})
    judged(period, team, {first: 3, second: 3})

    mine, theirs = differences_of(first, period), differences_of(second, period)

    assert (counts(mine.pair), counts(theirs.pair)) == ((5, 5, 0), (0, 5, 5))
    assert [counts(line.pair) for line in mine.lines] == [(1, 1, 0)] * INDICATORS


@pytest.mark.parametrize("who", [0, 1], ids=["the one who looks", "the other"])
def test_a_sheet_that_one_of_the_team_has_locked_is_not_compared(period, team, pair, who):
    judged(period, team, {pair[0]: 2, pair[1]: 5}, lock=(pair[who],))

    found = differences_of(pair[0], period)

    assert (found.lines, found.compared, found.waiting) == ([], 0, 1)


def test_the_page_is_the_same_whatever_the_colleague_does_before_both_have_locked(client, period, team, pair):
    """Not one count depends on a judgement of an unlocked sheet."""
    evaluation = judged(period, team, {pair[0]: 2}, lock=())
    client.force_login(pair[0])
    address = reverse("harmonisation:own", args=[period.slug])
    before = client.get(address).content

    judge(evaluation, pair[1], 5, reason="kenari-3d1f", lock=True)

    assert without_token(client.get(address).content) == without_token(before)


def without_token(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_a_replaced_assessor_no_longer_speaks(period, team, pair):
    evaluation = judged(period, team, {pair[0]: 2, pair[1]: 5})
    evaluation.team = TeamFactory.create(period=period, members=[pair[0], member(Role.ASSESSOR)])
    evaluation.save(update_fields=["team"])

    assert differences_of(pair[0], period).compared == 0


def test_the_group_is_the_other_teams_institutions_of_the_category(period, team, pair):
    judged(period, team, {pair[0]: 2, pair[1]: 2})
    of_other_teams(period, 4)

    found = differences_of(pair[0], period)

    assert counts(found.group) == (INDICATORS, 0, 0)


def test_a_small_group_has_no_median(period, team, pair):
    judged(period, team, {pair[0]: 2, pair[1]: 2})
    of_other_teams(period, 4, institutions=LEAST_GROUP - 1)

    assert differences_of(pair[0], period).group.total == 0


def test_medians_wait_until_ones_own_sheets_are_locked(period, team, pair):
    judged(period, team, {pair[0]: 2, pair[1]: 2})
    of_other_teams(period, 4)
    bring_to(EvaluationFactory.create(period=period, team=team), Stage.DESK_REVIEW)

    found = differences_of(pair[0], period)

    assert (found.group.total, found.pair.total, found.still_open) == (0, INDICATORS, 1)


def test_the_number_of_queries_does_not_depend_on_the_institutions(
    client, period, team, pair, django_assert_num_queries
):
    judged(period, team, {pair[0]: 2, pair[1]: 3})
    client.force_login(pair[0])
    address = reverse("harmonisation:own", args=[period.slug])
    client.get(address)
    with django_assert_num_queries(LIMIT):
        client.get(address)
    for _ in range(2):
        judged(period, team, {pair[0]: 2, pair[1]: 3})

    with django_assert_num_queries(LIMIT):
        page = client.get(address)

    assert "15 lebih rendah, 0 lebih tinggi" in page.content.decode()


LIMIT = 14


@pytest.mark.parametrize("role", [Role.UNIVERSITY_COORDINATOR, Role.ASSESSOR, Role.COORDINATOR])
def test_others_have_no_such_page(client, period, team, pair, role):
    """Neither a university's coordinator nor an assessor of no team nor an institution."""
    place = EvaluationFactory.create(period=period).institution if role == Role.COORDINATOR else None
    client.force_login(member(role, place))

    assert client.get(reverse("harmonisation:own", args=[period.slug])).status_code == 404
