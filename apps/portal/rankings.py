"""Lists of a year. Ranks only where the list is whole; otherwise it says how much of it is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from apps.institutions.models import Category, Institution
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod
from apps.results.models import ImportedKind, ImportedResult
from apps.results.queries import assessed, published_results
from apps.results.series import Figure, computed_figure, imported_figure
from apps.rules.ranking import Improvement, YearFigure, largest_improvements, ranks

REGIONAL = "kabupaten_kota"
CATEGORIES: dict[str, tuple[str, tuple[str, ...]]] = {
    REGIONAL: ("Kabupaten dan kota", (Category.REGENCY, Category.CITY)),
    Category.REGENCY: ("Kabupaten", (Category.REGENCY,)),
    Category.CITY: ("Kota", (Category.CITY,)),
    Category.PROVINCE: ("Provinsi", (Category.PROVINCE,)),
    Category.MINISTRY: ("Kementerian", (Category.MINISTRY,)),
    Category.AGENCY: ("LPNK", (Category.AGENCY,)),
    Category.OTHER_BODY: ("Lembaga lain", (Category.OTHER_BODY,)),
}


@dataclass(frozen=True)
class RankedRow:
    """One institution of a list. `rank` is None where the list is not whole."""

    institution: Institution
    figure: Figure
    rank: int | None
    is_shared: bool


@dataclass(frozen=True)
class RankedList:
    """The institutions of one year and category (and province), highest first."""

    rows: list[RankedRow]
    expected: int
    instrument: Instrument | None

    @property
    def bands(self) -> int:
        return self.instrument.bands.count() if self.instrument else 0

    @property
    def is_whole(self) -> bool:
        return len(self.rows) >= self.expected > 0


@dataclass(frozen=True)
class RisenRow:
    institution: Institution
    improvement: Improvement[int]


def years_with_figures() -> list[int]:
    """The years of which there is at least one official figure of an institution, the latest first."""
    imported = ImportedResult.objects.filter(institution__isnull=False, kind=ImportedKind.OFFICIAL)
    computed = published_results().filter(evaluation__period__simulation_label="")
    years = set(imported.values_list("year", flat=True))
    return sorted(years | set(computed.values_list("evaluation__period__year", flat=True)), reverse=True)


def ranked(year: int, category: str, province: str = "") -> RankedList:
    """The list of a year. Equal stated figures share a rank; the next ranks are skipped."""
    _, kinds = CATEGORIES[category]
    wanted = Q(category__in=kinds) & (Q(province=province) if province else Q())
    figures = official_figures(year, Institution.objects.filter(wanted))
    expected = _expected(year, wanted)
    places = ranks({institution.pk: figure.stated for institution, figure in figures.items()})
    is_whole = len(figures) >= expected > 0
    held = list(places.values())
    rows = [
        RankedRow(
            institution=institution,
            figure=figure,
            rank=places[institution.pk] if is_whole else None,
            is_shared=held.count(places[institution.pk]) > 1,
        )
        for institution, figure in figures.items()
    ]
    rows.sort(key=lambda row: (-row.figure.stated, row.institution.code))
    return RankedList(rows=rows, expected=expected, instrument=instrument_of(year))


def instrument_of(year: int) -> Instrument | None:
    """The instrument that was in force in a year."""
    return Instrument.objects.filter(years__contains=[year]).first()


def official_figures(year: int, institutions: QuerySet[Institution]) -> dict[Institution, Figure]:
    """What is official of these institutions in a year. A figure computed here comes before an imported one."""
    imported = ImportedResult.objects.filter(
        year=year, kind=ImportedKind.OFFICIAL, institution__in=institutions
    ).select_related("institution__province", "predikat__instrument")
    computed = published_results().filter(
        evaluation__period__year=year,
        evaluation__period__simulation_label="",
        evaluation__institution__in=institutions,
    )
    figures: dict[Institution, Figure] = {}
    for row in imported:
        if row.institution:
            figures[row.institution] = imported_figure(row)
    for result in computed:
        figures[result.evaluation.institution] = computed_figure(result)
    return figures


def improvements(before: int, after: int) -> list[RisenRow]:
    """Who rose from one year to another, the largest gain first; comparable pairs only."""
    names = {one.pk: one for one in Institution.objects.select_related("province")}
    found = largest_improvements(_year_figures((before, after)), before=before, after=after)
    return [RisenRow(names[one.institution], one) for one in found]


def best_known_pair(pairs: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Of these pairs of years, two in a row of which most improvements are known; the later one of equals."""
    in_a_row = [pair for pair in pairs if pair[1] - pair[0] == 1]
    return max(in_a_row, key=lambda pair: (len(improvements(*pair)), pair), default=None)


def _year_figures(years: Iterable[int]) -> list[YearFigure[int]]:
    imported = ImportedResult.objects.filter(year__in=list(years), institution__isnull=False).values_list(
        "institution_id", "year", "instrument__code", "index", "kind"
    )
    computed = published_results().filter(
        evaluation__period__year__in=list(years), evaluation__period__simulation_label=""
    )
    rows = [
        YearFigure(institution or 0, year, code, index, kind == ImportedKind.OFFICIAL)
        for institution, year, code, index, kind in imported
    ]
    rows += [
        YearFigure(
            one.evaluation.institution_id,
            one.evaluation.period.year,
            one.evaluation.period.instrument.code,
            Decimal(one.stated),
            True,
        )
        for one in computed
    ]
    return rows


def _expected(year: int, wanted: Q) -> int:
    """How many institutions the list would have if it were whole.

    Of a period run here: those assessed. Of the past only the register is known: those that existed in that year.
    """
    if not year:  # there is no figure of any year
        return 0
    period = EvaluationPeriod.objects.filter(year=year, simulation_label="", publication__isnull=False).first()
    if period:
        institutions = Institution.objects.filter(wanted)
        return assessed(period).filter(institution__in=institutions).count()
    existed = (Q(valid_from__isnull=True) | Q(valid_from__year__lte=year)) & (
        Q(valid_to__isnull=True) | Q(valid_to__year__gte=year)
    )
    return Institution.objects.filter(wanted & existed).count()
