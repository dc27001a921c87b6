"""Which indicators of an earlier instrument correspond to one of a later, over as many changes as lie between."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from apps.instruments.models import Crosswalk, CrosswalkKind, Indicator

# Every way of links from an indicator back to an instrument. It stops there, and takes no link twice.
WAYS = """
    WITH RECURSIVE way AS (
        SELECT link.earlier_id AS reached, ARRAY[link.id] AS links
        FROM instruments_crosswalk link WHERE link.later_id = %(indicator)s
        UNION ALL
        SELECT link.earlier_id, way.links || link.id
        FROM way
        JOIN instruments_indicator passed ON passed.id = way.reached AND passed.instrument_id <> %(instrument)s
        JOIN instruments_crosswalk link ON link.later_id = way.reached AND link.id <> ALL (way.links)
    )
    SELECT DISTINCT ON (way.reached) way.links
    FROM way JOIN instruments_indicator found ON found.id = way.reached
    WHERE found.instrument_id = %(instrument)s
    ORDER BY way.reached, cardinality(way.links), way.links
"""


@dataclass(frozen=True)
class Correspondence:
    """The links from a later indicator back to an earlier one, the latest change first."""

    links: Sequence[Crosswalk]

    @property
    def earlier(self) -> Indicator:
        return self.links[-1].earlier

    @property
    def via(self) -> list[Indicator]:
        """The indicators of the instruments in between; none where one instrument followed the other."""
        return [link.earlier for link in self.links[:-1]]

    @property
    def kind(self) -> CrosswalkKind:
        """The same only if no step of the way is less."""
        is_same = all(link.kind == CrosswalkKind.SAME for link in self.links)
        return CrosswalkKind.SAME if is_same else CrosswalkKind.PARTIAL

    @property
    def note(self) -> str:
        return " ".join(link.note for link in self.links if link.note)


def correspondences(indicator: Indicator, instrument_id: int) -> list[Correspondence]:
    """The indicators of an earlier instrument that correspond; what is the same comes first. Two queries.

    Where one instrument followed the other, what their own crosswalk says is all that counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAYS, {"indicator": indicator.pk, "instrument": instrument_id})
        ways = [links for (links,) in cursor.fetchall()]
    direct = [links for links in ways if len(links) == 1]
    chosen = direct or ways
    known = Crosswalk.objects.select_related("earlier__instrument").in_bulk({pk for links in chosen for pk in links})
    found = [Correspondence([known[pk] for pk in links]) for links in chosen]
    return sorted(found, key=lambda one: (one.kind != CrosswalkKind.SAME, one.earlier.number))
