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
from apps.evaluations.models.corrections import Correction, CorrectionApproval
from apps.evaluations.models.discussion import ASKING_STAGES, Circle, Remark
from apps.evaluations.models.engagements import Engagement
from apps.evaluations.models.evaluation import Evaluation, EvaluationGroupPermission, EvaluationUserPermission
from apps.evaluations.models.external import ExternalValue
from apps.evaluations.models.findings import FindingKind, PartFinding
from apps.evaluations.models.marks import EvidenceRequest, Mark, MarkedWord
from apps.evaluations.models.minutes import Means, MinutesPaper, MinutesSignature, Side
from apps.evaluations.models.objections import Objection, ObjectionAnswer
from apps.evaluations.models.record import Extension, LedgerLevel, StageChange
from apps.evaluations.models.reopenings import Reopening, ReopeningApproval
from apps.evaluations.models.seals import Seal, SealedRows
from apps.evaluations.models.teams import AssessorTeam, TeamMember

__all__ = [
    "ASKING_STAGES",
    "COMPUTED",
    "DECLARED",
    "AssessorTeam",
    "Circle",
    "Conflict",
    "ConflictException",
    "ConflictSource",
    "Correction",
    "CorrectionApproval",
    "Declaration",
    "Engagement",
    "Evaluation",
    "EvaluationGroupPermission",
    "EvaluationUserPermission",
    "EvidenceRequest",
    "Extension",
    "ExternalValue",
    "FindingKind",
    "Handover",
    "LedgerLevel",
    "Mark",
    "MarkedWord",
    "Means",
    "MinutesPaper",
    "MinutesSignature",
    "Objection",
    "ObjectionAnswer",
    "PartFinding",
    "Remark",
    "Reopening",
    "ReopeningApproval",
    "Seal",
    "SealedRows",
    "Side",
    "StageChange",
    "TeamChange",
    "TeamMember",
]
