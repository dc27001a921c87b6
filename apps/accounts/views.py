"""The account itself, and the first log-in by a one-time link. The log-in page is allauth's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts.actions import use_link
from apps.accounts.exceptions import LinkSpentError
from apps.accounts.forms import FirstPasswordForm
from apps.accounts.permissions import has_second_factor
from apps.accounts.queries import living_links
from apps.common.requests import UserRequest


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
def first_login(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a password. Looking at the page uses nothing up."""
    link = living_links(secret).select_related("user").first()
    if link is None:
        return _spent(request)

    form = FirstPasswordForm(request.POST or None, user=link.user)
    if form.is_valid():
        try:
            use_link(secret, password=form.cleaned_data["password1"])
        except LinkSpentError:
            return _spent(request)
        messages.success(request, "Kata sandi Anda tersimpan. Silakan masuk.")
        return redirect("account_login")

    return render(request, "accounts/first_login.html", {"form": form, "person": link.user})


@login_required
@require_GET
def profile(request: UserRequest) -> HttpResponse:
    held = request.user.memberships.select_related("institution", "university", "agency")
    context = {"memberships": held.prefetch_related("units"), "has_second_factor": has_second_factor(request.user)}
    return render(request, "accounts/profile.html", context)


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_spent.html", status=LinkSpentError.status)
