from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.dashboard.institution_desk import remaining
from apps.desk_review.models import Judgement, JudgementLock
from apps.evaluations.actions.conflicts import declare_none
from apps.evaluations.actions.questions import answer_question, put_question
from apps.evaluations.actions.teams import ask_handover, decide_handover
from apps.evaluations.models import Side
from apps.institutions.actions import join
from apps.institutions.models import Role
from apps.interview.models import Clarification
from apps.periods.models import PeriodState
from apps.results.models import FinalisationRun, PeriodAgency, RunState, Vote
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, AnswerState
from tests.database import past_the_triggers
from tests.factories import (
    AgencyFactory,
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    TeamFactory,
    UniversityFactory,
    UserFactory,
    bring_to,
    lead_of,
    member,
)
from tests.factories.results import computed_run, finished_period
from tests.marks import indicator_of, mark_numbers

pytestmark = pytest.mark.django_db


def desks(client, user):
    client.force_login(user)
    return client.get("/beranda/").context["desks"]


def statements(client, user):
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/beranda/").status_code == 200
    return len(captured)


def fill(evaluation, *states):
    for answer, state in zip(evaluation.answers.all(), states, strict=False):
        Answer.objects.filter(pk=answer.pk).update(
            state=state,
            level=None if state == AnswerState.EMPTY else 3,
            return_reason="Buktinya kurang." if state == AnswerState.RETURNED else "",
            version=1,
        )


def test_a_visitor_logs_in_first(client):
    assert client.get("/beranda/")["Location"] == "/masuk/?next=/beranda/"


def test_somebody_without_a_role_is_told_who_gives_one(client):
    client.force_login(UserFactory())

    assert "Akun ini belum memegang peran" in client.get("/beranda/").content.decode()


def test_returned_answers_come_first_and_everything_is_counted(client):
    evaluation = EvaluationFactory()
    fill(evaluation, "approved", "draft", "waiting", "returned")

    [desk] = desks(client, member(Role.DATA_ENTRY, evaluation.institution))

    [sheet] = desk.rows
    assert [task.title for task in sheet.tasks] == [
        "4. Indikator ke-4",
        "1 draf belum diajukan",
        "1 indikator masih kosong",
    ]
    assert (sheet.answered, sheet.approved, sheet.total) == (4, 1, 5)
    assert desk.headline == "1 jawaban kembali kepada Anda"


def test_who_approves_sees_what_waits_and_who_only_fills_does_not(client):
    evaluation = EvaluationFactory()
    fill(evaluation, *["waiting"] * 5)

    approving = desks(client, member(Role.PERSON_IN_CHARGE, evaluation.institution))
    filling = desks(client, member(Role.RESPONDENT, evaluation.institution))

    assert [task.title for task in approving[0].rows[0].tasks] == ["5 jawaban menunggu persetujuan"]
    assert filling[0].rows[0].tasks == []


def test_only_a_whole_sheet_waits_to_be_sent(client):
    evaluation = EvaluationFactory()
    user = member(Role.COORDINATOR, evaluation.institution)

    fill(evaluation, *["approved"] * 4)
    partly = desks(client, user)[0].rows[0].tasks
    fill(evaluation, *["approved"] * 5)
    wholly = desks(client, user)[0].rows[0].tasks

    assert "Penilaian mandiri siap dikirim" not in [task.title for task in partly]
    assert [task.title for task in wholly] == ["Penilaian mandiri siap dikirim"]


def test_the_page_leads_to_what_blocks_the_submission(client):
    evaluation = EvaluationFactory()
    filler = member(Role.RESPONDENT, evaluation.institution)
    client.force_login(filler)

    page = client.get("/beranda/").content.decode()

    assert f'hx-get="/mandiri/{evaluation.pk}/kesiapan/"' in page
    assert "htmx" in page


def test_whoever_may_not_read_the_readiness_is_not_led_there(client):
    evaluation = EvaluationFactory()
    client.force_login(member(Role.INSTITUTION_ADMINISTRATOR, evaluation.institution))

    page = client.get("/beranda/").content.decode()

    assert "kesiapan/" not in page


def test_every_part_says_how_far_it_is(client):
    evaluation = EvaluationFactory()
    fill(evaluation, AnswerState.APPROVED, AnswerState.DRAFT)
    named = dict(evaluation.answers.values_list("indicator__number", "indicator__part__name"))

    (desk,) = desks(client, member(Role.COORDINATOR, evaluation.institution))

    parts = {part.name: (part.answered, part.approved, part.total) for part in desk.rows[0].parts}
    assert list(parts) == list(dict.fromkeys(named[number] for number in sorted(named)))
    assert sum(total for _, _, total in parts.values()) == len(named)
    assert (sum(one[0] for one in parts.values()), sum(one[1] for one in parts.values())) == (2, 1)
    assert parts[named[1]][1] == 1


def test_the_institution_reads_what_was_done_by_role_and_not_by_name(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW, level=3)
    coordinator = member(Role.COORDINATOR, evaluation.institution)

    (desk,) = desks(client, coordinator)

    told = [(one.text, one.note) for one in desk.rows[0].events]
    assert told == [
        ("Penilaian dokumen selesai, masuk interviu.", "tim asesor"),
        ("Penilaian mandiri selesai, masuk penilaian dokumen.", "instansi"),
    ]


