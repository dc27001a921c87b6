from apps.evaluations.actions.ledger import close_into_ledger
from apps.evaluations.actions.limits import apply_windows, extend
from apps.evaluations.actions.stages import advance, advance_many

__all__ = ["advance", "advance_many", "apply_windows", "close_into_ledger", "extend"]
