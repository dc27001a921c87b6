"""What every part of the home page has, whoever it is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from apps.evaluations.models import Evaluation
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod

NOTHING_WAITS = "Tidak ada yang menunggu Anda"


@dataclass(frozen=True, slots=True)
class Desk:
    """One part of the home page. `kind` names its template, dashboard/_KIND.html.

    `waiting` counts what is asked of the person, `headline` says it; `evaluation` is the only one there is.
    """

    kind: str
    section: str
    title: str
    role_labels: str
    rows: Sequence[object] = ()
    periods: Sequence[EvaluationPeriod] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    headline: str = ""
    evaluation: Evaluation | None = None
    loads: Sequence[object] = ()
    letters: Sequence[object] = ()
    corrections: Sequence[object] = ()

    @property
    def own_periods(self) -> list[EvaluationPeriod]:
        """The periods of the rows, each once."""
        return list({one.pk: one for one in self.periods}.values())


def role_labels(held: Iterable[Membership]) -> str:
    return ", ".join(dict.fromkeys(str(Role(one.role).label) for one in held))
