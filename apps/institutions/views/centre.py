"""The people of the centre."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actions import issue_link, link_address
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.institutions import actions
from apps.institutions.forms import AppointForm
from apps.institutions.permissions import is_administrator, may_issue_link_at_the_centre
from apps.institutions.queries import memberships_at_the_centre, people_of_the_centre


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def centre(request: UserRequest) -> HttpResponse:
    """Who serves the whole evaluation; administrators appoint here."""
    _only_administrators(request.user)
    if request.method == "GET":
        return _show_centre(request)

    form = AppointForm(request.POST)
    if form.is_valid():
        try:
            person, secret = actions.appoint(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, f"{person.name} menjadi {form.cleaned_data['role'].label}.")
            # Shown in this answer and nowhere else: only its hash is kept.
            if secret:
                return _show_centre(request, person=person, link=link_address(secret))
            return redirect("institutions:centre")
    return _show_centre(request, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def dismiss(request: UserRequest, membership_pk: int) -> HttpResponse:
    """Take a role at the centre from somebody, after asking."""
    _only_administrators(request.user)
    membership = get_object_or_404(memberships_at_the_centre(), pk=membership_pk)
    if request.method == "GET":
        context = {"membership": membership, "back": reverse("institutions:centre")}
        return render(request, "institutions/withdraw.html", context)
    actions.dismiss(membership)
    messages.success(request, f"{membership.user.name} bukan lagi {membership.get_role_display()}.")
    return redirect("dashboard:home" if membership.user == request.user else "institutions:centre")


@login_required
@never_cache
@require_POST
def new_link_at_the_centre(request: UserRequest, user_pk: int) -> HttpResponse:
    """A new way in for somebody who serves the centre and lost theirs."""
    _only_administrators(request.user)
    there = memberships_at_the_centre().filter(user=user_pk)
    person = get_object_or_404(User.objects.filter(memberships__in=there).distinct(), pk=user_pk)
    if not may_issue_link_at_the_centre(request.user, person):
        raise PermissionDenied
    secret = issue_link(person, by=request.user)
    return _show_centre(request, person=person, link=link_address(secret))


def _only_administrators(user: User) -> None:
    if not is_administrator(user):
        raise PermissionDenied


def _show_centre(
    request: UserRequest, *, form: AppointForm | None = None, person: User | None = None, link: str = ""
) -> HttpResponse:
    people = people_of_the_centre()
    context = {
        "people": [(one, may_issue_link_at_the_centre(request.user, one.user)) for one in people],
        "form": form or AppointForm(),
        "person": person,
        "link": link,
    }
    return render(request, "institutions/centre.html", context, status=422 if form else 200)
