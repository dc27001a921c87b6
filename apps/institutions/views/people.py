"""The people of an institution."""

from typing import Any

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
from apps.common.requests import UserRequest
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions import actions
from apps.institutions.forms import HandOverForm, InviteForm, UnitsForm
from apps.institutions.models import Institution, Invitation, Membership
from apps.institutions.permissions import (
    is_administrator,
    is_of,
    may_hand_over,
    may_issue_link,
    may_look_up_people,
    may_manage_people,
    may_see_people,
    may_withdraw,
    roles_to_give,
    roles_to_help,
)
from apps.institutions.queries import Person, institutions_named, open_invitations, people_of, records_of

PAGE = 50
COLUMNS = ("Kode", "Instansi", "Kategori", "Orang")


@login_required
@require_GET
def directory(request: UserRequest) -> HttpResponse:
    """Every institution with the number of its people, for those who look after all."""
    if not may_look_up_people(request.user):
        raise PermissionDenied
    words = request.GET.get("nama", "")[:100]
    if asks_for_workbook(request):
        return workbook(
            request, "Instansi", COLUMNS, map(_cells, institutions_named(words)), note=f"Nama: {words}" if words else ""
        )
    page = Paginator(institutions_named(words), PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "words": words, "may_appoint": is_administrator(request.user)}
    return render(request, "institutions/directory.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: UserRequest, pk: int) -> HttpResponse:
    """Who belongs to the institution and who was asked; whoever looks after its people invites here."""
    institution = _visible(request.user, pk)
    if request.method == "GET":
        return _show(request, institution)
    if not may_manage_people(request.user, institution):
        raise PermissionDenied

    form = InviteForm(request.POST, institution=institution, roles=roles_to_give(request.user, institution))
    if not form.is_valid():
        return _show(request, institution, form=form)
    email = form.cleaned_data["email"]
    actions.invite(institution, form.cleaned_data["role"], email=email, units=form.chosen, by=request.user)
    messages.success(request, f"Undangan ditulis untuk {email}.")
    return redirect("institutions:people", pk)


@login_required
@require_POST
def send_again(request: UserRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """A new letter; the link in the one before ends."""
    invitation = _invitation(request.user, pk, invitation_pk)
    actions.send_again(invitation, by=request.user)
    messages.success(request, f"Undangan ditulis lagi untuk {invitation.email}. Tautan yang lama tidak berlaku lagi.")
    return redirect("institutions:people", pk)


@login_required
@require_POST
def call_off(request: UserRequest, pk: int, invitation_pk: int) -> HttpResponse:
    invitation = _invitation(request.user, pk, invitation_pk)
    actions.call_off(invitation, by=request.user)
    messages.success(request, f"Undangan kepada {invitation.email} dibatalkan.")
    return redirect("institutions:people", pk)


@login_required
@require_http_methods(["GET", "POST"])
def membership(request: UserRequest, pk: int, membership_pk: int) -> HttpResponse:
    """One role of one person: its units, and the ways to pass it on or take it away."""
    institution, held = _membership(request.user, pk, membership_pk)
    may_change = may_withdraw(request.user, held, institution)
    if not (may_change or may_hand_over(request.user, held, institution)):
        raise PermissionDenied
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        form = UnitsForm(request.POST, institution=institution)
        if form.is_valid():
            actions.set_units(held, form.chosen, by=request.user)
            messages.success(request, f"Unit kerja {held.user} tersimpan.")
            return redirect("institutions:people", pk)
    else:
        form = UnitsForm(institution=institution, initial={"units": held.units.all()})
    return _show_membership(request, held, units=form, hand_over=HandOverForm(membership=held))


@login_required
@require_POST
def hand_over(request: UserRequest, pk: int, membership_pk: int) -> HttpResponse:
    """The role passes to somebody else of the institution."""
    institution, held = _membership(request.user, pk, membership_pk)
    if not may_hand_over(request.user, held, institution):
        raise PermissionDenied
    form = HandOverForm(request.POST, membership=held)
    if not form.is_valid():
        units = UnitsForm(institution=institution, initial={"units": held.units.all()})
        return _show_membership(request, held, units=units, hand_over=form)
    receiver = form.cleaned_data["to"]
    actions.hand_over(held, to=receiver, by=request.user)
    messages.success(request, f"{receiver} kini {held.get_role_display()}, menggantikan {held.user}.")
    return redirect("dashboard:home" if held.user == request.user else reverse("institutions:people", args=[pk]))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: UserRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Take a role from somebody, after asking."""
    institution, held = _membership(request.user, pk, membership_pk)
    if not may_withdraw(request.user, held, institution):
        raise PermissionDenied
    if request.method == "GET":
        context = {"membership": held, "back": reverse("institutions:people", args=[pk])}
        return render(request, "institutions/withdraw.html", context)
    actions.withdraw(held, by=request.user)
    messages.success(request, f"{held.user} bukan lagi {held.get_role_display()}.")
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


def _visible(user: User, pk: int) -> Institution:
    """The institution, if its people are this person's business: else 404, or 403 for its own other people."""
    institution = get_object_or_404(Institution.objects.select_related("province"), pk=pk)
    if may_see_people(user, institution):
        return institution
    if is_of(user, institution):
        raise PermissionDenied
    raise Http404


def _membership(user: User, pk: int, membership_pk: int) -> tuple[Institution, Membership]:
    institution = _visible(user, pk)
    return institution, get_object_or_404(
        institution.memberships.select_related("user", "institution"), pk=membership_pk
    )


def _invitation(user: User, pk: int, invitation_pk: int) -> Invitation:
    """An open invitation to a role that this person may give."""
    institution = _visible(user, pk)
    if not may_manage_people(user, institution):
        raise PermissionDenied
    invitation = get_object_or_404(institution.invitations.select_related("institution"), pk=invitation_pk)
    if invitation.role not in roles_to_give(user, institution):
        raise PermissionDenied
    return invitation


def _show(
    request: UserRequest,
    institution: Institution,
    *,
    form: InviteForm | None = None,
    person: User | None = None,
    link: str = "",
) -> HttpResponse:
    user, roles = request.user, roles_to_give(request.user, institution)
    context = {
        "institution": institution,
        "people": [
            (one, _may_be_helped(user, one, institution), [_row(user, held, institution) for held in one.memberships])
            for one in people_of(institution)
        ],
        "invitations": open_invitations(institution).select_related("invited_by").prefetch_related("units"),
        "records": records_of(institution),
        "roles": roles,
        "form": form or (InviteForm(institution=institution, roles=roles) if roles else None),
        "person": person,
        "link": link,
    }
    return render(request, "institutions/people.html", context, status=422 if form else 200)


def _row(user: User, held: Membership, institution: Institution) -> tuple[Membership, bool]:
    """A role with whether its page is open to this person."""
    return held, may_hand_over(user, held, institution)


def _may_be_helped(user: User, person: Person, institution: Institution) -> bool:
    if may_look_up_people(user):
        return True
    held = {one.role for one in person.memberships}
    return not person.is_from_elsewhere and held <= roles_to_help(user, institution)


def _show_membership(
    request: UserRequest, held: Membership, *, units: UnitsForm, hand_over: HandOverForm
) -> HttpResponse:
    institution = held.institution
    assert institution is not None  # noqa: S101 - it was found among those of an institution
    context = {
        "institution": institution,
        "membership": held,
        "form": units,
        "hand_over": hand_over,
        "may_change": may_withdraw(request.user, held, institution),
    }
    status = 422 if units.errors or hand_over.errors else 200
    return render(request, "institutions/membership.html", context, status=status)


def _cells(one: Any) -> tuple[str | int, ...]:
    return one.code, one.name, one.get_category_display(), one.number
