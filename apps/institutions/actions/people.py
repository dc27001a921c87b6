"""Who belongs where."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from apps.accounts.actions import issue_link
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.institutions.actions.records import record
from apps.institutions.departures import depart
from apps.institutions.groups import group_of
from apps.institutions.models import (
    ROLES_AT_THE_CENTRE,
    Agency,
    Institution,
    Membership,
    PeopleAct,
    Role,
    Unit,
    University,
)
from apps.institutions.queries import administrators
from apps.notices.actions import notify, settle
from apps.notices.choices import NoticeKind


@transaction.atomic
def join(
    user: User,
    role: Role,
    *,
    institution: Institution | None = None,
    university: University | None = None,
    agency: Agency | None = None,
    units: Iterable[Unit] = (),
) -> Membership:
    """Give a person a role at its place, with the permissions that go with it. May run again, with further units."""
    membership, _ = Membership.objects.get_or_create(
        user=user,
        role=role,
        institution=institution,
        university=university,
        agency=agency,
    )
    membership.units.add(*units)
    if name := group_of(membership):
        group, _ = Group.objects.get_or_create(name=name)
        user.groups.add(group)
    return membership


@transaction.atomic
def appoint(
    role: Role,
    *,
    agency: Agency | None = None,
    unit: str = "",
    name: str,
    username: str,
    email: str = "",
    by: User | None,
) -> tuple[User, str]:
    """Give somebody a role at the centre; the person and the secret of their one-time link.

    Somebody who serves the centre already gets the further role and no link, and every other account is refused, or an
    appointment could be the first step to taking it over. `by` is nobody for the first person of an installation.
    """
    user, is_new = _account(username, name=name, email=email)
    if not is_new and not user.memberships.filter(role__in=ROLES_AT_THE_CENTRE).exists():
        raise _taken(user)
    membership = join(user, role, agency=agency, units=[_unit_of_the_centre(unit)] if unit else [])
    place = f" dari {membership.place}" if membership.place else ""
    notify([user], f"Anda menjadi {role.label}{place}.", reverse("dashboard:home"), kind=NoticeKind.INVITED)
    return user, issue_link(user, by=by) if is_new else ""


def _unit_of_the_centre(name: str) -> Unit:
    known = Unit.objects.filter(institution=None, name__iexact=name).first()
    return known or Unit.objects.get_or_create(institution=None, name=name)[0]


@transaction.atomic
def dismiss(membership: Membership) -> None:
    """Take a role at the centre from a person. One administrator who can come in always stays."""
    if membership.role == Role.ADMINISTRATOR:
        # Locked, so that of two who withdraw each other's role one is refused.
        others = [one for one in administrators().select_for_update(of=("self",)) if one != membership]
        if not any(one.user.is_active and one.user.has_usable_password() for one in others):
            raise DomainError(
                f"{membership.user.name} satu-satunya administrator yang dapat masuk, jadi perannya tidak dicabut. "
                "Tambahkan administrator lain dan tunggu sampai ia memilih kata sandi."
            )
    leave(membership)


@transaction.atomic
def withdraw(membership: Membership, *, by: User) -> None:
    """Take a role at an institution from a person, and what they were in charge of. The last Koordinator stays."""
    institution = _institution_of(membership)
    if membership.role == Role.COORDINATOR:
        # Locked, so that of two who withdraw each other's role one is refused.
        others = institution.memberships.filter(role=Role.COORDINATOR).select_related("user")
        if not any(one.user.is_active for one in others.select_for_update(of=("self",)) if one != membership):
            raise DomainError(
                f"{membership.user} satu-satunya Koordinator SPBE di {institution}, jadi perannya tidak dicabut. "
                "Serahkan peran itu kepada orang lain."
            )
    leave(membership)
    depart(institution, membership.user, by=by)
    record(institution, PeopleAct.WITHDRAWN, membership.role, by=by, person=membership.user)
    notify(
        [membership.user], f"Anda bukan lagi {membership.get_role_display()} di {institution}.", kind=NoticeKind.INVITED
    )


@transaction.atomic
def hand_over(membership: Membership, *, to: User, by: User) -> Membership:
    """The role, its units and its work pass to another person of the institution: one gets it, the other loses it."""
    institution, giver = _institution_of(membership), membership.user
    standing = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if standing is None or to == giver:
        raise DomainError("Peran ini sudah tidak dipegang orang itu. Tidak ada yang diubah.")
    if not institution.memberships.filter(user=to).exists():
        raise DomainError(f"{to} tidak termasuk orang {institution}. Undanglah lebih dahulu.")
    if not (to.is_active and to.has_usable_password()):
        raise DomainError(f"{to} belum pernah masuk, jadi belum dapat menerima peran. Tidak ada yang diubah.")
    role, units = Role(membership.role), list(membership.units.all())
    leave(membership)
    received = join(to, role, institution=institution, units=units)
    depart(institution, giver, to=to, by=by)
    record(institution, PeopleAct.HANDED_OVER, role, by=by, person=to, giver=giver, units=units)
    home, kind = reverse("dashboard:home"), NoticeKind.INVITED
    notify([to], f"Anda menjadi {role.label} di {institution}, menggantikan {giver}.", home, kind=kind)
    notify([giver], f"Peran {role.label} di {institution} kini dipegang {to}.", home, kind=kind)
    return received


@transaction.atomic
def set_units(membership: Membership, units: Iterable[Unit], *, by: User) -> None:
    """For which units of the institution a person works in this role."""
    chosen = list(units)
    membership.units.set(chosen)
    institution = _institution_of(membership)
    record(institution, PeopleAct.UNITS_SET, membership.role, by=by, person=membership.user, units=chosen)


@transaction.atomic
def leave(membership: Membership) -> None:
    """Take a role from a person, and its permissions unless another membership brings the same."""
    name = group_of(membership)
    Membership.objects.filter(pk=membership.pk).delete()  # the object keeps its key, for what is said of it later
    others = Membership.objects.filter(user=membership.user).select_related("institution")
    if name and name not in {group_of(other) for other in others}:
        membership.user.groups.remove(*Group.objects.filter(name=name))
    places = {(one.institution_id, one.university_id, one.agency_id) for one in others}
    if (membership.institution_id, membership.university_id, membership.agency_id) not in places:
        settle([membership.user_id])


def _institution_of(membership: Membership) -> Institution:
    assert membership.institution is not None  # noqa: S101 - the database holds these roles to an institution
    return membership.institution


def _account(username: str, *, name: str, email: str) -> tuple[User, bool]:
    """The account of this name, and whether it is new; a new one has no password."""
    return User.objects.get_or_create(
        username=username.lower(), defaults={"name": name, "email": email, "password": make_password(None)}
    )


def _taken(user: User) -> DomainError:
    return DomainError(f"Nama pengguna {user.username} sudah dipakai. Pilih nama pengguna lain.")
