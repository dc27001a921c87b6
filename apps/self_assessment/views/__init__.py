from apps.self_assessment.views.approval import approval
from apps.self_assessment.views.archive import archive, archive_file
from apps.self_assessment.views.delegation import delegate
from apps.self_assessment.views.earlier import earlier
from apps.self_assessment.views.figures import figures, readiness, what_if
from apps.self_assessment.views.files import describe, file, replace, withdraw
from apps.self_assessment.views.history import history
from apps.self_assessment.views.indicator import indicator
from apps.self_assessment.views.library import library, use
from apps.self_assessment.views.sheet import sheet
from apps.self_assessment.views.submission import document, receipt, submission
from apps.self_assessment.views.uploads import abandon, announce, finish, receive
from apps.self_assessment.views.viewer import page_image, viewer

__all__ = [
    "abandon",
    "announce",
    "approval",
    "archive",
    "archive_file",
    "delegate",
    "describe",
    "document",
    "earlier",
    "figures",
    "file",
    "finish",
    "history",
    "indicator",
    "library",
    "page_image",
    "readiness",
    "receipt",
    "receive",
    "replace",
    "sheet",
    "submission",
    "use",
    "viewer",
    "what_if",
    "withdraw",
]
