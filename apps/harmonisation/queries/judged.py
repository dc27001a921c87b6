"""What may be counted at all: judgements of evaluations whose whole team has locked. Nothing else is ever read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet

from apps.desk_review.models import JudgementLock
from apps.desk_review.queries import team_judgements
from apps.evaluations.models import Evaluation, TeamMember
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.agreement import Rating


@dataclass(frozen=True)
class Judged:
    """The judgements of a period that may be compared, as (evaluation, indicator, assessor, level).

    `homes`: the university of each assessor. `content_sha256` says exactly which judgements these are.
    """

    ratings: list[Rating]
    homes: Mapping[int, int]
    content_sha256: str

    @property
    def evaluations(self) -> int:
        return len({one.cluster for one in self.ratings})

    @property
    def seed(self) -> int:
        """Follows from the content: nobody chooses it, and the same judgements are always drawn alike."""
        return int(self.content_sha256[:15], 16)


def fully_locked(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Evaluations with a team in which everybody has locked: before that not even a count is shown."""
    seats = TeamMember.objects.filter(team=OuterRef("team"))
    locks = JudgementLock.living.filter(evaluation=OuterRef(OuterRef("pk")), assessor=OuterRef("user"))
    return Evaluation.objects.filter(Exists(seats), ~Exists(seats.filter(~Exists(locks))), period=period)


def judged_of(period: EvaluationPeriod) -> Judged:
    """Everything that may be compared in a period. Three queries."""
    rows = list(
        team_judgements(fully_locked(period).values_list("pk", flat=True))
        .filter(level__isnull=False)
        .order_by("evaluation_id", "indicator_id", "assessor_id")
        .values_list("evaluation_id", "indicator_id", "assessor_id", "level")
    )
    content = "\n".join(":".join(map(str, row)) for row in rows)
    ratings = [
        Rating(evaluation, indicator, assessor, float(level))
        for evaluation, indicator, assessor, level in rows
        if level is not None
    ]
    return Judged(ratings, _homes(), sha256(content.encode()).hexdigest())


def _homes() -> dict[int, int]:
    """The university of each assessor; whoever holds the role at two counts for the one first entered."""
    seats = Membership.objects.filter(role=Role.ASSESSOR).order_by("-pk").values_list("user_id", "university_id")
    return {user: university for user, university in seats if university is not None}
