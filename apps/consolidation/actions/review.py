"""The ministry's word on a consolidated evaluation."""

from collections.abc import Sequence

from django.db import transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StageClosedError
from apps.consolidation.models import Review, ReviewDecision
from apps.evaluations import gate
from apps.evaluations.actions import advance, advance_many
from apps.evaluations.models import Evaluation
from apps.evaluations.objections import held_up
from apps.rules.stages import Stage


@transaction.atomic
def accept(evaluation: Evaluation, *, by: User, remark: str = "") -> None:
    """Accept one: it is final and waits for the finalisation of its period."""
    accept_many([evaluation], by=by, remark=remark)
    evaluation.refresh_from_db()


@transaction.atomic
def accept_many(evaluations: Sequence[Evaluation], *, by: User, remark: str = "") -> None:
    """Accept many, all or none, in a number of statements that does not depend on how many they are.

    Not while the days for objections run, one is not answered, or an accepted one was not given back.
    """
    found = _held(evaluations)
    if reasons := held_up(found):
        raise DomainError(f"Belum dapat diterima. {'; '.join(reasons[:10])}.")
    Review.objects.bulk_create(
        [Review(evaluation=one, decision=ReviewDecision.ACCEPTED, remark=remark.strip(), by=by) for one in found]
    )
    advance_many(found, Stage.FINAL, by=by)


@transaction.atomic
def give_back(evaluation: Evaluation, *, remark: str, by: User) -> None:
    """Return one to its team with a remark. What it settled stays in the ledger; the next hand-over adds to it."""
    if not remark.strip():
        raise DomainError("Pengembalian memerlukan catatan. Belum ada yang dikembalikan.")
    [found] = _held([evaluation])
    Review.objects.create(evaluation=found, decision=ReviewDecision.RETURNED, remark=remark.strip(), by=by)
    advance(found, Stage.CONSOLIDATION, by=by, reason=remark.strip())
    evaluation.refresh_from_db()


def _held(evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations as they are now, each in an open review; nobody decides about them beside us."""
    pks = [one.pk for one in evaluations]
    gate.hold(pks)
    found = list(Evaluation.objects.filter(pk__in=pks).select_related("institution"))
    for one in found:
        if not one.is_open(Stage.REVIEW):
            raise StageClosedError(f"Reviu {one.institution} tidak sedang dibuka. Belum ada yang diputuskan.")
    return found
