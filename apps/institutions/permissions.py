"""Who may look after the people of an institution: a matter of membership, not of one evaluation."""

from typing import Any

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.institutions.models import (
    ROLES_AT_THE_CENTRE,
    SHEET_ROLES,
    Agency,
    Institution,
    Membership,
    Province,
    Role,
    University,
)

# The Koordinator answers for the institution; the ministry says who that is, and only the Koordinator passes it on.
ROLES_GIVEN_BY_ADMINISTRATOR = (Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE)
ROLES_GIVEN_BY_COORDINATOR = (*ROLES_GIVEN_BY_ADMINISTRATOR, Role.INSTITUTION_ADMINISTRATOR)

# Around every page.
READ = (Membership, Institution, Province, University, Agency)
HELD = f"""
    SELECT {columns("membership", Membership)}, {columns("institution", Institution)},
           {columns("province", Province)}, {columns("university", University)}, {columns("agency", Agency)}
    FROM institutions_membership membership
    LEFT JOIN institutions_institution institution ON institution.id = membership.institution_id
    LEFT JOIN institutions_province province ON province.code = institution.province_id
    LEFT JOIN institutions_university university ON university.id = membership.university_id
    LEFT JOIN institutions_agency agency ON agency.id = membership.agency_id
    WHERE membership.user_id = %s ORDER BY membership.id
"""  # noqa: S608 - our own words


def memberships_of(user: User) -> list[Membership]:
    """Every role of a person with its place. One query for a request, however often it is asked."""
    known: list[Membership] | None = user.__dict__.get("_memberships")
    if known is None:
        known = user.__dict__["_memberships"] = [_membership(row) for row in rows(HELD, [user.pk])]
    return known


def _membership(row: tuple[Any, ...]) -> Membership:
    one, institution, province, one.university, one.agency = instances(row, *READ)
    if institution:
        institution.province = province
    one.institution = institution
    return one


def is_administrator(user: User) -> bool:
    return user.has_perm("institutions.manage_people")


def may_look_up_people(user: User) -> bool:
    """People of every institution: administrators, and the ministry's evaluation team."""
    return is_administrator(user) or user.has_perm("periods.run_period")


def may_change_register(user: User) -> bool:
    """Which institutions there are is for the ministry's evaluation team to say."""
    return user.has_perm("periods.run_period")


def is_of(user: User, institution: Institution) -> bool:
    return any(one.institution_id == institution.pk for one in memberships_of(user))


def holds_role(user: User, institution: Institution, role: Role) -> bool:
    return any(one.institution_id == institution.pk and one.role == role for one in memberships_of(user))


def coordinates(user: User, institution: Institution) -> bool:
    return holds_role(user, institution, Role.COORDINATOR)


def looks_after(user: User, institution: Institution) -> bool:
    """The Koordinator, and the administrator whom the Koordinator has named."""
    return coordinates(user, institution) or holds_role(user, institution, Role.INSTITUTION_ADMINISTRATOR)


def may_see_people(user: User, institution: Institution) -> bool:
    return looks_after(user, institution) or may_look_up_people(user)


def may_manage_people(user: User, institution: Institution) -> bool:
    """Invite and withdraw."""
    return looks_after(user, institution) or is_administrator(user)


def roles_to_give(user: User, institution: Institution) -> tuple[Role, ...]:
    if is_administrator(user):
        return (*SHEET_ROLES, Role.INSTITUTION_ADMINISTRATOR)
    if coordinates(user, institution):
        return ROLES_GIVEN_BY_COORDINATOR
    return ROLES_GIVEN_BY_ADMINISTRATOR if looks_after(user, institution) else ()


def may_withdraw(user: User, membership: Membership, institution: Institution) -> bool:
    return membership.role in roles_to_give(user, institution)


def may_hand_over(user: User, membership: Membership, institution: Institution) -> bool:
    """What one may give; and Koordinators pass on their own role."""
    is_own = membership.user_id == user.pk and membership.role == Role.COORDINATOR
    return is_own or may_withdraw(user, membership, institution)


def may_issue_link(user: User, person: User, institution: Institution) -> bool:
    """A link takes over an account: only for people who belong nowhere else and hold no role that one may not give."""
    if may_look_up_people(user):
        return not person.is_superuser and not _serves_the_centre(person)
    if person.is_superuser or not looks_after(user, institution):
        return False
    held = {(one.institution_id, one.role) for one in person.memberships.all()}
    return held <= {(institution.pk, role) for role in roles_to_help(user, institution)}


def roles_to_help(user: User, institution: Institution) -> frozenset[Role]:
    """Whoever holds only these is helped back in; a Koordinator also helps another one."""
    own = (Role.COORDINATOR,) if coordinates(user, institution) else ()
    return frozenset((*roles_to_give(user, institution), *own))


def may_issue_link_at_the_centre(user: User, person: User) -> bool:
    """Only an administrator helps those who serve the centre back in, and only somebody else."""
    return is_administrator(user) and person != user and not person.is_superuser


def _serves_the_centre(person: User) -> bool:
    return person.memberships.filter(role__in=ROLES_AT_THE_CENTRE).exists()
