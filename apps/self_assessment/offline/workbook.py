"""The sheet of one institution as a workbook that can be filled without a connection."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.utils import timezone

from apps.common import formats
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator, Instrument, LevelName, ScaleKind
from apps.self_assessment.actions import lay_out_sheets
from apps.self_assessment.models import Answer
from apps.self_assessment.offline.instructions import write_instructions
from apps.self_assessment.offline.layout import (
    COLUMNS,
    HEADING_ROW,
    IDENTITY_MARK,
    IDENTITY_ROW,
    NOT_NAMED,
    PLACES,
    SHEET,
    Identity,
)
from apps.self_assessment.offline.style import BRAND, Styles
from apps.self_assessment.texts import TEXT_FIELDS

A3 = 8
LINE_HEIGHT, LEAST_HEIGHT, GREATEST_HEIGHT = 12, 60, 409  # points; a spreadsheet knows no taller row
SMALL_LETTERS = 1.15  # how many letters of a cell stand in the place of one by which widths are counted
ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}


@dataclass(frozen=True)
class Line:
    """An indicator with what stands in its row."""

    indicator: Indicator
    answer: Answer
    criteria: list[tuple[str, str]]
    """The name of each level, and what it asks."""


def workbook_of(evaluation: Evaluation) -> bytes:
    """The xlsx with every indicator, its criteria, what is answered so far, and the version of each row."""
    import xlsxwriter  # here, since only who writes a workbook needs it

    made_at = timezone.now()
    lines = lines_of(evaluation)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": f"Lembar penilaian {evaluation.institution}", "created": made_at})
        styles = Styles(book)
        sheet = book.add_worksheet(SHEET)
        _write_head(sheet, styles, evaluation, made_at)
        for row, line in enumerate(lines, HEADING_ROW):
            _write_line(sheet, styles, row, line, evaluation.period.instrument)
        if lines:
            _restrict_levels(sheet, evaluation.period.instrument, HEADING_ROW, HEADING_ROW + len(lines) - 1)
            sheet.autofilter(HEADING_ROW - 1, 0, HEADING_ROW + len(lines) - 1, len(COLUMNS) - 1)
        _set_up_paper(sheet, evaluation)
        sheet.protect("", ALLOWED)
        write_instructions(book, styles, evaluation, made_at)
    return target.getvalue()


def lines_of(evaluation: Evaluation) -> list[Line]:
    """Every indicator in order. Four statements, whatever the number of indicators."""
    instrument = evaluation.period.instrument
    indicators = list(instrument.indicators.select_related("part").prefetch_related("criteria").order_by("number"))
    answers = {one.indicator_id: one for one in Answer.objects.filter(evaluation=evaluation)}
    if len(answers) < len(indicators):
        lay_out_sheets([evaluation])
        answers = {one.indicator_id: one for one in Answer.objects.filter(evaluation=evaluation)}
    names = {(one.capability, one.level): one.name for one in LevelName.objects.filter(instrument=instrument)}
    return [Line(one, answers[one.pk], _criteria_of(one, names)) for one in indicators]


def _criteria_of(indicator: Indicator, names: Mapping[tuple[str, int], str]) -> list[tuple[str, str]]:
    return [
        (f"Tingkat {one.level} {names.get((indicator.capability, one.level), '')}".strip(), one.text)
        for one in indicator.criteria.all()
    ]


def _write_head(sheet: Any, styles: Styles, evaluation: Evaluation, made_at: datetime) -> None:
    last = len(COLUMNS) - 1
    period = evaluation.period
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEADING_ROW - 1, place, column.heading, styles.heading)
    mark = f"{period.simulation_label}: data latihan, bukan hasil resmi. " if period.is_simulation else ""
    hint = styles.simulation if mark else styles.hint
    for row, style in enumerate((styles.title, styles.subtitle, hint)):
        for place in range(last + 1):
            sheet.write_blank(row, place, None, style)
    sheet.write_string(0, 0, f"Lembar penilaian {evaluation.institution}", styles.title)
    sheet.write_string(1, 0, f"{period}. Diunduh {formats.wib(made_at)}.", styles.subtitle)
    sheet.write_string(2, 0, f"{mark}Isi sel putih saja. Cara mengisi dan mengunggah ada di lembar Petunjuk.", hint)
    for row, height in enumerate((30, 18, 20)):
        sheet.set_row(row, height)
    identity = Identity.of(evaluation, made_at.isoformat(timespec="seconds"))
    for place, text in enumerate((IDENTITY_MARK, *identity.cells)):
        sheet.write_string(IDENTITY_ROW - 1, place, text, styles.quiet)
    sheet.set_row(IDENTITY_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(HEADING_ROW - 1, 30)
    sheet.freeze_panes(HEADING_ROW, PLACES["part"])


def _write_line(sheet: Any, styles: Styles, row: int, line: Line, instrument: Instrument) -> None:
    indicator, answer = line.indicator, line.answer
    question = "\n\n".join(filter(None, [indicator.question or indicator.full_name, indicator.note]))
    sheet.write_number(row, PLACES["number"], indicator.number, styles.number)
    sheet.write_string(row, PLACES["name"], indicator.name, styles.name)
    sheet.write_string(row, PLACES["part"], str(indicator.part), styles.fixed)
    sheet.write_string(row, PLACES["question"], question, styles.fixed)
    _write_criteria(sheet, styles, row, line.criteria)
    if answer.level is None:
        sheet.write_blank(row, PLACES["level"], None, styles.level)
    else:
        sheet.write_number(row, PLACES["level"], answer.level, styles.level_of(instrument.scale_digits))
    if indicator.names_service:
        _write_text(sheet, styles, row, "service_name", answer.service_name)
    else:
        sheet.write_string(row, PLACES["service_name"], NOT_NAMED, styles.quiet)
    for name in TEXT_FIELDS:
        _write_text(sheet, styles, row, name, getattr(answer, name))
    sheet.write_number(row, PLACES["version"], answer.version, styles.quiet)
    sheet.set_row(row, _height_of(line, question))


def _write_text(sheet: Any, styles: Styles, row: int, key: str, text: str) -> None:
    if text:
        sheet.write_string(row, PLACES[key], text, styles.input)
    else:
        sheet.write_blank(row, PLACES[key], None, styles.input)


def _write_criteria(sheet: Any, styles: Styles, row: int, criteria: list[tuple[str, str]]) -> None:
    """Every level in one cell, its name in bold."""
    pieces: list[Any] = []
    for name, text in criteria:
        start = "\n" if pieces else ""
        pieces += [styles.strong, f"{start}{name}: ", styles.run, text or "belum ditetapkan"]
    if pieces:
        sheet.write_rich_string(row, PLACES["criteria"], *pieces, styles.fixed)
    else:
        sheet.write_string(row, PLACES["criteria"], "Kriteria belum ditetapkan.", styles.fixed)


def _restrict_levels(sheet: Any, instrument: Instrument, first: int, last: int) -> None:
    """A list to choose from where levels are whole, else the limits of the scale."""
    low, high = instrument.scale_min, instrument.scale_max
    rule: dict[str, Any] = {
        "ignore_blank": True,
        "error_title": "Tingkat di luar skala",
        "error_message": f"Isi tingkat {formats.level(low)} sampai {formats.level(high)}, atau kosongkan.",
        "input_title": "Tingkat",
    }
    if instrument.scale_kind == ScaleKind.INTEGER:
        levels = [str(level) for level in range(int(low), int(high) + 1)]
        rule |= {"validate": "list", "source": levels, "input_message": "Pilih tingkat yang kriterianya terpenuhi."}
    else:
        said = f"Tulis {formats.level(low)} sampai {formats.level(high)}, {instrument.scale_digits} angka desimal."
        rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high, "input_message": said}
    sheet.data_validation(first, PLACES["level"], last, PLACES["level"], rule)


def _set_up_paper(sheet: Any, evaluation: Evaluation) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW - 1)
    named = f"&L{_plain(str(evaluation.institution))}, {_plain(str(evaluation.period))}"
    label = evaluation.period.simulation_label
    marked = f"&C{_plain(label)}" if label else ""
    sheet.set_footer(f"{named}{marked}&R&P dari &N")
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    sheet.set_tab_color(BRAND)


def _plain(text: str) -> str:
    """Text that a foot line does not take for a command; it holds 255 characters in all."""
    return text[:70].replace("&", "&&")


def _height_of(line: Line, question: str) -> float:
    """The height that shows the longest cell, as far as a spreadsheet allows."""
    texts = {
        "name": line.indicator.name,
        "part": str(line.indicator.part),
        "question": question,
        "criteria": "\n".join(f"{name}: {text}" for name, text in line.criteria),
        **{name: getattr(line.answer, name) for name in TEXT_FIELDS},
    }
    lines = max(_lines_of(text.split("\n"), COLUMNS[PLACES[key]].width) for key, text in texts.items())
    return min(max(lines * LINE_HEIGHT + 8, LEAST_HEIGHT), GREATEST_HEIGHT)


def _lines_of(paragraphs: Iterable[str], width: int) -> int:
    return sum(max(ceil(len(one) / width / SMALL_LETTERS), 1) for one in paragraphs)
