"""Bringing many people in at once: the same action for an uploaded list and for the demo."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from apps.accounts.actions import issue_link, issue_links, link_address
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.sheets import SheetRow
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.people.checks import COLUMNS, EMAIL, PLACE, REFUSED, CheckedRow, PersonRow, check
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.institutions.groups import group_of
from apps.institutions.models import Membership


@transaction.atomic
def import_people(rows: Sequence[PersonRow], *, by: User | None) -> dict[str, User]:  # noqa: ARG001
    """Accounts, memberships and groups for all of these, in a constant number of statements; by username.

    New accounts have no password: give them links (`issue_links`). Accounts and memberships that are there
    already stay as they are, so it may run again.
    """
    User.objects.bulk_create(
        [
            User(username=row.username, name=row.name, email=row.email, password=make_password(None))
            for row in {row.username: row for row in rows}.values()
        ],
        ignore_conflicts=True,
    )
    users = {user.username: user for user in User.objects.filter(username__in={row.username for row in rows})}
    memberships = [
        Membership(user=users[row.username], role=row.role, institution=row.institution, university=row.university)
        for row in rows
    ]
    Membership.objects.bulk_create(memberships, ignore_conflicts=True)
    _put_into_groups(memberships)
    return users


@transaction.atomic
def keep_list(name: str, rows: Sequence[SheetRow], *, by: User) -> ImportedList:
    """Keep an uploaded list as it was read, so that what is applied is what was looked at."""
    kept = [[row.number, *(row.cells[column] for column in COLUMNS)] for row in rows]
    return ImportedList.objects.create(kind=ListKind.PEOPLE, name=name[:255], rows=kept, uploaded_by=by)


@transaction.atomic
def apply_list(imported: ImportedList, *, by: User) -> int:
    """Bring in the accepted rows of a list, once; how many rows were accepted."""
    waiting = ImportedList.objects.filter(pk=imported.pk, applied_at__isnull=True)
    if not waiting.update(applied_at=timezone.now()):
        raise DomainError("Daftar ini sudah pernah diterapkan. Tidak ada yang diubah.")
    accepted = [row.person for row in check(rows_of(imported)) if row.person]
    import_people(accepted, by=by)
    refresh_conflicts(by=by)
    return len(accepted)


def links_of(imported: ImportedList, *, by: User) -> list[tuple[str, str, str, str, str, str]]:
    """New links for everybody of an applied list who has not come yet: role, place, name, username, email, address.

    They are made when they are taken away, never kept; asking again makes new ones, and the old ones end.
    """
    rows = check(rows_of(imported))
    waiting = waiting_of(rows)
    secrets = issue_links(list(waiting.values()), by=by)
    return [
        (
            row.role,
            row.cells[PLACE],
            row.name,
            user.username,
            row.cells[EMAIL],
            link_address(secrets[user.pk]),
        )
        for row in rows
        if row.fate != REFUSED and (user := waiting.get(row.username.lower()))
    ]


def link_for(imported: ImportedList, username: str, *, by: User) -> tuple[User, str]:
    """A new link for one of them who lost theirs: the person and its secret. Links of the others stay as they are."""
    user = waiting_of(check(rows_of(imported))).get(username)
    if user is None:
        raise DomainError(
            "Orang ini tidak ada dalam daftar, atau sudah memilih kata sandi. Tidak ada tautan yang dibuat."
        )
    return user, issue_link(user, by=by)


def waiting_of(rows: Sequence[CheckedRow]) -> dict[str, User]:
    """Everybody of these rows who has not come yet, by username."""
    listed = User.objects.filter(username__in={row.username.lower() for row in rows if row.fate != REFUSED})
    # A link takes over an account: those who serve the centre get none by way of a list.
    listed = listed.exclude(pk__in=Membership.objects.filter(institution=None, university=None).values("user"))
    return {user.username: user for user in listed if not user.has_usable_password()}


def rows_of(imported: ImportedList) -> list[SheetRow]:
    return [SheetRow(number, dict(zip(COLUMNS, cells, strict=True))) for number, *cells in imported.rows]


def _put_into_groups(memberships: Iterable[Membership]) -> None:
    """One row of Django's own table for each membership whose role has a group."""
    named = [(one.user_id, name) for one in memberships if (name := group_of(one))]
    names = {name for _, name in named}
    Group.objects.bulk_create([Group(name=name) for name in names], ignore_conflicts=True)
    groups = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    belongs = User.groups.through
    belongs.objects.bulk_create(
        [belongs(user_id=user, group_id=groups[name]) for user, name in named], ignore_conflicts=True
    )
