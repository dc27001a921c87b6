"""Who belongs where."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from apps.accounts.actions import issue_link
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.institutions.groups import group_of
from apps.institutions.models import ROLES_AT_THE_CENTRE, Agency, Institution, Membership, Role, Unit, University
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
    unit: Unit | None = None,
) -> Membership:
    """Give a person a role at its place, with the permissions that go with it. May run again."""
    membership, _ = Membership.objects.get_or_create(
        user=user,
        role=role,
        institution=institution,
        university=university,
        agency=agency,
        defaults={"unit": unit},
    )
    if name := group_of(membership):
        group, _ = Group.objects.get_or_create(name=name)
        user.groups.add(group)
    return membership


@transaction.atomic
def invite(
    institution: Institution, role: Role, *, name: str, username: str, email: str, unit_name: str, by: User
) -> tuple[User, str]:
    """Bring somebody to an institution; the person and the secret of their one-time link.

    Somebody who is already there gets the further role and no link: then the secret is empty. An account that
    belongs elsewhere is refused, or an invitation could be the first step to taking it over.
    """
    user, is_new = _account(username, name=name, email=email)
    if not is_new and not user.memberships.filter(institution=institution).exists():
        raise _taken(user)
    unit = Unit.objects.get_or_create(institution=institution, name=unit_name)[0] if unit_name else None
    join(user, role, institution=institution, unit=unit)
    text = f"Anda menjadi {role.label} di {institution}."
    notify([user], text, reverse("dashboard:home"), kind=NoticeKind.INVITED)
    return user, issue_link(user, by=by) if is_new else ""


@transaction.atomic
def appoint(
    role: Role, *, agency: Agency | None = None, name: str, username: str, email: str = "", by: User | None
) -> tuple[User, str]:
    """Give somebody a role at the centre; the person and the secret of their one-time link.

    Somebody who serves the centre already gets the further role and no link, and every other account is refused, as
    by `invite`. `by` is nobody for the first person of an installation.
    """
    user, is_new = _account(username, name=name, email=email)
    if not is_new and not user.memberships.filter(role__in=ROLES_AT_THE_CENTRE).exists():
        raise _taken(user)
    membership = join(user, role, agency=agency)
    place = f" dari {membership.place}" if membership.place else ""
    notify([user], f"Anda menjadi {role.label}{place}.", reverse("dashboard:home"), kind=NoticeKind.INVITED)
    return user, issue_link(user, by=by) if is_new else ""


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
def leave(membership: Membership) -> None:
    """Take a role from a person, and its permissions unless another membership brings the same."""
    name = group_of(membership)
    membership.delete()
    others = Membership.objects.filter(user=membership.user).select_related("institution")
    if name and name not in {group_of(other) for other in others}:
        membership.user.groups.remove(*Group.objects.filter(name=name))
    places = {(one.institution_id, one.university_id, one.agency_id) for one in others}
    if (membership.institution_id, membership.university_id, membership.agency_id) not in places:
        settle(membership.user)


def _account(username: str, *, name: str, email: str) -> tuple[User, bool]:
    """The account of this name, and whether it is new; a new one has no password."""
    return User.objects.get_or_create(
        username=username.lower(), defaults={"name": name, "email": email, "password": make_password(None)}
    )


def _taken(user: User) -> DomainError:
    return DomainError(f"Nama pengguna {user.username} sudah dipakai. Pilih nama pengguna lain.")
