"""Who may look after the people of an institution: a matter of membership, not of one evaluation."""

from apps.accounts.models import User
from apps.institutions.models import INSTITUTION_ROLES, ROLES_AT_THE_CENTRE, Institution, Membership, Role

# The Koordinator answers for the institution; only the ministry says who that is.
ROLES_GIVEN_BY_COORDINATOR = tuple(role for role in INSTITUTION_ROLES if role != Role.COORDINATOR)


def memberships_of(user: User) -> list[Membership]:
    """Every role of a person with its place. One query for a request, however often it is asked."""
    known: list[Membership] | None = user.__dict__.get("_memberships")
    if known is None:
        rows = user.memberships.select_related("institution__province", "university", "agency", "unit")
        # Ordered here: Django compares an ordering with every column it reads, and there are many.
        known = sorted(rows.order_by(), key=lambda one: one.pk)
        user.__dict__["_memberships"] = known
    return known


def is_administrator(user: User) -> bool:
    return user.has_perm("institutions.manage_people")


def may_look_up_people(user: User) -> bool:
    """People of every institution: administrators, and the ministry's evaluation team."""
    return is_administrator(user) or user.has_perm("periods.run_period")


def is_of(user: User, institution: Institution) -> bool:
    return any(one.institution_id == institution.pk for one in memberships_of(user))


def coordinates(user: User, institution: Institution) -> bool:
    return any(one.institution_id == institution.pk and one.role == Role.COORDINATOR for one in memberships_of(user))


def may_see_people(user: User, institution: Institution) -> bool:
    return coordinates(user, institution) or may_look_up_people(user)


def may_manage_people(user: User, institution: Institution) -> bool:
    """Invite and withdraw."""
    return coordinates(user, institution) or is_administrator(user)


def roles_to_give(user: User, institution: Institution) -> tuple[Role, ...]:
    if is_administrator(user):
        return INSTITUTION_ROLES
    return ROLES_GIVEN_BY_COORDINATOR if coordinates(user, institution) else ()


def may_withdraw(user: User, membership: Membership, institution: Institution) -> bool:
    return membership.role in roles_to_give(user, institution)


def may_issue_link(user: User, person: User, institution: Institution) -> bool:
    """A link takes over an account, so a Koordinator gives it only to people who belong nowhere else."""
    if may_look_up_people(user):
        return not person.is_superuser and not _serves_the_centre(person)
    elsewhere = person.memberships.exclude(institution=institution).exists() or person.is_superuser
    return coordinates(user, institution) and not elsewhere


def may_issue_link_at_the_centre(user: User, person: User) -> bool:
    """Only an administrator helps those who serve the centre back in, and only somebody else."""
    return is_administrator(user) and person != user and not person.is_superuser


def _serves_the_centre(person: User) -> bool:
    return person.memberships.filter(role__in=ROLES_AT_THE_CENTRE).exists()
