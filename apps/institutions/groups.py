"""The groups of Django that carry permissions: one per institution and role, per team and role, per central role."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

from apps.institutions.models import INSTITUTION_ROLES, ROLES_AT_THE_CENTRE, Institution, Membership, Role

TEAM_ROLES = ("assessor", "lead")

# What a role may do with whole periods. Everything else is a grant on one evaluation (evaluations/roles.py).
PERIOD_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.EVALUATION_TEAM: ("run_period", "finalise_period"),
    Role.AGENCY_MEMBER: ("vote_on_results",),
    Role.AUDITOR: ("audit_period",),
    Role.ADMINISTRATOR: ("manage_people",),
}


def institution_group(institution_id: int, role: str) -> str:
    return f"institution:{institution_id}:{role}"


def team_group(team_id: int, role: str) -> str:
    return f"team:{team_id}:{role}"


def central_group(role: str) -> str:
    return f"central:{role}"


def group_of(membership: Membership) -> str | None:
    """The group that a membership puts its user into. Assessors get theirs from their team."""
    role = Role(membership.role)
    if role in INSTITUTION_ROLES and membership.institution_id:
        return institution_group(membership.institution_id, role)
    if role in ROLES_AT_THE_CENTRE:
        return central_group(role)
    return None


def lay_out_groups(institutions: Iterable[Institution]) -> None:
    """Create what is missing: the groups of these institutions, and the central ones with their permissions."""
    central = {
        (central_group(role), codename) for role, codenames in PERIOD_PERMISSIONS.items() for codename in codenames
    }
    names = [institution_group(one.pk, role) for one in institutions for role in INSTITUTION_ROLES]
    names += [central_group(role) for role in PERIOD_PERMISSIONS]
    Group.objects.bulk_create([Group(name=name) for name in names], ignore_conflicts=True)
    present = Group.permissions.through.objects.filter(group__name__in={name for name, _ in central})
    if set(present.values_list("group__name", "permission__codename")) == central:
        return
    for role, codenames in PERIOD_PERMISSIONS.items():
        group = Group.objects.get(name=central_group(role))
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
