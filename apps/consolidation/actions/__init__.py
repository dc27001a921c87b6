from apps.consolidation.actions.findings import draft_findings, draft_findings_many, save_findings
from apps.consolidation.actions.handover import hand_over, hand_over_many
from apps.consolidation.actions.review import Point, accept, accept_many, answer_point, give_back
from apps.consolidation.actions.settle import settle, unsettle

__all__ = [
    "Point",
    "accept",
    "accept_many",
    "answer_point",
    "draft_findings",
    "draft_findings_many",
    "give_back",
    "hand_over",
    "hand_over_many",
    "save_findings",
    "settle",
    "unsettle",
]
