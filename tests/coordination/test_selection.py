"""What is done to selected rows: reminders, more time, unsigned sheets, out of the year."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.common.formats import wib
from apps.coordination.actions import freeze_overdue
from apps.coordination.models import Reminder
from apps.evaluations.models import Evaluation, StageChange
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer
from tests.factories import EvaluationFactory, assessors_of, bring_to, lead_of, member, move_window

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return EvaluationFactory(with_team=True)


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


@pytest.fixture
def frozen(evaluation):
    move_window(evaluation, closes_in=timedelta(hours=-1))
    freeze_overdue()
    evaluation.refresh_from_db()
    return evaluation


def act(client, period, name, *chosen, **typed):
    data = {"act": name, "i": [one.pk for one in chosen], **typed}
    return client.post(reverse("coordination:act", args=[period.slug]), data)


def until(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def coordinator(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


def remind(client, first, *others):
    period = EvaluationPeriod.objects.get(pk=first.period_id)
    return act(client, period, "ingatkan", first, *others, confirmed="1")


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_a_reminder_shows_first_whom_it_will_reach(desk, evaluation, coordinator):
    response = act(desk, evaluation.period, "ingatkan", evaluation)

    ((due, people),) = response.context["preview"].due
    assert due == evaluation
    assert [(one.user, one.role) for one in people] == [(coordinator.pk, "Koordinator SPBE")]
    assert f"{coordinator} (Koordinator SPBE)" in response.content.decode()
    assert not Reminder.objects.exists()
    assert not Notice.objects.exists()


def test_a_reminder_reaches_coordinator_and_person_in_charge(desk, evaluation, coordinator):
    other = member(Role.PERSON_IN_CHARGE, evaluation.institution)
    member(Role.RESPONDENT, evaluation.institution)

    remind(desk, evaluation)

    assert set(Notice.objects.values_list("user", flat=True)) == {coordinator.pk, other.pk}
    assert Notice.objects.first().url == reverse("self_assessment:sheet", args=[evaluation.pk])


def test_a_reminder_reaches_the_assessors_whose_turn_it_is(desk, evaluation, coordinator):
    bring_to(evaluation, Stage.DESK_REVIEW)

    remind(desk, evaluation)

    assert set(Notice.objects.values_list("user", flat=True)) == {one.pk for one in assessors_of(evaluation)}
    assert Notice.objects.first().url == reverse("desk_review:sheet", args=[evaluation.pk])


def test_nobody_is_reminded_twice_within_a_day(desk, evaluation, coordinator):
    remind(desk, evaluation)

    response = remind(desk, evaluation)

    assert (Reminder.objects.count(), Notice.objects.count()) == (1, 1)
    assert "1 instansi sudah diingatkan dalam 24 jam terakhir dan tidak diingatkan lagi." in said(response)[-1]


def test_the_database_refuses_a_second_reminder_within_a_day(evaluation, ministry):
    moment = timezone.now()
    other = EvaluationFactory(period=evaluation.period)
    Reminder.objects.create(evaluation=evaluation, by=ministry, at=moment)
    Reminder.objects.create(evaluation=other, by=ministry, at=moment)
    Reminder.objects.create(evaluation=evaluation, by=ministry, at=moment + timedelta(days=1))

    for apart in (timedelta(0), timedelta(hours=23, minutes=59), timedelta(hours=-23)):
        with pytest.raises(IntegrityError, match="one_reminder_within_a_day"), transaction.atomic():
            Reminder.objects.create(evaluation=evaluation, by=ministry, at=moment + apart)


def test_after_a_day_a_reminder_goes_out_again(desk, evaluation, coordinator):
    remind(desk, evaluation)
    Reminder.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))

    remind(desk, evaluation)

    assert Reminder.objects.count() == 2


def test_who_is_left_out_is_counted_and_said(desk, evaluation, coordinator):
    silent = EvaluationFactory(period=evaluation.period)
    reviewed = bring_to(EvaluationFactory(period=evaluation.period, with_team=True), Stage.REVIEW)

    response = remind(desk, evaluation, silent, reviewed)

    assert said(response) == [
        "1 instansi diingatkan, 1 orang disurati. 1 instansi tidak sedang menunggu instansi atau asesor. "
        "1 instansi belum mempunyai orang yang dapat disurati."
    ]
    assert list(Reminder.objects.values_list("evaluation", flat=True)) == [evaluation.pk]


def test_many_are_reminded_in_as_many_statements_as_one(desk, evaluation, coordinator, django_assert_max_num_queries):
    others = [EvaluationFactory(period=evaluation.period) for _ in range(3)]
    for one in others:
        member(Role.COORDINATOR, one.institution)
    with django_assert_max_num_queries(40) as one:
        remind(desk, evaluation)

    with django_assert_max_num_queries(40) as many:
        remind(desk, *others)

    assert len(many) == len(one)
    assert Notice.objects.count() == 4


def test_more_time_is_announced_to_both_sides_with_its_reason(desk, evaluation, coordinator, soon):
    act(desk, evaluation.period, "perpanjang", evaluation, confirmed="1", until=until(soon), reason="Banjir")

    told = {one.user_id: one for one in Notice.objects.all()}
    assert told.keys() == {coordinator.pk, *(one.pk for one in assessors_of(evaluation))}
    assert all(one.text.endswith("Alasan: Banjir") for one in told.values())
    assert told[coordinator.pk].url == reverse("self_assessment:sheet", args=[evaluation.pk])
    assert told[lead_of(evaluation).pk].url == reverse("evaluations:detail", args=[evaluation.pk])


def test_more_time_stands_in_the_history_with_its_reason(desk, evaluation, coordinator, client, soon):
    act(desk, evaluation.period, "perpanjang", evaluation, confirmed="1", until=until(soon), reason="Banjir")
    client.force_login(coordinator, backend="apps.accounts.backends.AccountBackend")

    content = client.get(reverse("evaluations:detail", args=[evaluation.pk])).content.decode()

    assert f"Batas penilaian mandiri diperpanjang sampai {wib(soon)}. Banjir" in content


def test_a_whole_batch_gets_more_time(desk, evaluation, soon):
    second = EvaluationFactory(period=evaluation.period, batch=2)
    url = f"{reverse('coordination:act', args=[evaluation.period.slug])}?gelombang=2"
    typed = {"act": "perpanjang", "semua": "1", "confirmed": "1", "until": until(soon), "reason": "Banjir"}

    desk.post(url, typed)

    assert list(Evaluation.objects.filter(open_until=soon)) == [second]


def test_more_time_is_asked_with_a_reason_first(desk, evaluation):
    response = act(desk, evaluation.period, "perpanjang", evaluation)

    assert response.context["chosen"] == [evaluation]
    assert not evaluation.extensions.exists()


def test_more_time_without_a_reason_is_refused(desk, evaluation, soon):
    response = act(desk, evaluation.period, "perpanjang", evaluation, confirmed="1", until=until(soon), reason=" ")

    assert list(response.context["form"].errors) == ["reason"]
    assert not evaluation.extensions.exists()


def test_more_time_opens_a_frozen_sheet_for_saving(desk, frozen, soon):
    answer = frozen.answers.first()

    act(desk, frozen.period, "perpanjang", frozen, confirmed="1", until=until(soon), reason="Listrik padam")

    frozen.refresh_from_db()
    assert (frozen.frozen_at, frozen.open_until) == (None, soon)
    assert Answer.objects.filter(pk=answer.pk).update(level=2, version=1) == 1


def test_many_get_more_time_in_as_many_statements_as_one(desk, evaluation, soon, django_assert_max_num_queries):
    others = [EvaluationFactory(period=evaluation.period, with_team=True) for _ in range(2)]
    typed = {"confirmed": "1", "until": until(soon), "reason": "Libur bersama"}
    with django_assert_max_num_queries(40) as one:
        act(desk, evaluation.period, "perpanjang", evaluation, **typed)

    with django_assert_max_num_queries(40) as many:
        act(desk, evaluation.period, "perpanjang", *others, **typed)

    assert len(many) == len(one)
    assert Evaluation.objects.filter(open_until=soon).count() == 3


def test_a_limit_is_never_drawn_nearer(desk, evaluation):
    before = evaluation.open_until
    typed = {"confirmed": "1", "until": until(timezone.now() + timedelta(days=1)), "reason": "x"}

    response = act(desk, evaluation.period, "perpanjang", evaluation, **typed)

    evaluation.refresh_from_db()
    assert (response.status_code, evaluation.open_until) == (409, before)


def test_a_period_in_preparation_is_not_opened_by_more_time(desk, evaluation, soon):
    EvaluationPeriod.objects.update(state=PeriodState.PREPARATION)
    Evaluation.objects.update(open_stage="", open_from=None, open_until=None)

    act(desk, evaluation.period, "perpanjang", evaluation, confirmed="1", until=until(soon), reason="x")

    evaluation.refresh_from_db()
    assert evaluation.open_stage == ""


def test_a_frozen_sheet_passes_unsigned_with_its_reason(desk, frozen):
    act(desk, frozen.period, "teruskan", frozen, confirmed="1", reason="Koordinator berhalangan")

    frozen.refresh_from_db()
    assert (frozen.stage, frozen.unsigned_reason) == (Stage.DESK_REVIEW, "Koordinator berhalangan")
    assert set(frozen.ledger.values_list("level", flat=True)) == {1}
    assert StageChange.objects.get(evaluation=frozen).reason == "Koordinator berhalangan"


def test_the_institution_is_told_that_its_sheet_passed_unsigned(desk, frozen):
    coordinator = member(Role.COORDINATOR, frozen.institution)

    act(desk, frozen.period, "teruskan", frozen, confirmed="1", reason="Koordinator berhalangan")

    told = Notice.objects.get(user=coordinator, kind="legal")
    assert told.text.endswith("kepada asesor. Alasan: Koordinator berhalangan")
    assert told.url == f"/mandiri/{frozen.pk}/kirim/"


def test_a_sheet_that_is_not_frozen_does_not_pass_unsigned(desk, evaluation):
    response = act(desk, evaluation.period, "teruskan", evaluation, confirmed="1", reason="x")

    evaluation.refresh_from_db()
    assert (response.status_code, evaluation.stage) == (409, Stage.SELF_ASSESSMENT)


def test_out_of_the_year_with_a_reason_on_record(desk, ministry, frozen):
    act(desk, frozen.period, "tidak-dinilai", frozen, confirmed="1", reason="Bencana")

    frozen.refresh_from_db()
    change = frozen.track_changes.get()
    assert (frozen.track, frozen.track_reason, frozen.frozen_at) == (Track.NOT_ASSESSED, "Bencana", None)
    assert (change.from_track, change.reason, change.by) == (Track.EVALUATION, "Bencana", ministry)


def test_nobody_leaves_the_year_once_assessors_have_it(desk, evaluation):
    bring_to(evaluation, Stage.DESK_REVIEW)

    response = act(desk, evaluation.period, "tidak-dinilai", evaluation, confirmed="1", reason="x")

    evaluation.refresh_from_db()
    assert (response.status_code, evaluation.track) == (409, Track.EVALUATION)


def test_everything_the_filters_show_can_be_chosen(desk, evaluation):
    EvaluationFactory(period=evaluation.period, track=Track.MONITORING)
    url = reverse("coordination:act", args=[evaluation.period.slug])

    response = desk.post(f"{url}?jalur=evaluation", {"act": "perpanjang", "semua": "1"})

    assert response.context["chosen"] == [evaluation]


def test_another_period_s_rows_cannot_be_chosen(desk, evaluation):
    response = act(desk, evaluation.period, "ingatkan", EvaluationFactory(), confirmed="1")

    assert response.status_code == 302
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ASSESSOR])
def test_others_may_not(client, evaluation, soon, role):
    person = member(role, evaluation.institution if role == Role.COORDINATOR else None)
    client.force_login(person, backend="apps.accounts.backends.AccountBackend")

    response = act(client, evaluation.period, "perpanjang", evaluation, confirmed="1", until=until(soon), reason="x")

    assert response.status_code == 403
    assert not evaluation.extensions.exists()


def test_an_unknown_act_is_404(desk, evaluation):
    assert act(desk, evaluation.period, "hapus", evaluation).status_code == 404
