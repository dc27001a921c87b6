"""Laying out a period and its schedule. What a running period's windows do to evaluations: apps.coordination."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.periods.copying import copy_settings
from apps.periods.models import EvaluationPeriod, PeriodState, ScheduleChange, StageWindow
from apps.periods.queries import Window, out_of_order, windows_of
from apps.rules.stages import Stage


@transaction.atomic
def create_period(
    fields: Mapping[str, Any], windows: Iterable[Window], *, source: EvaluationPeriod | None = None, by: User
) -> EvaluationPeriod:
    """A period in preparation with its first schedule. `fields`: the columns that a person chooses.

    `source` is the period it is made after: what else of it is a setting is copied by the rooms that keep it.
    """
    period = EvaluationPeriod.objects.create(
        **fields, slug=_free_slug(fields["name"]), copied_from=source, created_by=by
    )
    set_windows(period, windows, by=by)
    if source:
        copy_settings(source, period)
    return period


@transaction.atomic
def edit_period(period: EvaluationPeriod, fields: Mapping[str, Any]) -> None:
    """Change a period while it is prepared; nobody else's opening can come between."""
    changed = EvaluationPeriod.objects.filter(pk=period.pk, state=PeriodState.PREPARATION).update(**fields)
    if not changed:
        raise DomainError("Periode ini sudah dibuka. Pengaturannya tidak diubah.")
    period.refresh_from_db()


@transaction.atomic
def set_windows(
    period: EvaluationPeriod, windows: Iterable[Window], *, by: User, reason: str = ""
) -> list[ScheduleChange]:
    """Make these the windows of the period. Once it runs, each change goes on record with its reason."""
    period = EvaluationPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if period.state == PeriodState.PUBLISHED:
        raise DomainError("Periode ini sudah terbit. Jadwalnya tidak diubah.")
    wanted = {(one.stage, one.batch): one for one in windows}
    if sentences := out_of_order(wanted.values()):
        raise DomainError(" ".join([*sentences, "Jadwal belum diubah."]))
    present = {(one.stage, one.batch): one for one in windows_of(period)}
    changes = [
        _change(period, present.get(key), wanted.get(key), by, reason)
        for key in sorted(present.keys() | wanted.keys())
        if present.get(key) != wanted.get(key)
    ]
    if period.state == PeriodState.RUNNING and changes:
        if not reason.strip():
            raise DomainError("Perubahan jadwal periode yang berjalan memerlukan alasan. Jadwal belum diubah.")
        ScheduleChange.objects.bulk_create(changes)
    _write(period, wanted)
    return changes


def _write(period: EvaluationPeriod, wanted: Mapping[tuple[Stage, int], Window]) -> None:
    for window in StageWindow.objects.filter(period=period):
        if (Stage(window.stage), window.batch) not in wanted:
            window.delete()
    StageWindow.objects.bulk_create(
        [
            StageWindow(
                period=period,
                stage=one.stage,
                batch=one.batch,
                opens_at=one.opens_at,
                closes_at=one.closes_at,
            )
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["period", "stage", "batch"],
        update_fields=["opens_at", "closes_at"],
    )


def _change(
    period: EvaluationPeriod, before: Window | None, after: Window | None, by: User, reason: str
) -> ScheduleChange:
    stage, batch = next((one.stage, one.batch) for one in (after, before) if one)
    return ScheduleChange(
        period=period,
        stage=stage,
        batch=batch,
        opens_before=before.opens_at if before else None,
        closes_before=before.closes_at if before else None,
        opens_after=after.opens_at if after else None,
        closes_after=after.closes_at if after else None,
        reason=reason,
        by=by,
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "periode"
    taken = set(EvaluationPeriod.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
