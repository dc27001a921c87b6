"""The life of an interview: scheduled, held, clarified, replied to, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.files import keep
from apps.common.formats import wib_local
from apps.common.gate import passing_the_gate
from apps.common.minutes import render_minutes
from apps.evaluations import gate
from apps.evaluations.actions import advance_many
from apps.evaluations.actions.marked import Word, close_words, mark, save_word, save_words
from apps.evaluations.actions.teams import refuse_incomplete_teams
from apps.evaluations.exceptions import StaleWordError
from apps.evaluations.models import Evaluation
from apps.interview.minutes import sheet_of
from apps.interview.models import Clarification, InterviewSession, Reply
from apps.jobs.actions import ask
from apps.jobs.models import Job
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage

MINUTES = "interview.minutes"


@dataclass(frozen=True)
class Appointment:
    """When one institution is interviewed, and where to meet."""

    evaluation: Evaluation
    starts_at: datetime
    ends_at: datetime
    link: str = ""


@transaction.atomic
def schedule(appointment: Appointment, *, by: User) -> None:
    """Make or move the appointment, and tell the people of the institution and the team."""
    schedule_many([appointment], by=by)
    evaluation = appointment.evaluation
    notify(
        _people_of(evaluation),
        f"Interviu {evaluation.institution}: {wib_local(appointment.starts_at, evaluation.institution.province)}.",
        reverse("interview:detail", args=[evaluation.pk]),
        kind=NoticeKind.STAGE,
        simulation=evaluation.period.simulation_label,
    )


def schedule_many(appointments: Sequence[Appointment], *, by: User) -> None:
    """Make or move many appointments in one statement; nobody is told."""
    if any(one.ends_at <= one.starts_at for one in appointments):
        raise InputRefusedError("Interviu harus selesai setelah dimulai. Jadwal belum disimpan.")
    with passing_the_gate():
        InterviewSession.objects.bulk_create(
            [
                InterviewSession(
                    evaluation=one.evaluation,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    link=one.link,
                    scheduled_by=by,
                )
                for one in appointments
            ],
            update_conflicts=True,
            unique_fields=["evaluation"],
            update_fields=["starts_at", "ends_at", "link", "scheduled_by"],
        )


def record_attendance(evaluation: Evaluation, *, attendance: str, held_at: datetime, by: User) -> None:  # noqa: ARG001
    """Say that the interview took place, when, and who was there."""
    if not record_attendance_many([evaluation], attendance=attendance, held_at=held_at):
        raise DomainError("Interviu ini belum dijadwalkan. Susun jadwalnya lebih dahulu.")


def record_attendance_many(evaluations: Iterable[Evaluation], *, attendance: str, held_at: datetime) -> int:
    """The same words for many interviews, in one statement; returns how many were scheduled."""
    if not attendance.strip():
        raise InputRefusedError("Daftar hadir masih kosong. Tulis siapa saja yang hadir.")
    with passing_the_gate():
        return InterviewSession.objects.filter(evaluation__in=list(evaluations)).update(
            attendance=attendance.strip(), held_at=held_at
        )


def mark_for_interview(evaluation: Evaluation, questions: dict[int, str], *, by: User) -> int:
    """Put more indicators (by primary key) on the agenda while the interview is open."""
    return mark(evaluation, Stage.INTERVIEW, questions, by=by)


def save_clarification(evaluation: Evaluation, word: Word, *, by: User) -> None:
    """Write the result for one marked indicator; StaleWordError with the stored one if somebody was first."""
    save_word(Clarification, evaluation, word, by=by)


def save_clarifications(evaluation: Evaluation, rows: Sequence[Word], *, by: User) -> list[int]:
    """Write many results in one statement; returns the indicators that were stale."""
    return save_words(Clarification, evaluation, rows, by=by)


def reply_to(
    clarification: Clarification,
    *,
    version: int,
    reply: Reply,
    text: str,
    requested_level: Decimal | None,
    by: User,
) -> None:
    """What the institution says to a proposed level, if nobody changed it since `version`."""
    if clarification.level is None:
        raise DomainError("Belum ada tingkat yang diusulkan untuk indikator ini.")
    if reply == Reply.CONTESTED and not text.strip():
        raise InputRefusedError("Sebutkan mengapa Anda tidak setuju. Tanggapan belum disimpan.")
    with passing_the_gate():
        written = Clarification.objects.filter(pk=clarification.pk, version=version).update(
            reply=reply,
            reply_text=text.strip(),
            requested_level=requested_level if reply == Reply.CONTESTED else None,
            replied_by=by,
            version=F("version") + 1,
        )
    if not written:
        rows = Clarification.objects.select_related("updated_by", "indicator")
        raise StaleWordError(rows.get(pk=clarification.pk))


@transaction.atomic
def close_interview(evaluation: Evaluation, *, by: User) -> None:
    """End the interview: what it said enters the ledger, and the minutes are made anew from it."""
    close_interviews_many([evaluation], by=by)
    evaluation.refresh_from_db()
    request_minutes(evaluation, by=by)


@transaction.atomic
def close_interviews_many(evaluations: Sequence[Evaluation], *, by: User) -> int:
    """End many interviews in a constant number of statements; returns how many moved on.

    Those that the ministry has chosen go on to the visit, the others to consolidation. All or none.
    """
    gate.hold([one.pk for one in evaluations])
    rows = Evaluation.objects.filter(pk__in=[one.pk for one in evaluations])
    here = list(rows.filter(stage=Stage.INTERVIEW).select_related("institution"))
    if len(here) != len(evaluations):
        raise DomainError("Interviu ini sudah ditutup atau belum dimulai. Muat ulang halaman ini.")
    if unheld := rows.exclude(interview__held_at__isnull=False).values_list("institution__name", flat=True)[:10]:
        raise DomainError(
            f"Interviu belum dapat ditutup. Belum dicatat pelaksanaan dan daftar hadirnya: {', '.join(unheld)}."
        )
    refuse_incomplete_teams(here)
    close_words(Clarification, Stage.INTERVIEW, here)
    visited = set(rows.filter(visit__isnull=False).values_list("pk", flat=True))
    return advance_many([one for one in here if one.pk in visited], Stage.VISITATION, by=by) + advance_many(
        [one for one in here if one.pk not in visited], Stage.CONSOLIDATION, by=by
    )


def request_minutes(evaluation: Evaluation, *, by: User) -> Job:
    """Ask for the Berita Acara; a worker makes it."""
    if not InterviewSession.objects.filter(evaluation=evaluation, held_at__isnull=False).exists():
        raise DomainError("Berita acara dibuat setelah pelaksanaan dan daftar hadir dicatat.")
    return ask(MINUTES, evaluation.pk, by=by, total=1)


def render_interview_minutes(evaluation: Evaluation) -> None:
    """Make the Berita Acara from what stands now, and keep it."""
    sha256, _ = keep([render_minutes(sheet_of(evaluation))])
    InterviewSession.objects.filter(evaluation=evaluation).update(minutes_sha256=sha256)


def _people_of(evaluation: Evaluation) -> Iterable[User]:
    return User.objects.filter(
        Q(memberships__institution=evaluation.institution_id) | Q(team_memberships__team=evaluation.team_id)
    ).distinct()
