"""Lists of a year. Ranks only where the list is whole; otherwise it says how much of it is known."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from apps.institutions.models import Category, Institution
from apps.instruments.models import Instrument
from apps.portal.queries import published_periods
from apps.results.models import ImportedKind, ImportedResult, Result
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

Figures = list[YearFigure[int]]
Pair = tuple[int, int]


@dataclass(frozen=True)
class RankedRow:
    """One institution of a list. `rank` is None where the list is not whole."""

    institution: Institution
    figure: Figure
    bands: int
    rank: int | None
    is_shared: bool


@dataclass(frozen=True)
class RankedList:
    """The institutions of one year and category (and province), highest first.

    `expected` is how many there would be if every figure were known.
    """

    rows: list[RankedRow]
    expected: int
    instruments: frozenset[Instrument]

    @property
    def is_ranked(self) -> bool:
        """Whether every figure is known, and all by one instrument."""
        return len(self.rows) == self.expected > 0 and len(self.instruments) == 1


NOTHING_LISTED = RankedList([], 0, frozenset())


@dataclass(frozen=True)
class RisenRow:
    institution: Institution
    improvement: Improvement[int]


@dataclass(frozen=True)
class RisenList:
    """Who rose between two years. `compared` institutions have both figures, of `expected`; ranks only if all do."""

    rows: list[RisenRow]
    compared: int
    expected: int

    @property
    def is_ranked(self) -> bool:
        return self.compared == self.expected > 0


def years_with_figures() -> list[int]:
    """The years of which there is at least one official figure of an institution, the latest first."""
    imported = ImportedResult.objects.filter(institution__isnull=False, kind=ImportedKind.OFFICIAL)
    years = set(imported.values_list("year", flat=True))
    return sorted(years | set(official_results().values_list("evaluation__period__year", flat=True)), reverse=True)


def official_results() -> QuerySet[Result]:
    """What was published of periods that are no simulation. Every list and ranking starts from here."""
    return published_results().filter(evaluation__period__simulation_label="")


def ranked(year: int, category: str, province: str = "") -> RankedList:
    """The list of a year. Equal stated figures share a rank; the next ranks are skipped."""
    _, kinds = CATEGORIES[category]
    wanted = Q(category__in=kinds) & (Q(province=province) if province else Q())
    figures = official_figures(year, Institution.objects.filter(wanted))
    expected = _expected(year, wanted) | {one.pk for one in figures}
    instruments = frozenset(figure.instrument for figure in figures.values())
    is_ranked = len(figures) == len(expected) and len(instruments) == 1
    places = ranks({institution.pk: figure.stated for institution, figure in figures.items()})
    held = Counter(places.values())
    bands = dict(Instrument.objects.annotate(amount=Count("bands")).values_list("pk", "amount"))
    rows = [
        RankedRow(
            institution=institution,
            figure=figure,
            bands=bands[figure.instrument.pk],
            rank=places[institution.pk] if is_ranked else None,
            is_shared=held[places[institution.pk]] > 1,
        )
        for institution, figure in figures.items()
    ]
    rows.sort(key=lambda row: (-row.figure.stated, row.institution.code))
    return RankedList(rows, len(expected), instruments)


def official_figures(year: int, institutions: QuerySet[Institution]) -> dict[Institution, Figure]:
    """What is official of these institutions in a year. A figure computed here comes before an imported one."""
    imported = ImportedResult.objects.filter(
        year=year, kind=ImportedKind.OFFICIAL, institution__in=institutions
    ).select_related("institution__province", "predikat", "instrument")
    computed = official_results().filter(evaluation__period__year=year, evaluation__institution__in=institutions)
    figures = {row.institution: imported_figure(row) for row in imported if row.institution}
    return figures | {result.evaluation.institution: computed_figure(result) for result in computed}


def figures_of_years(years: Iterable[int]) -> Figures:
    """Every official figure of an institution in these years. A figure computed here replaces an imported one."""
    imported = ImportedResult.objects.filter(
        year__in=list(years), institution__isnull=False, kind=ImportedKind.OFFICIAL
    ).values_list("institution", "year", "instrument__code", "index")
    computed = (
        official_results()
        .filter(evaluation__period__year__in=list(years))
        .values_list(
            "evaluation__institution",
            "evaluation__period__year",
            "evaluation__period__instrument__code",
            "stated",
        )
    )
    figures = {row[:2]: YearFigure(*row, official=True) for row in (*imported, *computed)}
    return list(figures.values())


def improvements(figures: Figures, pair: Pair) -> RisenList:
    """Who rose from the first year to the second, the largest gain first; comparable pairs only."""
    before, after = pair
    found = largest_improvements(figures, before=before, after=after)
    institutions = Institution.objects.in_bulk([one.institution for one in found])
    compared = comparable(figures, pair)
    return RisenList(
        rows=[RisenRow(institutions[one.institution], one) for one in found],
        compared=len(compared),
        expected=len((_expected(before, Q()) & _expected(after, Q())) | compared),
    )


def comparable(figures: Figures, pair: Pair) -> set[int]:
    """The institutions that have a figure in both years by the same instrument."""
    earlier, later = ({(one.institution, one.instrument) for one in figures if one.year == year} for year in pair)
    return {institution for institution, _ in earlier & later}


def best_known_pair(figures: Figures, pairs: Iterable[Pair]) -> Pair | None:
    """Of these pairs of years, two in a row of which most can be compared; the later one of equals."""
    in_a_row = [pair for pair in pairs if pair[1] - pair[0] == 1]
    return max(in_a_row, key=lambda pair: (len(comparable(figures, pair)), pair), default=None)


def _expected(year: int, wanted: Q) -> set[int]:
    """The institutions that the list would have if it were whole.

    Of a period run here: those assessed. Of the past only the register is known: those that existed in that year.
    """
    if not year:  # there is no figure of any year
        return set()
    institutions = Institution.objects.filter(wanted)
    if period := published_periods().filter(year=year, simulation_label="").first():
        return set(assessed(period).filter(institution__in=institutions).values_list("institution", flat=True))
    existed = (Q(valid_from__isnull=True) | Q(valid_from__year__lte=year)) & (
        Q(valid_to__isnull=True) | Q(valid_to__year__gte=year)
    )
    return set(institutions.filter(existed).values_list("pk", flat=True))
