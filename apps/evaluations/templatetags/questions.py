"""The questions between the two sides, for any page about one indicator."""

from typing import Any

from django import template

from apps.evaluations.models import ASKING_STAGES, Evaluation
from apps.evaluations.questions import questions_on, speaks_for
from apps.instruments.models import Indicator

register = template.Library()


@register.inclusion_tag("evaluations/_questions.html", takes_context=True)
def questions_about(context: template.Context, evaluation: Evaluation, indicator: Indicator) -> dict[str, Any]:
    """What was asked of this indicator and is not answered yet, with the way there. One query."""
    user = context["request"].user
    asked = questions_on(user, evaluation, indicator) if evaluation.stage in ASKING_STAGES else []
    return {
        "evaluation": evaluation,
        "indicator": indicator,
        "asked": asked,
        "waiting": [one for one in asked if one.answer is None],
        "may_ask": evaluation.stage in ASKING_STAGES and speaks_for(user, evaluation) is not None,
    }
