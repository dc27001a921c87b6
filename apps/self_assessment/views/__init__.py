from apps.self_assessment.views.approval import approval
from apps.self_assessment.views.archive import archive, archive_file
from apps.self_assessment.views.figures import figures, readiness, what_if
from apps.self_assessment.views.files import file, withdraw
from apps.self_assessment.views.indicator import indicator
from apps.self_assessment.views.sheet import sheet
from apps.self_assessment.views.submission import document, receipt, submission

__all__ = [
    "approval",
    "archive",
    "archive_file",
    "document",
    "figures",
    "file",
    "indicator",
    "readiness",
    "receipt",
    "sheet",
    "submission",
    "what_if",
    "withdraw",
]
