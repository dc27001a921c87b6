"""Proposals of teams pass a check of its own kind, the same seed gives the same, what is impossible is named."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.rules.teams.checks import HARD, SOFT, Rule, broken, check
from apps.rules.teams.obstacles import Obstacle, is_possible
from apps.rules.teams.problem import BALANCE, Assessor, Institution, Problem, Team, loads, objective
from apps.rules.teams.proposal import Proposal, propose

REGIONS, CATEGORIES = ("11", "51", "94"), ("kota", "provinsi")
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def assessors(*universities: str, held: Iterable[int] = ()) -> tuple[Assessor, ...]:
    burden = dict(enumerate(held))
    return tuple(
        Assessor(place, f"Asesor {place}", university, burden.get(place, 0))
        for place, university in enumerate(universities)
    )


def institutions(number: int) -> tuple[Institution, ...]:
    return tuple(Institution(place, f"Instansi {place}", "kota", "51") for place in range(number))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small and often tight: some of them are impossible."""
    people = draw(st.integers(1, 9))
    places = draw(st.integers(1, 10))
    size = draw(st.integers(1, 3))
    capacity = draw(st.integers(1, 6))
    wishes = st.tuples(st.frozensets(st.sampled_from(CATEGORIES)), st.frozensets(st.sampled_from(REGIONS)))
    chosen = [
        Assessor(
            place,
            f"Asesor {place}",
            draw(st.sampled_from("ABC")),
            draw(st.integers(0, 2)),
            *draw(wishes),
            most=draw(st.none() | st.integers(1, 6)),
            avoided=draw(st.frozensets(st.integers(0, places - 1), max_size=2)),
        )
        for place in range(people)
    ]
    spots = [
        Institution(
            place, f"Instansi {place}", draw(st.sampled_from(CATEGORIES)), draw(st.sampled_from(("", *REGIONS)))
        )
        for place in range(places)
    ]
    pairs = st.tuples(st.integers(0, people - 1), st.integers(0, places - 1))
    tied = draw(st.frozensets(pairs, max_size=people * places // 3))
    kept = draw(st.lists(st.lists(st.integers(0, people - 1), min_size=1, max_size=4, unique=True), max_size=3))
    return Problem(
        tuple(chosen), tuple(spots), size, capacity, tied, tuple(map(tuple, kept)), draw(st.text(max_size=3))
    )


def assert_keeps_the_rules(problem: Problem, teams: Iterable[Team]) -> None:
    """Written without the code under test: who is where, counted by hand."""
    teams = list(teams)
    universities = {one.key: one.university for one in problem.assessors}
    load = Counter({one.key: one.held for one in problem.assessors})
    for team in teams:
        assert len(team.members) == len(set(team.members)) >= problem.size
        assert problem.size == 1 or len({universities[key] for key in team.members}) >= 2
        for place in team.institutions:
            load.update(team.members)
            assert not {(key, place) for key in team.members} & problem.tied
    assert sorted(place for team in teams for place in team.institutions) == [one.key for one in problem.institutions]
    given = {key for team in teams for key in team.members}
    assert all(load[key] <= problem.limit(problem.assessor[key]) for key in given)


@given(problems())
@FEW
def test_every_proposal_keeps_the_rules_and_is_none_where_none_is_possible(problem: Problem) -> None:
    found = propose(problem)

    if isinstance(found, Proposal):
        assert_keeps_the_rules(problem, found.teams)
        assert objective(problem, found.teams) == found.objective >= found.bound
    else:
        assert not is_possible(problem)
        assert found
        assert all(one.sentence and one.cure for one in found)


@given(problems())
@FEW
def test_the_same_seed_gives_the_same_in_whatever_order_it_is_read(problem: Problem) -> None:
    turned = replace(
        problem,
        assessors=problem.assessors[::-1],
        institutions=problem.institutions[::-1],
        kept=problem.kept[::-1],
    )

    assert propose(turned) == propose(problem)
    assert turned.sha256 == problem.sha256


def test_loads_differ_by_one_at_most() -> None:
    found = propose(Problem(assessors(*"ABCDEFG"), institutions(10), size=2, capacity=9))

    assert isinstance(found, Proposal)
    assert found.spread == (2, 3, 3)
    assert (found.objective, found.bound) == (BALANCE * (6 * 9 + 4), BALANCE * (6 * 9 + 4))


def test_who_holds_much_elsewhere_gets_less() -> None:
    found = propose(Problem(assessors(*"ABCD", held=[4]), institutions(6), size=2, capacity=9))

    assert isinstance(found, Proposal)
    assert found.loads == {0: 4, 1: 4, 2: 4, 3: 4}


def test_standing_teams_stay_with_their_lead() -> None:
    problem = Problem(assessors(*"ABCD"), institutions(4), size=2, capacity=9, kept=((3, 0), (1, 2)))

    found = propose(problem)

    assert isinstance(found, Proposal)
    assert sorted((team.members, len(team.institutions)) for team in found.teams) == [((1, 2), 2), ((3, 0), 2)]


def test_assessors_stay_together() -> None:
    found = propose(Problem(assessors(*"AABBCCDDEE"), institutions(40), size=2, capacity=9))

    assert isinstance(found, Proposal)
    assert len(found.teams) == 5


def test_wishes_are_met_where_nothing_else_suffers() -> None:
    wishing = [replace(one, regions=frozenset({"51" if one.key % 2 else "11"})) for one in assessors(*"ABCDEFGH")]
    places = [replace(one, region="51" if one.key < 8 else "11") for one in institutions(16)]

    found = propose(Problem(tuple(wishing), tuple(places), size=2, capacity=9))

    assert isinstance(found, Proposal)
    region = next(one for one in found.findings if one.rule is Rule.REGION)
    assert (region.checked, region.met, found.objective) == (32, 32, found.bound)


def test_too_little_capacity_is_counted_with_what_cures_it() -> None:
    problem = Problem(assessors(*"ABCD"), institutions(10), size=2, capacity=4)

    assert propose(problem) == (
        Obstacle(
            "Kapasitas kurang 4 penugasan: 10 instansi memerlukan 20, sedangkan 4 asesor masih dapat menerima 16.",
            "Naikkan kapasitas menjadi 5 atau tambah 1 asesor.",
        ),
    )
    assert isinstance(propose(replace(problem, capacity=5)), Proposal)
    assert isinstance(propose(replace(problem, assessors=assessors(*"ABCDE"))), Proposal)


def test_capacity_left_at_one_university_is_named_with_the_institution() -> None:
    problem = Problem(assessors(*"AAAB", held=[0, 0, 0, 3]), institutions(2), size=2, capacity=4)

    first, second = propose(problem)

    assert first.sentence in {
        f"Instansi {place}: semua asesor yang masih ada kapasitas berasal dari satu perguruan tinggi (A)."
        for place in range(2)
    }
    assert second == Obstacle(
        "Kapasitas kurang 1 penugasan pada asesor yang dapat menerimanya (Asesor 3); kapasitas asesor lain tidak dapat "
        "dipakai karena benturan kepentingan atau perguruan tingginya.",
        "Naikkan kapasitas menjadi 5 atau tambah 1 asesor.",
    )


def test_capacity_left_with_tied_assessors_is_named() -> None:
    tied = frozenset({(0, 0)})
    problem = Problem(assessors(*"ABC", held=[0, 4, 0]), institutions(1), size=2, capacity=4, tied=tied)

    first, _ = propose(problem)

    assert first == Obstacle(
        "Instansi 0: asesor yang masih ada kapasitas terikat benturan kepentingan.",
        "Tambah 1 asesor yang tidak terikat, atau setujui pengecualian bagi Asesor 0.",
    )


def test_an_institution_with_too_few_free_assessors_is_named() -> None:
    tied = frozenset({(0, 1), (1, 1)})

    assert propose(Problem(assessors(*"ABC"), institutions(2), size=2, capacity=9, tied=tied)) == (
        Obstacle(
            "Instansi 1: hanya 1 asesor yang tidak terikat benturan kepentingan, diperlukan 2.",
            "Tambah 1 asesor yang tidak terikat, atau setujui pengecualian bagi Asesor 0, Asesor 1.",
        ),
    )


def test_an_institution_open_to_one_university_only_is_named() -> None:
    assert propose(Problem(assessors(*"AAB"), institutions(1), size=2, capacity=9, tied=frozenset({(2, 0)}))) == (
        Obstacle(
            "Instansi 0: semua asesor yang tidak terikat benturan kepentingan berasal dari satu perguruan tinggi (A).",
            "Tambah 1 asesor dari perguruan tinggi lain, atau setujui pengecualian bagi Asesor 2.",
        ),
    )


def test_without_assessors_that_is_said_once() -> None:
    assert propose(Problem((), institutions(3), size=2, capacity=9)) == (
        Obstacle("Baru ada 0 asesor, sedangkan setiap instansi memerlukan 2.", "Tambah sekurang-kurangnya 2 asesor."),
    )


@pytest.mark.parametrize(
    ("rule", "teams"),
    [
        (Rule.PLACED, [Team((0, 1), (0,))]),
        (Rule.PLACED, [Team((0, 1), (0, 1)), Team((2, 3), (1,))]),
        (Rule.SIZE, [Team((0,), (0, 1))]),
        (Rule.CONFLICT, [Team((0, 3), (0, 1))]),
        (Rule.UNIVERSITIES, [Team((0, 4), (0, 1))]),
        (Rule.CAPACITY, [Team((2, 1), (0, 1))]),
    ],
)
def test_each_broken_rule_is_seen(rule: Rule, teams: list[Team]) -> None:
    problem = Problem(
        assessors(*"ABCDA", held=[0, 0, 3]), institutions(2), size=2, capacity=4, tied=frozenset({(3, 1)})
    )

    assert rule in broken(check(problem, teams), HARD | SOFT)
    assert not broken(check(problem, [Team((0, 1), (0, 1))]), HARD | SOFT)


@pytest.mark.parametrize(
    "change",
    [
        {"capacity": 8},
        {"size": 3},
        {"seed": "lain"},
        {"tied": frozenset({(0, 0)})},
        {"kept": ((0, 1),)},
        {"institutions": institutions(3)},
        {"assessors": assessors(*"ABCC")},
        {"assessors": assessors(*"ABCD", held=[1])},
    ],
)
def test_whatever_decides_the_answer_is_in_the_hash(change: dict[str, object]) -> None:
    problem = Problem(assessors(*"ABCD"), institutions(2), size=2, capacity=9)

    assert replace(problem, **change).sha256 != problem.sha256


def test_nobody_is_given_more_than_they_ask_for() -> None:
    modest = [replace(one, most=1) if one.key % 2 else one for one in assessors(*"ABCD")]
    problem = Problem(tuple(modest), institutions(4), size=2, capacity=9)

    found = propose(problem)

    assert isinstance(found, Proposal)
    carried = loads(problem, found.teams)
    assert all(carried[one.key] <= problem.limit(one) for one in modest)
    assert not broken(check(problem, found.teams), HARD | SOFT)


def test_a_load_over_what_somebody_asks_for_is_named() -> None:
    first, *others = assessors(*"AB")
    problem = Problem((replace(first, most=1), *others), institutions(2), size=2, capacity=9)

    found = check(problem, [Team((first.key, others[0].key), tuple(one.key for one in problem.institutions))])

    assert broken(found, [Rule.CAPACITY]) == {Rule.CAPACITY: (f"{first.name} memegang 2 instansi, kapasitasnya 1.",)}


def test_whoever_would_rather_not_judge_an_institution_is_spared_it() -> None:
    shy, *others = assessors(*"ABCD")
    places = institutions(4)
    problem = Problem((replace(shy, avoided=frozenset({places[0].key})), *others), places, size=2, capacity=9)

    found = propose(problem)

    assert isinstance(found, Proposal)
    assert not broken(check(problem, found.teams), [Rule.AVOIDED])


@pytest.mark.parametrize(
    ("capacity", "cure"),
    [
        (2, "Naikkan kapasitas menjadi 3, juga bagi yang membatasi diri, atau tambah 2 asesor."),
        (9, "Minta asesor yang membatasi diri menerima 3 instansi atau tambah 2 asesor."),
    ],
)
def test_what_would_cure_too_little_room_counts_those_who_ask_for_less(capacity: int, cure: str) -> None:
    modest = tuple(replace(one, most=1) for one in assessors(*"AB"))

    found = propose(Problem(modest, institutions(3), size=2, capacity=capacity))

    assert not isinstance(found, Proposal)
    assert [one.cure for one in found] == [cure]
