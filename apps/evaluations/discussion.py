"""Reading what people say to one another about an indicator, each circle for itself."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.common.sql import rows
from apps.evaluations.models import Circle, Evaluation, Remark
from apps.evaluations.permissions import circles_of
from apps.instruments.models import Indicator

LATEST = 3


IN_SHORT = """
    SELECT count(*) OVER (), coalesce(nullif(person.name, ''), person.username), said.at, said.text
    FROM evaluations_remark said JOIN accounts_user person ON person.id = said.by_id
    WHERE said.evaluation_id = %(evaluation)s AND said.indicator_id = %(indicator)s AND said.circle = %(circle)s
      AND said.withdraws_id IS NULL
      AND NOT EXISTS (SELECT FROM evaluations_remark withdrawal WHERE withdrawal.withdraws_id = said.id)
    ORDER BY said.at DESC, said.id DESC LIMIT %(latest)s
"""

# A table beside rows of an evaluation: (indicator_id, number) of the remarks that stand in some circles. The circles
# are those of `circles_of` for whoever reads.
COUNTED = """
    SELECT said.indicator_id, count(*) AS number FROM evaluations_remark said
    WHERE said.evaluation_id = %(evaluation)s AND said.circle = ANY(%(circles)s::varchar[])
      AND said.withdraws_id IS NULL
      AND NOT EXISTS (SELECT FROM evaluations_remark withdrawal WHERE withdrawal.withdraws_id = said.id)
    GROUP BY said.indicator_id
"""


class Said(NamedTuple):
    """A remark as it stands beside an answer."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Discussion:
    """What the page of an indicator shows of a circle: the latest remarks, newest first, and how many there are."""

    latest: Sequence[Said]
    count: int


def remarks_of(user: User, evaluation: Evaluation, indicator: Indicator, circle: Circle) -> QuerySet[Remark]:
    """The remarks of a circle on an indicator, newest first; none for whoever stands outside the circle."""
    said = Remark.objects.filter(evaluation=evaluation, indicator=indicator, circle=circle, withdraws__isnull=True)
    if circle not in circles_of(user, evaluation):
        return said.none()
    return said.select_related("by", "withdrawal")


def discussion_of(user: User, evaluation: Evaluation, indicator: Indicator) -> Discussion | None:
    """The institution's own discussion in short, for its own people; None for everybody else. One query."""
    if Circle.INSTITUTION not in circles_of(user, evaluation):
        return None
    asked = {
        "evaluation": evaluation.pk,
        "indicator": indicator.pk,
        "circle": Circle.INSTITUTION.value,
        "latest": LATEST,
    }
    said = rows(IN_SHORT, asked)
    return Discussion([Said(*row) for _, *row in said], said[0][0] if said else 0)


def members_of(evaluation: Evaluation) -> QuerySet[User]:
    """Everybody who belongs to the institution now: those who can be spoken to in its own circle."""
    belonging = User.objects.filter(memberships__institution=evaluation.institution_id, is_active=True)
    return belonging.distinct().order_by("name", "username")


def called_upon(text: str, people: Collection[User]) -> list[User]:
    """Those of `people` whom a text calls by "@": full name, user name, or a first name that only one of them has."""
    names: dict[str, list[User]] = {}
    for person in people:
        for name in {str(person).casefold(), person.username.casefold(), str(person).casefold().split(" ")[0]}:
            names.setdefault(name, []).append(person)
    known = {name: found[0] for name, found in names.items() if len(found) == 1}
    return list(dict.fromkeys(known[name] for name in _called(text.casefold(), known)))


def _called(text: str, names: Iterable[str]) -> list[str]:
    """The names after an "@", the longest that fits; a name that goes on in the text is another name."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return []
    return re.findall(rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)", text)
