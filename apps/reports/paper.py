"""The individual report (LHE, LHP) on paper: what it says as plain data, and that data as PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.template.loader import render_to_string

from apps.common.paper import HUNDREDTH, BandRange, Proof, pictures, tidied
from apps.common.pdf import render_pdf
from apps.reports import drawings


@dataclass(frozen=True)
class Pair:
    """A short head and what is said about it: a stage of the year, a level and its meaning."""

    name: str
    text: str


@dataclass(frozen=True)
class LevelNames:
    """What the levels are called for one kind of indicator, from the lowest up."""

    kind: str
    names: Sequence[str]


@dataclass(frozen=True)
class Remark:
    """A strength or weakness, with the numbers of the indicators that show it ("1–3, 7")."""

    text: str
    indicators: str = ""


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator as settled. `weight` is its share of the whole, in the unit of all the others."""

    number: str
    name: str
    weight: Decimal
    level: Decimal
    level_name: str = ""
    service: str = ""
    """The service the institution chose, where the indicator leaves that open."""
    target: Decimal | None = None
    note: str = ""
    """Such as "tidak dijawab, dihitung sebagai tingkat 1"."""

    @property
    def is_below_target(self) -> bool:
        return self.target is not None and self.level < self.target

    @property
    def points(self) -> Fraction:
        """Weight times level, to be divided by the sum of all weights."""
        return Fraction(self.weight) * Fraction(self.level)


@dataclass(frozen=True)
class Node:
    """A domain or aspect, at any depth. Those with indicators are the leaves and the axes of the radar."""

    number: str
    name: str
    kind: str
    """What the instrument calls this depth: "Domain", "Aspek"."""
    depth: int
    """0 for the uppermost."""
    weight: Decimal
    stated: Decimal
    averages: Sequence[Decimal | None] = ()
    """In the order of the sheet's averages."""
    indicators: Sequence[IndicatorLine] = ()
    strengths: Sequence[Remark] = ()
    weaknesses: Sequence[Remark] = ()
    target: Decimal | None = None

    @property
    def points(self) -> Fraction:
        return sum((line.points for line in self.indicators), Fraction(0))


@dataclass(frozen=True)
class Average:
    """The mean of others, such as all institutions or those of the same category."""

    label: str
    index: Decimal


@dataclass(frozen=True)
class Recommendation:
    title: str
    lines: Sequence[str]
    indicators: str
    step: str
    """From level to level: "1 ke 3"."""
    gain: Fraction
    """What it adds to the index, all else unchanged."""


@dataclass(frozen=True)
class CorrectionLine:
    """A level that was corrected after the consolidation, and why."""

    number: str
    name: str
    before: Decimal
    after: Decimal
    reason: str


@dataclass(frozen=True)
class PastYear:
    """One year of the institution's series, as printed then."""

    year: int
    instrument: str
    figure: str
    """As published ("2,9"); "" where there is none."""
    predikat: str
    remark: str
    """Where it comes from, or why there is no figure: "tidak dinilai", "penilaian sendiri"."""
    begins_series: bool = False
    """The instrument changed before this year: what stands above cannot be compared."""


