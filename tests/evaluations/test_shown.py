"""What the period lets an institution read, and when: both sides of every setting, at every door."""

import io
import zipfile
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.evaluations.actions.marked import Word
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import stages_opened
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.periods.models import EvaluationPeriod, Shown
from apps.portal.queries import way_of
from apps.results.models import Result
from apps.rules.stages import Stage
from apps.self_assessment.archive import state_of, write_archive
from apps.self_assessment.queries import earlier_years
from apps.visitation.actions import close_visit, plan_many, render_visit_minutes, save_finding
from apps.visitation.minutes import sheet_of
from apps.visitation.models import Visit
from tests.factories import EvaluationFactory, bring_to, lead_of, member, speak
from tests.factories.results import finished_period, published_decree
from tests.marks import indicator_of, mark_numbers

CANARY = "Alasan 2"  # what speak() gives as the reason for indicator 2
SETTINGS = {
    Stage.DESK_REVIEW: "desk_review_shown",
    Stage.INTERVIEW: "interview_shown",
    Stage.VISITATION: "visitation_shown",
    Stage.CONSOLIDATION: "consolidation_shown",
}


def shown(evaluation: Evaluation, **settings: Shown) -> None:
    EvaluationPeriod.objects.filter(pk=evaluation.period.pk).update(**settings)
    evaluation.period.refresh_from_db()


def at(evaluation: Evaluation, stage: Stage) -> Evaluation:
    """The same as if it stood there; only read."""
    evaluation.stage = stage
    return evaluation


def page(client, evaluation, user, name="evaluations:detail", *more) -> str:
    client.force_login(user)
    return client.get(reverse(name, args=[evaluation.pk, *more])).content.decode()


def heard(client, evaluation, user, name) -> list[str]:
    """The stages whose word the page of indicator 2 holds."""
    client.force_login(user)
    item = client.get(reverse(name, args=[evaluation.pk, 2])).context["item"]
    return [one.row.stage for one in item.spoken]


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return EvaluationFactory(with_team=True)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


@pytest.fixture
def coordinator(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def visited(evaluation) -> Evaluation:
    """On a planned visit of indicator 2, after an interview that spoke of it; desk review says 3, the interview 4."""
    bring_to(evaluation, Stage.INTERVIEW)
    speak(evaluation, Stage.INTERVIEW, {2: 4})
    visit = Visit.objects.create(evaluation=evaluation, reason="-", chosen_by=lead_of(evaluation))
    bring_to(evaluation, Stage.VISITATION)
    mark_numbers(evaluation, Stage.VISITATION, 2)
    plan_many([visit], starts_on=date(2001, 8, 20), ends_on=None, locus="Dinas Contoh")
    return evaluation


@pytest.mark.parametrize("stage", SETTINGS)
@pytest.mark.parametrize(
    ("setting", "while_open", "once_closed", "published"),
    [
        (Shown.CLOSED, False, True, True),
        (Shown.PUBLISHED, False, False, True),
        (Shown.NEVER, False, False, False),
    ],
)
def test_each_stage_opens_when_its_setting_says(evaluation, stage, setting, while_open, once_closed, published):
    shown(evaluation, **{SETTINGS[stage]: setting})

    found = [stage in stages_opened(at(evaluation, one)) for one in (stage, Stage.REVIEW, Stage.PUBLISHED)]

    assert found == [while_open, once_closed, published]


def test_a_correction_follows_the_setting_of_consolidation(evaluation):
    before = [Stage.CORRECTION in stages_opened(at(evaluation, one)) for one in (Stage.FINAL, Stage.PUBLISHED)]
    shown(evaluation, consolidation_shown=Shown.NEVER)

    assert before == [False, True]
    assert Stage.CORRECTION not in stages_opened(at(evaluation, Stage.PUBLISHED))


def test_ones_own_sheet_is_always_read(evaluation):
    shown(evaluation, **dict.fromkeys(SETTINGS.values(), Shown.NEVER))

    assert stages_opened(at(evaluation, Stage.PUBLISHED)) == (Stage.EXTERNAL_INDEX, Stage.SELF_ASSESSMENT)


@pytest.mark.parametrize(("setting", "reads"), [(Shown.CLOSED, True), (Shown.PUBLISHED, False), (Shown.NEVER, False)])
def test_the_way_of_an_evaluation_keeps_to_it(client, evaluation, coordinator, setting, reads):
    bring_to(evaluation, Stage.INTERVIEW)
    shown(evaluation, desk_review_shown=setting)

    assert (CANARY in page(client, evaluation, coordinator)) is reads


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (Shown.PUBLISHED, "Tingkat dan alasan penilaian dokumen dibuka sejak hasil terbit."),
        (Shown.NEVER, "Tingkat dan alasan penilaian dokumen tidak dibuka pada periode ini."),
    ],
)
def test_the_institution_is_told_what_it_does_not_read(client, evaluation, coordinator, setting, sentence):
    bring_to(evaluation, Stage.INTERVIEW)
    shown(evaluation, desk_review_shown=setting)

    assert sentence in page(client, evaluation, coordinator)


