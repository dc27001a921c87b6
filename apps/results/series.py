"""An institution through the years: what is official, what is its own, what is missing, and where series break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Count, Max, Min

from apps.common.charts import TrendPoint
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.institutions.queries import line_of
from apps.instruments.models import Instrument, InstrumentChange, PredikatBand
from apps.periods.models import PeriodState
from apps.results.models import ImportedKind, ImportedPart, ImportedResult, Result
from apps.results.queries import published_results
from apps.rules.stages import Track

State = Literal["official", "not_assessed", "not_loaded"]


@dataclass(frozen=True)
class Figure:
    """One official figure, wherever it comes from."""

    stated: Decimal
    printed: str
    predikat: PredikatBand | None
    instrument: Instrument
    source: str
    remark: str = ""
    result: Result | None = None
    imported: ImportedResult | None = None


@dataclass(frozen=True)
class YearLine:
    """One year of an institution. `own` is its own figure as it was printed: never a national result."""

    year: int
    state: State
    instrument: Instrument
    bands: int
    figure: Figure | None = None
    own: ImportedResult | None = None
    replaced: Instrument | None = None
    """The instrument of the next older line where it is another one: the two lines cannot be compared."""
    break_below: str = ""
    """What changed between the two instruments, where it is known."""


def imported_figure(row: ImportedResult) -> Figure:
    return Figure(row.index, row.printed, row.predikat, row.instrument, row.source, row.remark, imported=row)


def computed_figure(result: Result) -> Figure:
    printed = f"{result.stated:.2f}".replace(".", ",")
    return Figure(result.stated, printed, result.predikat, result.evaluation.period.instrument, "", result=result)


def series_of(institution: Institution) -> list[YearLine]:
    """Every year that the register knows at all, the latest first. A constant number of queries."""
    imported = ImportedResult.objects.filter(institution=institution).select_related("predikat", "instrument")
    computed = published_results().filter(evaluation__institution=institution, evaluation__period__simulation_label="")
    figures = {row.year: imported_figure(row) for row in imported if row.kind == ImportedKind.OFFICIAL}
    figures |= {row.evaluation.period.year: computed_figure(row) for row in computed}
    own = {row.year: row for row in imported if row.kind == ImportedKind.OWN}
    left_out = set(
        Evaluation.objects.filter(
            institution=institution,
            track=Track.NOT_ASSESSED,
            period__state=PeriodState.PUBLISHED,
            period__simulation_label="",
        ).values_list("period__year", flat=True)
    )
    return _lines(figures, own, left_out)


@dataclass(frozen=True)
class FormerFigure:
    """An official figure of an institution whose work another one carries on; never joined with that one's series."""

    institution: Institution
    year: int
    figure: Figure


def figures_of_predecessors(institution: Institution) -> list[FormerFigure]:
    """Every official figure of all predecessors, however far back; the latest year first. Three queries."""
    formers = {one.pk: one for one in line_of(institution)}
    imported = ImportedResult.objects.filter(institution__in=formers, kind=ImportedKind.OFFICIAL)
    computed = published_results().filter(evaluation__institution__in=formers, evaluation__period__simulation_label="")
    found = {
        (row.institution_id, row.year): imported_figure(row)
        for row in imported.select_related("predikat", "instrument")
    }
    found |= {(row.evaluation.institution_id, row.evaluation.period.year): computed_figure(row) for row in computed}
    listed = [FormerFigure(formers[pk], year, figure) for (pk, year), figure in found.items() if pk is not None]
    return sorted(listed, key=lambda one: (-one.year, one.institution.code))


def national_series() -> list[YearLine]:
    """The nation's own index through the years, the latest first."""
    rows = ImportedResult.objects.filter(label="NASIONAL").select_related("predikat", "instrument")
    return _lines({row.year: imported_figure(row) for row in rows}, {}, set())


def trend_points(lines: Iterable[YearLine]) -> list[TrendPoint]:
    """The series as the chart draws it, the oldest first."""
    return [
        TrendPoint(
            year=line.year,
            value=line.figure.stated if line.figure else None,
            instrument=line.instrument.name,
            note=line.figure.printed if line.figure else "",
            absence="not_loaded" if line.state == "not_loaded" else "not_assessed",
        )
        for line in sorted(lines, key=lambda line: line.year)
    ]


@dataclass(frozen=True)
class Change:
    """From one official figure to the next; `gain` is None where the instruments differ."""

    before: YearLine
    after: YearLine
    gain: Decimal | None


def latest_change(lines: Iterable[YearLine]) -> Change | None:
    """Between the two latest official figures. Figures of two instruments are never subtracted."""
    official = [(line, line.figure.stated) for line in lines if line.figure]
    if len(official) < 2:
        return None
    (after, last), (before, first) = official[:2]
    return Change(before, after, last - first if after.instrument == before.instrument else None)


def parts_of(lines: Iterable[YearLine]) -> list[tuple[YearLine, list[ImportedPart]]]:
    """The years of which figures of parts were published too, the latest first. One query."""
    by_result = {line.figure.imported.pk: line for line in lines if line.figure and line.figure.imported}
    parts: dict[int, list[ImportedPart]] = {}
    for part in ImportedPart.objects.filter(result__in=by_result).select_related("part"):
        parts.setdefault(part.result_id, []).append(part)
    return [(line, parts[pk]) for pk, line in by_result.items() if pk in parts]


def scale_of(lines: Sequence[YearLine]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest figure that any instrument of the series knows, for the axis of a chart."""
    lowest = min((line.instrument.scale_min for line in lines), default=Decimal(0))
    return lowest, max((line.instrument.scale_max for line in lines), default=Decimal(1))


def _lines(figures: Mapping[int, Figure], own: Mapping[int, ImportedResult], left_out: set[int]) -> list[YearLine]:
    """A line for each year; a year without a figure stands under the instrument in force, or the last one known."""
    instruments = list(Instrument.objects.annotate(band_count=Count("bands")))
    bands = {one.pk: one.band_count for one in instruments}
    in_force = {year: one for one in instruments for year in one.years}
    changes = {(one.earlier_id, one.later_id): one.note for one in InstrumentChange.objects.all()}
    lines: list[YearLine] = []
    before: Instrument | None = None
    for year in _years():
        spoken = figures.get(year) or own.get(year)
        instrument = spoken.instrument if spoken else in_force.get(year, before)
        if instrument is None:
            continue
        changed = before is not None and before != instrument
        lines.append(
            YearLine(
                year=year,
                state=_state(year, figures, own, left_out),
                instrument=instrument,
                bands=bands[instrument.pk],
                figure=figures.get(year),
                own=own.get(year),
                replaced=before if changed else None,
                break_below=changes.get((before.pk, instrument.pk), "") if before and changed else "",
            )
        )
        before = instrument
    return lines[::-1]


def _state(year: int, figures: Mapping[int, Figure], own: Mapping[int, ImportedResult], left_out: set[int]) -> State:
    if year in figures:
        return "official"
    return "not_assessed" if year in own or year in left_out else "not_loaded"


def _years() -> range:
    """From the first to the last year of which anything official is known."""
    ends = ImportedResult.objects.aggregate(first=Min("year"), last=Max("year"))
    computed = (
        Result.objects.published()
        .filter(evaluation__period__simulation_label="")
        .aggregate(first=Min("evaluation__period__year"), last=Max("evaluation__period__year"))
    )
    known = [year for year in (*ends.values(), *computed.values()) if year is not None]
    return range(min(known), max(known) + 1) if known else range(0)
