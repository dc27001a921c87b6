"""Who belongs where."""

from django.contrib.auth.models import Group
from django.db import transaction

from apps.accounts.models import User
from apps.institutions.groups import group_of
from apps.institutions.models import Agency, Institution, Membership, Role, Unit, University


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
def leave(membership: Membership) -> None:
    """Take a role from a person, and its permissions unless another membership brings the same."""
    name = group_of(membership)
    membership.delete()
    others = Membership.objects.filter(user=membership.user).select_related("institution")
    if name and name not in {group_of(other) for other in others}:
        membership.user.groups.remove(*Group.objects.filter(name=name))
