"""The opening: nothing may be missing, and then everything happens at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.coordination.actions import LocusRow, assign_team, extend_many, move_windows, open_period, place_in_tracks
from apps.coordination.queries.opening import LISTED, missing_for
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation, TeamMember
from apps.institutions.models import Institution, Role
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.periods.models import EvaluationPeriod, PeriodState, StageWindow
from apps.periods.queries import Window
from apps.results.actions import set_composition
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer
from tests.factories import (
    AgencyFactory,
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    TeamFactory,
    member,
    move_window,
    small_instrument,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory()


@pytest.fixture
def ready(ministry, institution):
    """An official period that lacks nothing, with one institution."""
    AgencyFactory()
    period = PeriodFactory(state=PeriodState.PREPARATION, simulation_label="")
    place_in_tracks(period, [LocusRow(institution.pk, Track.EVALUATION)], by=ministry)
    assign_team(period.evaluations.all(), TeamFactory(period=period), by=ministry)
    return period


def without_weight():
    """An instrument one of whose indicators is missing."""
    instrument = small_instrument("miring")
    instrument.indicators.filter(number=2).delete()
    return instrument


def titles(period):
    return [check.title for check in missing_for(period)]


def test_everything_happens_at_once(desk, ready, institution):
    coordinator = member(Role.COORDINATOR, institution)

    desk.post(reverse("coordination:opening", args=[ready.slug]))

    evaluation = Evaluation.objects.get()
    ready.refresh_from_db()
    assert ready.state == PeriodState.RUNNING
    assert evaluation.is_open(Stage.SELF_ASSESSMENT)
    assert Answer.objects.filter(evaluation=evaluation).count() == 5
    assert holds(coordinator, "submit_sheet", evaluation)
    assert Notice.objects.get(user=coordinator).url == reverse("self_assessment:sheet", args=[evaluation.pk])


def test_nothing_happens_while_something_is_missing(desk, ready):
    TeamMember.objects.filter(is_lead=False).delete()

    response = desk.post(reverse("coordination:opening", args=[ready.slug]))

    ready.refresh_from_db()
    assert (response.status_code, ready.state) == (409, PeriodState.PREPARATION)
    assert not Answer.objects.exists()


def test_a_window_that_is_missing(ready):
    StageWindow.objects.filter(stage=Stage.REVIEW).delete()

    assert titles(ready) == ["Jadwal lengkap dan berurutan"]


def test_an_institution_without_a_track(ready):
    InstitutionFactory()

    assert titles(ready) == ["Jalur setiap instansi"]


def test_a_simulation_may_leave_institutions_out(ministry, institution):
    AgencyFactory()
    period = PeriodFactory(state=PeriodState.PREPARATION)
    place_in_tracks(period, [LocusRow(institution.pk, Track.EVALUATION)], by=ministry)
    assign_team(period.evaluations.all(), TeamFactory(period=period), by=ministry)
    InstitutionFactory()

    assert titles(period) == []


def test_nobody_to_assess(ready, ministry, institution):
    Evaluation.objects.update(team=None)
    place_in_tracks(ready, [LocusRow(institution.pk, Track.NOT_ASSESSED, 1, "Baru")], by=ministry)

    assert titles(ready) == ["Ada yang dinilai"]


def test_an_institution_without_a_team(ready):
    Evaluation.objects.update(team=None)

    assert titles(ready) == ["Tim setiap instansi"]


@pytest.mark.parametrize("is_lead", [True, False])
def test_a_team_without_lead_or_too_small(ready, is_lead):
    TeamMember.objects.filter(is_lead=is_lead).delete()

    assert titles(ready) == ["Kelengkapan tim"]


def test_weights_that_do_not_add_up(ready):
    crooked = small_instrument("miring")
    crooked.indicators.filter(number=2).update(weight=16)
    EvaluationPeriod.objects.update(instrument=crooked)
    ready.refresh_from_db()

    assert [check.missing for check in missing_for(ready)] == [
        "Bobot di bawah Aspek 1. Aspek satu berjumlah 41,00, seharusnya 40,00."
    ]


def test_a_self_assessment_that_would_be_over(ready):
    StageWindow.objects.filter(stage=Stage.SELF_ASSESSMENT).update(closes_at=timezone.now())

    assert titles(ready) == ["Penilaian mandiri masih akan berlangsung"]


def test_an_institution_that_has_ended(ready, institution):
    Institution.objects.filter(pk=institution.pk).update(valid_to="2001-01-01")

    assert titles(ready) == ["Instansi yang dinilai masih berdiri"]


def test_a_quorum_that_nobody_could_reach(ready):
    EvaluationPeriod.objects.update(votes_required=2)
    ready.refresh_from_db()

    assert titles(ready) == ["Susunan dan kuorum suara"]


def test_a_composition_that_was_set_is_kept(ready):
    seated = AgencyFactory()
    AgencyFactory()
    set_composition(ready, [seated], 1)

    open_period(ready, by=None)

    assert [one.agency for one in ready.agencies.all()] == [seated]


def test_each_lack_leads_to_where_it_is_put_right(desk, ready, institution):
    absent = InstitutionFactory(name="Kabupaten Contoh Hilir")

    page = desk.get(reverse("coordination:opening", args=[ready.slug])).content.decode()

    assert f'href="/kendali/{ready.slug}/lokus/satu/?instansi={absent.pk}">Kabupaten Contoh Hilir<' in page
    assert f'href="/orang/{institution.pk}/">' in page


def test_only_so_many_lacks_are_listed(ready):
    InstitutionFactory.create_batch(LISTED + 2)

    [check] = missing_for(ready)

    assert (len(check.listed), check.more) == (LISTED, 2)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda: EvaluationPeriod.objects.update(instrument=without_weight()), "tidak berjumlah 100"),
        (lambda: StageWindow.objects.filter(stage=Stage.REVIEW).delete(), "belum berjadwal"),
        (lambda: Evaluation.objects.update(batch=2) and StageWindow.objects.update(batch=1), "belum berjadwal"),
        (lambda: Evaluation.objects.update(track=Track.NOT_ASSESSED), "Belum ada instansi"),
        (lambda: Evaluation.objects.update(team=None), "timnya belum lengkap"),
        (lambda: TeamMember.objects.filter(is_lead=True).delete(), "timnya belum lengkap"),
        (lambda: TeamMember.objects.filter(is_lead=False).delete(), "timnya belum lengkap"),
        (InstitutionFactory, "belum punya jalur"),
    ],
)
def test_the_database_opens_nothing_that_is_not_ready(ready, damage, said):
    damage()

    with pytest.raises(DomainError, match=said), passing_the_gate():
        EvaluationPeriod.objects.filter(pk=ready.pk).update(state=PeriodState.RUNNING)


def test_the_database_opens_what_is_ready(ready):
    assert EvaluationPeriod.objects.filter(pk=ready.pk).update(state=PeriodState.RUNNING) == 1


def test_it_opens_once(ready):
    open_period(ready, by=None)

    with pytest.raises(DomainError, match="sudah dibuka"):
        open_period(ready, by=None)


def test_more_institutions_cost_no_more_statements(ministry, django_assert_max_num_queries):
    AgencyFactory()

    def opened(institutions):
        period = PeriodFactory(state=PeriodState.PREPARATION)
        place_in_tracks(period, [LocusRow(one.pk, Track.EVALUATION) for one in institutions], by=ministry)
        assign_team(period.evaluations.all(), TeamFactory(period=period), by=ministry)
        with django_assert_max_num_queries(60) as counted:
            open_period(period, by=None)
        return len(counted)

    opened([InstitutionFactory()])

    assert opened([InstitutionFactory() for _ in range(3)]) == opened([InstitutionFactory()])


def test_triggers_are_asked_without_an_error():
    """A missing setting makes every trigger call fail and roll back; opening a country then takes a minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")

        assert cursor.fetchone() == ("{}",)


