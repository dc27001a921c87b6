from apps.consolidation.views.detail import detail, hand_over
from apps.consolidation.views.findings import draft, findings
from apps.consolidation.views.indicator import indicator, unsettle
from apps.consolidation.views.review import review

__all__ = ["detail", "draft", "findings", "hand_over", "indicator", "review", "unsettle"]
