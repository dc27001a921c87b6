"""Before anything else: the second factor, for the roles that need one; and after everything, an empty cache."""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.accounts.permissions import lacks_second_factor

# A middleware and not a decorator: it must hold for every page of every app, also for one that is added later.
ALLOWED_WITHOUT = {"mfa_activate_totp", "account_reauthenticate", "account_logout"}


class SecondFactorMiddleware:
    """Leads people of SECOND_FACTOR_REQUIRED_ROLES to set up their second factor until they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        place = request.resolver_match
        if place is not None and place.view_name in ALLOWED_WITHOUT:
            return None
        # The person, and not the stand-in of whom Django asks at every attribute whether it knows the person yet.
        request.user = get_user(request)
        if request.user.is_authenticated and lacks_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return None


class LogoutMiddleware:
    """Whoever logs out leaves no page behind for the next person to go back to.

    The browser's storage stays: words that were not saved yet wait there, locked for their writer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        place = request.resolver_match
        if request.method == "POST" and place is not None and place.view_name == "account_logout":
            response["Clear-Site-Data"] = '"cache"'
        return response
