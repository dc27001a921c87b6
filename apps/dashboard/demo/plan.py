"""How far each institution of the running year has come, and what it says of itself: drawn, the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from apps.dashboard.demo.year import Script
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.rules.stages import Stage, Track, stages_of

SEED = 59
# Of a hundred institutions, how many stand where.
SHARES = {
    Stage.SELF_ASSESSMENT: 16,
    Stage.DESK_REVIEW: 30,
    Stage.INTERVIEW: 20,
    Stage.VISITATION: 4,
    Stage.CONSOLIDATION: 14,
    Stage.REVIEW: 9,
    Stage.FINAL: 7,
}


@dataclass(frozen=True)
class Plan:
    """A script with the stage at which it stops, and how much of that stage is done (0 to 2)."""

    script: Script
    stop: Stage
    progress: int

    @property
    def evaluation(self) -> Evaluation:
        return self.script.evaluation

    def passes(self, stage: Stage) -> bool:
        """Whether the evaluation goes through this stage and leaves it."""
        way = stages_of(Track(self.evaluation.track))
        return stage in way and way.index(stage) < way.index(self.stop)


def plans_for(evaluations: Sequence[Evaluation], indicators: Sequence[Indicator]) -> list[Plan]:
    """A plan for each; an evaluation's own plan does not depend on the others."""
    return [_plan(one, indicators) for one in evaluations]


def drawn_script(evaluation: Evaluation, indicators: Sequence[Indicator], random: Random) -> Script:
    """Levels around a middle of the institution's own; here and there a level less than claimed is settled."""
    lowest, highest = int(indicators[0].instrument.scale_min), int(indicators[0].instrument.scale_max)
    middle = random.choice(range(lowest + 1, highest))
    claimed = {
        one.pk: Decimal(min(highest, max(lowest, middle + random.choice((-1, 0, 0, 0, 1))))) for one in indicators
    }
    settled = {pk: level - 1 if level > lowest and random.random() < 0.1 else level for pk, level in claimed.items()}
    kept = [pk for pk, level in settled.items() if level == claimed[pk] and level > lowest]
    clarified = frozenset(random.sample(kept, k=min(2, len(kept)))) if evaluation.track == Track.EVALUATION else ()
    return Script(evaluation, claimed, settled, frozenset(clarified))


def _plan(evaluation: Evaluation, indicators: Sequence[Indicator]) -> Plan:
    random = Random(f"{SEED}/{evaluation.institution.code}")  # noqa: S311 - nothing secret is drawn
    way = set(stages_of(Track(evaluation.track)))
    stops = [stage for stage in SHARES if stage in way]
    [stop] = random.choices(stops, weights=[SHARES[stage] for stage in stops])
    return Plan(drawn_script(evaluation, indicators, random), stop, random.choice((0, 1, 2)))
