"""Who plays, and what they think of every indicator: drawn from the seed, the same each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from apps.institutions.models import Institution
from apps.instruments.models import Instrument

MONITORED_IN = 6  # every sixth is monitored, as far as there are that many
AT_THE_KEYBOARD = 0.125  # of the sheets; the others come as workbooks
AT_LEISURE = 0.125  # of the people look at every page that follows; the others go on with what they have to do
LOWERED, DIFFERING = 0.1, 0.04  # of the indicators
VISITED = 0.05  # of the evaluated
ASKED, PROVED = 2, 2  # indicators for the interview, and with a piece of evidence
ONE = Decimal(1)


@dataclass(frozen=True)
class Opinion:
    """What is thought of one indicator at each stage."""

    claimed: Decimal
    judged: tuple[Decimal, Decimal]
    """By the lead and by everybody else of the team."""
    is_asked: bool = False
    cleared: Decimal | None = None
    """The level after the interview; None lets the earlier one stand."""

    @property
    def differs(self) -> bool:
        return len(set(self.judged)) > 1


@dataclass(frozen=True)
class Part:
    """What one institution plays. Indicators by number."""

    opinions: Mapping[int, Opinion]
    is_typed: bool
    proved: frozenset[int]
    is_visited: bool


def cast_of(institutions: Sequence[Institution], *, number: int, seed: int) -> list[Institution]:
    """As many of them as play, in the order of their codes."""
    drawn = Random(f"{seed}/lokus").sample(sorted(institutions, key=code_of), k=min(number, len(institutions)))  # noqa: S311 - nothing secret is drawn
    return sorted(drawn, key=code_of)


def monitored(institutions: Sequence[Institution]) -> set[str]:
    """The codes of those who are monitored only."""
    return {one.code for one in institutions[MONITORED_IN - 1 :: MONITORED_IN]}


def part_of(code: str, numbers: Sequence[int], instrument: Instrument, *, seed: int, is_first: bool = False) -> Part:
    """The part of the institution with this code; the first of all is visited and typed, whatever the seed says."""
    random = Random(f"{seed}/{code}")  # noqa: S311
    digit = ONE.scaleb(-instrument.scale_digits)
    lowest, highest = instrument.scale_min.quantize(digit), instrument.scale_max.quantize(digit)
    middle = Decimal(random.randint(int(lowest) + 1, int(highest) - 1))
    opinions = {}
    asked = set(random.sample(list(numbers), k=min(ASKED, len(numbers))))
    for number in numbers:
        fraction = digit * random.randrange(10**instrument.scale_digits)
        claimed = min(highest, max(lowest, middle + random.choice((-1, 0, 0, 0, 1)) + fraction))
        opinions[number] = _opinion(claimed, lowest, random, is_asked=number in asked)
    is_typed, is_visited = random.random() < AT_THE_KEYBOARD, random.random() < VISITED
    proved = frozenset(random.sample(list(numbers), k=min(PROVED, len(numbers))))
    return Part(opinions, is_typed or is_first, proved, is_visited or is_first)


def index_of(code: str, number: int, instrument: Instrument, *, seed: int) -> Decimal:
    """What another agency's index says of the institution with this code."""
    random = Random(f"{seed}/{code}/{number}")  # noqa: S311
    digit = ONE.scaleb(-instrument.scale_digits)
    return digit * random.randint(int(instrument.scale_min / digit), int(instrument.scale_max / digit))


def lingers(username: str, *, seed: int) -> bool:
    return Random(f"{seed}/{username}").random() < AT_LEISURE  # noqa: S311


def code_of(institution: Institution) -> str:
    return institution.code


def _opinion(claimed: Decimal, lowest: Decimal, random: Random, *, is_asked: bool) -> Opinion:
    below = max(lowest, claimed - ONE)
    first = below if is_asked or random.random() < LOWERED else claimed
    second = max(lowest, first - ONE) if random.random() < DIFFERING else first
    is_cleared = is_asked and random.random() < 1 / 2
    return Opinion(claimed, (first, second), is_asked, claimed if is_cleared else None)
