"""The life of an interview once it is scheduled: held, clarified, replied to, closed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib_local
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions import advance_many
from apps.evaluations.actions.marked import Word, close_words, mark, save_word, save_words
from apps.evaluations.actions.minutes import keep_minutes
from apps.evaluations.actions.teams import refuse_incomplete_teams
from apps.evaluations.exceptions import StaleWordError
from apps.evaluations.models import Evaluation, EvidenceRequest, Side, TeamMember
from apps.instruments.models import Indicator
from apps.interview.minutes import MINUTES_JOB, sheet_of
from apps.interview.models import Attendee, Clarification, InterviewSession, Reply
from apps.jobs.actions import ask
from apps.jobs.models import Job
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage
from apps.self_assessment.actions.citations import Cited, cite


def record_attendance(
    evaluation: Evaluation,
    *,
    assessors: Collection[User],
    institution: Sequence[str],
    held_at: datetime,
    by: User,  # noqa: ARG001
) -> None:
    """Say that the interview took place, when, and who was there: of the team, and of the institution by name.

    Recorded again, the new list counts; only whoever has left the team since stays on it.
    """
    team = list(TeamMember.objects.filter(team=evaluation.team_id, user__in=assessors).select_related("user"))
    if not _record([evaluation], {evaluation.pk: team}, institution=institution, held_at=held_at):
        raise DomainError("Interviu ini belum dijadwalkan. Susun jadwalnya lebih dahulu.")


def record_attendance_many(evaluations: Iterable[Evaluation], *, institution: Sequence[str], held_at: datetime) -> int:
    """The whole team and the same people of each institution, in a constant few statements; how many were scheduled."""
    evaluations = list(evaluations)
    teams: dict[int, list[TeamMember]] = {}
    for one in TeamMember.objects.filter(team__evaluations__in=evaluations).select_related("user").distinct():
        teams.setdefault(one.team_id, []).append(one)
    present = {one.pk: teams.get(one.team_id or 0, []) for one in evaluations}
    return _record(evaluations, present, institution=institution, held_at=held_at)


@transaction.atomic
def _record(
    evaluations: Sequence[Evaluation],
    present: Mapping[int, Sequence[TeamMember]],
    *,
    institution: Sequence[str],
    held_at: datetime,
) -> int:
    people = [line.strip() for line in institution if line.strip()]
    if not people or not all(present.values()):
        raise InputRefusedError("Daftar hadir masih kosong. Sebutkan siapa saja yang hadir dari kedua pihak.")
    sessions = InterviewSession.objects.filter(evaluation__in=evaluations)
    in_team = TeamMember.objects.filter(team=OuterRef("evaluation__team"), user=OuterRef("user"))
    with passing_the_gate():
        sessions.update(held_at=None)  # the list stands open, and to nobody else before this is done
        Attendee.objects.filter(Q(user=None) | Exists(in_team), evaluation__in=evaluations).delete()
        Attendee.objects.bulk_create(
            attendee
            for one in evaluations
            for attendee in (
                *(_assessor(one, member) for member in present[one.pk]),
                *(Attendee(evaluation=one, side=Side.INSTITUTION, name=name) for name in people),
            )
        )
        return sessions.update(held_at=held_at)


def _assessor(evaluation: Evaluation, member: TeamMember) -> Attendee:
    name = f"{member.user}, {'ketua tim asesor' if member.is_lead else 'asesor'}"
    return Attendee(evaluation=evaluation, side=Side.ASSESSORS, user=member.user, is_lead=member.is_lead, name=name)


def mark_for_interview(evaluation: Evaluation, questions: dict[int, str], *, by: User) -> int:
    """Put more indicators (by primary key) on the agenda while the interview is open."""
    return mark(evaluation, Stage.INTERVIEW, questions, by=by)


def request_evidence(evaluation: Evaluation, indicator: Indicator, *, text: str, until: datetime, by: User) -> None:
    """Ask for evidence on a marked indicator until a moment within the stage, and tell the institution.

    Asked again, the latest request counts: so more time is given, or less.
    """
    if not text.strip():
        raise InputRefusedError("Sebutkan bukti yang diminta. Permintaan belum disimpan.")
    if until <= timezone.now():
        raise InputRefusedError("Batasnya sudah lewat. Permintaan belum disimpan.")
    if evaluation.open_until and until > evaluation.open_until:
        limit = wib_local(evaluation.open_until, evaluation.institution.province)
        raise InputRefusedError(f"Interviu dibuka sampai {limit}. Pilih batas sebelum itu. Permintaan belum disimpan.")
    with passing_the_gate():
        EvidenceRequest.objects.create(
            evaluation=evaluation, indicator=indicator, text=text.strip(), until=until, by=by
        )
    notify(
        User.objects.filter(memberships__institution=evaluation.institution_id, is_active=True).distinct(),
        f"Bukti indikator {indicator.number} diminta, paling lambat "
        f"{wib_local(until, evaluation.institution.province)}.",
        reverse("interview:indicator", args=[evaluation.pk, indicator.number]),
        kind=NoticeKind.STAGE,
        simulation=evaluation.period.simulation_label,
    )


def save_clarification(evaluation: Evaluation, word: Word, *, by: User) -> None:
    """Write the result for one marked indicator; StaleWordError with the stored one if somebody was first."""
    save_word(Clarification, evaluation, word, by=by)


def save_clarifications(evaluation: Evaluation, rows: Sequence[Word], *, by: User) -> list[int]:
    """Write many results in one statement; returns the indicators that were stale."""
    return save_words(Clarification, evaluation, rows, by=by)


@transaction.atomic
def reply_to(
    clarification: Clarification,
    *,
    version: int,
    reply: Reply,
    text: str,
    requested_level: Decimal | None,
    by: User,
    citations: Sequence[Cited] = (),
) -> None:
    """What the institution says to a proposed level and with which evidence, if nobody changed it since `version`."""
    if clarification.level is None:
        raise DomainError("Belum ada tingkat yang diusulkan untuk indikator ini.")
    if reply == Reply.CONTESTED and not text.strip():
        raise InputRefusedError("Sebutkan mengapa Anda tidak setuju. Tanggapan belum disimpan.")
    if reply == Reply.CONTESTED and requested_level is None:
        raise InputRefusedError("Sebutkan tingkat yang Anda minta. Tanggapan belum disimpan.")
    with passing_the_gate():
        written = Clarification.objects.filter(pk=clarification.pk, version=version).update(
            reply=reply,
            reply_text=text.strip(),
            requested_level=requested_level if reply == Reply.CONTESTED else None,
            replied_by=by,
            reply_version=F("version") + 1,
            version=F("version") + 1,
        )
    if not written:
        rows = Clarification.objects.select_related("updated_by", "indicator")
        raise StaleWordError(rows.get(pk=clarification.pk))
    cite(
        clarification.evaluation,
        clarification.indicator,
        Stage.INTERVIEW,
        citations,
        reply=version + 1,
        at=timezone.now(),
        by=by,
    )


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
    return ask(MINUTES_JOB, evaluation.pk, by=by, total=1, anew=True)


def render_interview_minutes(evaluation: Evaluation) -> None:
    """Make the Berita Acara from what stands now, and keep it."""
    sha256 = keep_minutes(evaluation, Stage.INTERVIEW, sheet_of(evaluation))
    InterviewSession.objects.filter(evaluation=evaluation).update(minutes_sha256=sha256)
