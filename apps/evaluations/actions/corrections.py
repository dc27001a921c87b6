"""Correcting a level after the review: proposed with a paper, approved by two, told at once to the institution."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions.ledger import close_into_ledger
from apps.evaluations.models import Correction, CorrectionApproval, Evaluation, LedgerLevel
from apps.evaluations.models.corrections import NEEDED
from apps.evaluations.queries import settled_levels
from apps.institutions.models import SHEET_ROLES, Unit
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage


@transaction.atomic
def propose_correction(
    evaluation: Evaluation,
    indicator: Indicator,
    *,
    level: Decimal,
    reason: str,
    document_sha256: str,
    document_name: str,
    by: User,
) -> Correction:
    """Ask for another level of an indicator of an accepted evaluation, with the paper (kept already) that says so."""
    if not reason.strip():
        raise InputRefusedError("Koreksi memerlukan alasan. Belum ada yang diusulkan.")
    stands = settled_levels([evaluation.pk]).get(evaluation.pk, {}).get(indicator.pk)
    if stands is None or stands == level:
        raise InputRefusedError("Tingkat koreksi sama dengan tingkat yang berlaku. Belum ada yang diusulkan.")
    try:
        with passing_the_gate():
            correction = Correction.objects.create(
                evaluation=evaluation,
                indicator=indicator,
                level_before=stands,
                level=level,
                reason=reason.strip(),
                document_sha256=document_sha256,
                document_name=document_name[:255],
                proposed_by=by,
            )
    except IntegrityError:
        raise DomainError(f"Indikator {indicator.number} sudah diusulkan koreksinya dan belum diputus.") from None
    _tell(correction, "diusulkan")
    return correction


@transaction.atomic
def approve_correction(correction: Correction, *, unit: Unit, by: User) -> Correction:
    """Agree on behalf of one's unit. With the second agreement the level enters the ledger and every figure."""
    gate.hold([correction.evaluation_id])
    correction = _undecided(correction)
    try:
        with passing_the_gate():
            CorrectionApproval.objects.create(
                correction=correction, evaluation_id=correction.evaluation_id, unit=unit, by=by
            )
    except IntegrityError:
        raise DomainError(
            "Orang atau unit kerja ini sudah menyetujui. Persetujuan kedua diberikan orang lain dari unit kerja lain."
        ) from None
    if correction.approvals.count() < NEEDED:
        return correction

    spoken = LedgerLevel.objects.filter(
        evaluation=correction.evaluation_id, indicator=correction.indicator_id, stage=Stage.CORRECTION
    )
    correction.revision = 1 + (spoken.aggregate(latest=Max("revision"))["latest"] or 0)
    correction.is_approved = True
    _decide(correction, by=by)
    with passing_the_gate():
        close_into_ledger(
            Stage.CORRECTION,
            Correction.objects.filter(pk=correction.pk).values_list(
                "evaluation_id", "indicator_id", "level", "reason", "decided_by_id", "decided_at"
            ),
        )
    _tell(correction, "disetujui")
    return correction


@transaction.atomic
def reject_correction(correction: Correction, *, remark: str, by: User) -> Correction:
    """Refuse one with a reason; it changes nothing and stays on record. Whoever proposed it may take it back so."""
    if not remark.strip():
        raise InputRefusedError("Penolakan memerlukan catatan. Belum ada yang diputus.")
    gate.hold([correction.evaluation_id])
    correction = _undecided(correction)
    correction.remark = remark.strip()
    _decide(correction, by=by)
    _tell(correction, "ditolak")
    return correction


def _undecided(correction: Correction) -> Correction:
    found = Correction.objects.select_related("evaluation__period", "indicator").get(pk=correction.pk)
    if found.decided_at is not None:
        raise DomainError("Koreksi ini sudah diputus. Muat ulang halaman ini.")
    return found


def _decide(correction: Correction, *, by: User) -> None:
    correction.decided_by, correction.decided_at = by, timezone.now()
    with passing_the_gate():
        correction.save(update_fields=["is_approved", "revision", "remark", "decided_by", "decided_at"])


def _tell(correction: Correction, what: str) -> None:
    """The institution learns of it in the same transaction; the levels stand where it may read them."""
    evaluation = correction.evaluation
    notify(
        User.objects.filter(
            memberships__institution=evaluation.institution_id, memberships__role__in=SHEET_ROLES, is_active=True
        ).distinct(),
        f"Koreksi indikator {correction.indicator.number} {what}.",
        f"{reverse('evaluations:detail', args=[evaluation.pk])}#koreksi",
        kind=NoticeKind.LEGAL,
        simulation=evaluation.period.simulation_label,
    )
