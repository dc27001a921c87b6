from apps.self_assessment.views.approval import approval
from apps.self_assessment.views.files import describe, file, replace, withdraw
from apps.self_assessment.views.indicator import indicator
from apps.self_assessment.views.library import library, use
from apps.self_assessment.views.sheet import sheet
from apps.self_assessment.views.submission import document, submission
from apps.self_assessment.views.uploads import abandon, announce, finish, receive
from apps.self_assessment.views.viewer import page_image, viewer

__all__ = [
    "abandon",
    "announce",
    "approval",
    "describe",
    "document",
    "file",
    "finish",
    "indicator",
    "library",
    "page_image",
    "receive",
    "replace",
    "sheet",
    "submission",
    "use",
    "viewer",
    "withdraw",
]
