"""The people of the demonstration. Their names are invented and say so; their universities too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.accounts.models import User
from apps.coordination.people.actions import import_people
from apps.coordination.people.checks import PersonRow
from apps.institutions.actions import join
from apps.institutions.groups import lay_out_groups
from apps.institutions.models import SHEET_ROLES, Agency, Institution, Role, Unit, University

GIVEN = (
    "Adi", "Agus", "Ani", "Arif", "Ayu", "Bagus", "Bayu", "Budi", "Citra", "Dewi", "Dian", "Eka", "Endah", "Fajar",
    "Fitri", "Galih", "Gita", "Hadi", "Hana", "Indah", "Intan", "Joko", "Kartika", "Lestari", "Lina", "Made", "Maya",
    "Nanda", "Nur", "Putri", "Rahmat", "Ratna", "Rina", "Rudi", "Sari", "Surya", "Tari", "Wahyu", "Wulan", "Yudi",
)  # fmt: skip
# Family names that nobody bears: a reader sees at once that these people do not exist.
FAMILY = ("Peraga", "Simulasi", "Umpama", "Misalan", "Contoh")
WORDS = {
    Role.RESPONDENT: "responden",
    Role.DATA_ENTRY: "entri",
    Role.PERSON_IN_CHARGE: "pj",
    Role.COORDINATOR: "koordinator",
    Role.INSTITUTION_ADMINISTRATOR: "admin",
}
# Units of the ministry's own team: a correction is approved by somebody of each.
UNITS = ("Unit Simulasi Penilaian", "Unit Simulasi Tata Kelola")
UNIVERSITIES = 30
ASSESSORS = 150

# Institution and role: the person who holds it there.
Staff = dict[tuple[int, str], User]


@dataclass(frozen=True)
class Centre:
    """The ministry, two more of it who approve corrections, the agencies with their members, those who look on."""

    ministry: User
    correctors: dict[Unit, User]
    auditor: User
    administrator: User
    members: dict[Agency, User]


def name_of(number: int) -> str:
    """The invented name with this number; the first 200 differ."""
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]}"


def centre() -> Centre:
    """The people of the centre. May run again."""
    lay_out_groups([])
    rows = [
        PersonRow("Rahma Simulasi", "tim.evaluasi", "", Role.EVALUATION_TEAM),
        PersonRow("Satria Simulasi", "pemeriksa", "", Role.AUDITOR),
        PersonRow("Tirta Simulasi", "administrator", "", Role.ADMINISTRATOR),
    ]
    ministry, auditor, administrator = (import_people([row], by=None)[row.username] for row in rows)
    members = {one: _member(one) for one in Agency.objects.all()}
    correctors = {_unit(name): user for name, user in zip(UNITS, _correctors(), strict=True)}
    for unit, user in correctors.items():
        join(user, Role.EVALUATION_TEAM, units=[unit])
    return Centre(ministry, correctors, auditor, administrator, members)


def staff_of(institutions: Sequence[Institution], roles: Iterable[Role] = SHEET_ROLES) -> Staff:
    """Somebody in each of these roles at each institution, in a constant number of statements."""
    rows = [
        PersonRow(
            name_of(7 * place + 3 * turn),
            f"{WORDS[role]}.{institution.slug}",
            "",
            role,
            institution=institution,
        )
        for place, institution in enumerate(institutions)
        for turn, role in enumerate(roles)
    ]
    users = import_people(rows, by=None)
    return {(row.institution.pk, row.role): users[row.username] for row in rows if row.institution}


def assessors() -> list[User]:
    """The assessors, their universities beside one another: neighbours come from different ones."""
    universities = fictitious_universities()
    rows = [
        PersonRow(
            f"Dr. {name_of(number)}",
            f"asesor.{number + 1:03d}",
            "",
            Role.ASSESSOR,
            university=universities[number % len(universities)],
        )
        for number in range(ASSESSORS)
    ]
    users = import_people(rows, by=None)
    return [users[row.username] for row in rows]


def university_coordinator() -> User:
    """Who proposes the assessors of the first university."""
    row = PersonRow(
        "Prof. Utari Simulasi",
        "koordinator.universitas-01",
        "",
        Role.UNIVERSITY_COORDINATOR,
        university=fictitious_universities()[0],
    )
    return import_people([row], by=None)[row.username]


def fictitious_universities() -> list[University]:
    """Made at the first call."""
    names = [f"Universitas Simulasi {number:02d}" for number in range(1, UNIVERSITIES + 1)]
    University.objects.bulk_create([University(name=name, is_fictitious=True) for name in names], ignore_conflicts=True)
    return list(University.objects.filter(name__in=names).order_by("name"))


def _correctors() -> list[User]:
    people = (("Umar Simulasi", "korektor.satu"), ("Vera Simulasi", "korektor.dua"))
    rows = [PersonRow(name, username, "", Role.EVALUATION_TEAM) for name, username in people]
    users = import_people(rows, by=None)
    return [users[row.username] for row in rows]


def _unit(name: str) -> Unit:
    return Unit.objects.get_or_create(institution=None, name=name)[0]


def _member(agency: Agency) -> User:
    user, _ = User.objects.get_or_create(
        username=f"anggota.{agency.code}", defaults={"name": f"Anggota Simulasi {agency.code.upper()}"}
    )
    join(user, Role.AGENCY_MEMBER, agency=agency)
    return user
