"""Moving on. These two alone write `stage`."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations import gate
from apps.evaluations.actions.limits import apply_windows
from apps.evaluations.models import Evaluation, StageChange
from apps.rules.stages import LABELS, Stage, Track, may_follow


@transaction.atomic
def advance(evaluation: Evaluation, to: Stage, *, by: User | None, reason: str = "") -> None:
    """Move one evaluation on, if the table of stages allows it and nobody moved it before."""
    if not may_follow(Track(evaluation.track), Stage(evaluation.stage), to):
        raise DomainError(
            f"{evaluation.institution} tidak dapat dipindahkan dari {LABELS[Stage(evaluation.stage)]} "
            f"ke {LABELS[to]} pada jalur {LABELS[Track(evaluation.track)]}."
        )
    if not _move(Evaluation.objects.filter(pk=evaluation.pk), Stage(evaluation.stage), to, by, reason):
        raise DomainError(f"{evaluation.institution} baru saja dipindahkan oleh orang lain. Muat ulang halaman ini.")
    evaluation.refresh_from_db()


@transaction.atomic
def advance_many(evaluations: Sequence[Evaluation], to: Stage, *, by: User | None, reason: str = "") -> int:
    """Move many that stand at the same stage, in a constant number of statements; how many were moved."""
    moved = 0
    for stage in {Stage(one.stage) for one in evaluations}:
        at_stage = [one.pk for one in evaluations if one.stage == stage and may_follow(Track(one.track), stage, to)]
        moved += _move(Evaluation.objects.filter(pk__in=at_stage), stage, to, by, reason)
    return moved


def go_back(evaluation: Evaluation, to: Stage, *, by: User, reason: str) -> None:
    """Stand again at a stage that was closed; the database asks for the reopening that two have approved."""
    if not _move(Evaluation.objects.filter(pk=evaluation.pk), Stage(evaluation.stage), to, by, reason):
        raise DomainError(f"{evaluation.institution} baru saja dipindahkan oleh orang lain. Muat ulang halaman ini.")
    evaluation.refresh_from_db()


def _move(rows: QuerySet[Evaluation], stage: Stage, to: Stage, by: User | None, reason: str) -> int:
    gate.hold(list(rows.values_list("pk", flat=True)))
    still_there = list(rows.filter(stage=stage).values_list("pk", flat=True))
    Evaluation.objects.filter(pk__in=still_there).update(stage=to, open_stage="", open_from=None, open_until=None)
    StageChange.objects.bulk_create(
        [StageChange(evaluation_id=pk, from_stage=stage, to_stage=to, by=by, reason=reason) for pk in still_there]
    )
    apply_windows(Evaluation.objects.filter(pk__in=still_there))
    return len(still_there)
