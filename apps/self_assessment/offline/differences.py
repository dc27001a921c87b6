"""What a filled workbook would change, row by row, before it changes anything."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import CharField

from apps.common import formats
from apps.common.workbooks import number_text
from apps.evaluations.models import Evaluation
from apps.instruments.models import Instrument
from apps.self_assessment.forms import LONGEST_TEXT, LevelField, PlainTextField
from apps.self_assessment.models import Answer, AnswerState, OfflineUpload
from apps.self_assessment.offline.layout import LONGEST_NAME
from apps.self_assessment.offline.reading import Fault, ReadRow
from apps.self_assessment.permissions import is_left_to
from apps.self_assessment.queries import in_charge_beside
from apps.self_assessment.texts import TEXT_FIELDS, AnswerText, Difference, differences

NEW, CHANGED, CONFLICT, REFUSED, SAME = "new", "changed", "conflict", "refused", "same"
# What no page shows and no keyboard types; tab and line end are none of them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class RowChange:
    """What would become of one answer: its fate, what it would say, and the cells that are not taken."""

    read: ReadRow
    answer: Answer
    fate: str
    text: AnswerText
    base: AnswerText | None
    """What the answer said when the workbook was made; None if nobody knows."""
    faults: list[Fault]

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.text, AnswerText.of(self.answer), self.base)

    @property
    def is_applicable(self) -> bool:
        return self.fate in (NEW, CHANGED, CONFLICT)

    @property
    def withdraws_approval(self) -> bool:
        return self.answer.state == AnswerState.APPROVED


@dataclass(frozen=True)
class Preview:
    """Every row of a workbook by its fate."""

    rows: list[RowChange]
    faults: list[Fault]
    absent: list[int]
    """Indicators of which the workbook says nothing."""

    def of(self, fate: str) -> list[RowChange]:
        return [row for row in self.rows if row.fate == fate]

    @property
    def new(self) -> list[RowChange]:
        return self.of(NEW)

    @property
    def changed(self) -> list[RowChange]:
        return self.of(CHANGED)

    @property
    def conflicts(self) -> list[RowChange]:
        return self.of(CONFLICT)

    @property
    def unchanged(self) -> int:
        return len(self.of(SAME))

    @property
    def applicable(self) -> list[RowChange]:
        return [row for row in self.rows if row.is_applicable]

    @property
    def safe(self) -> int:
        """How many rows go in without a choice: nobody wrote there since the workbook was made."""
        return len(self.new) + len(self.changed)

    @property
    def refusals(self) -> list[Fault]:
        """Every cell that is not taken, in the order of the sheet."""
        return [*self.faults, *(fault for row in self.rows for fault in row.faults)]


class _Fields(NamedTuple):
    """The fields of the form, so that a cell is held to what an input is held to."""

    level: LevelField
    name: CharField
    text: PlainTextField
    scale: str
    """The levels there are, in words."""


def compare(evaluation: Evaluation, upload: OfflineUpload) -> Preview:
    """What the workbook would change now, by whoever uploaded it. Two statements, whatever the number of rows."""
    writer = upload.uploaded_by
    sheet = Answer.objects.filter(evaluation=evaluation).select_related("indicator", "updated_by")
    answers = {one.indicator.number: one for one in sheet.annotate(mine=in_charge_beside(writer))}
    elsewhere = {number for number, one in answers.items() if not is_left_to(writer, evaluation, one.mine)}
    rows = rows_of(upload)
    read = {row.number: row for row in rows}
    bases = _texts_at(
        evaluation, {answers[number].pk: row.version for number, row in read.items() if number in answers}
    )
    controls = _fields_of(evaluation.period.instrument)
    found = [
        _kept_from_others(_change(row, answers[row.number], bases.get(answers[row.number].pk), controls), elsewhere)
        for row in rows
        if row.number in answers
    ]
    faults = [Fault(*fault) for fault in upload.faults]
    return Preview(found, faults, [number for number in sorted(answers) if number not in read])


def rows_of(upload: OfflineUpload) -> list[ReadRow]:
    """The rows as they were read."""
    return [
        ReadRow(row, number, version, said, [Fault(*fault) for fault in faults])
        for row, number, version, said, faults in upload.rows
    ]


def _texts_at(evaluation: Evaluation, versions: dict[int, int]) -> dict[int, AnswerText]:
    """What the answers (primary keys) said at these versions; one that never was is left out. One statement."""
    events = apps.get_model("self_assessment", "AnswerEvent").objects.filter(
        evaluation=evaluation.pk, pgh_obj__in=list(versions), version__in=set(versions.values())
    )
    return {one.pgh_obj_id: AnswerText.of(one) for one in events if versions[one.pgh_obj_id] == one.version}


def _fields_of(instrument: Instrument) -> _Fields:
    return _Fields(
        LevelField(instrument),
        CharField(required=False, max_length=LONGEST_NAME),
        PlainTextField(required=False, max_length=LONGEST_TEXT),
        f"{formats.level(instrument.scale_min)} sampai {formats.level(instrument.scale_max)}"
        + (f" dengan paling banyak {instrument.scale_digits} angka desimal" if instrument.scale_digits else ""),
    )


def _change(row: ReadRow, answer: Answer, base: AnswerText | None, controls: _Fields) -> RowChange:
    """A part that the workbook leaves as it was downloaded stays as it is stored; the others are its own."""
    stored = AnswerText.of(answer)
    if base is None:
        fault = Fault(row.address("version"), "versi baris ini tidak dikenal; unduh lembar luring yang baru")
        return RowChange(row, answer, REFUSED, stored, None, [*row.faults, fault])
    own: dict[str, Any] = {}
    faults = list(row.faults)
    for name, cell in row.said.items():
        if _same(cell, getattr(base, name)) or _same(cell, getattr(stored, name)):
            continue
        try:
            own[name] = _cleaned(name, cell, controls)
        except ValidationError as refusal:
            faults.append(Fault(row.address(name), " ".join(refusal.messages)))
    text = AnswerText(**{field.name: own.get(field.name, getattr(stored, field.name)) for field in fields(AnswerText)})
    return RowChange(row, answer, _fate(text, stored, base, faults), text, base, faults)


def _kept_from_others(change: RowChange, elsewhere: Container[int]) -> RowChange:
    """Refused, where it would change what somebody else is in charge of."""
    if change.read.number not in elsewhere or not change.is_applicable:
        return change
    fault = Fault(change.read.address("number"), "indikator ini dikerjakan oleh unit atau orang lain")
    return replace(change, fate=REFUSED, faults=[*change.faults, fault])


def _fate(text: AnswerText, stored: AnswerText, base: AnswerText, faults: Iterable[Fault]) -> str:
    if text == stored:
        return REFUSED if faults else SAME
    if stored != base:  # an approval alone moves the version, too, and is no other text
        return CONFLICT
    return NEW if stored.is_empty else CHANGED


def _same(cell: str, value: Decimal | str | None) -> bool:
    """Whether a cell says what is stored, whatever a spreadsheet did to spaces, line ends and figures."""
    if isinstance(value, str):
        return _bare(cell) == _bare(value)
    typed = cell.strip().replace(",", ".")
    if value is None or not typed:
        return value is None and not typed
    try:
        return Decimal(typed) == value
    except ArithmeticError:
        return False


def _bare(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _cleaned(name: str, cell: str, controls: _Fields) -> Decimal | str | None:
    """What the form would have made of it. Raises ValidationError."""
    if CONTROL.search(cell):
        raise ValidationError("berisi huruf kendali yang tidak terlihat; hapus atau tulis ulang bagian itu")
    if name in TEXT_FIELDS:
        return controls.text.clean(cell)
    if name == "service_name":
        return controls.name.clean(" ".join(cell.split()))
    try:
        level: Decimal | None = controls.level.clean(number_text(cell.strip().replace(",", ".")))
    except ValidationError as refusal:
        raise ValidationError(f"bukan tingkat {controls.scale}") from refusal
    return level
