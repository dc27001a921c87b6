"""Whom a reminder about some evaluations would reach, and who is left out of it and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db.models.functions import Now

from apps.accounts.models import User
from apps.coordination.models import Reminder
from apps.evaluations.deadlines import AT_WORK, TEAM, at_work
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.periods.models import PeriodState
from apps.rules.stages import Stage

REST = timedelta(days=1)
# Who is written to: for the institution its penanggung jawab and coordinator, else the team.
REMINDED = frozenset({Role.PERSON_IN_CHARGE, Role.COORDINATOR, TEAM})


class Addressee(NamedTuple):
    user: int
    name: str
    role: str


class Due(NamedTuple):
    """One evaluation with those who will be written to about it."""

    evaluation: Evaluation
    people: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class Reminding:
    """What a reminder does. Left out are `resting`: reminded within a day; `unwaited`: it is nobody's turn but the
    ministry's; `unheard`: there is nobody to write to.
    """

    due: list[Due] = field(default_factory=list)
    resting: list[Evaluation] = field(default_factory=list)
    unwaited: list[Evaluation] = field(default_factory=list)
    unheard: list[Evaluation] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many different people are written to."""
        return len({person.user for one in self.due for person in one.people})

    @property
    def left_out(self) -> list[str]:
        """A sentence for every reason for which some are not reminded."""
        sentences = (
            (self.resting, "sudah diingatkan dalam 24 jam terakhir dan tidak diingatkan lagi"),
            (self.unwaited, "tidak sedang menunggu instansi atau asesor"),
            (self.unheard, "belum mempunyai orang yang dapat disurati"),
        )
        return [f"{len(rows)} instansi {words}." for rows, words in sentences if rows]


def reminding(ids: Iterable[int]) -> Reminding:
    """What a reminder about these would do now. Five statements, whatever their number."""
    rows = list(Evaluation.objects.filter(pk__in=list(ids)).select_related("period", "institution"))
    resting = set(
        Reminder.objects.filter(evaluation__in=rows, at__gt=Now() - REST).values_list("evaluation_id", flat=True)
    )
    waited = {one.pk: one for one in rows if _is_waited_for(one)}
    places = [one for one in at_work(waited.values()) if one.role in REMINDED]
    names = {one.pk: str(one) for one in User.objects.filter(pk__in={place.user for place in places})}
    people: dict[int, dict[int, Addressee]] = {}
    for place in sorted(places, key=lambda one: (one.role, names[one.user])):
        people.setdefault(place.evaluation, {}).setdefault(
            place.user, Addressee(place.user, names[place.user], str(place.role.label))
        )
    found = Reminding()
    for one in rows:
        if one.pk not in waited:
            found.unwaited.append(one)
        elif one.pk in resting:
            found.resting.append(one)
        elif one.pk not in people:
            found.unheard.append(one)
        else:
            found.due.append(Due(one, tuple(people[one.pk].values())))
    return found


def _is_waited_for(one: Evaluation) -> bool:
    return one.is_assessed and one.period.state == PeriodState.RUNNING and Stage(one.stage) in AT_WORK