@dataclass(frozen=True)
class ReportSheet:
    """Everything one institution's report says. A tuple of strings is a tuple of lines or paragraphs."""

    kind: str
    """ "Laporan Hasil Evaluasi" or "Laporan Hasil Pemantauan"."""
    matter: str
    """ "Sistem Pemerintahan Berbasis Elektronik"."""
    activity: str
    """What was done, in running words: "evaluasi SPBE"."""
    index_name: str
    year: int
    institution: str
    ministry: Sequence[str]
    publisher: str
    place: str
    dated: date
    foreword: Sequence[str]
    foreword_title: Sequence[str]
    foreword_name: str
    legal_basis: Sequence[str]
    method: Sequence[str]
    stages: Sequence[Pair]
    level_names: Sequence[LevelNames]
    bands: Sequence[BandRange]
    minimum: Decimal
    maximum: Decimal
    stated: Decimal
    exact: Fraction
    predikat: str
    averages: Sequence[Average]
    nodes: Sequence[Node]
    recommendations: Sequence[Recommendation] | None
    """None on a track that gives none."""
    history: Sequence[PastYear]
    proof: Proof
    target: Decimal | None = None
    corrections: Sequence[CorrectionLine] = ()
    main_strengths: Sequence[str] = ()
    main_weaknesses: Sequence[str] = ()
    is_draft: bool = False
    simulation_label: str | None = None
    emblem: bytes | None = None

    def __post_init__(self) -> None:
        if self.points / self.total_weight != self.exact:
            raise ValueError(f"the indicators make {self.points / self.total_weight}, not {self.exact}")

    @property
    def leaves(self) -> list[Node]:
        return [node for node in self.nodes if node.indicators]

    @property
    def lines(self) -> list[IndicatorLine]:
        return [line for node in self.leaves for line in node.indicators]

    @property
    def total_weight(self) -> Fraction:
        return sum((Fraction(line.weight) for line in self.lines), Fraction(0))

    @property
    def points(self) -> Fraction:
        return sum((line.points for line in self.lines), Fraction(0))

    @property
    def has_dots(self) -> bool:
        """Levels are drawn as dots only where each is a whole number."""
        return all(line.level == int(line.level) for line in self.lines)

    @property
    def has_level_names(self) -> bool:
        return any(line.level_name for line in self.lines)

    @property
    def names_indicators(self) -> bool:
        """Whether a remark says by number which indicators show it."""
        return any(remark.indicators for node in self.leaves for remark in (*node.strengths, *node.weaknesses))

    @property
    def columns_before_weight(self) -> int:
        return 3 + self.has_dots

    @property
    def with_target(self) -> list[IndicatorLine]:
        return [line for line in self.lines if line.target is not None]

    @property
    def reached_target(self) -> list[IndicatorLine]:
        return [line for line in self.with_target if not line.is_below_target]


@dataclass(frozen=True)
class Comparison:
    """A figure beside an average."""

    average: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class NodeRow:
    node: Node
    comparisons: Sequence[Comparison]


@dataclass(frozen=True)
class Step:
    """A recommendation with the index after it and all before it."""

    recommendation: Recommendation
    total: Fraction


def compared(figure: Decimal, averages: Sequence[Decimal | None]) -> list[Comparison]:
    """The figure beside each average; the difference is one of stated figures."""
    return [Comparison(each, None if each is None else figure - each) for each in averages]


def steps_of(sheet: ReportSheet) -> Iterator[Step]:
    """Recommendations in their order, each with where the index would then stand."""
    total = sheet.exact
    for recommendation in sheet.recommendations or ():
        total += recommendation.gain
        yield Step(recommendation, total)


def render_report(sheet: ReportSheet) -> bytes:
    """The report as PDF/A-3a on A4. The same sheet gives the same bytes."""
    sheet = tidied(sheet)
    context = {
        "sheet": sheet,
        "comparisons": list(
            zip(sheet.averages, compared(sheet.stated, [a.index for a in sheet.averages]), strict=True)
        ),
        "rows": [NodeRow(node, compared(node.stated, node.averages)) for node in sheet.nodes],
        "steps": list(steps_of(sheet)),
        "levels": list(enumerate(zip(*(each.names for each in sheet.level_names), strict=True), int(sheet.minimum))),
        "lowest_end": sheet.bands[-1].ceiling + HUNDREDTH,
        "has_targets": all(node.target is not None for node in sheet.leaves),
        "cover": drawings.cover(sheet.leaves, sheet.minimum, sheet.maximum),
        "scale": drawings.scale(sheet),
        "radar": drawings.leaf_radar(sheet),
    }
    return render_pdf(
        render_to_string("paper/laporan.html", context),
        title=f"{sheet.kind} {sheet.matter} Tahun {sheet.year}: {sheet.institution}",
        dated=sheet.dated,
        subject=f"{sheet.activity} Tahun {sheet.year}",
        author=" ".join(sheet.ministry),
        files=pictures(sheet.proof.url, sheet.emblem),
    )
