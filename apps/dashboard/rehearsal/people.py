"""How people come in: the centre is appointed, a list is imported, the institutions invite their own."""

import email
import email.policy
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from apps.common.sheets import read_rows, write_sheet
from apps.coordination.people.checks import COLUMNS, USERNAME
from apps.dashboard.demo.people import name_of
from apps.dashboard.rehearsal.person import House, Person, RefusedError
from apps.institutions.models import Institution, Role

LINK = "Tautan sekali pakai"
DOOR = re.compile(r"/masuk/tautan/[^/\"<\s]+/")
INVITATION = re.compile(r"https?://\S+/undangan/\S+")
BETWEEN_LETTERS = b"-" * 79 + b"\n"  # as Django writes mail into files
INVITED = (Role.DATA_ENTRY, Role.PERSON_IN_CHARGE)
NOWHERE = "latihan.invalid"
"""Where nobody gets mail: the name is kept free for examples."""


@dataclass(frozen=True)
class Row:
    """Somebody on the ministry's list: a role at a place (code of an institution, name of a university)."""

    role: Role
    place: str
    name: str
    username: str


def somebody(house: House, username: str) -> Person:
    """A person whose password nobody else knows and nothing keeps."""
    return Person(house, username, secrets.token_urlsafe(18))


def appointed(administrator: Person, name: str, username: str, role: Role, **more: Any) -> Person:
    """Somebody of the centre, by the link that the page shows once."""
    page = administrator.fills("institutions:centre", name=name, username=username, role=role.value, **more)
    shown = DOOR.search(page.text)
    if shown is None:
        raise RefusedError(f"{page.path} shows no link for {username}: {page.complaint}")
    person = somebody(administrator.house, username)
    person.enters_by(unescape(shown.group()))
    return person


def imported(ministry: Person, rows: Sequence[Row]) -> dict[str, str]:
    """A list looked at, then applied; the one-time link of everybody on it, by username."""
    content = write_sheet("Orang", COLUMNS, [(one.role.label, one.place, one.name, one.username, "") for one in rows])
    file = SimpleUploadedFile("orang.xlsx", content)
    preview = ministry.fills("coordination:people_import", has={"file": ""}, file=file)
    listed = resolve(preview.path).kwargs["pk"]
    ministry.sends("coordination:people_apply", listed)
    sheet = ministry.sends("coordination:people_links", listed).content
    return {row.cells[USERNAME]: row.cells[LINK] for row in read_rows(BytesIO(sheet), [*COLUMNS, LINK])}


def enters(house: House, username: str, link: str) -> Person:
    person = somebody(house, username)
    person.enters_by(link)
    return person


def invites(coordinator: Person, institution: Institution) -> None:
    """One person for every other role that a sheet needs."""
    page = coordinator.opens("institutions:people", institution.pk)
    for role in INVITED:
        typed = {"email": address_of(role, institution), "role": role.value, "new_units": "Unit latihan"}
        page = coordinator.presses(page, has=dict.fromkeys(typed, ""), **typed)


def accepts(house: House, role: Role, institution: Institution, door: str) -> Person:
    """The invitation, an account of one's own, the door."""
    person = somebody(house, f"{role.value}.{institution.slug}")
    came = person.fills_at(
        door, name=name_of(institution.pk), username=person.username, password1=person.password,
        password2=person.password,
    )  # fmt: skip
    person.logs_in(came)
    return person


def address_of(role: Role, institution: Institution) -> str:
    return f"{role.value}.{institution.code}@{NOWHERE}".lower()


def invitations(mail: Path) -> Mapping[str, str]:
    """The way in from every invitation that was delivered, by address."""
    found = {}
    for raw in (part for path in mail.iterdir() for part in path.read_bytes().split(BETWEEN_LETTERS) if part.strip()):
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        body = letter.get_body()
        link = INVITATION.search(body.get_content()) if body else None
        if link:
            found[str(letter["To"])] = urlsplit(link.group()).path
    return found
