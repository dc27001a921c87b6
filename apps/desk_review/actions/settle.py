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
from apps.desk_review.permissions import Seat, all_locked, seat_of, seats_of
from apps.desk_review.queries import team_judgements
from apps.evaluations.models import Evaluation
from apps.evaluations.reopenings import replaced
from apps.instruments.models import Indicator
from apps.rules.stages import Stage


@transaction.atomic
def settle_difference(
    evaluation: Evaluation, indicator: Indicator, *, level: Decimal, reason: str, version: int, by: User
) -> None:
    """Write the level on which the team settles, with the reason; version 0 is the first word.

    The lead's word holds at once; another's is a proposal that somebody else of the team confirms.
    Raises DomainError without a reason, before all have locked, where nobody differs or where the lead has spoken;
    StaleAgreementError.
    """
    if not reason.strip():
        raise DomainError("Putusan atas perbedaan memerlukan alasan. Belum ada yang disimpan.")
    seat = _comparing_seat(evaluation, by)
    if team_judgements([evaluation.pk]).filter(indicator=indicator).values("level").distinct().count() < 2:
        raise DomainError(f"Penilaian tim atas indikator {indicator.number} tidak berbeda.")
    rows = AgreedLevel.objects.filter(evaluation=evaluation, indicator=indicator)
    if not seat.is_lead and rows.filter(~replaced(Stage.DESK_REVIEW), is_by_lead=True).exists():
        raise DomainError("Ketua tim sudah memutus perbedaan ini. Putusan itu hanya dapat diubah oleh ketua tim.")
    words = {
        "level": level,
        "reason": reason.strip(),
        "by": by,
        "at": timezone.now(),
        "is_by_lead": seat.is_lead,
        "confirmed_by": None,
    }
    with passing_the_gate():
        if version:
            written = rows.filter(version=version).update(**words, version=F("version") + 1)
        else:
            _, written = AgreedLevel.objects.get_or_create(evaluation=evaluation, indicator=indicator, defaults=words)
    if not written:
        raise StaleAgreementError(rows.select_related("by").first())


@transaction.atomic
def confirm_settlement(evaluation: Evaluation, indicator: Indicator, *, version: int, by: User) -> None:
    """Agree to what another of the team has proposed: with that the difference is settled between them.

    Raises StaleAgreementError where the proposal is another by now; DomainError for one's own or before all locked.
    """
    _comparing_seat(evaluation, by)
    rows = AgreedLevel.objects.filter(evaluation=evaluation, indicator=indicator)
    if rows.filter(version=version, by=by).exists():
        raise DomainError("Usul Anda sendiri disetujui oleh rekan setim, bukan oleh Anda.")
    with passing_the_gate():
        waiting = rows.filter(
            ~replaced(Stage.DESK_REVIEW), version=version, is_by_lead=False, confirmed_by__isnull=True
        )
        written = waiting.update(confirmed_by=by, version=F("version") + 1)
    if not written:
        raise StaleAgreementError(rows.select_related("by").first())


def _comparing_seat(evaluation: Evaluation, by: User) -> Seat:
    """The place of whoever settles, once the team may compare."""
    seats = seats_of(evaluation)
    seat = seat_of(by, seats)
    if seat is None or not all_locked(seats):
        raise DomainError("Perbedaan baru dapat diputus setelah seluruh tim mengunci penilaiannya.")
    return seat
