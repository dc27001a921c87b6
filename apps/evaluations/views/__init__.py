from apps.evaluations.views.declaration import conflicts, declaration
from apps.evaluations.views.detail import detail
from apps.evaluations.views.discussion import discussion, withdraw_remark
from apps.evaluations.views.minutes import sign_minutes, signed_paper
from apps.evaluations.views.questions import answer, questions

__all__ = [
    "answer",
    "conflicts",
    "declaration",
    "detail",
    "discussion",
    "questions",
    "sign_minutes",
    "signed_paper",
    "withdraw_remark",
]
