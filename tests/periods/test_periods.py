"""Periods: prepared by the ministry alone, and fixed in what matters once they are open."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone

from apps.awards.models import AwardList
from apps.common.exceptions import DomainError
from apps.common.formats import WIB
from apps.common.gate import passing_the_gate
from apps.institutions.models import Role
from apps.periods.actions import set_windows
from apps.periods.choices import WINDOW_STAGES
from apps.periods.forms import PeriodForm, settings_after
from apps.periods.models import EvaluationPeriod, PeriodState, ScheduleChange, StageWindow
from apps.periods.queries import (
    Window,
    counts_by_track,
    out_of_order,
    reading_of,
    windows_of,
    without_window,
    years_later,
)
from apps.quality.actions import set_bounds
from apps.quality.choices import Kind
from apps.rules.stages import Stage, Track
from tests.factories import (
    AgencyFactory,
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    member,
    small_instrument,
)

pytestmark = pytest.mark.django_db

BACKEND = "apps.accounts.backends.AccountBackend"
START = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def ministry():
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def desk(client, ministry):
    client.force_login(ministry, backend=BACKEND)
    return client


def window(stage, batch=0, opens=0, closes=5):
    return Window(stage, batch, START + timedelta(days=opens), START + timedelta(days=closes))


def typed(*rows, **changes):
    """What a browser sends for a new period with these windows."""
    data = {
        "instrument": small_instrument().pk, "year": 2001, "name": "Periode uji", "simulation_label": "simulasi",
        "assessors_per_team": 2, "assessor_capacity": 9, "votes_required": 1,
        "desk_review_shown": "published", "interview_shown": "closed", "visitation_shown": "never",
        "consolidation_shown": "published", "visit_drawn_percent": "5", "visit_seed": "Rapat 12 Agustus",
        "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {
            f"form-{number}-stage": row.stage.value,
            f"form-{number}-batch": row.batch,
            f"form-{number}-opens_at": timezone.localtime(row.opens_at).strftime("%Y-%m-%dT%H:%M"),
            f"form-{number}-closes_at": timezone.localtime(row.closes_at).strftime("%Y-%m-%dT%H:%M"),
        }
    return data | changes


def test_a_new_period_has_its_windows_and_its_mark(desk, ministry):
    desk.post(reverse("periods:create"), typed(window(Stage.SELF_ASSESSMENT), window(Stage.DESK_REVIEW, 0, 6, 9)))

    period = EvaluationPeriod.objects.get()
    assert (period.slug, period.simulation_label, period.created_by) == ("periode-uji", "SIMULASI", ministry)
    assert windows_of(period) == [window(Stage.SELF_ASSESSMENT), window(Stage.DESK_REVIEW, 0, 6, 9)]


def test_what_the_institution_reads_and_who_is_proposed_for_a_visit_is_set_with_the_period(desk):
    desk.post(reverse("periods:create"), typed(visit_jump="1,50", visit_gap="", visit_award_places="2"))

    period = EvaluationPeriod.objects.get()
    assert (period.desk_review_shown, period.visitation_shown, period.visit_gap) == ("published", "never", None)
    assert (period.visit_jump, period.visit_award_places, period.visit_seed) == (Decimal("1.50"), 2, "Rapat 12 Agustus")


def test_the_same_name_gets_an_address_of_its_own(desk):
    desk.post(reverse("periods:create"), typed())
    desk.post(reverse("periods:create"), typed())

    assert list(EvaluationPeriod.objects.order_by("pk").values_list("slug", flat=True)) == [
        "periode-uji",
        "periode-uji-2",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"simulation_label": "LATIHAN"}, "simulation_label"),
        ({"assessors_per_team": 0}, "assessors_per_team"),
        ({"votes_required": 0}, "votes_required"),
        ({"instrument": ""}, "instrument"),
        ({"visit_seed": ""}, "visit_seed"),
        ({"visit_drawn_percent": "101"}, "visit_drawn_percent"),
        ({"desk_review_shown": "besok"}, "desk_review_shown"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(desk, changes, field):
    response = desk.post(reverse("periods:create"), typed(**changes))

    assert list(response.context["form"].errors) == [field]
    assert not EvaluationPeriod.objects.exists()


def test_a_year_has_one_official_period(desk):
    PeriodFactory(simulation_label="")

    response = desk.post(reverse("periods:create"), typed(simulation_label=""))

    assert list(response.context["form"].errors) == ["year"]


@pytest.mark.parametrize(
    "rows",
    [
        [window(Stage.SELF_ASSESSMENT, 0, 5, 9), window(Stage.DESK_REVIEW, 0, 0, 12)],
        [window(Stage.SELF_ASSESSMENT), window(Stage.SELF_ASSESSMENT)],
        [window(Stage.SELF_ASSESSMENT, 0, 5, 1)],
    ],
)
def test_a_schedule_that_cannot_be_is_refused(desk, rows):
    response = desk.post(reverse("periods:create"), typed(*rows))

    assert not response.context["schedule"].is_valid()
    assert not EvaluationPeriod.objects.exists()


def test_settings_change_while_the_period_is_prepared(desk):
    period = PeriodFactory(state=PeriodState.PREPARATION)

    desk.post(reverse("periods:edit", args=[period.slug]), typed(name="Nama lain", year=2002))

    period.refresh_from_db()
    assert (period.name, period.year) == ("Nama lain", 2002)


def test_settings_are_closed_once_the_period_is_open(desk):
    period = PeriodFactory(state=PeriodState.RUNNING)

    response = desk.post(reverse("periods:edit", args=[period.slug]), typed(name="Nama lain"))

    assert response.status_code == 403


@pytest.mark.parametrize("changes", [{"simulation_label": ""}, {"year": 2002}])
@pytest.mark.parametrize("state", [PeriodState.RUNNING, PeriodState.PUBLISHED])
def test_the_database_keeps_the_mark_of_an_open_period(state, changes):
    period = PeriodFactory(state=state)

    with pytest.raises(DomainError, match="sudah dibuka"), passing_the_gate():
        EvaluationPeriod.objects.filter(pk=period.pk).update(**changes)


def test_the_mark_says_simulation_in_the_database_too():
    with pytest.raises(IntegrityError):
        PeriodFactory(simulation_label="LATIHAN")


def test_a_running_period_s_windows_move_only_with_a_reason(ministry):
    period = PeriodFactory()

    with pytest.raises(DomainError, match="alasan"):
        set_windows(period, [window(Stage.SELF_ASSESSMENT)], by=ministry)

    assert StageWindow.objects.filter(period=period).count() == 6


def test_a_moved_window_is_on_record(ministry):
    period = PeriodFactory(windows=False)
    set_windows(period, [window(Stage.SELF_ASSESSMENT)], reason="Baru", by=ministry)

    set_windows(period, [window(Stage.SELF_ASSESSMENT, closes=9)], reason="Banjir", by=ministry)

    change = ScheduleChange.objects.first()
    assert (change.closes_before, change.closes_after) == (START + timedelta(days=5), START + timedelta(days=9))
    assert (change.reason, change.by) == ("Banjir", ministry)


def test_a_window_that_is_left_out_goes(ministry):
    period = PeriodFactory(state=PeriodState.PREPARATION)

    set_windows(period, [window(Stage.SELF_ASSESSMENT)], by=ministry)

    assert windows_of(period) == [window(Stage.SELF_ASSESSMENT)]


def test_stages_may_run_beside_each_other():
    assert out_of_order([window(Stage.SELF_ASSESSMENT), window(Stage.DESK_REVIEW)]) == []


def test_a_batch_is_held_against_the_common_windows():
    windows = [window(Stage.SELF_ASSESSMENT, 0, 5, 9), window(Stage.DESK_REVIEW, 2, 1, 12)]

    assert out_of_order(windows) == ["Penilaian dokumen, gelombang 2 dibuka atau ditutup sebelum Penilaian mandiri."]


def test_a_batch_without_a_window_is_named():
    own = [window(stage, 1) for stage in WINDOW_STAGES]

    assert without_window(own, [1, 2])[0] == "Penilaian mandiri, gelombang 2"
    assert without_window(own, [1]) == []


def test_counts_tell_where_a_track_never_comes():
    period = PeriodFactory()
    EvaluationFactory(period=period, track=Track.MONITORING)

    _, monitoring, _ = counts_by_track(period)

    assert (monitoring.total, monitoring.stages) == (1, (1, 0, None, None, 0, 0, 0, 0))


def test_the_page_shows_three_clocks(desk):
    period = PeriodFactory(windows=False)
    close = timezone.localtime(START).replace(year=2026, month=8, day=12, hour=23, minute=59)
    StageWindow.objects.create(
        period=period, stage="self_assessment", opens_at=close - timedelta(days=9), closes_at=close
    )

    text = desk.get(reverse("periods:detail", args=[period.slug])).content.decode()

    assert "12 Agustus 2026 pukul 23.59 WIB" in text
    assert "13 Agu 00.59 WITA, 13 Agu 01.59 WIT" in text


def test_the_list_costs_the_same_for_one_and_three(desk, django_assert_max_num_queries):
    PeriodFactory()
    desk.get(reverse("periods:list"))
    with django_assert_max_num_queries(12) as one:
        desk.get(reverse("periods:list"))
    PeriodFactory.create_batch(2)

    with django_assert_max_num_queries(12) as three:
        desk.get(reverse("periods:list"))

    assert len(three) == len(one)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ASSESSOR, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", ["list", "create", "detail", "edit"])
def test_others_stay_outside(client, role, name):
    evaluation = EvaluationFactory()
    person = member(role, evaluation.institution if role == Role.COORDINATOR else None)
    client.force_login(person, backend=BACKEND)
    args = [evaluation.period.slug] if name in ("detail", "edit") else []

    assert client.get(reverse(f"periods:{name}", args=args)).status_code == 403


# -- a period made after an earlier one ----------------------------------------------------------------------


@pytest.fixture
def last_year():
    """A period unlike the defaults in every setting that a form shows."""
    period = PeriodFactory(
        name="SPBE 2001", year=2001, windows=False, assessors_per_team=3, assessor_capacity=7,
        conflict_same_province=False, conflict_alumni_counts=True, votes_required=2, objection_days=5,
        levels_are_public=True, desk_review_shown="never", visit_jump=Decimal("0.70"), visit_seed="Undian lama",
    )  # fmt: skip
    agency = AgencyFactory()
    AgencyFactory()
    period.agencies.create(agency=agency)
    return period


def test_every_setting_is_copied(last_year):
    """A column that is added later is either a setting of the form or named here."""
    of_its_own = {"id", "slug", "state", "copied_from", "created_by", "created_at", "published_at"}

    assert {field.name for field in EvaluationPeriod._meta.concrete_fields} - of_its_own == set(PeriodForm.Meta.fields)
    assert settings_after(last_year, is_rehearsal=False) == model_to_dict(last_year, PeriodForm.Meta.fields) | {
        "year": 2002,
        "name": "SPBE 2002",
        "visit_seed": "",
    }


def test_the_form_is_filled_from_the_earlier_period(desk, ministry, last_year):
    set_windows(
        last_year,
        [window(Stage.SELF_ASSESSMENT)],
        by=last_year.created_by or member(Role.EVALUATION_TEAM),
        reason="Uji",
    )

    response = desk.get(reverse("periods:create"), {"dari": last_year.slug})

    filled = response.context["schedule"].forms[0].initial
    assert response.context["form"].initial["assessor_capacity"] == 7
    assert filled["opens_at"] == years_later([window(Stage.SELF_ASSESSMENT)], 1)[0].opens_at


def test_the_composition_of_the_votes_comes_along(desk, last_year):
    desk.post(reverse("periods:create"), typed(dari=last_year.slug, name="Periode sesudahnya", year=2002))

    period = EvaluationPeriod.objects.get(year=2002)
    assert period.copied_from == last_year
    assert list(period.agencies.values_list("agency")) == list(last_year.agencies.values_list("agency"))


def test_bounds_of_the_quality_page_come_along_also_where_a_kind_is_left_out(desk, ministry, last_year):
    set_bounds(last_year, {Kind.FLOOR: Decimal("0.07"), Kind.JUMP: None}, by=member(Role.EVALUATION_TEAM))

    desk.post(reverse("periods:create"), typed(dari=last_year.slug, name="Periode sesudahnya", year=2002))

    copied = EvaluationPeriod.objects.get(year=2002).quality_bounds
    assert set(copied.values_list("kind", "bound", "by")) == {
        (Kind.FLOOR, Decimal("0.07"), ministry.pk),
        (Kind.JUMP, None, ministry.pk),
    }


def test_categories_of_awards_come_along_without_who_was_left_out(desk, last_year):
    awards = AwardList.objects.create(period=last_year, year_before=1999, made_by=member(Role.EVALUATION_TEAM))
    fields = {"name": "Kota hemat", "measure": "improvement", "institutions": ["kota"], "places": 3}
    awards.categories.create(position=2, **fields)
    awards.exclusions.create(institution=InstitutionFactory(), reason="Uji", by=awards.made_by)

    desk.post(reverse("periods:create"), typed(dari=last_year.slug, name="Periode sesudahnya", year=2002))

    copied = EvaluationPeriod.objects.get(year=2002).award_list
    assert (copied.year_before, copied.is_decided, copied.exclusions.count()) == (2000, False, 0)
    assert copied.categories.values("position", *fields).get() == {"position": 2, **fields}


def test_a_rehearsal_is_a_simulation_of_the_same_year(desk):
    official = PeriodFactory(simulation_label="", name="SPBE 2001")

    form = desk.get(reverse("periods:create"), {"dari": official.slug, "gladi": "on"}).context["form"]

    assert (form.initial["year"], form.initial["simulation_label"]) == (2001, "SIMULASI GLADI")


def test_a_leap_day_becomes_the_day_before():
    leap = datetime(2024, 2, 29, 23, 59, tzinfo=WIB)

    [later] = years_later([Window(Stage.REVIEW, 0, leap, leap)], 1)

    assert later.closes_at == datetime(2025, 2, 28, 23, 59, tzinfo=WIB)


def test_what_is_read_and_when_stands_on_the_page_of_the_period(desk):
    period = PeriodFactory(desk_review_shown="never", interview_shown="closed", levels_are_public=True)

    reading = {one.what: (one.institution, one.public) for one in reading_of(period)}

    assert reading["Penilaian dokumen, tingkat per indikator"] == ("Tidak dibuka", "Tidak dibuka")
    assert reading["Interviu, tingkat per indikator"] == ("Sejak tahapnya ditutup", "Sejak hasil terbit")
    page = desk.get(reverse("periods:detail", args=[period.slug])).content.decode()
    assert "Interviu, tingkat per indikator" in page
