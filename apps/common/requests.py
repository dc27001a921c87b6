"""Types of requests, so that views can say what they are given."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User


class UserRequest(HttpRequest):
    """A request of somebody who is logged in, with what htmx says about it."""

    user: "User"
    htmx: HtmxDetails
