"""Bringing what was granted in earlier versions of this program up to its table of roles."""

from django.db import transaction

from apps.evaluations.grants import set_grants
from apps.evaluations.models import Evaluation
from apps.periods.models import PeriodState

AT_ONCE = 500  # evaluations in one transaction


def refresh_grants() -> int:
    """Set the grants of every evaluation whose period is open or published; returns how many there are.

    Each round is a few statements, and what is right already is not written. May run while people work.
    """
    keys = list(
        Evaluation.objects.exclude(period__state=PeriodState.PREPARATION).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            set_grants(Evaluation.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk"))
    return len(keys)