def test_the_interview_asks_whoever_replies(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    Clarification.objects.create(
        evaluation=evaluation, indicator=indicator_of(evaluation, 1), level=4, reason="Bukti baru.", version=1
    )

    replying = desks(client, member(Role.COORDINATOR, evaluation.institution))
    filling = desks(client, member(Role.DATA_ENTRY, evaluation.institution))

    assert [task.title for task in replying[0].rows[0].tasks] == ["1 indikator interviu menunggu tanggapan instansi"]
    assert filling[0].rows[0].tasks == []


def test_another_institution_is_not_there(client):
    EvaluationFactory()
    own = InstitutionFactory()

    [desk] = desks(client, member(Role.COORDINATOR, own))

    assert (desk.title, desk.rows) == (own.name, [])


def test_each_role_has_its_desk(client):
    user = member(Role.RESPONDENT, InstitutionFactory())
    join(user, Role.ASSESSOR, university=UniversityFactory())
    join(user, Role.ADMINISTRATOR)

    assert [desk.kind for desk in desks(client, user)] == ["institution", "assessor", "administrator"]


def judge(evaluation, assessor, levels):
    Judgement.objects.bulk_create(
        Judgement(evaluation=evaluation, indicator=indicator, assessor=assessor, level=level, reason="-", version=1)
        for indicator, level in zip(evaluation.period.instrument.indicators.all(), levels, strict=False)
    )


def test_an_assessor_sees_only_their_own_judgements_counted(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    lead, colleague = (one.user for one in evaluation.team.members.all())
    judge(evaluation, lead, [3, 4])
    judge(evaluation, colleague, [1, 2, 3, 4, 5])

    [desk] = desks(client, lead)

    [row] = desk.rows
    assert (row.judged, row.total, row.is_lead, row.waits) == (2, 5, True, True)


def test_a_locked_sheet_no_longer_waits(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    lead, colleague = (one.user for one in evaluation.team.members.all())
    JudgementLock.objects.create(evaluation=evaluation, assessor=lead)

    assert [row.waits for row in desks(client, lead)[0].rows] == [False]
    assert [row.waits for row in desks(client, colleague)[0].rows] == [True]


def test_another_team_is_not_on_the_desk(client):
    mine = EvaluationFactory(with_team=True)
    EvaluationFactory(period=mine.period, team=TeamFactory(period=mine.period))

    [desk] = desks(client, mine.team.members.first().user)

    assert [row.evaluation for row in desk.rows] == [mine]


def test_a_university_counts_institutions_of_its_own_lecturers(client):
    evaluation = EvaluationFactory(with_team=True)
    lecturer = evaluation.team.members.first().user
    university = lecturer.memberships.get().university

    [desk] = desks(client, member(Role.UNIVERSITY_COORDINATOR, university))

    assert [(one.user, one.institutions) for one in desk.rows] == [(lecturer, 1)]


def test_the_ministry_counts_by_stage(client):
    period = PeriodFactory()
    EvaluationFactory(period=period)
    bring_to(EvaluationFactory(period=period), Stage.DESK_REVIEW)
    EvaluationFactory(period=period, track="not_assessed", track_reason="Baru dibentuk")
    PeriodFactory(state=PeriodState.PUBLISHED)

    [desk] = desks(client, member(Role.EVALUATION_TEAM))

    [row] = desk.rows
    assert dict(row.stages) == {
        "Mandiri": 1, "Dokumen": 1, "Interviu": 0, "Visitasi": 0,
        "Konsolidasi": 0, "Reviu": 0, "Final": 0, "Terbit": 0,
    }  # fmt: skip
    assert (row.not_assessed, row.total) == (1, 3)


def test_an_agency_is_asked_until_it_has_spoken_on_this_content(client):
    agency, period = AgencyFactory(), finished_period()
    PeriodAgency.objects.create(period=period, agency=agency)
    run = computed_run(period)
    user = member(Role.AGENCY_MEMBER, agency)

    before = desks(client, user)[0]
    Vote.objects.create(run=run, agency=agency, content_sha256=run.content_sha256, choice="agree", by=user)
    after = desks(client, user)[0]

    assert [row.asked.choice for row in before.rows] == [""]
    assert [row.asked.choice for row in after.rows] == ["Setuju"]
    assert before.headline == "1 hasil menunggu suara Anda"


def test_an_auditor_reads_published_periods_only(client):
    published = PeriodFactory(state=PeriodState.PUBLISHED)
    PeriodFactory()

    [desk] = desks(client, member(Role.AUDITOR))

    assert [period for period, *_ in desk.rows] == [published]


def test_the_only_evaluation_gives_the_page_its_line_of_stages(client):
    evaluation = EvaluationFactory()
    client.force_login(member(Role.DATA_ENTRY, evaluation.institution))

    response = client.get("/beranda/")

    assert response.wsgi_request.evaluation == evaluation
    assert "SIMULASI" in response.content.decode()


def test_rows_of_several_simulations_keep_the_band(client):
    user = member(Role.EVALUATION_TEAM)
    PeriodFactory()
    PeriodFactory(simulation_label="SIMULASI - REKONSTRUKSI")
    client.force_login(user)

    assert client.get("/beranda/").wsgi_request.simulation_label == "SIMULASI"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ASSESSOR, Role.EVALUATION_TEAM, Role.AGENCY_MEMBER])
def test_two_rows_and_four_cost_the_same(client, role):
    """With one row alone the page shows its line of stages, which is one statement of its own."""
    period = PeriodFactory()
    team, agency = TeamFactory(period=period), AgencyFactory()
    user = team.members.first().user if role == Role.ASSESSOR else UserFactory()
    if role == Role.EVALUATION_TEAM:
        join(user, role)
    if role == Role.AGENCY_MEMBER:
        join(user, role, agency=agency)
    costs = []

    for _ in range(2):
        for _ in range(2):
            other = PeriodFactory()
            bring_to(EvaluationFactory(period=period, team=team), Stage.DESK_REVIEW)
            evaluation = EvaluationFactory(period=other)
            fill(evaluation, *["returned"] * 5)
            if role == Role.COORDINATOR:
                join(user, role, institution=evaluation.institution)
            PeriodAgency.objects.create(period=other, agency=agency)
            with past_the_triggers():
                FinalisationRun.objects.create(period=other, number=1, state=RunState.COMPUTED)
        costs.append(statements(client, user))

    assert costs[0] == costs[1]


def asked_by_institution(evaluation, *, days=2, number=1):
    due = timezone.now() + timedelta(days=days)
    words, by = {"due": due, "side": Side.INSTITUTION}, member(Role.COORDINATOR, evaluation.institution)
    return put_question(evaluation, indicator_of(evaluation, number), "Mengapa?", by=by, **words)


def test_the_work_list_costs_the_same_for_two_and_fifty(client):
    team = TeamFactory()
    user = team.members.first().user
    rows = EvaluationFactory.create_batch(2, period=team.period, team=team)
    asked_by_institution(bring_to(rows[0], Stage.INTERVIEW))
    few = statements(client, user)
    rows = EvaluationFactory.create_batch(48, period=team.period, team=team)
    for row in rows[:24]:
        asked_by_institution(bring_to(row, Stage.INTERVIEW))

    assert statements(client, user) == few


def test_open_questions_of_an_institution_wait_until_they_are_answered(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.REVIEW)
    consulted = bring_to(EvaluationFactory(period=evaluation.period, team=evaluation.team), Stage.CONSOLIDATION)
    lead = lead_of(evaluation)
    later, first = asked_by_institution(consulted, days=3), asked_by_institution(consulted, number=2)

    [before] = [row for row in desks(client, lead)[0].rows if row.evaluation == consulted]
    page = client.get("/beranda/").content.decode()
    for question in (first, later):
        answer_question(question, "Sebab tertulis begitu.", side=Side.ASSESSORS, by=lead)
    [after] = [row for row in desks(client, lead)[0].rows if row.evaluation == consulted]

    assert [one.number for one in before.questions] == [2, 1]
    assert "2 pertanyaan instansi menunggu jawaban" in page
    assert f"/evaluasi/{consulted.pk}/2/" in page
    assert list(after.questions) == []


def test_what_is_due_first_stands_first_a_question_as_much_as_a_stage(client):
    team = TeamFactory()
    usual, urgent, idle = (EvaluationFactory(period=team.period, team=team) for _ in range(3))
    for one in (usual, urgent):
        bring_to(one, Stage.CONSOLIDATION)
    asked_by_institution(urgent)

    [desk] = desks(client, team.members.first().user)

    assert [row.evaluation for row in desk.rows] == [urgent, usual, idle]


def test_an_assessor_declares_before_anything_else_is_asked(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    newcomer = member(Role.ASSESSOR)
    handover = ask_handover(evaluation, evaluation.team.members.last().user, newcomer, reason="-", by=newcomer)
    decide_handover(handover, grant=True, remark="", by=member(Role.EVALUATION_TEAM))

    before = desks(client, newcomer)[0].rows[0].asked
    declare_none(evaluation, by=newcomer)

    assert before == "Nyatakan dahulu ada tidaknya benturan kepentingan"
    assert desks(client, newcomer)[0].rows[0].asked == "Nilai 5 indikator lagi"


def test_the_lead_is_asked_to_appoint_the_interview(client):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    lead, other = (one.user for one in evaluation.team.members.all())

    asked = [desks(client, user)[0].rows[0].asked for user in (lead, other)]

    assert asked == ["Tetapkan jadwal interviu", "Jadwal interviu ditetapkan ketua tim"]


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=12, hours=13, minutes=5), "12 hari 13 jam"),
        (timedelta(hours=3, minutes=20), "3 jam 20 menit"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_how_long_a_limit_is_away(left, text):
    now = timezone.now()

    assert remaining(now + left, now) == text


def test_no_limit_is_not_away():
    assert remaining(None, timezone.now()) == ""
