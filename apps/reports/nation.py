"""A nation's results as its report needs them: exact means, counts, movement, and what is hardest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Max, Q

from apps.evaluations.models import ConflictException
from apps.evaluations.queries import settled_levels
from apps.institutions.models import Category
from apps.instruments.models import Indicator, Part, PredikatBand
from apps.instruments.queries import shape_of
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import FinalisationRun, ImportedKind, ImportedResult, Result, ResultPart
from apps.rules.index import stated
from apps.rules.stages import Track

HARDEST = 10


@dataclass(frozen=True)
class Group:
    """Institutions that are looked at together: all, a category, a track."""

    name: str
    number: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    by_predikat: Sequence[int]
    """How many hold each predikat, in the order of the bands."""


@dataclass(frozen=True)
class Region:
    """A province: its own government's index, if it was assessed, and all governments in it."""

    name: str
    own: Decimal | None
    number: int
    mean: Decimal
    reached_target: int


@dataclass(frozen=True)
class PartMeans:
    """The means of a domain or aspect: of all, and of each category."""

    part: Part
    depth: int
    is_leaf: bool
    stated: Decimal
    by_category: Sequence[Decimal | None]


@dataclass(frozen=True)
class Movement:
    """From the predikat of the former period to that of this one. Only institutions with both are counted."""

    former: str
    year: int
    rows: Sequence[tuple[str, Sequence[int]]]
    """For each former predikat how many stand in each predikat now, in the order of the bands."""
    risen: int
    kept: int
    fallen: int


@dataclass(frozen=True)
class Hard:
    """An indicator with its mean level and how many stay below what is expected of everybody."""

    indicator: Indicator
    mean: Decimal
    below: int | None


@dataclass(frozen=True)
class Nation:
    bands: Sequence[PredikatBand]
    whole: Group
    exact: Fraction
    tracks: Sequence[Group]
    categories: Sequence[Group]
    regions: Sequence[Region]
    parts: Sequence[PartMeans]
    reached_target: int | None
    movement: Movement | None
    hardest: Sequence[Hard]
    not_assessed: int
    exceptions: Sequence[ConflictException]
    """Who assessed in spite of a conflict of interest, by the word of two people of the ministry."""


def nation_of(run: FinalisationRun) -> Nation:
    """The figures of every result of a run. The same run and register give the same; some fifteen statements."""
    period = run.period
    bands = list(period.instrument.bands.all())
    results = list(
        run.results.select_related("evaluation__institution__province", "predikat").order_by(
            "evaluation__institution__code"
        )
    )
    target = period.instrument.target_index
    by_category = _grouped(results, lambda one: one.evaluation.institution.category, Category)
    by_track = _grouped(results, lambda one: one.evaluation.track, Track)
    labels = {Track.EVALUATION: "Evaluasi", Track.MONITORING: "Pemantauan"}
    return Nation(
        bands=bands,
        whole=_group("Nasional", results, bands),
        exact=_mean([_exact(one) for one in results]),
        tracks=[_group(labels[Track(track)], some, bands) for track, some in by_track.items()],
        categories=[_group(Category(category).label, some, bands) for category, some in by_category.items()],
        regions=_regions(results, target),
        parts=_parts(run, list(by_category)),
        reached_target=None if target is None else sum(one.stated >= target for one in results),
        movement=_movement(period, results, bands),
        hardest=_hardest(period, results, run.ledger_upto),
        not_assessed=period.evaluations.filter(track=Track.NOT_ASSESSED).count(),
        exceptions=_exceptions(period),
    )


