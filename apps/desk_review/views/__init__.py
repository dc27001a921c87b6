from apps.desk_review.views.differences import close, differences, settle
from apps.desk_review.views.indicator import indicator
from apps.desk_review.views.sheet import lock, sheet

__all__ = ["close", "differences", "indicator", "lock", "settle", "sheet"]
