"""What the people of one institution do: fill, prove, hand in, approve, sign, submit."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.common.workbooks import read_sheet
from apps.dashboard.demo import papers
from apps.dashboard.demo.words import Question, claim
from apps.dashboard.rehearsal.person import OK, Person, RefusedError
from apps.dashboard.rehearsal.plan import Part
from apps.self_assessment.models import DocumentKind
from apps.self_assessment.offline.layout import LETTERS, SHEET

TAKEN = (OK, 204)


def types_sheet(entry: Person, evaluation: int, part: Part, questions: Mapping[int, Question]) -> None:
    """Each indicator's page, which saves by itself."""
    entry.looks("self_assessment:sheet", evaluation)
    for number, typed in _answers(part, questions):
        entry.opens("self_assessment:indicator", evaluation, number)
        entry.saves("self_assessment:indicator", evaluation, number, version="0", **typed)


def brings_workbook(entry: Person, evaluation: int, part: Part, questions: Mapping[int, Question]) -> None:
    """The sheet taken along, filled, brought back, looked at, applied."""
    entry.looks("self_assessment:sheet", evaluation)
    empty = entry.opens("self_assessment:offline", evaluation).content
    file = SimpleUploadedFile("lembar.xlsx", filled(empty, dict(_answers(part, questions))))
    read = entry.fills("self_assessment:offline_upload", evaluation, has={"file": ""}, file=file)
    preview = read if entry.lingers else entry.opens_at(read.path)
    entry.presses(preview, has={"terbaca": ""}, semua="1")


def filled(workbook: bytes, answers: Mapping[int, Mapping[str, str]]) -> bytes:
    """The same sheet with these inputs, as a spreadsheet program would save it."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for row, cells in read_sheet(BytesIO(workbook), SHEET).rows.items():
            texts = {letter: cell.text for letter, cell in cells.items()}
            number = texts.get(LETTERS["number"], "")
            if number.isdecimal():
                texts |= {LETTERS[key]: text for key, text in answers.get(int(number), {}).items()}
            for letter, text in texts.items():
                sheet.write_string(f"{letter}{row}", text)
    return target.getvalue()


def proves(entry: Person, evaluation: int, numbers: Iterable[int]) -> None:
    """A small file beside each of these indicators, as the page brings it: announced, sent, put together."""
    for number in sorted(numbers):
        lines = ["SIMULASI", f"Bukti latihan, evaluasi {evaluation}, indikator {number}"]
        content = papers.pdf("bukti.pdf", lines).read()
        entry.looks("self_assessment:indicator", evaluation, number)
        digest = hashlib.sha256(content).hexdigest()
        said = {"name": f"Bukti {number}.pdf", "size": str(len(content)), "sha256": digest}
        announced, _ = entry.asks("POST", reverse("self_assessment:announce", args=[evaluation, number]), said)
        told = _told(announced.status, announced.path, announced.content)
        for piece in told["missing"]:
            part = content[piece * told["pieceSize"] : (piece + 1) * told["pieceSize"]]
            heads = {
                "Content-Type": "application/octet-stream",
                "X-Piece-SHA256": hashlib.sha256(part).hexdigest(),
                "X-CSRFToken": entry.cookies["csrftoken"],
            }
            taken, _ = entry.exchanges("POST", f"{told['pieces']}{piece}/", part, heads)
            if taken.status not in TAKEN:
                raise RefusedError(f"{taken.path}: {taken.status} {taken.complaint}")
        done, _ = entry.asks("POST", told["finish"], {})
        _told(done.status, done.path, done.content)


def hands_in(entry: Person, in_charge: Person, evaluation: int) -> None:
    """All drafts at once, then all approved as they were read."""
    entry.sends("self_assessment:sheet", evaluation)
    waiting = in_charge.opens("self_assessment:approval", evaluation)
    in_charge.presses(waiting, has={"tampil": ""}, semua="1")


def asks_for_papers(coordinator: Person, evaluation: int) -> None:
    coordinator.looks("self_assessment:submission", evaluation)
    coordinator.sends("self_assessment:submission", evaluation, buat="1")


def signs_and_submits(coordinator: Person, evaluation: int) -> None:
    """Both papers are read and brought back signed, and the sheet goes."""
    for kind in DocumentKind:
        coordinator.opens("self_assessment:document", evaluation, kind.value, "dibuat")
        coordinator.sends(
            "self_assessment:submission",
            evaluation,
            jenis=kind.value,
            berkas=papers.pdf(f"{kind.value}.pdf", ["SIMULASI", "bertanda tangan"]),
            persetujuan="setuju",
        )
    coordinator.sends("self_assessment:submission", evaluation, kirim="1", yakin="1")


def books_interview(coordinator: Person, evaluation: int) -> None:
    """One of the slots that find the team free; another where somebody of the team was booked there meanwhile."""
    for last_try in (False, False, True):
        page = coordinator.opens("interview:book", evaluation)
        offered = page.form(slot="").offered["slot"]
        try:
            coordinator.presses(page, has={"slot": ""}, slot=offered[evaluation % len(offered)])
        except RefusedError:
            if last_try:
                raise
        else:
            return


def agrees(coordinator: Person, evaluation: int, number: int, indicator: int) -> None:
    """The level that came of the interview is accepted."""
    page = coordinator.opens("interview:indicator", evaluation, number)
    coordinator.presses(page, has={f"i{indicator}-reply": ""}, **{f"i{indicator}-reply": "agreed"})


def signs_minutes(person: Person, evaluation: int, stage: str) -> None:
    """The paper, signed by hand and brought back."""
    paper = papers.pdf("berita-acara.pdf", ["SIMULASI", "bertanda tangan"])
    person.fills("evaluations:sign", evaluation, stage, has={"means": "paper"}, paper=paper)


def _answers(part: Part, questions: Mapping[int, Question]) -> Iterable[tuple[int, dict[str, str]]]:
    for number, opinion in part.opinions.items():
        said = claim(questions[number], opinion.claimed)
        typed = {
            "level": f"{opinion.claimed:f}",
            "fact": said.fact,
            "analysis": said.analysis,
            "justification": said.justification,
        }
        yield number, typed | ({"service_name": said.service_name} if said.service_name else {})


def _told(status: int, path: str, content: bytes) -> dict[str, Any]:
    if status != OK:
        raise RefusedError(f"{path}: {status} {content[:300].decode(errors='replace')}")
    found: dict[str, Any] = json.loads(content)
    return found
