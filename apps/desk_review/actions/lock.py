"""Locking: the moment after which an assessor changes nothing, and the team may compare."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.desk_review.models import Judgement, JudgementLock, LockLift
from apps.desk_review.queries import state_of
from apps.evaluations import gate
from apps.evaluations.models import Evaluation, TeamMember
from apps.evaluations.queries import said_by
from apps.rules.stages import Stage


@transaction.atomic
def lock_judgements(evaluation: Evaluation, *, by: User) -> None:
    """Lock one's own judgements: all levels given, and a reason wherever they differ from the institution's.

    Locking twice is locking once. Raises DomainError naming the indicators that are missing.
    """
    _lock([evaluation.pk], TeamMember.objects.filter(user=by))


@transaction.atomic
def lock_all_judgements(evaluations: Iterable[Evaluation]) -> None:
    """Lock the sheets of everybody in the teams of these evaluations, all or none, in a constant few statements."""
    _lock([one.pk for one in evaluations], TeamMember.objects.all())


def _lock(evaluation_ids: list[int], members: QuerySet[TeamMember]) -> None:
    gate.hold(evaluation_ids)
    seats = members.filter(team__evaluations__in=evaluation_ids).annotate(sheet=F("team__evaluations"))
    sheets = list(seats.values_list("sheet", "user_id"))
    _check_complete(seats)
    _check_explained(evaluation_ids, {user for _, user in sheets})
    lifted = Counter(LockLift.objects.filter(evaluation__in=evaluation_ids).values_list("evaluation", "lock__assessor"))
    with passing_the_gate():
        JudgementLock.objects.bulk_create(
            [JudgementLock(evaluation_id=pk, assessor_id=user, round=lifted[pk, user] + 1) for pk, user in sheets],
            ignore_conflicts=True,
        )


def _check_complete(seats: QuerySet[TeamMember]) -> None:
    """A level from everybody for every indicator."""
    asked = seats.filter(team__period__instrument__indicators__external_index="").annotate(
        asked=F("team__period__instrument__indicators"), number=F("team__period__instrument__indicators__number")
    )
    given = Judgement.objects.filter(
        evaluation=OuterRef("sheet"), assessor=OuterRef("user"), indicator=OuterRef("asked"), level__isnull=False
    )
    missing = asked.filter(~Exists(given)).values_list("number", flat=True)
    if numbers := sorted(set(missing)):
        raise DomainError(f"Belum dapat dikunci. Indikator belum dinilai: {_listed(numbers)}.")


def _check_explained(evaluation_ids: list[int], assessors: set[int]) -> None:
    """A reason wherever somebody differs from the institution: its sheet may have been opened again since."""
    silent = (
        Judgement.objects.filter(evaluation__in=evaluation_ids, assessor__in=assessors, reason="")
        .annotate(claimed=said_by(Stage.SELF_ASSESSMENT))
        .values_list("indicator__number", "level", "claimed")
    )
    if numbers := sorted({number for number, level, claimed in silent if state_of(level, claimed) == "differ"}):
        raise DomainError(f"Belum dapat dikunci. Alasan perbedaan belum ditulis pada indikator {_listed(numbers)}.")


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
