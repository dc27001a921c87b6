from apps.desk_review.actions.close import close_desk_review, close_desk_reviews_many
from apps.desk_review.actions.judge import JudgementRow, lay_out_judgements, save_judgement, save_judgements
from apps.desk_review.actions.lock import lock_all_judgements, lock_judgements
from apps.desk_review.actions.settle import confirm_settlement, settle_difference

__all__ = [
    "JudgementRow",
    "close_desk_review",
    "close_desk_reviews_many",
    "confirm_settlement",
    "lay_out_judgements",
    "lock_all_judgements",
    "lock_judgements",
    "save_judgement",
    "save_judgements",
    "settle_difference",
]