def _grouped(results: Iterable[Result], key: object, order: Iterable[str]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for one in results:
        found.setdefault(key(one), []).append(one)  # type: ignore[operator]
    return {name: found[name] for name in order if name in found}


def _group(name: str, results: Sequence[Result], bands: Sequence[PredikatBand]) -> Group:
    held = Counter(one.predikat_id for one in results)
    figures = [one.stated for one in results]
    mean = stated(_mean([_exact(one) for one in results]))
    return Group(name, len(results), mean, min(figures), max(figures), [held[band.pk] for band in bands])


def _regions(results: Iterable[Result], target: Decimal | None) -> list[Region]:
    found: dict[str, list[Result]] = {}
    for one in results:
        if province := one.evaluation.institution.province:
            found.setdefault(province.name, []).append(one)
    return [
        Region(
            name=name,
            own=next((one.stated for one in some if one.evaluation.institution.category == Category.PROVINCE), None),
            number=len(some),
            mean=stated(_mean([_exact(one) for one in some])),
            reached_target=sum(target is not None and one.stated >= target for one in some),
        )
        for name, some in found.items()
    ]


def _parts(run: FinalisationRun, categories: Sequence[str]) -> list[PartMeans]:
    """Every part of the instrument with its means. One statement for the figures."""
    rows = ResultPart.objects.filter(result__run=run).values_list(
        "part", "result__evaluation__institution__category", "numerator", "denominator"
    )
    figures: dict[tuple[int, str], list[Fraction]] = {}
    for part, category, numerator, denominator in rows:
        exact = Fraction(numerator, denominator)
        figures.setdefault((part, category), []).append(exact)
        figures.setdefault((part, ""), []).append(exact)

    def mean(part: Part, category: str) -> Decimal | None:
        known = figures.get((part.pk, category))
        return stated(_mean(known)) if known else None

    return [
        PartMeans(row.part, row.depth, bool(row.indicators), whole, [mean(row.part, one) for one in categories])
        for row in shape_of(run.period.instrument).rows
        if (whole := mean(row.part, "")) is not None
    ]


def _movement(period: EvaluationPeriod, results: Iterable[Result], bands: Sequence[PredikatBand]) -> Movement | None:
    """None where nothing earlier can be compared: another instrument, or nothing known."""
    former, name, year = _former(period)
    pairs = [
        (before, one.predikat_id)
        for one in results
        if (before := former.get(one.evaluation.institution_id)) is not None
    ]
    if not pairs:
        return None
    counted, height = Counter(pairs), {band.pk: band.position for band in bands}
    rises = [height[after] - height[before] for before, after in pairs]
    return Movement(
        former=name,
        year=year,
        rows=[(band.name, [counted[band.pk, after.pk] for after in bands]) for band in bands],
        risen=sum(rise > 0 for rise in rises),
        kept=rises.count(0),
        fallen=sum(rise < 0 for rise in rises),
    )


def _former(period: EvaluationPeriod) -> tuple[Mapping[int, int], str, int]:
    """institution -> predikat in the latest earlier period of the same instrument, its name and year.

    A simulation is compared with a simulation, what is official with what is official; of that, published figures of
    the past count too.
    """
    computed = (
        EvaluationPeriod.objects.filter(
            instrument=period.instrument_id, year__lt=period.year, state=PeriodState.PUBLISHED
        )
        .filter(~Q(simulation_label="") if period.simulation_label else Q(simulation_label=""))
        .order_by("-year")
        .first()
    )
    imported = ImportedResult.objects.filter(
        instrument=period.instrument_id, year__lt=period.year, kind=ImportedKind.OFFICIAL, institution__isnull=False
    ).exclude(predikat=None)
    year = None if period.simulation_label else imported.aggregate(latest=Max("year"))["latest"]
    if computed and (year is None or computed.year >= year):
        held = (
            Result.objects.published().filter(run__period=computed).values_list("evaluation__institution", "predikat")
        )
        return dict(held), computed.name, computed.year
    if year is None:
        return {}, "", 0
    known = imported.filter(year=year).values_list("institution", "predikat")
    return {institution: band for institution, band in known if institution and band}, f"hasil {year}", year


def _hardest(period: EvaluationPeriod, results: Iterable[Result], upto: int | None) -> list[Hard]:
    """The indicators with the lowest mean level, the lowest first."""
    levels: dict[int, list[Decimal]] = {}
    for settled in settled_levels([one.evaluation_id for one in results], upto=upto).values():
        for indicator, level in settled.items():
            levels.setdefault(indicator, []).append(level)
    target = period.instrument.target_level
    found = [
        (_mean([Fraction(level) for level in levels[one.pk]]), one)
        for one in shape_of(period.instrument).indicators
        if one.pk in levels
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].number))
    return [
        Hard(one, stated(mean), None if target is None else sum(level < target for level in levels[one.pk]))
        for mean, one in found[:HARDEST]
    ]


def _exceptions(period: EvaluationPeriod) -> list[ConflictException]:
    allowed = ConflictException.objects.filter(period=period, is_approved=True)
    people = allowed.select_related("conflict__assessor", "conflict__institution", "proposed_by", "decided_by")
    return list(people.order_by("conflict__institution__code", "conflict__assessor__name", "pk"))


def _exact(result: Result) -> Fraction:
    return Fraction(result.numerator, result.denominator)


def _mean(figures: Sequence[Fraction]) -> Fraction:
    return sum(figures, Fraction(0)) / len(figures)
