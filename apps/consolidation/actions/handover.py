"""Handing the settled evaluation over to the ministry's review."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StageClosedError
from apps.consolidation.models import Settlement
from apps.consolidation.queries import missing_kinds, standing_levels, unanswered
from apps.evaluations import gate
from apps.evaluations.actions import advance_many, close_into_ledger
from apps.evaluations.actions.teams import refuse_incomplete_teams
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.instruments.models import Instrument
from apps.instruments.queries import Shape, shape_of
from apps.rules.stages import Stage

# evaluation -> part -> kinds that are written
Written = dict[int, dict[int, set[FindingKind]]]


@transaction.atomic
def hand_over(evaluation: Evaluation, *, by: User) -> None:
    """Close the consolidation of one. Raises DomainError naming what is missing."""
    hand_over_many([evaluation], by=by)
    evaluation.refresh_from_db()


@transaction.atomic
def hand_over_many(evaluations: Sequence[Evaluation], *, by: User) -> None:
    """Close many, all or none, in a few statements whatever their number.

    Only settlements enter the ledger: everywhere else the last stage that spoke goes on counting. After a return
    the same settlements enter again, as the next revision.
    """
    pks = [one.pk for one in evaluations]
    gate.hold(pks)
    found = list(Evaluation.objects.filter(pk__in=pks).select_related("institution", "period"))
    for one in found:
        if not one.is_open(Stage.CONSOLIDATION):
            raise StageClosedError(f"Konsolidasi {one.institution} tidak sedang dibuka. Belum ada yang diserahkan.")
    _check_complete(found)
    refuse_incomplete_teams(found)
    settlements = Settlement.objects.filter(evaluation__in=pks)
    close_into_ledger(
        Stage.CONSOLIDATION,
        settlements.values_list("evaluation_id", "indicator_id", "level", "reason", "by_id", "at"),
    )
    advance_many(found, Stage.REVIEW, by=by)


def _check_complete(evaluations: list[Evaluation]) -> None:
    """Every indicator has a level, every lowest part its texts, and every point of a returned review its answer."""
    pks = [one.pk for one in evaluations]
    silent_points = unanswered(pks)
    levels = standing_levels(pks)
    written = _written(pks)
    instruments = Instrument.objects.filter(periods__evaluations__in=pks).distinct()
    shapes: Mapping[int, Shape] = {one.pk: shape_of(one) for one in instruments}
    for one in evaluations:
        shape = shapes[one.period.instrument_id]
        mine = levels.get(one.pk, {})
        if silent := [str(indicator.number) for indicator in shape.asked if indicator.pk not in mine]:
            raise DomainError(f"{one.institution} belum dapat diserahkan: tanpa tingkat pada {', '.join(silent)}.")
        if points := silent_points.get(one.pk):
            about = ", ".join(f"indikator {p.indicator.number}" if p.indicator else str(p.part) for p in points)
            raise DomainError(f"{one.institution} belum dapat diserahkan: catatan reviu belum ditanggapi: {about}.")
        lacking = [
            f"{part.get_kind_label()} {part.number} ({', '.join(kind.label.lower() for kind in kinds)})"
            for part in shape.leaves
            if (kinds := missing_kinds(one, shape, part, mine, written.get(one.pk, {}).get(part.pk, set())))
        ]
        if lacking:
            raise DomainError(f"{one.institution} belum dapat diserahkan: belum ditulis {'; '.join(lacking)}.")


def _written(evaluation_ids: list[int]) -> Written:
    written: Written = {}
    rows = PartFinding.objects.filter(evaluation__in=evaluation_ids).exclude(text="")
    for pk, part, kind in rows.values_list("evaluation_id", "part_id", "kind"):
        written.setdefault(pk, {}).setdefault(part, set()).add(FindingKind(kind))
    return written
