from apps.desk_review.views.differences import close, confirm, differences, settle
from apps.desk_review.views.indicator import indicator
from apps.desk_review.views.sheet import lock, sheet

__all__ = ["close", "confirm", "differences", "indicator", "lock", "settle", "sheet"]