def test_assessors_and_ministry_read_every_closed_stage_whatever_the_setting(client, evaluation):
    bring_to(evaluation, Stage.INTERVIEW)
    shown(evaluation, desk_review_shown=Shown.NEVER)

    for user in (lead_of(evaluation), member(Role.EVALUATION_TEAM)):
        assert CANARY in page(client, evaluation, user)


@pytest.mark.parametrize(("setting", "reads"), [(Shown.CLOSED, True), (Shown.PUBLISHED, False), (Shown.NEVER, False)])
def test_the_rooms_of_interview_and_visit_keep_to_it(client, evaluation, coordinator, setting, reads):
    bring_to(evaluation, Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 2)
    shown(evaluation, desk_review_shown=setting)
    spoken = [heard(client, evaluation, coordinator, "interview:indicator")]
    visit = Visit.objects.create(evaluation=evaluation, reason="-", chosen_by=lead_of(evaluation))
    bring_to(evaluation, Stage.VISITATION)
    mark_numbers(evaluation, Stage.VISITATION, 2)
    plan_many([visit], starts_on=date(2001, 8, 20), ends_on=None)

    spoken.append(heard(client, evaluation, coordinator, "visitation:indicator"))

    own = [Stage.SELF_ASSESSMENT]
    assert spoken == [[*own, Stage.DESK_REVIEW] if reads else own] * 2


def test_the_level_that_stands_is_not_said_where_the_stage_that_gave_it_is_kept_back(visited):
    shown(visited, interview_shown=Shown.NEVER)

    [before, after] = sheet_of(visited).summary.groups[0].rows[0].figures

    assert (before, after) == ("–", "–")


def test_the_level_that_stands_is_said_where_the_stage_that_gave_it_is_open(visited):
    shown(visited, desk_review_shown=Shown.NEVER)

    assert sheet_of(visited).summary.groups[0].rows[0].figures == ("4", "4")


@pytest.mark.parametrize(("setting", "reads"), [(Shown.CLOSED, True), (Shown.PUBLISHED, False), (Shown.NEVER, False)])
def test_a_finding_is_read_in_the_room_as_its_own_setting_says(client, visited, coordinator, setting, reads):
    shown(visited, visitation_shown=setting)
    save_finding(visited, Word(indicator_of(visited, 2).pk, 0, Decimal(5), "Kata penemu"), by=lead_of(visited))

    assert ("Kata penemu" in page(client, visited, coordinator, "visitation:indicator", 2)) is reads
    assert "Kata penemu" in page(client, visited, lead_of(visited), "visitation:indicator", 2)


def test_the_minutes_are_read_by_those_who_sign_them(client, visited, coordinator):
    shown(visited, visitation_shown=Shown.NEVER)
    render_visit_minutes(visited)
    client.force_login(coordinator)

    assert client.get(reverse("visitation:minutes", args=[visited.pk])).status_code == 200


def test_no_notice_carries_what_a_stage_said(visited, coordinator):
    shown(visited, desk_review_shown=Shown.NEVER, visitation_shown=Shown.NEVER)
    save_finding(visited, Word(indicator_of(visited, 2).pk, 0, Decimal(5), "Kata penemu"), by=lead_of(visited))

    close_visit(visited, by=lead_of(visited))

    said = " ".join(Notice.objects.filter(user=coordinator).values_list("text", flat=True))
    assert "Kata penemu" not in said
    assert CANARY not in said


@pytest.mark.parametrize("setting", list(Shown))
def test_the_institutions_archive_holds_of_the_assessors_what_the_period_shows_by_now(evaluation, setting):
    bring_to(evaluation, Stage.INTERVIEW)
    shown(evaluation, desk_review_shown=setting)
    written = io.BytesIO()

    write_archive(state_of(evaluation), written, lambda done, total: None)

    with zipfile.ZipFile(written) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Justifikasi 2" in everything
    assert (CANARY.encode() in everything) == (setting == Shown.CLOSED)


@pytest.mark.parametrize(
    ("setting", "columns"),
    [(Shown.CLOSED, ("Penilaian dokumen",)), (Shown.PUBLISHED, ("Penilaian dokumen",)), (Shown.NEVER, ())],
)
def test_the_public_reads_no_stage_that_the_institution_does_not(db, setting, columns):
    period = finished_period([4], simulation_label="", levels_are_public=True, desk_review_shown=setting)
    published_decree(period)

    way = way_of(Result.objects.select_related("evaluation__period__instrument").get())

    assert way.columns == columns
    assert {line.settled for row in way.parts for line in row.indicators} == {4}


@pytest.mark.parametrize(
    ("setting", "stages"),
    [(Shown.CLOSED, ["Penilaian dokumen"]), (Shown.PUBLISHED, ["Penilaian dokumen"]), (Shown.NEVER, [])],
)
def test_the_year_after_keeps_to_what_its_own_period_said(db, setting, stages):
    period = finished_period([4], year=2000, desk_review_shown=setting)
    published_decree(period)
    before = Evaluation.objects.get(period=period)
    now = EvaluationFactory.create(institution=before.institution)

    [earlier] = earlier_years(now, indicator_of(now, 2))

    assert [word.stage for word in earlier.sources[0].words] == stages
