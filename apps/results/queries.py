"""Reading runs and results."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.evaluations.models import Evaluation
from apps.institutions.lookups import named
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun, PeriodAgency, Result, RunState, Vote, VoteChoice
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
    """Everything public that this application computed. Every public page starts from here."""
    return Result.objects.filter(run__publication__isnull=False).select_related(
        "evaluation__institution__province", "evaluation__period__instrument", "predikat"
    )


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
