"""Looking at a list of people before it changes anything: what each row would do, or why it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from apps.accounts.models import User
from apps.common.sheets import SheetRow
from apps.institutions.models import Institution, Membership, Role, University
from apps.institutions.queries import living_institutions

ROLE, PLACE, NAME, USERNAME, EMAIL = COLUMNS = (
    "Peran",
    "Kode instansi atau nama perguruan tinggi",
    "Nama lengkap",
    "Nama pengguna",
    "Alamat surel",
)
# The roles that the ministry gives; everybody else of an institution is invited by its Koordinator.
ROLES = (Role.COORDINATOR, Role.UNIVERSITY_COORDINATOR, Role.ASSESSOR)

NEW, KNOWN, NOTHING, REFUSED = "new", "known", "nothing", "refused"

_is_username = UnicodeUsernameValidator()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in one role at one place. Without `username` the row says nothing usable."""

    name: str
    username: str
    email: str
    role: Role
    institution: Institution | None = None
    university: University | None = None

    @property
    def place(self) -> str:
        return str(self.institution or self.university or "")


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of a list with its fate: NEW account, KNOWN account with a further role, NOTHING to do, or REFUSED."""

    number: int
    cells: Mapping[str, str]
    fate: str
    why: str = ""
    person: PersonRow | None = None

    @property
    def name(self) -> str:
        return self.cells[NAME]

    @property
    def username(self) -> str:
        return self.cells[USERNAME]

    @property
    def role(self) -> str:
        return self.cells[ROLE]

    @property
    def place(self) -> str:
        return self.person.place if self.person else self.cells[PLACE]


def check(rows: Sequence[SheetRow]) -> list[CheckedRow]:
    """What would become of each row. Four statements for any number of rows."""
    desk = _Desk(rows)
    return [desk.look_at(row) for row in rows]


class _Desk:
    """What is known before the rows are gone through, and what the rows above have said."""

    def __init__(self, rows: Sequence[SheetRow]) -> None:
        usernames = {row.cells[USERNAME].lower() for row in rows}
        places = {row.cells[PLACE] for row in rows}
        self.roles = {role.label.casefold(): role for role in ROLES}
        living = living_institutions().filter(code__in=places)
        self.institutions = {one.code: one for one in living}
        self.universities = {one.name.casefold(): one for one in University.objects.all()}
        self.names = dict(User.objects.filter(username__in=usernames).values_list("username", "name"))
        self.accounts = frozenset(self.names)
        self.held: set[tuple[str, str, int | None, int | None]] = set(
            Membership.objects.filter(user__username__in=usernames).values_list(
                "user__username", "role", "institution_id", "university_id"
            )
        )

    def look_at(self, row: SheetRow) -> CheckedRow:
        try:
            person = self._person(row.cells)
        except _RowRefusedError as refusal:
            return CheckedRow(row.number, row.cells, REFUSED, str(refusal))
        key = (
            person.username,
            person.role.value,
            person.institution.pk if person.institution else None,
            person.university.pk if person.university else None,
        )
        if key in self.held:
            return CheckedRow(row.number, row.cells, NOTHING, "Sudah memegang peran ini.")
        self.held.add(key)
        fate = KNOWN if person.username in self.accounts else NEW
        return CheckedRow(row.number, row.cells, fate, person=person)

    def _person(self, cells: Mapping[str, str]) -> PersonRow:
        if empty := [column for column in (ROLE, PLACE, NAME, USERNAME) if not cells[column]]:
            raise _RowRefusedError(f"Belum diisi: {', '.join(empty)}.")
        role = self.roles.get(cells[ROLE].casefold())
        if role is None:
            raise _RowRefusedError(f"Peran harus salah satu dari: {', '.join(one.label for one in ROLES)}.")
        username = _username(cells[USERNAME])
        known_as = self.names.setdefault(username, cells[NAME])
        if known_as.casefold() != cells[NAME].casefold():
            raise _RowRefusedError(f"Nama pengguna ini sudah dipakai oleh {known_as}.")
        institution, university = self._place(role, cells[PLACE])
        return PersonRow(_within(NAME, cells[NAME], 200), username, _email(cells[EMAIL]), role, institution, university)

    def _place(self, role: Role, text: str) -> tuple[Institution | None, University | None]:
        if role == Role.COORDINATOR:
            institution = self.institutions.get(text)
            if institution is None:
                raise _RowRefusedError(f"Tidak ada instansi dengan kode {text}.")
            return institution, None
        university = self.universities.get(text.casefold())
        if university is None:
            raise _RowRefusedError(f"Tidak ada perguruan tinggi bernama {text}.")
        return None, university


class _RowRefusedError(Exception):
    """Why a row is not taken, for the person to read."""


def _username(text: str) -> str:
    username = _within(USERNAME, text.lower(), 150)
    try:
        _is_username(username)
    except ValidationError as error:
        raise _RowRefusedError("Nama pengguna hanya boleh berisi huruf, angka, dan @ . + - _") from error
    return username


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise _RowRefusedError("Alamat surel tidak benar.") from error
    return text


def _within(column: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise _RowRefusedError(f"{column} lebih dari {limit} huruf.")
    return text
