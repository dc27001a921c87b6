from apps.evaluations.views.detail import detail
from apps.evaluations.views.discussion import discussion, withdraw_remark

__all__ = ["detail", "discussion", "withdraw_remark"]
