"""Nobody assesses an institution that something ties them to, whoever writes: view, bulk action or SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.common.gate import passing_the_gate
from apps.coordination.actions import assign_team
from apps.evaluations.actions.conflicts import (
    TieRow,
    decide_exception,
    declare,
    declare_tie,
    propose_exception,
    refresh_conflicts,
)
from apps.evaluations.grants import holds, set_grants
from apps.evaluations.models import (
    AssessorTeam,
    Conflict,
    ConflictException,
    ConflictSource,
    Declaration,
    Evaluation,
    TeamChange,
    TeamMember,
)
from apps.evaluations.queries.conflicts import tied_pairs
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import (
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    TeamFactory,
    UniversityFactory,
    assessors_of,
    bring_to,
    member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]

BACKEND = "apps.accounts.backends.AccountBackend"


def tie(**more):
    given = {"source": ConflictSource.FAMILY, "detail": "Saudara.", "from_date": timezone.localdate()}
    return TieRow(**given | more)


def tied(user: User, institution) -> Conflict:
    return declare_tie(institution, tie(), by=user)


def allowed(conflict, period):
    first, second = member(Role.EVALUATION_TEAM), member(Role.EVALUATION_TEAM)
    exception = propose_exception(conflict, period, reason="Tidak ada asesor lain.", by=first)
    decide_exception(exception, approve=True, remark="", by=second)


def fresh(user):
    user.__dict__.pop("_grants", None)
    return user


# -- the one rule of the database ---------------------------------------------------------------------


def test_raw_sql_assigns_nobody_in_conflict():
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)
    tied(team.members.first().user, evaluation.institution)

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        execute("UPDATE evaluations_evaluation SET team_id = %s WHERE id = %s", [team.pk, evaluation.pk])


def test_a_bulk_update_assigns_nobody_in_conflict():
    free, forbidden = EvaluationFactory.create_batch(2, period=PeriodFactory())
    team = TeamFactory(period=free.period)
    tied(team.members.first().user, forbidden.institution)

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        Evaluation.objects.filter(period=free.period).update(team=team)

    assert not Evaluation.objects.filter(team=team).exists()


def test_nobody_in_conflict_enters_a_team_by_bulk():
    evaluation = EvaluationFactory(with_team=True)
    outsider = member(Role.ASSESSOR)
    tied(outsider, evaluation.institution)

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        TeamMember.objects.bulk_create([TeamMember(team=evaluation.team, user=outsider)])


def test_no_member_becomes_somebody_in_conflict():
    evaluation = EvaluationFactory(with_team=True)
    outsider = member(Role.ASSESSOR)
    tied(outsider, evaluation.institution)

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        TeamMember.objects.filter(team=evaluation.team, is_lead=False).update(user=outsider)


def test_a_conflict_is_not_written_beside_a_standing_assignment():
    evaluation = EvaluationFactory(with_team=True)
    user = assessors_of(evaluation)[0]

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        Conflict.objects.create(
            assessor=user, institution=evaluation.institution, source="family", from_date=timezone.localdate()
        )


def test_what_is_over_forbids_nothing():
    evaluation = EvaluationFactory(with_team=True)
    user = assessors_of(evaluation)[0]
    today = timezone.localdate()

    declare_tie(evaluation.institution, tie(from_date=today - timedelta(days=9), until_date=today), by=user)

    evaluation.refresh_from_db()
    assert user in assessors_of(evaluation)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE evaluations_conflict SET detail = 'lain'",
        "UPDATE evaluations_conflict SET until_date = from_date + 1",
        "UPDATE evaluations_conflict SET ended_at = now()",
        "DELETE FROM evaluations_conflict",
        "TRUNCATE evaluations_conflict CASCADE",
    ],
)
def test_a_declared_conflict_stays_as_it_was_declared(sql):
    tied(member(Role.ASSESSOR), InstitutionFactory())

    with pytest.raises(DatabaseError), transaction.atomic():
        execute(sql)


# -- declared ------------------------------------------------------------------------------------------


def test_who_declares_a_tie_loses_access_and_the_ministry_is_told():
    ministry = member(Role.EVALUATION_TEAM)
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    lead, other = assessors_of(evaluation)
    former = evaluation.team

    declare(evaluation, tie(), by=other)

    evaluation.refresh_from_db()
    assert assessors_of(evaluation) == [lead]
    assert set(former.members.values_list("user", flat=True)) == {lead.pk, other.pk}
    assert not holds(fresh(other), "view_evaluation", evaluation)
    assert holds(fresh(lead), "lead_assessment", evaluation)
    assert TeamChange.objects.get().leaving == other
    assert str(evaluation.institution) in Notice.objects.get(user=ministry).text


def test_two_institutions_of_one_team_go_to_the_same_other_team():
    period, team = (first := EvaluationFactory(with_team=True)).period, first.team
    second = EvaluationFactory(period=period, team=team)
    other = assessors_of(first)[1]

    for one in (first, second):
        declare(one, tie(), by=other)
        one.refresh_from_db()

    assert first.team == second.team != team
    assert AssessorTeam.objects.filter(period=period).count() == 2


def test_the_period_says_whether_alumni_count():
    lax, strict = (PeriodFactory(conflict_alumni_counts=counts) for counts in (False, True))
    institution, user = InstitutionFactory(), member(Role.ASSESSOR)
    teams = [TeamFactory(period=period, members=[user]) for period in (lax, strict)]
    held = [EvaluationFactory(period=one.period, institution=institution, team=one) for one in teams]

    declare_tie(institution, tie(source=ConflictSource.ALUMNI), by=user)

    for one in held:
        one.refresh_from_db()
    assert [one.team for one in held] == [teams[0], None]


# -- the page ------------------------------------------------------------------------------------------


@pytest.fixture
def undeclared():
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    newcomer = member(Role.ASSESSOR)
    team = TeamFactory(period=evaluation.period, members=[assessors_of(evaluation)[0], newcomer])
    evaluation = EvaluationFactory(period=evaluation.period)
    Evaluation.objects.filter(pk=evaluation.pk).update(team=team)
    evaluation.refresh_from_db()
    set_grants([evaluation])
    return bring_to(evaluation, Stage.DESK_REVIEW), newcomer


ROOMS = ("desk_review:sheet", "self_assessment:sheet", "evaluations:detail")


@pytest.mark.parametrize("name", ROOMS)
def test_nothing_opens_before_the_assessor_has_declared(client, undeclared, name):
    evaluation, newcomer = undeclared
    client.force_login(newcomer, backend=BACKEND)
    url = reverse(name, args=[evaluation.pk])

    response = client.get(url)

    page = reverse("evaluations:declaration", args=[evaluation.pk])
    assert (response.status_code, response["Location"].split("?")[0]) == (302, page)


def test_no_conflict_is_a_recorded_answer_and_opens_the_sheet(client, undeclared):
    evaluation, newcomer = undeclared
    client.force_login(newcomer, backend=BACKEND)
    sheet = reverse("desk_review:sheet", args=[evaluation.pk])

    response = client.post(
        f"{reverse('evaluations:declaration', args=[evaluation.pk])}?lanjut={sheet}", {"source": "none"}
    )

    assert (response.status_code, response["Location"]) == (302, sheet)
    assert Declaration.objects.get(assessor=newcomer).conflict is None
    assert client.get(sheet).status_code == 200


def test_a_tie_declared_on_the_page_takes_the_institution_from_the_desk(client, undeclared):
    evaluation, newcomer = undeclared
    client.force_login(newcomer, backend=BACKEND)

    client.post(
        reverse("evaluations:declaration", args=[evaluation.pk]),
        {"source": "employer", "detail": "Pegawai sampai tahun lalu."},
    )

    assert Declaration.objects.get(assessor=newcomer).conflict.source == ConflictSource.EMPLOYER
    assert client.get(reverse("desk_review:sheet", args=[evaluation.pk])).status_code == 404


def test_a_tie_needs_its_words(client, undeclared):
    evaluation, newcomer = undeclared
    client.force_login(newcomer, backend=BACKEND)

    response = client.post(reverse("evaluations:declaration", args=[evaluation.pk]), {"source": "family"})

    assert list(response.context["form"].errors) == ["detail"]
    assert not Conflict.objects.exists()


def test_a_foreign_address_is_not_followed(client, undeclared):
    evaluation, newcomer = undeclared
    client.force_login(newcomer, backend=BACKEND)

    response = client.post(
        f"{reverse('evaluations:declaration', args=[evaluation.pk])}?lanjut=//contoh.invalid/", {"source": "none"}
    )

    assert response["Location"] == reverse("desk_review:sheet", args=[evaluation.pk])


def test_an_assessor_declares_a_tie_to_any_institution(client):
    assessor, institution = member(Role.ASSESSOR), InstitutionFactory()
    client.force_login(assessor, backend=BACKEND)

    client.post(
        reverse("evaluations:conflicts"),
        {"institution": institution.pk, "source": "consultancy", "detail": "Mendampingi tahun 2000."},
    )

    assert str(institution) in client.get(reverse("evaluations:conflicts")).content.decode()
    assert Conflict.objects.get().assessor == assessor


# -- by rule and found ---------------------------------------------------------------------------------


def test_a_university_in_the_province_of_the_institution_is_a_conflict_where_the_period_says_so():
    strict, lax = PeriodFactory(), PeriodFactory(conflict_same_province=False)
    evaluation = EvaluationFactory(period=strict)
    EvaluationFactory(period=lax, institution=evaluation.institution)
    university = UniversityFactory(province=evaluation.institution.province.name.upper())
    neighbour = member(Role.ASSESSOR, university)

    done = refresh_conflicts(by=None)

    assert (done.new, refresh_conflicts(by=None).new) == (1, 0)
    assert tied_pairs(strict) == {(neighbour.pk, evaluation.institution_id)}
    assert tied_pairs(lax) == set()


@pytest.mark.parametrize(
    ("address", "is_found"), [("a@contoh.go.id", 1), ("a@dinas.contoh.go.id", 1), ("a@xcontoh.go.id", 0)]
)
def test_an_address_on_a_domain_of_the_institution_is_found(address, is_found):
    institution = InstitutionFactory(email_domains=["contoh.go.id"])
    assessor = member(Role.ASSESSOR)
    User.objects.filter(pk=assessor.pk).update(email=address)

    refresh_conflicts(by=None)

    assert Conflict.objects.filter(assessor=assessor, institution=institution, source="domain").count() == is_found


def test_what_is_found_later_takes_the_institution_away():
    evaluation = EvaluationFactory(with_team=True)
    lead, other = assessors_of(evaluation)
    institution = evaluation.institution
    type(institution).objects.filter(pk=institution.pk).update(email_domains=["contoh.invalid"])
    User.objects.filter(pk=lead.pk).update(email="a@lain.invalid")

    done = refresh_conflicts(by=None)

    evaluation.refresh_from_db()
    assert (done.new, done.moved) == (1, 1)
    assert assessors_of(evaluation) == [lead]
    assert other.pk not in evaluation.team.members.values_list("user", flat=True)


def test_what_is_found_no_more_has_ended():
    institution = InstitutionFactory(email_domains=["contoh.invalid"])
    member(Role.ASSESSOR)
    refresh_conflicts(by=None)
    type(institution).objects.filter(pk=institution.pk).update(email_domains=[])

    done = refresh_conflicts(by=None)

    assert done.ended == 1
    assert Conflict.objects.get().ended_at is not None


def test_the_search_costs_the_same_for_one_and_many(django_assert_num_queries):
    institution = InstitutionFactory(email_domains=["contoh.invalid"])
    member(Role.ASSESSOR)
    with django_assert_num_queries(8) as one:
        refresh_conflicts(by=None)
    for _ in range(5):
        member(Role.ASSESSOR)

    with django_assert_num_queries(len(one)):
        refresh_conflicts(by=None)

    assert institution.conflicts.count() == 6


# -- exceptions ----------------------------------------------------------------------------------------


def test_an_exception_of_two_people_lets_the_period_assign():
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)
    conflict = tied(team.members.first().user, evaluation.institution)

    allowed(conflict, evaluation.period)

    assert assign_team([evaluation], team, by=None) == 1
    assert tied_pairs(evaluation.period) == set()


def test_an_exception_is_of_its_period_alone():
    evaluation = EvaluationFactory()
    team = TeamFactory(period=evaluation.period)
    conflict = tied(team.members.first().user, evaluation.institution)

    allowed(conflict, PeriodFactory())

    with pytest.raises(ConflictOfInterestError), passing_the_gate():
        Evaluation.objects.filter(pk=evaluation.pk).update(team=team)


def test_nobody_approves_their_own_proposal():
    conflict, by = tied(member(Role.ASSESSOR), InstitutionFactory()), member(Role.EVALUATION_TEAM)
    exception = propose_exception(conflict, PeriodFactory(), reason="Alasan.", by=by)

    with pytest.raises(DomainError, match="orang lain"):
        decide_exception(exception, approve=True, remark="", by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConflictException.objects.update(is_approved=True, decided_by=by, decided_at=timezone.now())

    assert not ConflictException.objects.get().is_approved


def test_a_decided_exception_stays():
    conflict = tied(member(Role.ASSESSOR), InstitutionFactory())
    allowed(conflict, PeriodFactory())

    with pytest.raises(DomainError), passing_the_gate():
        ConflictException.objects.update(is_approved=False)
    with pytest.raises(DomainError), passing_the_gate():
        ConflictException.objects.all().delete()


def test_an_exception_needs_a_reason():
    with pytest.raises(DomainError, match="alasan"):
        propose_exception(
            tied(member(Role.ASSESSOR), InstitutionFactory()),
            PeriodFactory(),
            reason=" ",
            by=member(Role.EVALUATION_TEAM),
        )
