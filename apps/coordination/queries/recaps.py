"""Everything the closed stages of a period have said: institution by indicator by stage, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone

from apps.common.formats import wib
from apps.common.sheets import Table
from apps.common.sheets import Value as Cell
from apps.coordination.models import FullRecap
from apps.evaluations.models import Evaluation, LedgerLevel
from apps.institutions.models import Category
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage, Track

AT_ONCE = 2000  # rows that a worker holds at a time
PLACED = ("Kode", "Instansi", "Kategori", "Provinsi", "Jalur")


@dataclass
class Spoken:
    """Counts while the tables are read: the levels so far; `told` hears how many stages are through."""

    told: Callable[[int], None]
    levels: int = 0


def tables_of(recap: FullRecap, spoken: Spoken) -> Iterator[Table]:
    """What the recap is of, the institutions, and one table for every stage that has spoken.

    All levels come from one statement, and so from one moment; they are read as they are written.
    """
    period = recap.period
    indicators = list(period.instrument.indicators.order_by("number").values_list("number", "name"))
    above = [period.simulation_label] if period.simulation_label else []
    above.append(f"{period.name}, rekap penuh {recap.code}, keadaan {wib(timezone.now())}")
    about = [
        "Tingkat yang dicatat setiap tahap yang sudah ditutup, menurut revisi terakhirnya. Tahap yang masih berjalan "
        "belum mempunyai tingkat.",
        "Yang berlaku ialah tingkat dari tahap terakhir yang mencatat.",
    ]
    yield Table("Keterangan", ("Indikator", "Nama"), indicators, (*above, *about))
    yield Table("Instansi", (*PLACED, "Gelombang", "Tahap"), _institutions(period), above)
    columns = (*PLACED, *(str(number) for number, _ in indicators))
    places = {number: place for place, (number, _) in enumerate(indicators)}
    for order, levels in groupby(_levels(period), key=itemgetter(0)):
        stage = LEDGER_ORDER[order]
        yield Table(LABELS[stage], columns, _rows(levels, places, spoken), above)
        spoken.told(order + 1)


def _institutions(period: EvaluationPeriod) -> Iterator[tuple[Cell, ...]]:
    rows = (
        Evaluation.objects.filter(period=period)
        .order_by("institution__code")
        .values_list(
            "institution__code", "institution__name", "institution__category", "institution__province__name",
            "track", "batch", "stage",
        )
    )  # fmt: skip
    for code, name, category, province, track, batch, stage in rows.iterator(AT_ONCE):
        yield code, name, str(Category(category).label), province, LABELS[Track(track)], batch, LABELS[Stage(stage)]


def _levels(period: EvaluationPeriod) -> Iterator[tuple[Any, ...]]:
    """(stage's place, code, name, category, province, track, indicator's number, level), in this order."""
    place = Case(
        *[When(stage=stage, then=Value(order)) for order, stage in enumerate(LEDGER_ORDER)], output_field=IntegerField()
    )
    key = ("place", "evaluation__institution__code", "indicator__number")
    return (
        LedgerLevel.objects.filter(evaluation__period=period)
        .annotate(place=place)
        .order_by(*key, F("revision").desc())
        .distinct(*key)
        .values_list(
            "place", "evaluation__institution__code", "evaluation__institution__name",
            "evaluation__institution__category", "evaluation__institution__province__name", "evaluation__track",
            "indicator__number", "level",
        )
        .iterator(AT_ONCE)
    )  # fmt: skip


def _rows(levels: Iterator[tuple[Any, ...]], places: dict[int, int], spoken: Spoken) -> Iterator[list[Cell]]:
    """One row for every institution: who it is, then a level or nothing for every indicator."""
    for (code, name, category, province, track), said in groupby(levels, key=itemgetter(1, 2, 3, 4, 5)):
        cells: list[Decimal | None] = [None] * len(places)
        for *_, number, level in said:
            cells[places[number]] = level
            spoken.levels += 1
        yield [code, name, str(Category(category).label), province, LABELS[Track(track)], *cells]
