"""The ministry's word on a consolidated evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.consolidation.models import Review, ReviewAnswer, ReviewDecision, ReviewPoint
from apps.evaluations import gate
from apps.evaluations.actions import advance, advance_many
from apps.evaluations.external import missing_numbers
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
    _refuse_missing_indices(found)
    Review.objects.bulk_create(
        [Review(evaluation=one, decision=ReviewDecision.ACCEPTED, remark=remark.strip(), by=by) for one in found]
    )
    advance_many(found, Stage.FINAL, by=by)


@dataclass(frozen=True)
class Point:
    """What is asked of one indicator or one part (primary keys); exactly one of them."""

    text: str
    indicator_id: int | None = None
    part_id: int | None = None


@transaction.atomic
def give_back(evaluation: Evaluation, *, remark: str, by: User, points: Sequence[Point] = ()) -> None:
    """Return one to its team with a remark, and with points that the lead answers one by one.

    What it settled stays in the ledger; the next hand-over adds to it.
    """
    if not remark.strip() or any(not point.text.strip() for point in points):
        raise DomainError("Pengembalian memerlukan catatan. Belum ada yang dikembalikan.")
    [found] = _held([evaluation])
    review = Review.objects.create(evaluation=found, decision=ReviewDecision.RETURNED, remark=remark.strip(), by=by)
    ReviewPoint.objects.bulk_create(
        [
            ReviewPoint(
                evaluation=found,
                review=review,
                indicator_id=point.indicator_id,
                part_id=point.part_id,
                text=point.text.strip(),
            )
            for point in points
        ]
    )
    advance(found, Stage.CONSOLIDATION, by=by, reason=remark.strip())
    evaluation.refresh_from_db()


def answer_point(point: ReviewPoint, *, text: str, by: User) -> None:
    """Say what was done about a point of the latest review; said anew, the latest answer counts."""
    if not text.strip():
        raise InputRefusedError("Tanggapan belum ditulis. Belum ada yang disimpan.")
    if point.review_id != point.evaluation.reviews.order_by("-at", "-pk").values_list("pk", flat=True).first():
        raise DomainError("Catatan ini dari reviu yang sudah lewat, jadi tidak ditanggapi lagi.")
    with passing_the_gate():
        ReviewAnswer.objects.create(evaluation_id=point.evaluation_id, point=point, text=text.strip(), by=by)


def _refuse_missing_indices(evaluations: Sequence[Evaluation]) -> None:
    """Afterwards no index of another agency could enter any more."""
    missing = missing_numbers(evaluations)
    names = [
        f"{one.institution}, indikator {', '.join(map(str, numbers))}"
        for one in evaluations
        if (numbers := missing.get(one.pk))
    ]
    if names:
        raise DomainError(f"Belum dapat diterima. Nilai indeks instansi lain belum ada: {'; '.join(names[:10])}.")


def _held(evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations as they are now, each in an open review; nobody decides about them beside us."""
    pks = [one.pk for one in evaluations]
    gate.hold(pks)
    found = list(Evaluation.objects.filter(pk__in=pks).select_related("institution"))
    for one in found:
        if not one.is_open(Stage.REVIEW):
            raise StageClosedError(f"Reviu {one.institution} tidak sedang dibuka. Belum ada yang diputuskan.")
    return found
