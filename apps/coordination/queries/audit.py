"""What whoever audits reads of a published period: every evaluation, and all that is on record of one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.evaluations.corrections import corrections_to
from apps.evaluations.models import (
    Correction,
    Evaluation,
    Extension,
    LedgerLevel,
    Reopening,
    Seal,
    StageChange,
    TeamChange,
)
from apps.institutions.lookups import named
from apps.periods.models import EvaluationPeriod


def audited(period: EvaluationPeriod, text: str) -> QuerySet[Evaluation]:
    """The evaluations of a period, each with how often it was revised, corrected and opened again. One query."""
    found = Evaluation.objects.filter(period=period).select_related("institution")
    if text:
        found = found.filter(named(text, "institution__name"))
    approved = Reopening.objects.filter(evaluation=OuterRef("pk"), is_approved=True)
    corrected = Correction.objects.filter(evaluation=OuterRef("pk"), is_approved=True)
    words = LedgerLevel.objects.filter(evaluation=OuterRef("pk"))
    return found.annotate(
        words=_counted(words),
        latest_revision=Subquery(
            words.order_by().values("evaluation").annotate(latest=Max("revision")).values("latest")
        ),
        corrected=_counted(corrected),
        reopened=_counted(approved),
        links=_counted(Seal.objects.filter(evaluation=OuterRef("pk"))),
    ).order_by("institution__code")


def _counted(rows: QuerySet[Any]) -> Coalesce:
    number = rows.order_by().values("evaluation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def ledger_rows(evaluation: Evaluation) -> QuerySet[LedgerLevel]:
    """Every word of the ledger, former revisions too, in the order in which they came."""
    rows = LedgerLevel.objects.filter(evaluation=evaluation).select_related("indicator", "decided_by")
    return rows.order_by("indicator__number", "at", F("revision"))


@dataclass(frozen=True)
class Record:
    """What is on record of one evaluation beside its ledger."""

    steps: list[StageChange]
    extensions: list[Extension]
    reopenings: list[Reopening]
    corrections: list[Correction]
    team_changes: list[TeamChange]
    seals: list[Seal]


def record_of(evaluation: Evaluation) -> Record:
    """Eight queries."""
    people = Reopening.objects.select_related("proposed_by", "decided_by", "assessor").prefetch_related("approvals__by")
    changes = TeamChange.objects.select_related("leaving", "joining", "by")
    return Record(
        steps=list(StageChange.objects.filter(evaluation=evaluation).select_related("by")),
        extensions=list(Extension.objects.filter(evaluation=evaluation).select_related("by")),
        reopenings=list(people.filter(evaluation=evaluation).order_by("pk")),
        corrections=corrections_to(evaluation),
        team_changes=list(changes.filter(evaluation=evaluation)),
        seals=list(Seal.objects.filter(evaluation=evaluation).order_by("number")),
    )
