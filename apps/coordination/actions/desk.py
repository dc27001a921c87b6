"""What the ministry does from the control room: more time, a reminder, and the end of a window."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.formats import wib
from apps.coordination.models import Reminder
from apps.coordination.queries.desk import FROZEN, NOT_SENT
from apps.coordination.queries.reminders import Reminding, reminding
from apps.evaluations.actions import extend
from apps.evaluations.deadlines import at_work, concerned, room_of
from apps.evaluations.models import Evaluation
from apps.institutions.groups import central_group
from apps.institutions.models import Role
from apps.notices.actions import Word, notify, notify_each
from apps.notices.choices import NoticeKind
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import LABELS, Stage
from apps.self_assessment.actions import let_pass_unsigned

ANSWERING = (Role.COORDINATOR, Role.PERSON_IN_CHARGE)


@transaction.atomic
def extend_many(evaluations: Iterable[Evaluation], until: datetime, *, reason: str, by: User) -> int:
    """Give many more time for the stage each stands at; both sides are told, with the reason. Returns how many."""
    rows = extend(evaluations, until, reason=reason, by=by)
    moved = {one.pk: one for one in rows}
    working = {(place.user, place.evaluation) for place in at_work(rows)}
    told = {(place.user, place.evaluation) for place in concerned(rows)}

    def text(one: Evaluation) -> str:
        return f"{limit_of(one)} diperpanjang sampai {wib(until)}. Alasan: {reason.strip()}"

    words = (_word(user, moved[pk], text, _page_for((user, pk) in working)) for user, pk in sorted(told))
    notify_each(words, kind=NoticeKind.REOPENED)
    return len(rows)


@transaction.atomic
def remind(evaluations: Iterable[Evaluation], *, by: User) -> Reminding:
    """Remind whoever each of these waits for, at most once a day; who was and who was not, with the reason."""
    ids = [one.pk for one in evaluations]
    list(Evaluation.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    found = reminding(ids)
    Reminder.objects.bulk_create(Reminder(evaluation=one.evaluation, by=by, at=Now()) for one in found.due)
    notify_each(
        (_word(person.user, one.evaluation, _reminder) for one in found.due for person in one.people),
        kind=NoticeKind.DUE,
    )
    return found


@transaction.atomic
def pass_unsigned(evaluations: Iterable[Evaluation], *, reason: str, by: User) -> int:
    """Let frozen sheets go to the assessors as they stand, unsigned, with a reason. Returns how many."""
    if not reason.strip():
        raise DomainError("Meneruskan tanpa tanda tangan memerlukan alasan. Belum ada yang diteruskan.")
    ids = [one.pk for one in evaluations]
    frozen = list(Evaluation.objects.filter(FROZEN, pk__in=ids).select_related("institution", "period"))
    if len(frozen) < len(ids):
        raise DomainError(
            "Hanya penilaian mandiri yang beku, yaitu tidak dikirim sampai batas, dapat diteruskan tanpa "
            "tanda tangan. Belum ada yang diteruskan."
        )
    for one in frozen:
        let_pass_unsigned(one, reason=reason.strip(), by=by)
    _tell_institutions(
        frozen,
        lambda one: (
            f"Penilaian mandiri {one.period} tidak dikirim sampai batas; tim evaluasi meneruskannya apa adanya "
            f"kepada asesor. Alasan: {reason.strip()}"
        ),
        NoticeKind.LEGAL,
        page="self_assessment:submission",
    )
    return len(frozen)


@transaction.atomic
def freeze_overdue() -> int:
    """Mark sheets whose window has ended without being sent, and tell both sides; they stay where they are.

    May run at any time and twice at once: only who was not yet marked is marked and told.
    """
    overdue = list(
        Evaluation.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(NOT_SENT, period__state=PeriodState.RUNNING, frozen_at=None, open_until__lte=Now())
        .select_related("period", "institution")
    )
    Evaluation.objects.filter(pk__in=[one.pk for one in overdue]).update(frozen_at=Now())
    _tell_institutions(
        overdue,
        lambda one: (
            f"Penilaian mandiri {one.period} tidak dikirim sampai batas. Isiannya dibekukan; hubungi tim evaluasi."
        ),
        NoticeKind.LEGAL,
    )
    for period in {one.period for one in overdue}:
        _tell_ministry(period, sum(one.period_id == period.pk for one in overdue))
    return len(overdue)


def _reminder(evaluation: Evaluation) -> str:
    what = LABELS[Stage(evaluation.stage)].lower()
    lacks = "belum dikirim" if evaluation.stage == Stage.SELF_ASSESSMENT else "belum selesai"
    until = wib(evaluation.open_until)
    return f"Pengingat: {what} {evaluation.institution} ({evaluation.period}) {lacks}. Batas: {until}."


def tell_of_limits(evaluations: Iterable[Evaluation], text: Callable[[Evaluation], str]) -> None:
    """Tell everybody who is at work in the stage of each of these evaluations that its limit is another one."""
    moved = {one.pk: one for one in evaluations}
    told = {(place.user, place.evaluation) for place in at_work(moved.values())}
    notify_each((_word(user, moved[pk], text) for user, pk in sorted(told)), kind=NoticeKind.REOPENED)


def limit_of(evaluation: Evaluation) -> str:
    return f"Batas {LABELS[Stage(evaluation.stage)].lower()} {evaluation.institution} ({evaluation.period})"


def _page_for(is_working: bool) -> str:
    """Who does not work in the stage is led to the way of the evaluation, which both sides may read."""
    return "" if is_working else "evaluations:detail"


def _word(user: int, evaluation: Evaluation, text: Callable[[Evaluation], str], page: str = "") -> Word:
    """`page` names another page than that where the stage is worked on."""
    url = reverse(page or room_of(Stage(evaluation.stage)), args=[evaluation.pk])
    return Word(user, text(evaluation), url, evaluation.period.simulation_label)


def _tell_institutions(
    evaluations: Iterable[Evaluation], text: Callable[[Evaluation], str], kind: NoticeKind, *, page: str = ""
) -> None:
    """A notice of its own about each evaluation, to the people who answer for the institution."""
    told = {one.pk: one for one in evaluations}
    people = (
        User.objects.filter(
            memberships__role__in=ANSWERING, memberships__institution__evaluations__in=told, is_active=True
        )
        .values_list("pk", "memberships__institution__evaluations")
        .distinct()
    )
    notify_each((_word(user, told[evaluation], text, page) for user, evaluation in people), kind=kind)


def _tell_ministry(period: EvaluationPeriod, count: int) -> None:
    notify(
        User.objects.filter(groups__name=central_group(Role.EVALUATION_TEAM), is_active=True),
        f"{period}: {count} penilaian mandiri tidak dikirim sampai batas.",
        f"{reverse('coordination:control_room', args=[period.slug])}?keadaan=beku",
        kind=NoticeKind.STAGE,
        simulation=period.simulation_label,
    )
