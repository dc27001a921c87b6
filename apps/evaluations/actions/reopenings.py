"""Opening again what was closed: proposed with a reason, approved by two others, and everybody is told at once."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions.stages import go_back
from apps.evaluations.models import Evaluation, Extension, Reopening, ReopeningApproval
from apps.evaluations.models.reopenings import APPROVERS
from apps.evaluations.reopenings import begin_anew
from apps.institutions.groups import central_group
from apps.institutions.models import SHEET_ROLES, Role
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import LABELS, Stage, Track, begun_anew, may_reopen


@transaction.atomic
def propose_reopening(
    evaluation: Evaluation, stage: Stage, *, until: datetime, reason: str, by: User, assessor: User | None = None
) -> Reopening:
    """Ask that a closed stage is worked on again until a moment; with `assessor`, their locked desk review alone."""
    if not reason.strip():
        raise InputRefusedError("Pembukaan kembali memerlukan alasan. Belum ada yang diusulkan.")
    _refuse_past(until)
    track, standing = Track(evaluation.track), Stage(evaluation.stage)
    if assessor is None and not may_reopen(track, standing, stage):
        raise DomainError(
            f"{LABELS[stage]} tidak dapat dibuka kembali dari {LABELS[standing].lower()}. Belum ada yang diusulkan."
        )
    try:
        with passing_the_gate():
            reopening = Reopening.objects.create(
                evaluation=evaluation,
                from_stage=standing,
                stage=stage,
                begun_anew=[stage] if assessor else list(begun_anew(track, standing, stage)),
                assessor=assessor,
                until=until,
                reason=reason.strip(),
                proposed_by=by,
            )
    except IntegrityError:
        raise DomainError("Pembukaan kembali bagi instansi ini sudah diusulkan dan belum diputus.") from None
    notify(
        _ministry().exclude(pk=by.pk),
        f"{_what(reopening)} diusulkan dibuka kembali dan menunggu persetujuan dua orang.",
        reverse("coordination:reopenings", args=[evaluation.period.slug]),
        kind=NoticeKind.REOPENED,
        simulation=evaluation.period.simulation_label,
    )
    return reopening


@transaction.atomic
def approve_reopening(reopening: Reopening, *, by: User) -> Reopening:
    """Agree. With the second agreement the stage is open again, and everybody concerned is told."""
    gate.hold([reopening.evaluation_id])
    reopening = _undecided(reopening)
    _refuse_past(reopening.until)
    try:
        with passing_the_gate():
            ReopeningApproval.objects.create(reopening=reopening, evaluation_id=reopening.evaluation_id, by=by)
    except IntegrityError:
        raise DomainError("Anda sudah menyetujui. Persetujuan kedua diberikan orang lain.") from None
    if reopening.approvals.count() < APPROVERS:
        return reopening

    reopening.is_approved = True
    _decide(reopening, by=by)
    with passing_the_gate():
        if reopening.assessor_id is None:
            _open(reopening, by=by)
        begin_anew(reopening)
    _tell(reopening)
    return reopening


@transaction.atomic
def reject_reopening(reopening: Reopening, *, remark: str, by: User) -> Reopening:
    """Refuse one with a remark; it opens nothing and stays on record. Whoever proposed it may take it back so."""
    if not remark.strip():
        raise InputRefusedError("Penolakan memerlukan catatan. Belum ada yang diputus.")
    gate.hold([reopening.evaluation_id])
    reopening = _undecided(reopening)
    reopening.remark = remark.strip()
    _decide(reopening, by=by)
    return reopening


def _open(reopening: Reopening, *, by: User) -> None:
    evaluation, stage = reopening.evaluation, Stage(reopening.stage)
    Extension.objects.create(
        evaluation=evaluation,
        stage=stage,
        until_before=None,
        until_after=reopening.until,
        reason=reopening.reason,
        by=by,
    )
    Evaluation.objects.filter(pk=evaluation.pk).update(frozen_at=None)
    go_back(evaluation, stage, by=by, reason=reopening.reason)
    if not evaluation.is_open(stage):
        raise DomainError(f"{LABELS[stage]} belum mempunyai jadwal pada periode ini. Tidak ada yang dibuka.")


def _undecided(reopening: Reopening) -> Reopening:
    found = Reopening.objects.select_related("evaluation__period", "evaluation__institution", "assessor")
    reopening = found.get(pk=reopening.pk)
    if reopening.decided_at is not None:
        raise DomainError("Pembukaan kembali ini sudah diputus. Muat ulang halaman ini.")
    return reopening


def _decide(reopening: Reopening, *, by: User) -> None:
    reopening.decided_by, reopening.decided_at = by, timezone.now()
    with passing_the_gate():
        reopening.save(update_fields=["is_approved", "remark", "decided_by", "decided_at"])


def _refuse_past(until: datetime) -> None:
    if until <= timezone.now():
        raise InputRefusedError("Batas baru sudah lewat. Tidak ada yang dibuka kembali.")


def _what(reopening: Reopening) -> str:
    """What is opened, in words; whose lock it is stands on the page of the ministry and in their own notice alone."""
    what = f"{LABELS[Stage(reopening.stage)]} {reopening.evaluation.institution}"
    return f"Kunci {what[0].lower()}{what[1:]}" if reopening.assessor_id else what


def _tell(reopening: Reopening) -> None:
    """In the same transaction: those who work on the evaluation, or the one whose lock was lifted; and the ministry."""
    evaluation = reopening.evaluation
    if reopening.assessor:
        concerned, page = User.objects.filter(pk=reopening.assessor.pk), "desk_review:sheet"
    else:
        concerned, page = _people_of(evaluation), "evaluations:detail"
    text = f"{_what(reopening)} dibuka kembali sampai {wib(reopening.until)}. Alasan: {reopening.reason}"
    for people, url in (
        (concerned, reverse(page, args=[evaluation.pk])),
        (_ministry(), reverse("coordination:reopenings", args=[evaluation.period.slug])),
    ):
        notify(people, text, url, kind=NoticeKind.REOPENED, simulation=evaluation.period.simulation_label)


def _people_of(evaluation: Evaluation) -> QuerySet[User]:
    """The institution's people and the team that assesses it."""
    return User.objects.filter(
        Q(memberships__institution=evaluation.institution_id, memberships__role__in=SHEET_ROLES)
        | Q(team_memberships__team=evaluation.team_id, team_memberships__team__isnull=False),
        is_active=True,
    ).distinct()


def _ministry() -> QuerySet[User]:
    return User.objects.filter(groups__name=central_group(Role.EVALUATION_TEAM), is_active=True).distinct()
