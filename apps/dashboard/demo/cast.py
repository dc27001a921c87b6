"""Which institutions of the demonstration are shown in detail, and who is given a log-in."""

from collections.abc import Mapping
from enum import Enum, auto

from apps.accounts.models import User
from apps.dashboard.demo.people import Centre, staff_of, university_coordinator
from apps.evaluations.models import TeamMember
from apps.institutions.models import SHEET_ROLES, Institution, Role
from apps.periods.models import EvaluationPeriod


class Part(Enum):
    """How far an institution that is shown in detail has come; see apps.dashboard.demo.showcase."""

    HALF_TYPED = auto()
    AWAITING_SIGNATURE = auto()
    GIVEN_MORE_TIME = auto()
    OWN_SHEET = auto()
    HALF_JUDGED = auto()
    DIFFERING = auto()
    INTERVIEWED = auto()
    VISITED = auto()
    SETTLING = auto()
    HANDED_OVER = auto()
    GIVEN_BACK = auto()
    ACCEPTED = auto()


SHOWN: Mapping[str, Part] = {
    "Kota Bandung": Part.HALF_TYPED,
    "Kota Semarang": Part.AWAITING_SIGNATURE,
    "Kota Ambon": Part.GIVEN_MORE_TIME,
    "Kota Sabang": Part.OWN_SHEET,
    "Kota Malang": Part.HALF_JUDGED,
    "Kota Makassar": Part.DIFFERING,
    "Kota Padang": Part.INTERVIEWED,
    "Kota Samarinda": Part.VISITED,
    "Kota Manado": Part.SETTLING,
    "Kota Mataram": Part.HANDED_OVER,
    "Kota Kupang": Part.GIVEN_BACK,
    "Kota Jambi": Part.ACCEPTED,
}
INSTITUTION = next(iter(SHOWN))
"""Where the people of an institution log in: it is at work on its penilaian mandiri."""
MINISTRY = "Kementerian PANRB"

Wanted = list[tuple[str, User, str]]


def logins_of(period: EvaluationPeriod, centre: Centre) -> Wanted:
    """Role, person and place of everybody who is given a log-in."""
    return [*_of_institution(), *_of_team(period), *_of_centre(centre)]


def shown_institution() -> Institution:
    return Institution.objects.get(name=INSTITUTION, valid_to=None)


def shown_team(period: EvaluationPeriod) -> list[TeamMember]:
    """The first team of the period, the lead first."""
    return list(
        TeamMember.objects.filter(team=period.teams.order_by("name").first())
        .select_related("user")
        .order_by("-is_lead", "pk")
    )


def _of_institution() -> Wanted:
    institution = shown_institution()
    roles = (*SHEET_ROLES, Role.INSTITUTION_ADMINISTRATOR)
    staff = staff_of([institution], roles)
    return [(role.label, staff[institution.pk, role], institution.name) for role in roles]


def _of_team(period: EvaluationPeriod) -> Wanted:
    lead, member = shown_team(period)[:2]
    coordinator = university_coordinator()
    return [
        ("Asesor", member.user, _university(member.user)),
        ("Ketua tim asesor", lead.user, _university(lead.user)),
        (Role.UNIVERSITY_COORDINATOR.label, coordinator, _university(coordinator)),
    ]


def _of_centre(centre: Centre) -> Wanted:
    return [
        (Role.EVALUATION_TEAM.label, centre.ministry, MINISTRY),
        *((Role.EVALUATION_TEAM.label, user, f"{MINISTRY}, {unit}") for unit, user in centre.correctors.items()),
        *((Role.AGENCY_MEMBER.label, user, agency.name) for agency, user in centre.members.items()),
        (Role.AUDITOR.label, centre.auditor, ""),
        (Role.ADMINISTRATOR.label, centre.administrator, MINISTRY),
    ]


def _university(user: User) -> str:
    return str(user.memberships.exclude(university=None)[0].university)
