"""The people of an institution, and those of the centre."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.actions import issue_link, link_address
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.institutions import actions
from apps.institutions.forms import AppointForm, InviteForm
from apps.institutions.models import Institution
from apps.institutions.permissions import (
    coordinates,
    is_administrator,
    is_of,
    may_issue_link,
    may_issue_link_at_the_centre,
    may_look_up_people,
    may_manage_people,
    may_see_people,
    may_withdraw,
    roles_to_give,
)
from apps.institutions.queries import institutions_named, memberships_at_the_centre, people_of, people_of_the_centre

PAGE = 50


@login_required
@require_GET
def directory(request: UserRequest) -> HttpResponse:
    """Every institution with the number of its people, for those who look after all."""
    if not may_look_up_people(request.user):
        raise PermissionDenied
    words = request.GET.get("nama", "")[:100]
    page = Paginator(institutions_named(words), PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "words": words, "may_appoint": is_administrator(request.user)}
    return render(request, "institutions/directory.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: UserRequest, pk: int) -> HttpResponse:
    """Who belongs to the institution; whoever coordinates it invites here."""
    institution = _visible(request.user, pk)
    if request.method == "GET":
        return _show(request, institution)
    if not may_manage_people(request.user, institution):
        raise PermissionDenied

    form = InviteForm(request.POST, roles=roles_to_give(request.user, institution))
    if form.is_valid():
        try:
            person, secret = actions.invite(institution, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, f"{person.name} menjadi {form.cleaned_data['role'].label}.")
            # Shown in this answer and nowhere else: only its hash is kept.
            if secret:
                return _show(request, institution, person=person, link=link_address(secret))
            return redirect("institutions:people", pk)
    return _show(request, institution, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: UserRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Take a role from somebody, after asking."""
    institution = _visible(request.user, pk)
    membership = get_object_or_404(institution.memberships.select_related("user"), pk=membership_pk)
    if not may_withdraw(request.user, membership, institution):
        raise PermissionDenied
    if request.method == "GET":
        context = {"membership": membership, "back": reverse("institutions:people", args=[pk])}
        return render(request, "institutions/withdraw.html", context)
    actions.leave(membership)
    messages.success(request, f"{membership.user.name} bukan lagi {membership.get_role_display()}.")
    return redirect("institutions:people", pk)


@login_required
@never_cache
@require_POST
def new_link(request: UserRequest, pk: int, user_pk: int) -> HttpResponse:
    """A new way in for somebody who lost theirs."""
    institution = _visible(request.user, pk)
    person = get_object_or_404(User.objects.filter(memberships__institution=institution).distinct(), pk=user_pk)
    if not may_issue_link(request.user, person, institution):
        raise PermissionDenied
    secret = issue_link(person, by=request.user)
    return _show(request, institution, person=person, link=link_address(secret))


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


def _visible(user: User, pk: int) -> Institution:
    """The institution, if its people are this person's business: else 404, or 403 for its own other people."""
    institution = get_object_or_404(Institution.objects.select_related("province"), pk=pk)
    if may_see_people(user, institution):
        return institution
    if is_of(user, institution):
        raise PermissionDenied
    raise Http404


def _show(
    request: UserRequest,
    institution: Institution,
    *,
    form: InviteForm | None = None,
    person: User | None = None,
    link: str = "",
) -> HttpResponse:
    roles = roles_to_give(request.user, institution)
    context = {
        "institution": institution,
        "people": people_of(institution),
        "roles": roles,
        "may_help_everybody": may_look_up_people(request.user),
        "may_help_own": coordinates(request.user, institution),
        "form": form or (InviteForm(roles=roles) if roles else None),
        "person": person,
        "link": link,
    }
    return render(request, "institutions/people.html", context, status=422 if form else 200)


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
