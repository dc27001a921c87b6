"""Settling an indicator on which the team differs."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.desk_review.exceptions import StaleAgreementError
from apps.desk_review.models import AgreedLevel
from apps.desk_review.permissions import all_locked, seats_of
from apps.desk_review.queries import team_judgements
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator


@transaction.atomic
def settle_difference(
    evaluation: Evaluation, indicator: Indicator, *, level: Decimal, reason: str, version: int, by: User
) -> None:
    """Write the level on which the team settles, with the reason; version 0 is the first word.

    Raises DomainError without a reason, before all have locked or where nobody differs; StaleAgreementError.
    """
    if not reason.strip():
        raise DomainError("Putusan atas perbedaan memerlukan alasan. Belum ada yang disimpan.")
    if not all_locked(seats_of(evaluation)):
        raise DomainError("Perbedaan baru dapat diputus setelah seluruh tim mengunci penilaiannya.")
    if team_judgements([evaluation.pk]).filter(indicator=indicator).values("level").distinct().count() < 2:
        raise DomainError(f"Penilaian tim atas indikator {indicator.number} tidak berbeda.")
    words = {"level": level, "reason": reason.strip(), "by": by, "at": timezone.now()}
    rows = AgreedLevel.objects.filter(evaluation=evaluation, indicator=indicator)
    with passing_the_gate():
        if version:
            written = rows.filter(version=version).update(**words, version=F("version") + 1)
        else:
            _, written = AgreedLevel.objects.get_or_create(evaluation=evaluation, indicator=indicator, defaults=words)
    if not written:
        raise StaleAgreementError(rows.select_related("by").first())
