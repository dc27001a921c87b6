from apps.consolidation.views.detail import detail, hand_over
from apps.consolidation.views.findings import draft, findings
from apps.consolidation.views.indicator import indicator, unsettle
from apps.consolidation.views.objections import answer_objection, objections
from apps.consolidation.views.review import answer, review

__all__ = [
    "answer",
    "answer_objection",
    "detail",
    "draft",
    "findings",
    "hand_over",
    "indicator",
    "objections",
    "review",
    "unsettle",
]
