"""Assessor teams: who is in them, what they hold, and that nobody assesses their own house."""

from copy import deepcopy

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.coordination.actions import TeamRow, assign_team, make_teams, set_members
from apps.coordination.models import TeamWaiver
from apps.coordination.queries.teams import teams_of
from apps.evaluations.grants import holds
from apps.institutions.actions import join
from apps.institutions.models import Role
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.periods.models import PeriodState
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, PeriodFactory, TeamFactory, UserFactory, bring_to, member

pytestmark = pytest.mark.django_db


def assessors(count):
    return [member(Role.ASSESSOR) for _ in range(count)]


def fresh(user):
    user.__dict__.pop("_grants", None)
    return user


def test_a_team_is_made_with_its_lead_first(desk, preparing):
    lead, other = assessors(2)

    desk.post(
        reverse("coordination:team_create", args=[preparing.slug]),
        {"name": "Tim A", "lead": lead.pk, "members": [other.pk]},
    )

    (view,) = teams_of(preparing)
    assert (view.team.name, view.lead, view.others, view.warnings) == ("Tim A", str(lead), (str(other),), [])


def test_a_team_has_as_many_as_the_period_asks(desk, preparing):
    (lead,) = assessors(1)

    response = desk.post(reverse("coordination:team_create", args=[preparing.slug]), {"name": "Tim A", "lead": lead.pk})

    assert list(response.context["form"].errors) == ["members"]
    assert not preparing.teams.exists()


def test_one_university_alone_is_pointed_out(preparing):
    lead = member(Role.ASSESSOR)
    other = UserFactory()
    join(other, Role.ASSESSOR, university=lead.memberships.get().university)
    make_teams(preparing, [TeamRow("Tim A", (lead.pk, other.pk))], by=None)

    (view,) = teams_of(preparing)

    assert view.warnings == ["Semua dari satu perguruan tinggi"]


def test_one_university_alone_needs_a_reason(desk, preparing):
    lead, other = member(Role.ASSESSOR), UserFactory()
    university = lead.memberships.get().university
    join(other, Role.ASSESSOR, university=university)
    url = reverse("coordination:team_create", args=[preparing.slug])
    data = {"name": "Tim A", "lead": lead.pk, "members": [other.pk]}

    refused = desk.post(url, data)
    taken = desk.post(url, data | {"reason": "Percontohan."})

    assert list(refused.context["form"].errors) == ["reason"]
    assert (taken.status_code, preparing.teams.get().members.count()) == (302, 2)
    waiver = TeamWaiver.objects.get()
    assert (waiver.words, waiver.reason) == (
        f"Tim {lead}, {other} seluruhnya dari satu perguruan tinggi ({university}).",
        "Percontohan.",
    )


@pytest.fixture(scope="module")
def kept_full(kept):
    period = PeriodFactory(state=PeriodState.PREPARATION, assessor_capacity=1)
    team = TeamFactory(period=period)
    EvaluationFactory(period=period, team=team)
    return EvaluationFactory(period=period), team


@pytest.fixture
def full(kept_full, db):
    """A team that holds as many institutions as it may, and one more institution."""
    return deepcopy(kept_full)


def test_more_than_capacity_needs_a_reason(ministry, full):
    evaluation, team = full

    with pytest.raises(DomainError, match="memegang 2 instansi, kapasitasnya 1"):
        assign_team([evaluation], team, by=ministry)
    assert (team.evaluations.count(), TeamWaiver.objects.count()) == (1, 0)

    assign_team([evaluation], team, reason="Tidak ada asesor lain.", by=ministry)
    assert team.evaluations.count() == 2
    assert TeamWaiver.objects.get().reason == "Tidak ada asesor lain."


def test_the_page_asks_for_the_reason_before_it_assigns(desk, full):
    evaluation, team = full
    url = reverse("coordination:team_assign", args=[evaluation.period.slug])
    data = {"i": [evaluation.pk], "team": team.pk}

    asked = desk.post(url, data)
    between = team.evaluations.count()
    desk.post(url, data | {"reason": "Tidak ada asesor lain."})
    shown = desk.get(reverse("coordination:teams", args=[evaluation.period.slug])).content.decode()

    assert (asked.status_code, between, team.evaluations.count()) == (200, 1, 2)
    assert "memegang 2 instansi, kapasitasnya 1" in asked.content.decode()
    assert "Tidak ada asesor lain." in shown


def test_who_joins_beyond_capacity_needs_a_reason(ministry, full):
    evaluation, team = full
    other = TeamFactory(period=evaluation.period)
    assign_team([evaluation], other, by=ministry)
    busy, lead = team.members.first().user, other.members.get(is_lead=True).user

    with pytest.raises(DomainError, match="Tulis alasannya"):
        set_members(other, [busy], lead, by=ministry)

    set_members(other, [busy], lead, reason="Pengganti tetap tidak ada.", by=ministry)
    assert set(other.members.values_list("user", flat=True)) == {busy.pk, lead.pk}


