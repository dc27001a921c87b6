from apps.self_assessment.views.approval import approval
from apps.self_assessment.views.delegation import delegate
from apps.self_assessment.views.earlier import earlier
from apps.self_assessment.views.figures import figures, readiness, what_if
from apps.self_assessment.views.files import file, withdraw
from apps.self_assessment.views.history import history
from apps.self_assessment.views.indicator import indicator
from apps.self_assessment.views.sheet import sheet
from apps.self_assessment.views.submission import document, submission

__all__ = [
    "approval",
    "delegate",
    "document",
    "earlier",
    "figures",
    "file",
    "history",
    "indicator",
    "readiness",
    "sheet",
    "submission",
    "what_if",
    "withdraw",
]
