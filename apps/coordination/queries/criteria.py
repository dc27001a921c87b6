"""The criteria of a period's instrument: which are written, and what an uploaded list would write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from apps.common.sheets import SheetRow
from apps.instruments.models import Criterion, Indicator, Instrument
from apps.periods.models import EvaluationPeriod, PeriodState

NUMBER, LEVEL, TEXT, EVIDENCE = COLUMNS = ("Indikator", "Tingkat", "Kriteria", "Contoh bukti")
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a list against what stands: `before` is empty where nothing does."""

    line: int
    name: str
    before: str
    after: str


@dataclass(slots=True)
class Preview:
    """What a list would write: the criteria, what they change, how many change nothing, what is wrong."""

    rows: list[Criterion] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


def steps_of(instrument: Instrument) -> range:
    """The whole levels of the scale: each may have a criterion."""
    return range(int(instrument.scale_min), int(instrument.scale_max) + 1)


def indicators_with_counts(instrument: Instrument) -> QuerySet[Any]:
    """Every Indicator with how many of its levels have a criterion, as `written`."""
    return instrument.indicators.select_related("part").annotate(written=Count("criteria")).order_by("number")


def needs_reason(period: EvaluationPeriod) -> bool:
    """Whether people already work with this instrument: then a change of its words is an erratum, with a reason."""
    using = EvaluationPeriod.objects.filter(instrument=period.instrument_id)
    return using.exclude(state=PeriodState.PREPARATION).exists()


def preview_of(instrument: Instrument, stored: Iterable[Mapping[str, object]]) -> Preview:
    """What a list as stored would write now. Two queries, whatever its length."""
    indicators = {str(one.number): one for one in instrument.indicators.all()}
    standing = {
        (one.indicator_id, one.level): one for one in Criterion.objects.filter(indicator__instrument=instrument)
    }
    levels = {str(level): level for level in steps_of(instrument)}
    preview, seen = Preview(), dict[tuple[int, int], int]()
    for row in (SheetRow(**row) for row in stored):  # type: ignore[arg-type]
        indicator, level = indicators.get(row.cells[NUMBER]), levels.get(row.cells[LEVEL])
        faults = _faults(row, indicator, level)
        if faults or indicator is None or level is None:
            preview.faults += faults
            continue
        key = (indicator.pk, level)
        if key in seen:
            preview.faults.append(f"Baris {row.number}: sudah tertulis pada baris {seen[key]}.")
            continue
        seen[key] = row.number
        wanted = Criterion(indicator=indicator, level=level, text=row.cells[TEXT], evidence=row.cells[EVIDENCE])
        _compare(preview, row.number, wanted, standing.get(key))
    return preview


def _faults(row: SheetRow, indicator: Indicator | None, level: int | None) -> list[str]:
    place, cells = f"Baris {row.number}", row.cells
    faults = []
    if indicator is None:
        faults.append(f"{place}: indikator “{cells[NUMBER]}” tidak dikenal.")
    if level is None:
        faults.append(f"{place}: tingkat “{cells[LEVEL]}” tidak dikenal; kriteria ditulis bagi tingkat yang bulat.")
    if not cells[TEXT] or len(cells[TEXT]) > LONGEST or len(cells[EVIDENCE]) > LONGEST:
        faults.append(f"{place}: kriteria wajib diisi; kriteria dan contoh bukti paling panjang {LONGEST} huruf.")
    return faults


def _compare(preview: Preview, line: int, wanted: Criterion, standing: Criterion | None) -> None:
    before, after = described(standing) if standing else "", described(wanted)
    if before == after:
        preview.unchanged += 1
        return
    preview.differences.append(
        Difference(line, f"Indikator {wanted.indicator.number}, tingkat {wanted.level}", before, after)
    )
    preview.rows.append(wanted)


def described(one: Criterion) -> str:
    return f"{one.text} Bukti: {one.evidence}" if one.evidence else one.text
