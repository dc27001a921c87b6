"""What the institution says: answers, evidence, the signed documents, the submission."""

from apps.self_assessment.models.answers import UNCONFIRMED, Answer, AnswerState, Delegation, TakenOver
from apps.self_assessment.models.citations import CITING_STAGES, Citation
from apps.self_assessment.models.evidence import (
    UPLOAD_LIFE,
    Evidence,
    FileCheck,
    FileInPieces,
    FilePage,
    FileWarning,
    StoredFile,
    Upload,
    upload_expiry,
)
from apps.self_assessment.models.papers import (
    Archive,
    DocumentKind,
    OfflineUpload,
    ReceiptPaper,
    ReplacedDocument,
    SheetDocument,
    Submission,
)

__all__ = [
    "CITING_STAGES",
    "UNCONFIRMED",
    "UPLOAD_LIFE",
    "Answer",
    "AnswerState",
    "Archive",
    "Citation",
    "Delegation",
    "DocumentKind",
    "Evidence",
    "FileCheck",
    "FileInPieces",
    "FilePage",
    "FileWarning",
    "OfflineUpload",
    "ReceiptPaper",
    "ReplacedDocument",
    "SheetDocument",
    "StoredFile",
    "Submission",
    "TakenOver",
    "Upload",
    "upload_expiry",
]
