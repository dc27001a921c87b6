"""Other agencies' indices of a period: who has which, and what an uploaded list would bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from apps.common import formats
from apps.common.sheets import SheetRow
from apps.evaluations.actions.external import ExternalRow
from apps.evaluations.external import external_indicators, standing_values
from apps.evaluations.models import Evaluation, ExternalValue
from apps.instruments.models import Indicator, Instrument
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage

CODE, NUMBER, VALUE, LEVEL, SOURCE, DATED = COLUMNS = (
    "Kode instansi", "Indikator", "Nilai menurut sumber", "Tingkat", "Sumber", "Tanggal sumber"
)  # fmt: skip
LONGEST = {VALUE: 60, SOURCE: 300}
DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
ACCEPTED = (Stage.FINAL, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One institution with the standing value of every such indicator, None where nobody has brought it."""

    evaluation: Evaluation
    values: Sequence[tuple[Indicator, ExternalValue | None]]

    @property
    def may_change(self) -> bool:
        """Once it is accepted, a level changes by a correction alone."""
        return self.evaluation.stage not in ACCEPTED


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a list against what stands: `before` is empty where nothing does."""

    line: int
    name: str
    before: str
    after: str


@dataclass(slots=True)
class Preview:
    """What a list would bring: the rows, what they change, how many change nothing, what is wrong."""

    rows: list[ExternalRow] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


def lines_of(period: EvaluationPeriod, evaluations: Iterable[Evaluation]) -> list[InstitutionLine]:
    """Two queries, whatever their number."""
    evaluations = list(evaluations)
    indicators = external_indicators(period.instrument)
    values = {(one.evaluation_id, one.indicator_id): one for one in standing_values(one.pk for one in evaluations)}
    return [
        InstitutionLine(one, [(indicator, values.get((one.pk, indicator.pk))) for indicator in indicators])
        for one in evaluations
    ]


def preview_of(period: EvaluationPeriod, stored: Iterable[Mapping[str, object]]) -> Preview:
    """What a list as stored would bring now. Three queries, whatever its length."""
    rows = [SheetRow(**row) for row in stored]  # type: ignore[arg-type]
    evaluations = Evaluation.objects.filter(period=period).select_related("institution")
    known = {one.institution.code: one for one in evaluations}
    indicators = {str(one.number): one for one in external_indicators(period.instrument)}
    standing = {(one.evaluation_id, one.indicator_id): one for one in standing_values(one.pk for one in known.values())}
    preview, seen = Preview(), dict[tuple[int, int], int]()
    for row in rows:
        evaluation, indicator = known.get(row.cells[CODE]), indicators.get(row.cells[NUMBER])
        faults = _faults(row, evaluation, indicator, period.instrument)
        if faults or evaluation is None or indicator is None:
            preview.faults += faults
            continue
        key = (evaluation.pk, indicator.pk)
        if key in seen:
            preview.faults.append(f"Baris {row.number}: sudah tertulis pada baris {seen[key]}.")
            continue
        seen[key] = row.number
        _compare(preview, row, evaluation, indicator, standing.get(key))
    return preview


def _faults(
    row: SheetRow, evaluation: Evaluation | None, indicator: Indicator | None, instrument: Instrument
) -> list[str]:
    place, cells = f"Baris {row.number}", row.cells
    faults = []
    if evaluation is None:
        faults.append(f"{place}: kode instansi “{cells[CODE]}” tidak ada dalam lokus periode ini.")
    elif evaluation.stage in ACCEPTED:
        faults.append(f"{place}: {evaluation.institution} sudah diterima; tingkatnya hanya berubah dengan koreksi.")
    if indicator is None:
        faults.append(f"{place}: indikator “{cells[NUMBER]}” tidak mengambil nilainya dari indeks instansi lain.")
    if not _is_level(cells[LEVEL], instrument):
        low, high = formats.level(instrument.scale_min), formats.level(instrument.scale_max)
        digits = f", paling banyak {instrument.scale_digits} desimal" if instrument.scale_digits else ""
        faults.append(f"{place}: tingkat “{cells[LEVEL]}” harus bilangan {low} sampai {high}{digits}.")
    for name, longest in LONGEST.items():
        if not cells[name] or len(cells[name]) > longest:
            faults.append(f"{place}: {name.lower()} wajib diisi, paling panjang {longest} huruf.")
    if _day(cells[DATED]) is None:
        faults.append(f"{place}: tanggal sumber “{cells[DATED]}” ditulis seperti 2026-03-31.")
    return faults


def _compare(
    preview: Preview, row: SheetRow, evaluation: Evaluation, indicator: Indicator, standing: ExternalValue | None
) -> None:
    dated = _day(row.cells[DATED])
    if dated is None:
        raise ValueError(f"row {row.number} has no day")
    wanted = ExternalRow(
        evaluation.pk, indicator.pk, row.cells[VALUE], _figure(row.cells[LEVEL]), row.cells[SOURCE], dated
    )
    after = described(wanted)
    before = described(standing) if standing else ""
    if before == after:
        preview.unchanged += 1
        return
    name = f"{evaluation.institution}, indikator {indicator.number}"
    preview.differences.append(Difference(row.number, name, before, after))
    preview.rows.append(wanted)


def described(one: ExternalRow | ExternalValue) -> str:
    return f"Tingkat {formats.level(one.level)}, nilai {one.value}, {one.source}, {formats.date_id(one.dated)}"


def _figure(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_level(text: str, instrument: Instrument) -> bool:
    try:
        level = _figure(text)
    except InvalidOperation:
        return False
    if not level.is_finite() or not instrument.scale_min <= level <= instrument.scale_max:
        return False
    return level == round(level, instrument.scale_digits)


def _day(text: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
