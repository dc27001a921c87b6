"""The effective limit of the stage that is open. The gate and the `may_` functions read it from the row."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations import gate
from apps.evaluations.models import Evaluation, Extension, LedgerLevel
from apps.periods.models import StageWindow
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
def extend(evaluation: Evaluation, until: datetime, *, reason: str, by: User) -> Extension:
    """Give more time for the present stage; a frozen sheet opens again. Both are on record."""
    if not reason.strip():
        raise DomainError("Perpanjangan memerlukan alasan. Batas waktu belum diubah.")
    if until <= timezone.now():
        raise DomainError("Batas baru sudah lewat. Batas waktu belum diubah.")
    gate.hold([evaluation.pk])
    evaluation.refresh_from_db()
    extension = Extension.objects.create(
        evaluation=evaluation,
        stage=evaluation.stage,
        until_before=evaluation.open_until,
        until_after=until,
        reason=reason,
        by=by,
    )
    Evaluation.objects.filter(pk=evaluation.pk).update(frozen_at=None)
    apply_windows(Evaluation.objects.filter(pk=evaluation.pk))
    evaluation.refresh_from_db()
    return extension
