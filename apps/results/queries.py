"""Reading runs and results."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.accounts.models import User
from apps.evaluations.corrections import corrected_words
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.lookups import named
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import FinalisationRun, PeriodAgency, Publication, Result, RunState, Vote, VoteChoice
from apps.results.permissions import sees_unpublished
from apps.rules.stages import LABELS, Stage, Track


def assessed(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """The evaluations of a period that get a result."""
    return period.evaluations.exclude(track=Track.NOT_ASSESSED)


def unready(period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """Those that have not yet passed the ministry's review."""
    return assessed(period).exclude(stage__in=[Stage.FINAL, Stage.PUBLISHED]).select_related("institution")


def unready_by_stage(period: EvaluationPeriod) -> list[tuple[str, Stage, int]]:
    """How many of them stand at each stage: label, stage, number; in the order of the year."""
    counted = dict(unready(period).order_by().values_list("stage").annotate(Count("pk")))
    return [(LABELS[stage], stage, counted[stage]) for stage in Stage if stage in counted]


def living_run(period: EvaluationPeriod) -> FinalisationRun | None:
    """The computation that counts at present."""
    return period.runs.exclude(state=RunState.REPLACED).select_related("job", "period").first()


def run_seen(user: User, period: EvaluationPeriod) -> FinalisationRun | None:
    """The computation that this person finds on the desk: the present one, or else the published one."""
    if sees_unpublished(user, period):
        return living_run(period)
    published = current_publication(period)
    return published.run if published else None


def has_quorum(run: FinalisationRun) -> bool:
    """Whether enough agencies agreed to exactly the run's content, and it still is what the ledger says."""
    if run.state != RunState.COMPUTED:
        return False
    agreed = run.votes.filter(choice=VoteChoice.AGREE, content_sha256=run.content_sha256).count()
    return agreed >= run.period.votes_required


def voting_began(period: EvaluationPeriod) -> bool:
    """Whether anybody has voted in this period, on whichever computation: from then on the composition stays."""
    return Vote.objects.filter(run__period=period).exists()


def published_results() -> QuerySet[Result]:
    """Everything public that was computed here, as it was published last. Every public page starts from here."""
    return Result.objects.published().select_related(
        "run", "evaluation__institution__province", "evaluation__period__instrument", "predikat"
    )


def current_publication(period: EvaluationPeriod) -> Publication | None:
    """The publication of a period that counts: the last one."""
    return period.publications.current().select_related("run").first()


def current_of(result: Result) -> Result | None:
    """The published result that took the place of this one, where it was corrected."""
    if not hasattr(result.run, "publication"):
        return None
    return result.evaluation.results.published().exclude(pk=result.pk).first()


def ever_published(evaluations: Collection[int]) -> QuerySet[Result]:
    """Everything that was published of these evaluations, corrected since or not, in the order of the publications."""
    published = Result.objects.filter(evaluation__in=evaluations, run__publication__isnull=False)
    related = ("run__publication", "predikat", "evaluation__period")
    return published.select_related(*related).order_by("evaluation", "run__edition")


def corrections_to_publish(period: EvaluationPeriod) -> QuerySet[LedgerLevel]:
    """Approved corrections of a published period that no publication of it holds yet."""
    published = current_publication(period) if period.state == PeriodState.PUBLISHED else None
    if published is None:
        return LedgerLevel.objects.none()
    return corrected_words(period, after=published.run.ledger_upto)


def corrections_between(before: FinalisationRun | None, run: FinalisationRun) -> QuerySet[LedgerLevel]:
    """The corrections that one computation read and an earlier one had not; by institution and indicator."""
    words = corrected_words(run.period, after=before.ledger_upto if before else None)
    return words.filter(pk__lte=run.ledger_upto or 0)


def publication_before(run: FinalisationRun) -> Publication | None:
    """What was public of the period before this computation's own publication."""
    return run.period.publications.filter(edition__lt=run.edition).select_related("run").first()


def next_edition(period: EvaluationPeriod) -> int:
    """Which publication of the period comes next."""
    return 1 + period.publications.count()


def predikat_counts(run: FinalisationRun) -> QuerySet[Result, Any]:
    """How many institutions earned each predikat, the highest first."""
    return (
        run.results.values("predikat__name", "predikat__position")
        .annotate(institutions=Count("pk"), monitored=Count("pk", filter=Q(evaluation__track=Track.MONITORING)))
        .order_by("-predikat__position")
    )


def results_of(run: FinalisationRun, text: str = "") -> QuerySet[Result]:
    """The results of a run in the order of the decree, narrowed to names or acronyms that contain the text."""
    results = run.results.select_related("evaluation__institution", "predikat")
    return results.filter(named(text.strip(), "evaluation__institution__name")) if text.strip() else results


def outstanding_agencies(run: FinalisationRun) -> QuerySet[PeriodAgency]:
    """Those that have a vote and have not spoken."""
    return run.period.agencies.exclude(agency__in=run.votes.values("agency")).select_related("agency")
