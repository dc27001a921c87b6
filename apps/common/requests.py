"""Types of requests, so that views can say what they are given."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.evaluations.models import Evaluation
    from apps.periods.models import EvaluationPeriod


class UserRequest(HttpRequest):
    """A request of somebody who is logged in, with what htmx says about it."""

    user: "User"
    htmx: HtmxDetails
    # What the page is about; the frame around it shows period, stage and simulation from these.
    period: "EvaluationPeriod"
    evaluation: "Evaluation"
    # Of a page with rows of several periods: the mark of its simulations.
    simulation_label: str
