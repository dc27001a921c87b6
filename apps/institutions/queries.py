"""Reading who belongs where."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.queries import hash_of
from apps.institutions.lookups import named
from apps.institutions.models import (
    ROLES_AT_THE_CENTRE,
    Category,
    Institution,
    Invitation,
    Membership,
    PeopleRecord,
    Province,
    Role,
    Succession,
)

RECORDS_SHOWN = 12
# In the codes of regions kabupaten are counted from 1 and kota from 71.
FIRST_NUMBER = {Category.REGENCY: 1, Category.CITY: 71}
# An institution with all whose work it has taken over, however often they were renamed or merged.
LINE = """
    WITH RECURSIVE line (id) AS (
        SELECT %s::bigint
        UNION
        SELECT link.former_id FROM institutions_succession link JOIN line ON link.later_id = line.id
    )
    SELECT id FROM line
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at an institution or at the centre, with every role held there."""

    user: User
    memberships: list[Membership]
    is_from_elsewhere: bool = False

    @property
    def has_come(self) -> bool:
        """Whether the person has chosen a password."""
        return self.user.has_usable_password()


def living_institutions() -> QuerySet[Institution]:
    """Institutions that exist today. Those renamed, merged or ended are in the register but in no new period."""
    today = timezone.localdate()
    return Institution.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    )


def continuations() -> dict[int, int]:
    """later -> former, where one institution began as the other ended and carries it on whole: renamed or moved.

    Neither merged nor split ones, nor one that stood already when it took another up.
    """
    pairs = list(Succession.objects.values_list("former", "later"))
    formers, laters = Counter(former for former, _ in pairs), Counter(later for _, later in pairs)
    begun = Succession.objects.filter(later__valid_from__gt=F("former__valid_to"))
    return {
        later: former for former, later in begun.values_list("former", "later") if formers[former] == laters[later] == 1
    }


def carried_lines(institutions: Iterable[int]) -> dict[int, list[int]]:
    """institution -> itself and those it carries on whole, the latest first. Two queries."""
    former = continuations()
    return {one: _line(one, former) for one in institutions}


def codes_within(province: Province) -> Callable[[Institution], str]:
    """Hands out codes of a province that nobody ever had, another one each time. One query."""
    taken = set(Institution.objects.filter(code__startswith=f"{province.code}.").values_list("code", flat=True))

    def free(one: Institution) -> str:
        number = FIRST_NUMBER[Category(one.category)]
        while (code := f"{province.code}.{number:02}") in taken:
            number += 1
        taken.add(code)
        return code

    return free


def registered(words: str, *, has_ended: bool) -> QuerySet[Institution]:
    """Institutions of the register whose name or acronym has every word; with `has_ended`, only those of the past."""
    found = Institution.objects.filter(valid_to__isnull=not has_ended).select_related("province")
    for word in words.split():
        found = found.filter(named(word))
    return found.order_by("code")


def line_of(institution: Institution) -> QuerySet[Institution]:
    """Everybody whose work an institution has taken over, however far back, the latest first. One query."""
    line = RawSQL(LINE, [institution.pk])  # noqa: S611 - our own words
    formers = Institution.objects.filter(pk__in=line).exclude(pk=institution.pk)
    return formers.select_related("ended_by", "province").order_by(F("valid_to").desc(nulls_first=True), "code")


def people_of(institution: Institution) -> list[Person]:
    """Everybody at an institution with their roles and units there, by name. Two queries."""
    people: dict[int, Person] = {}
    rows = (
        institution.memberships.select_related("user")
        .prefetch_related("units")
        .annotate(is_from_elsewhere=Exists(_elsewhere(institution)))
        .order_by("user__name", "user__username", "pk")
    )
    for row in rows:
        people.setdefault(row.user_id, Person(row.user, [], row.is_from_elsewhere)).memberships.append(row)
    return list(people.values())


def open_invitations(institution: Institution) -> QuerySet[Invitation]:
    """What was sent and neither used nor called off, newest first; also what has expired meanwhile."""
    return institution.invitations.filter(used_at=None, withdrawn_at=None)


def living_invitations(secret: str) -> QuerySet[Invitation]:
    """The invitation of this secret, if it can still be accepted: none or one."""
    return Invitation.objects.filter(
        secret_sha256=hash_of(secret), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )


def records_of(institution: Institution) -> list[PeopleRecord]:
    """What was done about the people lately, newest first. One query."""
    return list(institution.people_records.select_related("by", "person", "giver")[:RECORDS_SHOWN])


def people_of_the_centre() -> list[Person]:
    """Everybody who serves the whole evaluation, with their roles and units there, by name. Two queries."""
    people: dict[int, Person] = {}
    rows = memberships_at_the_centre().prefetch_related("units").order_by("user__name", "user__username", "pk")
    for row in rows:
        people.setdefault(row.user_id, Person(row.user, [])).memberships.append(row)
    return list(people.values())


def memberships_at_the_centre() -> QuerySet[Membership]:
    """Every role at the centre, with its person and agency."""
    return Membership.objects.filter(role__in=ROLES_AT_THE_CENTRE).select_related("user", "agency")


def administrators() -> QuerySet[Membership]:
    return memberships_at_the_centre().filter(role=Role.ADMINISTRATOR).order_by("pk")


def institutions_named(words: str) -> QuerySet[Institution]:
    """Living institutions whose name or acronym has every one of these words, each with `number` of its people."""
    found = living_institutions()
    for word in words.split():
        found = found.filter(named(word))
    return found.annotate(number=Count("memberships__user", distinct=True)).order_by("code")


def _line(institution: int, former: Mapping[int, int]) -> list[int]:
    line = [institution]
    while (earlier := former.get(line[-1])) and earlier not in line:
        line.append(earlier)
    return line


def _elsewhere(institution: Institution) -> QuerySet[Membership]:
    return Membership.objects.filter(user=OuterRef("user")).exclude(institution=institution)
