"""What an instrument says: its scale, weights, bands and questions, as one immutable value.

Nothing here knows how many indicators there are, how deep they stand or what they are called; the file does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from apps.rules.index import WeightTree, weight_tree

NodeKey = tuple[str, int]
"""Kind and number: ("aspect", 3)."""

INDICATOR = "indicator"

KIND_LABELS: Mapping[str, str] = {"domain": "Domain", "aspect": "Aspek", INDICATOR: "Indikator"}


class ScaleError(ValueError):
    """A value that the instrument's scale does not know. The text says why, in Indonesian."""


@dataclass(frozen=True)
class Scale:
    """Which values a level may take: whole numbers, or decimals of at most `digits` places."""

    kind: str
    minimum: Decimal
    maximum: Decimal
    digits: int = 0

    def check(self, value: Decimal) -> None:
        """Refuse a level that is out of range or finer than the scale."""
        self.check_range(value)
        if value != round(value, self.digits):
            if self.digits == 0:
                raise ScaleError(f"nilai {_shown(value)} bukan bilangan bulat")
            raise ScaleError(f"nilai {_shown(value)} memuat lebih dari {self.digits} angka di belakang koma")

    def check_range(self, value: Decimal | Fraction) -> None:
        """Refuse a value beyond the ends of the scale; a mean may be finer than a level."""
        if not self.minimum <= value <= self.maximum:
            ends = f"{_shown(self.minimum)} sampai {_shown(self.maximum)}"
            raise ScaleError(f"nilai {_shown(value)} di luar rentang {ends}")

    def accepts(self, value: Decimal) -> bool:
        """Whether an indicator may be given this level."""
        try:
            self.check(value)
        except ScaleError:
            return False
        return True

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The whole levels, lowest first: those that have a name and criteria."""
        return tuple(range(int(self.minimum), int(self.maximum) + 1))


@dataclass(frozen=True)
class Band:
    """A predikat and the lowest stated index that earns it."""

    name: str
    slug: str
    floor: Decimal


@dataclass(frozen=True)
class Target:
    """What an indicator and the whole should at least reach."""

    level: Decimal
    index: Decimal


@dataclass(frozen=True)
class Subject:
    """What is measured, as running text calls it: "SPBE", and written out."""

    short: str
    name: str


@dataclass(frozen=True)
class Regulation:
    """The regulation behind the instrument, as a decree cites it: its title, and where it was promulgated."""

    title: str
    gazette: str


@dataclass(frozen=True)
class Node:
    """A part of the instrument (a domain, an aspect, ...) and what it stands beneath; None is the whole."""

    kind: str
    number: int
    name: str
    weight: Decimal
    parent: NodeKey | None
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> NodeKey:
        return (self.kind, self.number)

    @property
    def label(self) -> str:
        return label_of(self.key)


@dataclass(frozen=True)
class IndicatorSpec(Node):
    """An indicator. `criteria` and `evidence` give a text for each step of the scale, or None if unknown."""

    full_name: str = ""
    capability: str = ""
    question: str = ""
    explanation: str = ""
    criteria: Mapping[int, str] | None = None
    evidence: Mapping[int, str] | None = None
    note: str = ""
    external_index: str = ""
    names_service: bool = False
    cumulative: bool = True


@dataclass(frozen=True)
class InstrumentSpec:
    """A whole instrument. `parts` go from the top down, `bands` from the highest down."""

    code: str
    name: str
    legal_basis: str
    subject: Subject
    regulation: Regulation
    years: tuple[int, ...]
    scale: Scale
    bands: tuple[Band, ...]
    level_names: Mapping[str, tuple[str, ...]]
    hierarchy: tuple[str, ...]
    parts: tuple[Node, ...]
    indicators: tuple[IndicatorSpec, ...]
    target: Target | None = None
    wording: str = ""

    @cached_property
    def nodes(self) -> Mapping[NodeKey, Node]:
        """Every part and indicator by its key, from the top down."""
        return {node.key: node for node in (*self.parts, *self.indicators)}

    @cached_property
    def tree(self) -> WeightTree[NodeKey]:
        """The weights, as the index needs them."""
        return weight_tree((node.key, node.parent, node.weight) for node in self.nodes.values())

    def children_of(self, parent: NodeKey | None) -> tuple[Node, ...]:
        """What stands directly beneath a node, or at the top for None."""
        return tuple(node for node in self.nodes.values() if node.parent == parent)

    def indicators_under(self, key: NodeKey | None) -> tuple[IndicatorSpec, ...]:
        """Every indicator beneath a node, at any depth; all of them for None."""
        return tuple(indicator for indicator in self.indicators if key in self._path_of(indicator))

    def _path_of(self, node: Node) -> tuple[NodeKey | None, ...]:
        path: list[NodeKey | None] = [node.parent]
        while (last := path[-1]) is not None:
            path.append(self.nodes[last].parent)
        return tuple(path)


def kind_label(kind: str) -> str:
    """The kind of node as a person calls it; a kind without an Indonesian name goes by its own."""
    return KIND_LABELS.get(kind, kind.capitalize())


def label_of(key: NodeKey) -> str:
    """The node as a person calls it: `Aspek 3`."""
    kind, number = key
    return f"{kind_label(kind)} {number}"


def _shown(value: Decimal | Fraction) -> str:
    return str(value).replace(".", ",")
