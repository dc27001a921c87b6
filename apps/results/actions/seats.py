"""Which agencies have a vote in a period, and how many must agree. Settled before the first vote."""

from collections.abc import Collection

from django.db import transaction

from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import passing_the_gate
from apps.institutions.models import Agency
from apps.periods.models import EvaluationPeriod
from apps.results.models import PeriodAgency
from apps.results.queries import voting_began


def seat_agencies(period: EvaluationPeriod) -> None:
    """Give every agency of the Tim Koordinasi a vote in this period, unless its composition was set. May run again."""
    if period.agencies.exists():
        return
    PeriodAgency.objects.bulk_create(
        [PeriodAgency(period=period, agency=agency) for agency in Agency.objects.all()], ignore_conflicts=True
    )


@transaction.atomic
def set_composition(period: EvaluationPeriod, agencies: Collection[Agency], quorum: int) -> None:
    """Say who votes and how many of them must agree. Refused once somebody has voted: by the database, too."""
    period = EvaluationPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if voting_began(period):
        raise DomainError("Pemungutan suara sudah dimulai. Susunan dan kuorum tidak diubah lagi.")
    if not 1 <= quorum <= len(agencies):
        raise InputRefusedError("Kuorum antara 1 dan banyaknya instansi yang berhak memberi suara. Belum diubah.")
    with passing_the_gate():
        PeriodAgency.objects.filter(period=period).exclude(agency__in=agencies).delete()
        PeriodAgency.objects.bulk_create(
            [PeriodAgency(period=period, agency=agency) for agency in agencies], ignore_conflicts=True
        )
        EvaluationPeriod.objects.filter(pk=period.pk).update(votes_required=quorum)
