"""Who plays for an institution, and the list by which institutions and lecturers come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

from apps.dashboard.demo.people import fictitious_universities, name_of
from apps.dashboard.rehearsal.people import Row
from apps.dashboard.rehearsal.person import Person
from apps.dashboard.rehearsal.plan import Part
from apps.institutions.models import Institution, Role
from apps.rules.stages import Track

ASSESSOR_HOLDS = 9


@dataclass
class Player:
    """One institution with its people and its part, and who assesses it once teams are made."""

    institution: Institution
    part: Part
    coordinator: Person
    entry: Person
    in_charge: Person
    evaluation: int = 0
    track: Track = Track.EVALUATION
    lead: Person = field(init=False)
    team: list[Person] = field(init=False)
    """All of them, the lead first."""

    @property
    def is_evaluated(self) -> bool:
        return self.track == Track.EVALUATION


def coordinator_rows(coordinators: Mapping[str, Institution]) -> Iterator[Row]:
    """One for each institution, by username."""
    for place, (username, one) in enumerate(coordinators.items()):
        yield Row(Role.COORDINATOR, one.code, name_of(place), username)


def lecturer_rows(institutions: int) -> Iterator[Row]:
    """As many assessors as teams of two need, with some to spare."""
    universities = fictitious_universities()
    for n in range(2 * (ceil(institutions / ASSESSOR_HOLDS) + 1 + institutions // 100)):
        place = universities[n % len(universities)].name
        yield Row(Role.ASSESSOR, place, f"Dr. {name_of(n)}", f"latihan.asesor.{n + 1:03d}")
