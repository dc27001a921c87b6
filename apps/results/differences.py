"""What changed from one computation of a period to the next, institution by institution, and why."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from apps.evaluations.models import Evaluation, LedgerLevel
from apps.results.models import FinalisationRun, Result


@dataclass(frozen=True, slots=True)
class Change:
    """One institution: what it had, what it has, and the words that came into its ledger in between."""

    evaluation: Evaluation
    before: Result | None
    after: Result | None
    words: list[LedgerLevel] = field(default_factory=list)

    @property
    def moves(self) -> bool:
        """Whether the exact index moved, not only levels that make up for one another."""
        if self.before is None or self.after is None:
            return True
        return self.before.numerator * self.after.denominator != self.after.numerator * self.before.denominator


def run_before(run: FinalisationRun) -> FinalisationRun | None:
    """The last computation before this one that came to figures."""
    return run.period.runs.filter(number__lt=run.number, computed_at__isnull=False).order_by("-number").first()


def changes_since(run: FinalisationRun, before: FinalisationRun) -> list[Change]:
    """Everybody whose figure or ledger changed, in the order of the decree. Three queries."""
    old, new = _by_evaluation(before), _by_evaluation(run)
    words: dict[int, list[LedgerLevel]] = {}
    for word in _words_between(before, run):
        words.setdefault(word.evaluation_id, []).append(word)
    changes = []
    for pk in sorted(old.keys() | new.keys(), key=lambda one: (new.get(one) or old[one]).evaluation.institution.code):
        known = new.get(pk) or old[pk]
        change = Change(known.evaluation, old.get(pk), new.get(pk), words.get(pk, []))
        if change.moves or change.words:
            changes.append(change)
    return changes


def _by_evaluation(run: FinalisationRun) -> dict[int, Result]:
    rows = Result.objects.filter(run=run).select_related("evaluation__institution", "predikat")
    return {one.evaluation_id: one for one in rows}


def _words_between(before: FinalisationRun, run: FinalisationRun) -> QuerySet[LedgerLevel]:
    return (
        LedgerLevel.objects.filter(
            evaluation__period=run.period_id, pk__gt=before.ledger_upto or 0, pk__lte=run.ledger_upto or 0
        )
        .select_related("indicator", "decided_by")
        .order_by("evaluation_id", "indicator__number", "pk")
    )
