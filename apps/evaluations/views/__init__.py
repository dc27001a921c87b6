from apps.evaluations.views.declaration import conflicts, declaration
from apps.evaluations.views.detail import detail
from apps.evaluations.views.discussion import discussion, withdraw_remark

__all__ = ["conflicts", "declaration", "detail", "discussion", "withdraw_remark"]
