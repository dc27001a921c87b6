"""`{% load follow_up %}`: what was done about an indicator after earlier results, beside it in a later year."""

from typing import Any

from django import template

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.follow_up.queries.follow_ups import follow_ups_beside
from apps.instruments.models import Indicator

register = template.Library()


@register.inclusion_tag("follow_up/_beside.html")
def earlier_follow_ups(user: User, evaluation: Evaluation, indicator: Indicator) -> dict[str, Any]:
    """Nothing for whoever is neither of the institution nor of the ministry. One query."""
    is_concerned = holds(user, "fill_answers", evaluation) or holds(user, "review_evaluation", evaluation)
    return {"follow_ups": follow_ups_beside(evaluation, indicator) if is_concerned else []}