def test_a_moved_window_reaches_the_institutions_at_once(ministry, windows):
    evaluation = EvaluationFactory()

    move_windows(evaluation.period, windows, reason="Libur bersama", by=ministry)

    evaluation.refresh_from_db()
    assert (evaluation.open_from, evaluation.open_until) == (windows[0].opens_at, windows[0].closes_at)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (10, 20, " diperpanjang sampai "),
        (20, 10, " dimajukan menjadi "),
        (-1, 10, " dibuka kembali sampai "),
    ],
)
def test_a_moved_limit_is_told_to_those_at_work(ministry, before, after, said):
    evaluation = EvaluationFactory()
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    member(Role.COORDINATOR, EvaluationFactory().institution)
    move_window(evaluation, closes_in=timedelta(days=before))
    now = timezone.now()
    window = Window(Stage.SELF_ASSESSMENT, 0, now - timedelta(days=30), now + timedelta(days=after))

    move_windows(evaluation.period, [window], reason="Libur bersama", by=ministry)

    notice = Notice.objects.get()
    assert (notice.user, notice.kind, said in notice.text) == (coordinator, NoticeKind.REOPENED, True)


def test_a_limit_that_stays_is_told_to_nobody(ministry):
    evaluation = EvaluationFactory()
    member(Role.COORDINATOR, evaluation.institution)
    kept = [Window(one.stage, one.batch, one.opens_at, one.closes_at) for one in evaluation.period.windows.all()]
    earlier = [replace(one, opens_at=one.opens_at - timedelta(days=1)) for one in kept]

    move_windows(evaluation.period, earlier, reason="Libur bersama", by=ministry)

    assert not Notice.objects.exists()


def test_windows_of_a_period_in_preparation_open_nothing(preparing, ministry, windows):
    place_in_tracks(preparing, [LocusRow(InstitutionFactory().pk, Track.EVALUATION)], by=ministry)

    move_windows(preparing, windows, reason="", by=ministry)

    assert Evaluation.objects.get().open_stage == ""


def test_an_extension_outlives_a_moved_window(ministry, windows, soon):
    evaluation = EvaluationFactory()
    extend_many([evaluation], soon, reason="Listrik padam", by=ministry)

    move_windows(evaluation.period, windows, reason="Libur bersama", by=ministry)

    evaluation.refresh_from_db()
    assert evaluation.open_until == soon


def test_the_schedule_of_a_running_period_asks_why(desk):
    evaluation = EvaluationFactory()

    response = desk.post(
        reverse("coordination:schedule", args=[evaluation.period.slug]),
        {"form-TOTAL_FORMS": 0, "form-INITIAL_FORMS": 0, "reason": ""},
    )

    assert list(response.context["reason"].errors) == ["reason"]
    assert evaluation.period.windows.count() == 6
