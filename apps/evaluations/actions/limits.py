"""The effective limit of the stage that is open. The gate and the `may_` functions read it from the row."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations import gate
from apps.evaluations.models import Evaluation, Extension, LedgerLevel
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import PeriodState, StageWindow
from apps.rules.stages import Track


@transaction.atomic
def apply_windows(evaluations: QuerySet[Evaluation]) -> int:
    """Write the limit of the present stage from window and extension: the batch's own window before the common
    one, the latest extension before both. A stage without a window stays closed, and so does an own sheet
    (not assessed) that its institution has closed. Returns the rows written.
    """
    gate.hold(list(evaluations.values_list("pk", flat=True)))
    closed_by_itself = Q(track=Track.NOT_ASSESSED) & Exists(LedgerLevel.objects.filter(evaluation=OuterRef("pk")))
    windows = StageWindow.objects.filter(
        period=OuterRef("period"), stage=OuterRef("stage"), batch__in=[0, OuterRef("batch")]
    ).order_by("-batch")
    extended = Extension.objects.filter(evaluation=OuterRef("pk"), stage=OuterRef("stage")).order_by("-pk")
    return evaluations.exclude(closed_by_itself).update(
        open_stage=F("stage"),
        open_from=Subquery(windows.values("opens_at")[:1]),
        open_until=Coalesce(Subquery(extended.values("until_after")[:1]), Subquery(windows.values("closes_at")[:1])),
    )


@transaction.atomic
def extend(evaluations: Iterable[Evaluation], until: datetime, *, reason: str, by: User) -> list[Evaluation]:
    """Give more time for the stage each stands at; a frozen sheet opens again. Both are on record.

    Where nobody works yet or any more (in preparation, finalised, published) nothing is extended, and a limit is
    never drawn nearer. Returns those that have more time now.
    """
    if not reason.strip():
        raise DomainError("Perpanjangan memerlukan alasan. Batas waktu belum diubah.")
    if until <= timezone.now():
        raise DomainError("Batas baru sudah lewat. Batas waktu belum diubah.")
    ids = [one.pk for one in evaluations]
    gate.hold(ids)
    rows = list(
        Evaluation.objects.filter(
            pk__in=ids, stage__in=WINDOW_STAGES, period__state=PeriodState.RUNNING
        ).select_related("institution", "period")
    )
    if later := [str(one.institution) for one in rows if one.open_until and one.open_until > until]:
        raise DomainError(f"Batas yang berlaku lebih lambat bagi: {', '.join(later[:5])}. Batas waktu belum diubah.")
    Extension.objects.bulk_create(
        Extension(
            evaluation=one,
            stage=one.stage,
            until_before=one.open_until,
            until_after=until,
            reason=reason.strip(),
            by=by,
        )
        for one in rows
    )
    extended = Evaluation.objects.filter(pk__in=[one.pk for one in rows])
    extended.update(frozen_at=None)
    apply_windows(extended)
    return rows
