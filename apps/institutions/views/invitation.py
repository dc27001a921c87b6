"""The door for somebody who was invited by mail: with the account they have, or with a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.accounts.exceptions import LinkSpentError
from apps.common.exceptions import DomainError
from apps.institutions import actions
from apps.institutions.forms import NewAccountForm
from apps.institutions.models import Invitation
from apps.institutions.queries import living_invitations


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking at the page uses nothing up."""
    asked = living_invitations(secret).select_related("institution", "invited_by").prefetch_related("units").first()
    if asked is None:
        return _spent(request)
    try:
        return _with_this_account(request, asked, secret) or _with_a_new_account(request, asked, secret)
    except LinkSpentError:
        return _spent(request)


def _with_this_account(request: HttpRequest, asked: Invitation, secret: str) -> HttpResponse | None:
    """For whoever is logged in; nothing for the others."""
    if not request.user.is_authenticated:
        return None
    if request.method == "GET":
        return render(request, "institutions/invitation.html", {"invitation": asked})
    membership = actions.accept(secret, by=request.user)
    messages.success(request, f"Anda kini {membership.get_role_display()} di {membership.place}.")
    return redirect("dashboard:home")


def _with_a_new_account(request: HttpRequest, asked: Invitation, secret: str) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=asked.email)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.accept_with_new_account(
                secret, name=said["name"], username=said["username"], password=said["password1"]
            )
        except LinkSpentError:
            raise
        except DomainError as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, "Akun Anda sudah dibuat dan undangan diterima. Silakan masuk.")
            return redirect("account_login")
    context = {"invitation": asked, "form": form}
    return render(request, "institutions/invitation.html", context, status=422 if form.errors else 200)


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_spent.html", status=LinkSpentError.status)
