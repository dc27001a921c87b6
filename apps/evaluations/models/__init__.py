"""The spine: one institution in one period, and everything that several stages share."""

from apps.evaluations.models.conflicts import (
    COMPUTED,
    DECLARED,
    Conflict,
    ConflictException,
    ConflictSource,
    Declaration,
    Handover,
    TeamChange,
)
from apps.evaluations.models.discussion import Circle, Remark
from apps.evaluations.models.evaluation import Evaluation, EvaluationGroupPermission, EvaluationUserPermission
from apps.evaluations.models.findings import FindingKind, PartFinding
from apps.evaluations.models.marks import Mark, MarkedWord
from apps.evaluations.models.record import Extension, LedgerLevel, StageChange
from apps.evaluations.models.seals import Seal, SealedRows
from apps.evaluations.models.teams import AssessorTeam, TeamMember

__all__ = [
    "COMPUTED",
    "DECLARED",
    "AssessorTeam",
    "Circle",
    "Conflict",
    "ConflictException",
    "ConflictSource",
    "Declaration",
    "Evaluation",
    "EvaluationGroupPermission",
    "EvaluationUserPermission",
    "Extension",
    "FindingKind",
    "Handover",
    "LedgerLevel",
    "Mark",
    "MarkedWord",
    "PartFinding",
    "Remark",
    "Seal",
    "SealedRows",
    "StageChange",
    "TeamChange",
    "TeamMember",
]
