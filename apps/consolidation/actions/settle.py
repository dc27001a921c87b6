"""Setting a level against the last stage that spoke, and taking that back."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.consolidation.exceptions import StaleSettlementError
from apps.consolidation.models import Settlement
from apps.consolidation.queries import is_handed_over
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator


def settle(
    evaluation: Evaluation, indicator: Indicator, *, level: Decimal, reason: str, version: int, by: User
) -> None:
    """Set a level with its reason; version 0 is the first word. Raises DomainError, StaleSettlementError."""
    if not reason.strip():
        raise DomainError("Penetapan tingkat memerlukan alasan. Belum ada yang disimpan.")
    words = {"level": level, "reason": reason.strip(), "by": by, "at": timezone.now()}
    rows = Settlement.objects.filter(evaluation=evaluation, indicator=indicator)
    with passing_the_gate():
        if version:
            written = bool(rows.filter(version=version).update(**words, version=F("version") + 1))
        else:
            _, written = Settlement.objects.get_or_create(evaluation=evaluation, indicator=indicator, defaults=words)
    if not written:
        raise StaleSettlementError(rows.select_related("by").first())


@transaction.atomic
def unsettle(evaluation: Evaluation, indicator: Indicator, *, version: int, by: User) -> None:
    """Take a settlement back, so that the last stage that spoke counts again.

    What was handed over once stands in the ledger and can only be replaced by another level with its reason.
    """
    if is_handed_over(evaluation, indicator.pk):
        raise DomainError(
            f"Penetapan indikator {indicator.number} sudah tercatat pada penyerahan sebelumnya, "
            "sehingga tidak dapat dicabut. Tetapkan tingkat lain dengan alasannya."
        )
    rows = Settlement.objects.filter(evaluation=evaluation, indicator=indicator)
    with passing_the_gate():
        # The history keeps versions, not removals: the last one names who took it back.
        removed = rows.filter(version=version).update(by=by, at=timezone.now(), version=F("version") + 1)
        rows.filter(version=version + 1).delete()
    if not removed:
        raise StaleSettlementError(rows.select_related("by").first())