def test_a_team_that_is_too_small_gets_no_institution_whatever_the_reason(ministry):
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period, members=assessors(1))

    with pytest.raises(DomainError, match="diperlukan sekurang-kurangnya 2"):
        assign_team([evaluation], team, reason="Mendesak.", by=ministry)

    evaluation.refresh_from_db()
    assert evaluation.team is None


def test_only_assessors_enter_a_team(preparing):
    with pytest.raises(DomainError, match="Bukan asesor"):
        make_teams(preparing, [TeamRow("Tim A", (UserFactory().pk, member(Role.ASSESSOR).pk))], by=None)


def test_a_new_lead_takes_the_place_of_the_old(desk, ministry):
    evaluation = EvaluationFactory(with_team=True)
    old, new = evaluation.team.members.all()

    set_members(evaluation.team, [old.user], new.user, by=ministry)

    assert holds(fresh(new.user), "lead_assessment", evaluation)
    assert not holds(fresh(old.user), "lead_assessment", evaluation)


def test_who_leaves_a_team_sees_its_institutions_no_more(ministry):
    evaluation = EvaluationFactory(with_team=True)
    lead, gone = evaluation.team.members.all()

    set_members(evaluation.team, assessors(1), lead.user, by=ministry)

    assert not holds(fresh(gone.user), "view_evaluation", evaluation)


def test_a_running_team_never_falls_below_its_size(ministry):
    team = TeamFactory()
    lead = team.members.get(is_lead=True).user

    with pytest.raises(DomainError, match="sekurang-kurangnya 2"):
        set_members(team, [], lead, by=ministry)

    assert team.members.count() == 2


def test_ticked_institutions_go_to_the_chosen_team(desk):
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)

    desk.post(
        reverse("coordination:team_assign", args=[evaluation.period.slug]),
        {"i": [evaluation.pk], "team": team.pk},
    )

    evaluation.refresh_from_db()
    assert evaluation.team == team
    assert holds(team.members.first().user, "judge", evaluation)


def test_the_former_team_loses_what_it_held(ministry):
    evaluation = EvaluationFactory(with_team=True)
    former = evaluation.team.members.first().user

    assign_team([evaluation], TeamFactory(period=evaluation.period), by=ministry)

    assert not holds(former, "view_evaluation", evaluation)


def test_nobody_assesses_their_own_institution(ministry):
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)
    join(team.members.first().user, Role.RESPONDENT, institution=evaluation.institution)

    with pytest.raises(DomainError, match="Benturan kepentingan"):
        assign_team([evaluation], team, by=ministry)

    evaluation.refresh_from_db()
    assert evaluation.team is None


def test_nobody_enters_the_team_of_their_own_institution(ministry):
    evaluation = EvaluationFactory(with_team=True)
    insider = member(Role.ASSESSOR)
    join(insider, Role.RESPONDENT, institution=evaluation.institution)

    with pytest.raises(DomainError, match="Benturan kepentingan"):
        set_members(evaluation.team, [insider], evaluation.team.members.first().user, by=ministry)

    assert not evaluation.team.members.filter(user=insider).exists()


def test_a_team_stays_once_it_has_begun(ministry):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)

    with pytest.raises(DomainError, match="tidak dapat diganti"):
        assign_team([evaluation], TeamFactory(period=evaluation.period), by=ministry)


def test_a_team_of_another_period_is_refused(ministry):
    with pytest.raises(DomainError, match="bukan tim periode ini"):
        assign_team([EvaluationFactory()], TeamFactory(), by=ministry)


def test_the_page_costs_the_same_for_one_and_three_teams(desk, preparing, django_assert_max_num_queries):
    url = reverse("coordination:teams", args=[preparing.slug])
    TeamFactory(period=preparing)
    EvaluationFactory(period=preparing)
    desk.get(url)
    with django_assert_max_num_queries(18) as one:
        desk.get(url)
    TeamFactory.create_batch(2, period=preparing)
    EvaluationFactory.create_batch(2, period=preparing)

    with django_assert_max_num_queries(18) as three:
        desk.get(url)

    assert len(three) == len(one)


def test_the_former_team_hears_no_more_of_the_institution_by_mail(ministry):
    evaluation, other = EvaluationFactory(with_team=True), EvaluationFactory()
    leaver, stayer = (one.user for one in evaluation.team.members.order_by("pk"))
    newcomer = member(Role.ASSESSOR)
    for user in (leaver, stayer):
        for one in (evaluation, other):
            notify([user], "Batas mendekat", f"/dokumen/{one.pk}/", kind=NoticeKind.DUE)

    assign_team([evaluation], TeamFactory(period=evaluation.period, members=[stayer, newcomer]), by=ministry)

    waiting = Notice.objects.filter(settled_at=None).order_by("pk").values_list("user", "url")
    assert list(waiting) == [
        (leaver.pk, f"/dokumen/{other.pk}/"),
        (stayer.pk, f"/dokumen/{evaluation.pk}/"),
        (stayer.pk, f"/dokumen/{other.pk}/"),
    ]
