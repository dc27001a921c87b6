"""Publication at a set hour: nothing before it, everything at it, and each of those concerned is told once."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.decrees import actions
from apps.decrees.actions import press
from apps.decrees.actions.hour import PUBLISH, TECHNICAL
from apps.decrees.models import Decree, PlanState, PressAddress, PublicationPlan
from apps.decrees.queries import press_of
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.notices.models import Letter, Notice
from apps.results.models import Publication
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import PeriodFactory, member
from tests.factories.results import agreed_run, complete_draft, finished_period, issued_decree
from tests.paper.reading import nothing_printed

pytestmark = pytest.mark.django_db

AHEAD = timedelta(hours=3)


@pytest.fixture(scope="module")
def kept_decree(kept: None) -> Decree:
    with nothing_printed():
        return issued_decree(agreed_run(finished_period([3, 4])))


@pytest.fixture
def decree(kept_decree: Decree, db: None) -> Decree:
    return deepcopy(kept_decree)


@pytest.fixture(scope="module")
def kept_ministry(kept):
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def ministry(kept_ministry, db):
    return deepcopy(kept_ministry)


def due_plan(decree: Decree, by) -> PublicationPlan:
    """A plan whose hour has come."""
    now = timezone.now()
    return PublicationPlan.objects.create(
        period=decree.run.period, decree=decree, at=now - AHEAD, set_at=now - 2 * AHEAD, set_by=by
    )


def as_the_clock_does() -> list[str]:
    """What beat and worker do; the states of all publication jobs so far."""
    actions.ask_for_what_is_due()
    for job in Job.objects.filter(kind=PUBLISH, state=JobState.WAITING):
        jobs.run(job.pk)
    return list(Job.objects.filter(kind=PUBLISH).order_by("pk").values_list("state", flat=True))


def test_the_hour_lies_ahead(decree, ministry):
    with pytest.raises(DomainError, match="masa depan"):
        actions.plan_publication(decree, timezone.now(), by=ministry)

    assert not PublicationPlan.objects.exists()


def test_only_an_issued_decree_gets_an_hour(ministry):
    draft = complete_draft(agreed_run(finished_period()))

    with pytest.raises(DomainError, match="belum ditetapkan"):
        actions.plan_publication(draft, timezone.now() + AHEAD, by=ministry)


def test_without_quorum_there_is_no_hour(decree, ministry):
    decree.run.state = "stale"

    with pytest.raises(DomainError, match="kuorum"):
        actions.plan_publication(decree, timezone.now() + AHEAD, by=ministry)


def test_before_its_hour_nothing_is_published(decree, ministry, client: Client):
    plan = actions.plan_publication(decree, timezone.now() + AHEAD, by=ministry)

    assert actions.ask_for_what_is_due() == 0
    actions.publish_planned(plan)

    assert not Publication.objects.exists()
    assert client.get(reverse("portal:period", args=[decree.run.period.slug])).status_code == 404
    assert client.get(reverse("portal:decree_paper", args=[decree.code])).status_code == 404


def test_at_its_hour_everything_is_published_once(decree, ministry, client: Client):
    plan = due_plan(decree, ministry)

    states = [as_the_clock_does(), as_the_clock_does()]

    plan.refresh_from_db()
    assert states == [[JobState.DONE]] * 2
    assert (Publication.objects.get().by, plan.state) == (ministry, PlanState.DONE)
    assert set(plan.period.evaluations.values_list("stage", flat=True)) == {Stage.PUBLISHED}
    assert client.get(reverse("portal:period", args=[plan.period.slug])).status_code == 200


def test_another_hour_takes_the_place_of_the_first(decree, ministry):
    first = actions.plan_publication(decree, timezone.now() + AHEAD, by=ministry)
    second = actions.plan_publication(decree, timezone.now() + 2 * AHEAD, by=ministry)

    first.refresh_from_db()
    assert (first.state, second.state) == (PlanState.CANCELLED, PlanState.WAITING)


def test_an_hour_that_was_called_off_publishes_nothing(decree, ministry):
    plan = due_plan(decree, ministry)
    actions.ask_for_what_is_due()
    actions.call_off(decree, by=ministry)

    states = as_the_clock_does()

    plan.refresh_from_db()
    assert (states, plan.state, Publication.objects.count()) == ([JobState.DONE], PlanState.CANCELLED, 0)
    with pytest.raises(DomainError, match="Tidak ada saat terbit"):
        actions.call_off(decree, by=ministry)


def test_publishing_by_hand_ends_the_plan(decree, ministry):
    plan = actions.plan_publication(decree, timezone.now() + AHEAD, by=ministry)

    actions.publish_decree(decree, by=ministry)

    plan.refresh_from_db()
    assert plan.state == PlanState.CANCELLED


def test_a_failure_leaves_nothing_is_told_once_and_tried_again(decree, ministry, monkeypatch):
    plan = due_plan(decree, ministry)
    told = Notice.objects.filter(user=ministry)
    with monkeypatch.context() as broken:
        broken.setattr(press, "write_letters", lambda _: 1 / 0)
        first = as_the_clock_does()
        assert (actions.ask_for_what_is_due(), told.count()) == (0, 1)  # it waits before it tries again
        PublicationPlan.objects.update(try_at=timezone.now())
        second = as_the_clock_does()
    plan.refresh_from_db()
    assert (first, second) == ([JobState.FAILED], [JobState.FAILED] * 2)
    assert (Publication.objects.count(), plan.tries, plan.failure) == (0, 2, TECHNICAL)
    assert stages_of(plan) == {Stage.FINAL}
    assert list(told.values_list("text", flat=True)) == [
        f"Hasil {plan.period} belum terbit dan akan dicoba lagi: {TECHNICAL}"
    ]

    PublicationPlan.objects.update(try_at=timezone.now())
    as_the_clock_does()

    assert stages_of(plan) == {Stage.PUBLISHED}
    assert told.count() == 2


def stages_of(plan: PublicationPlan) -> set[str]:
    return set(plan.period.evaluations.values_list("stage", flat=True))


def test_institutions_and_press_are_told_once_after_it(decree, ministry):
    period = decree.run.period
    coordinator = member(Role.COORDINATOR, period.evaluations.first().institution)
    for email, named in [("umum@pers.test", None), ("khusus@pers.test", period), ("Khusus@pers.test", None)]:
        PressAddress.objects.create(email=email, name="Redaksi", period=named, added_by=ministry)
    due_plan(decree, ministry)
    letters = Letter.objects.filter(address__endswith="@pers.test")
    assert not letters.exists()

    as_the_clock_does()
    as_the_clock_does()

    assert Notice.objects.filter(user=coordinator).count() == 1
    assert letters.get().address == "khusus@pers.test"  # a simulation is told of to those named for it alone
    assert letters.get().subject.startswith("[SIMULASI] Hasil")


def test_an_official_period_is_told_to_the_general_list_each_address_once(ministry):
    period = PeriodFactory.create(simulation_label="")
    for email, named in [("a@pers.test", None), ("b@pers.test", period), ("B@pers.test", None)]:
        PressAddress.objects.create(email=email, name="Redaksi", period=named, added_by=ministry)

    assert sorted(one.email.lower() for one in press_of(period)) == ["a@pers.test", "b@pers.test"]


@pytest.mark.parametrize("change", ["at = at + interval '1 day'", "decree_id = decree_id + 1"])
def test_the_database_holds_an_hour_that_was_set(decree, ministry, change):
    actions.plan_publication(decree, timezone.now() + AHEAD, by=ministry)

    with pytest.raises(Exception, match="tidak ditimpa"):
        execute(f"UPDATE decrees_publicationplan SET {change}")


def test_the_ministry_sets_and_calls_off_the_hour_on_the_page(decree, client: Client):
    client.force_login(member(Role.EVALUATION_TEAM))
    page = reverse("decrees:detail", args=[decree.pk])
    hour = timezone.localtime(timezone.now() + timedelta(days=1)).replace(hour=9, minute=0)

    client.post(reverse("decrees:plan", args=[decree.pk]), {"at": f"{hour:%Y-%m-%dT%H:%M}"})
    shown = client.get(page).content.decode()
    client.post(reverse("decrees:call_off", args=[decree.pk]))

    assert "pukul 09.00 WIB</b>" in shown
    assert PublicationPlan.objects.get().state == PlanState.CANCELLED


def test_a_past_hour_comes_back_with_the_form(decree, client: Client):
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(reverse("decrees:plan", args=[decree.pk]), {"at": "2020-01-01T09:00"})

    assert response.status_code == 422
    assert response.context["hour_form"].errors["at"] == ["Saat terbit harus di masa depan."]


@pytest.mark.parametrize("number", [1, 3])
def test_the_press_list_grows_and_shrinks(number, client: Client, django_assert_num_queries):
    client.force_login(member(Role.EVALUATION_TEAM))
    page = reverse("decrees:press")
    for place in range(number):
        client.post(page, {"email": f"{place}@pers.test", "name": "Redaksi", "period": ""})
    again = client.post(page, {"email": "0@PERS.test", "name": "Redaksi", "period": ""})

    assert (again.status_code, PressAddress.objects.count()) == (422, number)
    client.get(page)
    with django_assert_num_queries(9):
        client.get(page)
    client.post(reverse("decrees:remove_press", args=[PressAddress.objects.first().pk]))
    assert PressAddress.objects.count() == number - 1
