"""Assessors at work: hand-overs, what their university sees, surat tugas, recap."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.accounts.models import User
from apps.common.exceptions import ConflictOfInterestError, DomainError
from apps.common.files import read
from apps.coordination.actions.papers import LetterHead, issue_letters, render_letters, render_recap, request_recap
from apps.coordination.models import AssignmentLetter, TeamWaiver, WorkRecap
from apps.coordination.queries.assessors import lecturers_of, work_done
from apps.coordination.queries.papers import due_letters
from apps.coordination.views.common import PAGE
from apps.desk_review.models import Judgement, JudgementLock
from apps.evaluations.actions.conflicts import TieRow, declare_tie
from apps.evaluations.actions.teams import ask_handover, decide_handover, refuse_incomplete_teams
from apps.evaluations.grants import holds
from apps.evaluations.models import Conflict, ConflictSource, Handover
from apps.institutions.actions import join
from apps.institutions.models import Role
from apps.interview.actions import record_attendance
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.visitation.actions import choose, plan
from tests.factories import (
    EvaluationFactory,
    TeamFactory,
    UniversityFactory,
    UserFactory,
    assessors_of,
    bring_to,
    member,
)
from tests.marks import appoint
from tests.paper.reading import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invariants_hold")]

BACKEND = "apps.accounts.backends.AccountBackend"


def said(paper):
    return " ".join(pages(paper))


def fresh(user):
    user.__dict__.pop("_grants", None)
    return user


@pytest.fixture(scope="module")
def kept_reviewed(kept):
    return bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)


@pytest.fixture
def reviewed(kept_reviewed, db):
    return deepcopy(kept_reviewed)


def judge(evaluation, assessor, level):
    Judgement.objects.bulk_create(
        Judgement(evaluation=evaluation, indicator=one, assessor=assessor, level=level, reason="-", version=1)
        for one in evaluation.period.instrument.indicators.all()
    )


# -- hand-over -----------------------------------------------------------------------------------------


def test_a_handover_asked_by_the_assessor_and_granted_moves_the_institution(client, desk, reviewed):
    lead, giver = assessors_of(reviewed)
    receiver = member(Role.ASSESSOR)
    judge(reviewed, giver, 3)
    client.force_login(giver, backend=BACKEND)
    client.post(
        reverse("coordination:handover_ask", args=[reviewed.pk, giver.pk]),
        {"receiver": receiver.pk, "reason": "Sakit."},
    )
    handover = Handover.objects.get()
    client.force_login(member(Role.EVALUATION_TEAM), backend=BACKEND)

    client.post(
        reverse("coordination:handover_decide", args=[reviewed.period.slug, handover.pk]), {"putusan": "setuju"}
    )

    reviewed.refresh_from_db()
    assert assessors_of(reviewed) == [lead, receiver]
    assert not holds(fresh(giver), "view_evaluation", reviewed)
    assert holds(fresh(receiver), "judge", reviewed)
    assert Judgement.objects.filter(evaluation=reviewed, assessor=giver).count() == 5
    assert Notice.objects.filter(user=receiver).exists()


def test_granting_what_leaves_one_university_needs_a_reason_that_stays_on_record(desk, reviewed):
    lead, giver = assessors_of(reviewed)
    receiver = UserFactory()
    join(receiver, Role.ASSESSOR, university=lead.memberships.get().university)
    handover = ask_handover(reviewed, giver, receiver, reason="Sakit.", by=giver)
    url = reverse("coordination:handover_decide", args=[reviewed.period.slug, handover.pk])

    refused = desk.post(url, {"putusan": "setuju"})
    reviewed.refresh_from_db()
    between = assessors_of(reviewed)
    desk.post(url, {"putusan": "setuju", "remark": "Tidak ada asesor lain."})

    reviewed.refresh_from_db()
    assert (refused.status_code, between, assessors_of(reviewed)) == (409, [lead, giver], [lead, receiver])
    waiver = TeamWaiver.objects.get()
    assert (waiver.team, waiver.rule, waiver.reason) == (reviewed.team, "universities", "Tidak ada asesor lain.")


def test_who_takes_over_from_the_lead_leads(reviewed):
    lead, other = assessors_of(reviewed)
    receiver = member(Role.ASSESSOR)
    handover = ask_handover(reviewed, lead, receiver, reason="Pindah tugas.", by=lead)

    decide_handover(handover, grant=True, remark="", by=member(Role.EVALUATION_TEAM))

    reviewed.refresh_from_db()
    assert assessors_of(reviewed) == [receiver, other]
    assert holds(fresh(receiver), "lead_assessment", reviewed)


def test_other_institutions_of_the_team_stay_where_they_are(reviewed):
    sibling = EvaluationFactory(period=reviewed.period, team=reviewed.team)
    people = assessors_of(sibling)
    handover = ask_handover(reviewed, people[1], member(Role.ASSESSOR), reason="Sakit.", by=people[1])

    decide_handover(handover, grant=True, remark="", by=member(Role.EVALUATION_TEAM))

    sibling.refresh_from_db()
    assert assessors_of(sibling) == people


def test_a_refused_handover_changes_nothing(reviewed):
    lead, giver = assessors_of(reviewed)
    handover = ask_handover(reviewed, giver, member(Role.ASSESSOR), reason="Sakit.", by=giver)

    decide_handover(handover, grant=False, remark="Tetap.", by=member(Role.EVALUATION_TEAM))

    reviewed.refresh_from_db()
    assert assessors_of(reviewed) == [lead, giver]


def test_nobody_in_conflict_takes_over(reviewed):
    giver, receiver = assessors_of(reviewed)[1], member(Role.ASSESSOR)
    row = TieRow(ConflictSource.FAMILY, "Saudara.", timezone.localdate())
    handover = ask_handover(reviewed, giver, receiver, reason="Sakit.", by=giver)
    declare_tie(reviewed.institution, row, by=receiver)

    with pytest.raises(ConflictOfInterestError):
        decide_handover(handover, grant=True, remark="", by=member(Role.EVALUATION_TEAM))
    with pytest.raises(DomainError, match="benturan"):
        ask_handover(reviewed, giver, receiver, reason="Sakit.", by=giver)

    assert Handover.objects.get().decided_at is None


def test_a_handover_is_decided_once(reviewed):
    giver, by = assessors_of(reviewed)[1], member(Role.EVALUATION_TEAM)
    handover = ask_handover(reviewed, giver, member(Role.ASSESSOR), reason="Sakit.", by=giver)
    decide_handover(handover, grant=False, remark="", by=by)

    with pytest.raises(DomainError, match="sudah diputus"):
        decide_handover(handover, grant=False, remark="", by=by)


def test_the_coordinator_of_the_university_asks_for_a_lecturer_and_no_other_does(client, reviewed):
    giver = assessors_of(reviewed)[1]
    url = reverse("coordination:handover_ask", args=[reviewed.pk, giver.pk])
    own = member(Role.UNIVERSITY_COORDINATOR, giver.memberships.get().university)

    statuses = []
    for user in (own, member(Role.UNIVERSITY_COORDINATOR), assessors_of(reviewed)[0]):
        client.force_login(user, backend=BACKEND)
        statuses.append(client.get(url).status_code)

    assert statuses == [200, 404, 404]


def test_a_stage_is_not_closed_by_a_team_that_is_not_whole(reviewed):
    other = assessors_of(reviewed)[1]
    declare_tie(reviewed.institution, TieRow(ConflictSource.FAMILY, "-", timezone.localdate()), by=other)

    with pytest.raises(DomainError, match="Tim belum lengkap"):
        refuse_incomplete_teams([reviewed])


# -- the university's coordinator ----------------------------------------------------------------------


def seen_by_coordinator(client, level):
    """The page, after two lecturers have judged with this level, without what differs from run to run."""
    university = UniversityFactory()
    lecturer = member(Role.ASSESSOR, university)
    team = TeamFactory(members=[lecturer, member(Role.ASSESSOR)])
    evaluation = bring_to(EvaluationFactory(period=team.period, team=team), Stage.DESK_REVIEW)
    judge(evaluation, lecturer, level)
    client.force_login(member(Role.UNIVERSITY_COORDINATOR, university), backend=BACKEND)
    page = client.get(reverse("coordination:university")).content.decode()
    return page.split("<main", 1)[1].split("</main>")[0], evaluation, lecturer


def test_the_coordinator_sees_progress_and_never_a_level(client):
    low, evaluation, lecturer = seen_by_coordinator(client, Decimal(1))
    Judgement.objects.filter(evaluation=evaluation, assessor=lecturer).update(level=5, reason="Alasan rahasia")
    high = client.get(reverse("coordination:university")).content.decode()
    high = high.split("<main", 1)[1].split("</main>")[0]

    assert "5 dari 5" in low
    assert low == high


def test_the_coordinator_sees_only_the_own_university(client):
    page, evaluation, _ = seen_by_coordinator(client, 3)
    client.force_login(member(Role.UNIVERSITY_COORDINATOR), backend=BACKEND)

    other = client.get(reverse("coordination:university")).content.decode()

    assert str(evaluation.institution) in page
    assert str(evaluation.institution) not in other


def test_who_assesses_beside_a_lecturer_does_not_see_how_far_they_are(reviewed):
    lead, other = assessors_of(reviewed)
    judge(reviewed, other, 3)
    JudgementLock.objects.create(evaluation=reviewed, assessor=other)

    (lecturer,) = lecturers_of([other.memberships.get().university_id], viewer=lead)

    assert [(seat.judged, seat.is_locked) for seat in lecturer.seats] == [(None, False)]


def statements(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_one_and_fifty(client):
    university = UniversityFactory()
    lecturer = member(Role.ASSESSOR, university)
    team = TeamFactory(members=[lecturer, member(Role.ASSESSOR)])
    EvaluationFactory(period=team.period, team=team)
    client.force_login(member(Role.UNIVERSITY_COORDINATOR, university), backend=BACKEND)
    url = reverse("coordination:university")
    client.get(url)
    one = statements(client, url)
    for _ in range(4):
        member(Role.ASSESSOR, university)
    EvaluationFactory.create_batch(49, period=team.period, team=team)

    assert statements(client, url) == one


@pytest.mark.parametrize("name", ["conflicts", "exceptions", "handovers", "letters", "recap"])
def test_the_lists_of_the_ministry_cost_the_same_for_one_and_fifty(desk, name):
    first = EvaluationFactory(with_team=True)
    url = reverse(f"coordination:{name}", args=[first.period.slug])

    def enrich(evaluation):
        giver = assessors_of(evaluation)[1]
        ask_handover(evaluation, giver, member(Role.ASSESSOR), reason="-", by=giver)
        row = TieRow(ConflictSource.FAMILY, "-", timezone.localdate())
        declare_tie(evaluation.institution, row, by=member(Role.ASSESSOR))

    enrich(first)
    desk.get(url)
    one = statements(desk, url)
    # As many again of whatever the list holds: assessors with work, who hand it over and are tied elsewhere.
    crowd = TeamFactory(period=first.period, members=[member(Role.ASSESSOR) for _ in range(49)])
    theirs = EvaluationFactory(period=first.period, team=crowd)
    receiver, today = member(Role.ASSESSOR), timezone.localdate()
    people = list(User.objects.filter(team_memberships__team=crowd))
    Handover.objects.bulk_create(
        Handover(evaluation=theirs, giver=one, receiver=receiver, reason="-", asked_by=one) for one in people
    )
    tie = {"institution": first.institution, "source": ConflictSource.FAMILY, "from_date": today}
    Conflict.objects.bulk_create(Conflict(assessor=one, detail="-", **tie) for one in people)

    assert statements(desk, url) == one


@pytest.mark.parametrize("name", ["letters", "recap"])
def test_a_long_list_of_assessors_comes_in_pages(desk, name):
    team = TeamFactory(members=[member(Role.ASSESSOR) for _ in range(PAGE + 1)])
    EvaluationFactory(period=team.period, team=team)
    url = reverse(f"coordination:{name}", args=[team.period.slug])

    pages = [desk.get(url, {"halaman": number}) for number in (1, 2)]

    assert [len(one.context["page"]) for one in pages] == [PAGE, 1]
    assert "halaman=2" in pages[0].content.decode()
    shown = [one.assessor for page in pages for one in page.context["page"]]
    assert len(set(shown)) == PAGE + 1


# -- surat tugas ---------------------------------------------------------------------------------------


HEAD = LetterHead(7, "/ST/UJI", timezone.localdate(), "Nama Penanda Tangan", "Deputi Uji")


def made(period):
    issue_letters(period, HEAD, by=member(Role.EVALUATION_TEAM))
    render_letters(period, Job.objects.get(object_id=period.pk))


def test_everybody_with_institutions_gets_a_numbered_letter_that_names_them(reviewed):
    made(reviewed.period)

    letters = list(AssignmentLetter.objects.order_by("pk"))
    words = said(read(letters[0].sha256))
    assert [one.number for one in letters] == ["7/ST/UJI", "8/ST/UJI"]
    assert all(
        one in words
        for one in (
            "SURAT TUGAS",
            str(letters[0].assessor),
            str(reviewed.institution),
            "Nama Penanda Tangan",
            letters[0].code,
        )
    )
    assert due_letters(reviewed.period) == []


def test_who_holds_other_institutions_now_gets_a_letter_that_replaces_the_first(reviewed):
    made(reviewed.period)
    former = AssignmentLetter.objects.get(assessor=assessors_of(reviewed)[0])
    EvaluationFactory(period=reviewed.period, team=reviewed.team)

    issue_letters(reviewed.period, replace(HEAD, first=9), by=member(Role.EVALUATION_TEAM))

    assert AssignmentLetter.objects.get(replaces=former).lines.count() == 2


def test_the_same_number_is_not_given_twice(reviewed):
    made(reviewed.period)
    EvaluationFactory(period=reviewed.period, team=reviewed.team)

    with pytest.raises(DomainError, match="sudah terpakai"):
        issue_letters(reviewed.period, HEAD, by=member(Role.EVALUATION_TEAM))


def test_the_code_of_a_letter_is_verified_without_naming_the_assessor(client, reviewed):
    made(reviewed.period)
    letter = AssignmentLetter.objects.first()

    page = client.get(reverse("portal:verify", args=[letter.code])).content.decode()

    assert letter.sha256 in page.replace(" ", "").replace("\n", "")
    assert "Surat tugas" in page
    assert str(letter.assessor) not in page


def test_a_letter_is_read_by_its_assessor_their_coordinator_and_the_ministry(client, reviewed):
    made(reviewed.period)
    letter = AssignmentLetter.objects.get(assessor=assessors_of(reviewed)[1])
    university = letter.assessor.memberships.get().university
    readers = [letter.assessor, member(Role.UNIVERSITY_COORDINATOR, university), member(Role.EVALUATION_TEAM)]
    others = [assessors_of(reviewed)[0], member(Role.UNIVERSITY_COORDINATOR), member(Role.AUDITOR)]

    statuses = []
    for user in readers + others:
        client.force_login(user, backend=BACKEND)
        statuses.append(client.get(reverse("coordination:letter", args=[letter.pk])).status_code)

    assert statuses == [200, 200, 200, 404, 404, 404]


# -- recap ---------------------------------------------------------------------------------------------


def test_the_recap_counts_sheets_and_who_was_there_also_if_they_have_left():
    team = TeamFactory(members=[member(Role.ASSESSOR) for _ in range(3)])
    evaluation = bring_to(EvaluationFactory(period=team.period, team=team), Stage.DESK_REVIEW)
    lead, gone, absent = assessors_of(evaluation)
    JudgementLock.objects.create(evaluation=evaluation, assessor=gone)
    bring_to(evaluation, Stage.INTERVIEW)
    appoint(evaluation)
    said = {"institution": ["Sri, Sekda"], "held_at": timezone.now(), "by": lead}
    record_attendance(evaluation, assessors=[lead, gone], **said)
    receiver = member(Role.ASSESSOR)
    handover = ask_handover(evaluation, gone, receiver, reason="Sakit.", by=gone)
    decide_handover(handover, grant=True, remark="", by=member(Role.EVALUATION_TEAM))

    done = {one.assessor: one.figures for one in work_done(evaluation.period)}

    assert done == {
        lead: (1, 0, 1, 0, 0),
        gone: (0, 1, 0, 1, 0),
        absent: (1, 0, 0, 0, 0),
        receiver: (1, 0, 0, 0, 0),
    }


@pytest.mark.parametrize(("days", "counted"), [(-1, 1), (0, 1), (1, 0)])
def test_the_recap_counts_whoever_went_on_a_visit_that_is_over(days, counted):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    lead, other = assessors_of(evaluation)
    choose(evaluation, reason="-", by=lead)
    bring_to(evaluation, Stage.VISITATION)
    day = timezone.localdate() + timedelta(days=days)
    plan(evaluation.visit, starts_on=day, ends_on=None, locus="-", contact="-", visitors=[other], by=lead)

    done = {one.assessor: one.visits for one in work_done(evaluation.period)}

    assert done == {lead: 0, other: counted}


def test_the_recap_is_a_workbook_and_a_paper(client, reviewed):
    lead, other = assessors_of(reviewed)
    university = lead.memberships.get().university
    coordinator = member(Role.UNIVERSITY_COORDINATOR, university)
    client.force_login(coordinator, backend=BACKEND)

    answer = client.get(reverse("coordination:recap_export", args=[reviewed.period.slug]))
    client.post(reverse("coordination:recap_ask", args=[reviewed.period.slug]))
    render_recap(WorkRecap.objects.select_related("period__instrument", "university", "asked_by").get())

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    words = said(read(WorkRecap.objects.get().sha256))
    assert [str(lead) in map(str, row) for row in rows].count(True) == 1
    assert not any(str(other) in map(str, row) for row in rows)
    assert str(lead) in words
    assert str(other) not in words


def test_an_assessor_reads_the_own_recap_alone(client, reviewed):
    lead = assessors_of(reviewed)[0]
    client.force_login(lead, backend=BACKEND)

    page = client.get(reverse("coordination:recap", args=[reviewed.period.slug]))

    assert [one.assessor for one in page.context["page"]] == [lead]


def test_a_recap_on_paper_stays_with_whom_it_is_for(client, reviewed):
    lead, other = assessors_of(reviewed)
    recap = request_recap(reviewed.period, university=None, assessor=lead, by=lead)
    render_recap(WorkRecap.objects.select_related("period__instrument", "assessor", "asked_by").get())
    url = reverse("coordination:recap_paper", args=[reviewed.period.slug, recap.pk])

    statuses = []
    for user in (lead, other):
        client.force_login(user, backend=BACKEND)
        statuses.append(client.get(url).status_code)

    assert statuses == [200, 404]
