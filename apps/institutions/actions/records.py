"""What is done about the people of an institution is written down."""

from collections.abc import Iterable

from apps.accounts.models import User
from apps.institutions.models import Institution, PeopleAct, PeopleRecord, Unit


def record(
    institution: Institution,
    act: PeopleAct,
    role: str,
    *,
    by: User,
    email: str = "",
    person: User | None = None,
    giver: User | None = None,
    units: Iterable[Unit] = (),
) -> None:
    """One line in the record; it is only ever added to."""
    PeopleRecord.objects.create(
        institution=institution,
        act=act,
        role=role,
        email=email,
        person=person,
        giver=giver,
        units=", ".join(unit.name for unit in units),
        by=by,
    )
