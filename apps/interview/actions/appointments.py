"""Slots and appointments: made, booked, moved, called off; and the invitations that tell of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, ProtectedError, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.files import keep
from apps.common.formats import wib_local
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.models import Evaluation
from apps.interview.models import AppointmentChange, AppointmentKind, InterviewSession, InterviewSlot
from apps.notices import deadlines
from apps.notices.actions import notify
from apps.notices.calendars import invitation
from apps.notices.choices import Mail, NoticeKind
from apps.notices.letters import write_letters
from apps.notices.models import Letter
from apps.notices.queries import by_mail
from apps.notices.wording import address, subject_of
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage


@dataclass(frozen=True)
class Appointment:
    """When one institution is interviewed, and where to meet; in a slot or at a time of its own."""

    evaluation: Evaluation
    starts_at: datetime
    ends_at: datetime
    link: str = ""
    slot: InterviewSlot | None = None


def make_slots(
    period: EvaluationPeriod,
    times: Iterable[tuple[datetime, datetime]],
    *,
    batch: int,
    capacity: int,
    link: str,
    by: User,
) -> int:
    """Offer these times in one statement; returns how many."""
    slots = [
        InterviewSlot(
            period=period, batch=batch, starts_at=begins, ends_at=ends, capacity=capacity, link=link, made_by=by
        )
        for begins, ends in times
    ]
    return len(InterviewSlot.objects.bulk_create(slots))


def remove_slot(slot: InterviewSlot) -> None:
    """Take back a slot that nobody has booked."""
    try:
        slot.delete()
    except ProtectedError:
        raise DomainError("Slot ini sudah dipesan. Pindahkan atau batalkan jadwalnya lebih dahulu.") from None


def book(evaluation: Evaluation, slot: InterviewSlot, *, reason: str = "", by: User) -> None:
    """Take a place in a slot, or move there with a reason."""
    schedule(Appointment(evaluation, slot.starts_at, slot.ends_at, slot.link, slot), reason=reason, by=by)


@transaction.atomic
def schedule(appointment: Appointment, *, reason: str = "", by: User) -> None:
    """Make or move the appointment, and invite the people of the institution and the team. Moving needs a reason."""
    evaluation = appointment.evaluation
    gate.hold([evaluation.pk])
    moved = InterviewSession.objects.filter(evaluation=evaluation).first()
    if moved and moved.held_at:
        raise DomainError("Interviu ini sudah dilaksanakan, jadi jadwalnya tidak dipindahkan lagi.")
    if moved and not reason.strip():
        raise InputRefusedError("Jadwal hanya dipindahkan dengan alasan. Jadwal belum diubah.")
    changes = schedule_many([appointment], reason=reason, by=by)
    _invite(evaluation, changes[0], appointment.link)


@transaction.atomic
def schedule_many(appointments: Sequence[Appointment], *, reason: str = "", by: User) -> list[AppointmentChange]:
    """Make or move many appointments in a constant number of statements; nobody is told."""
    if any(one.ends_at <= one.starts_at for one in appointments):
        raise InputRefusedError("Interviu harus selesai setelah dimulai. Jadwal belum disimpan.")
    evaluations = [one.evaluation for one in appointments]
    before = set(InterviewSession.objects.filter(evaluation__in=evaluations).values_list("evaluation_id", flat=True))
    with passing_the_gate():
        InterviewSession.objects.bulk_create(
            [
                InterviewSession(
                    evaluation=one.evaluation,
                    slot=one.slot,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    link=one.link,
                    scheduled_by=by,
                )
                for one in appointments
            ],
            update_conflicts=True,
            unique_fields=["evaluation"],
            update_fields=["slot", "starts_at", "ends_at", "link", "scheduled_by"],
        )
    counts = _changes_so_far(evaluations)
    return AppointmentChange.objects.bulk_create(
        AppointmentChange(
            evaluation=one.evaluation,
            sequence=counts.get(one.evaluation.pk, 0),
            kind=AppointmentKind.MOVED if one.evaluation.pk in before else AppointmentKind.BOOKED,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            reason=reason.strip() or ("Disusun ulang bersama." if one.evaluation.pk in before else ""),
            by=by,
        )
        for one in appointments
    )


@transaction.atomic
def call_off(evaluation: Evaluation, *, reason: str, by: User) -> None:
    """Cancel an appointment that was not held yet, with a reason, and tell everybody who was invited."""
    gate.hold([evaluation.pk])
    session = InterviewSession.objects.filter(evaluation=evaluation).first()
    if session is None:
        raise DomainError("Interviu ini belum dijadwalkan.")
    if session.held_at:
        raise DomainError("Interviu ini sudah dilaksanakan, jadi tidak dapat dibatalkan.")
    if not reason.strip():
        raise InputRefusedError("Pembatalan memerlukan alasan. Jadwal belum diubah.")
    change = AppointmentChange.objects.create(
        evaluation=evaluation,
        sequence=_changes_so_far([evaluation]).get(evaluation.pk, 0),
        kind=AppointmentKind.CANCELLED,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        reason=reason.strip(),
        by=by,
    )
    link = session.link
    with passing_the_gate():
        session.delete()
    _invite(evaluation, change, link)


def reseat(evaluations: Iterable[Evaluation]) -> None:
    """Seat the present teams of these evaluations in their interviews; DomainError where somebody is taken.

    Call it whenever an evaluation gets another team, or a team other members.
    """
    sessions = InterviewSession.objects.filter(
        evaluation__in=list(evaluations), evaluation__stage__in=[Stage.DESK_REVIEW, Stage.INTERVIEW]
    )
    with passing_the_gate():
        sessions.update(starts_at=F("starts_at"))


def _changes_so_far(evaluations: Iterable[Evaluation]) -> Mapping[int, int]:
    changes = AppointmentChange.objects.filter(evaluation__in=list(evaluations)).order_by()
    return dict(changes.values_list("evaluation").annotate(Count("pk")))


def _invite(evaluation: Evaluation, change: AppointmentChange, link: str) -> None:
    """Tell both sides: a notice each, and by mail an invitation that calendars understand."""
    people = list(
        User.objects.filter(
            Q(memberships__institution=evaluation.institution_id) | Q(team_memberships__team=evaluation.team_id)
        ).distinct()
    )
    when = wib_local(change.starts_at, evaluation.institution.province)
    what = {
        AppointmentKind.BOOKED: f"Interviu {evaluation.institution}: {when}.",
        AppointmentKind.MOVED: f"Interviu {evaluation.institution} dipindahkan ke {when}.",
        AppointmentKind.CANCELLED: f"Interviu {evaluation.institution}, {when}, dibatalkan.",
    }[AppointmentKind(change.kind)]
    url, simulation = reverse("interview:detail", args=[evaluation.pk]), evaluation.period.simulation_label
    reached = by_mail(NoticeKind.STAGE, [one.pk for one in people])
    write_letters(
        _letter(user, change, what, deadlines.Appointment(
            user=user.pk,
            key=f"interview-{evaluation.pk}",
            text=f"Interviu {evaluation.institution} ({evaluation.period})",
            starts=change.starts_at,
            ends=change.ends_at,
            where=link,
            url=url,
            simulation=simulation,
        ))
        for user in reached.values()
    )  # fmt: skip
    notify(people, what, url, kind=NoticeKind.STAGE, simulation=simulation, mail=Mail.SENT_ALREADY)


def _letter(user: User, change: AppointmentChange, what: str, appointment: deadlines.Appointment) -> Letter:
    is_cancelled = change.kind == AppointmentKind.CANCELLED
    method = "CANCEL" if is_cancelled else "REQUEST"
    event = invitation(appointment, user, sequence=change.sequence, is_cancelled=is_cancelled)
    sha256, _ = keep([event])
    reason = f"Alasan: {change.reason}\n\n" if change.reason else ""
    where = f"Tautan pertemuan: {appointment.where}\n\n" if appointment.where and not is_cancelled else ""
    return Letter(
        address=user.email,
        subject=subject_of(what, appointment.simulation),
        text=f"Yth. {user},\n\n{what}\n\n{reason}{where}Undangan kalender terlampir.\n\n"
        f"Buka: {address(appointment.url)}\n",
        attachment_sha256=sha256,
        attachment_name="interviu.ics",
        attachment_type=f"text/calendar; method={method}; charset=UTF-8",
    )
