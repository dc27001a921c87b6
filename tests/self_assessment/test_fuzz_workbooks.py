"""Workbooks that were damaged, forged or stuffed: read or refused, and no answer or typed word is lost over it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape as escape_xml

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from hypothesis import strategies as st

from apps.evaluations.models import Evaluation
from apps.self_assessment.models import OfflineUpload
from apps.self_assessment.offline.workbook import workbook_of
from tests.access.test_fuzz import NAMES, TEXTS, multipart
from tests.access.visit import BOUNDARY
from tests.factories import EvaluationFactory, answer_all
from tests.self_assessment.support import announcing, endless_directory, office
from tests.self_assessment.test_offline import (
    SHEET_XML,
    add_column,
    behind_a_pdf,
    bomb,
    cut,
    doubled,
    edited,
    encrypted,
    entities,
    external_link,
    far_away,
    forge_identity,
    hide_a_sheet,
    insert_column,
    linked_elsewhere,
    locked,
    macro_type,
    macros,
    put,
    rename_sheet,
    swap_columns,
    with_part,
)

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Duplicate name")]

MARKER = "kataxyzzy"
CONTROL = "berisi huruf kendali"  # such a cell is refused by its place; its words stay in the file
MEGABYTE = "kata " * 200_000
TOKENS = (
    b"<f>1+1</f>", b"<!DOCTYPE a>", b"_xD800_", b't="s"', b't="e"', b"<v>-1</v>", b"<v>1e999</v>", b"&#0;", b"&#xD800;",
    b"<rPh>", b'r="A0"', b'r="XFD1048576"', b'r=""', b"\x00", b"\xff\xfe", b"</c>", b"</row>", b"<c/>" * 200, b"<is>",
    b'hidden="1"', b"<v>99999999999999999999</v>", b'xml:space="preserve"', b"&amp;" * 50, "\u202e".encode(), b"<mc:x>",
)  # fmt: skip
PARTS = (SHEET_XML, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")
WHOLE: tuple[Callable[[bytes], bytes], ...] = (
    macros, macro_type, external_link, linked_elsewhere, entities, far_away, encrypted, locked, behind_a_pdf, doubled,
    cut, bomb, lambda content: announcing(content, unpacked=2**31), lambda _: endless_directory(),
    lambda _: office("xl/workbook.xml"),
)  # fmt: skip
REBUILT = (insert_column, swap_columns, add_column, forge_identity, rename_sheet, hide_a_sheet)
# How many workbooks, and in how many of them the words have to come through: else the test proves nothing.
SAMPLE, FULL = (60, 5), pytest.param(1_500, 150, marks=pytest.mark.trial)


def with_words(content: bytes, words: str) -> bytes:
    """The fact of the first indicator says this, whatever a program can put into the XML."""
    typed = escape_xml(MARKER + words).encode("utf-8", "surrogatepass")
    return with_part(content, "xl/sharedStrings.xml", lambda xml: xml.replace(b"Fakta 1<", typed + b"<"))


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """Some bytes turned, lost, or replaced by a token, within a part."""
    part = data.draw(st.sampled_from(PARTS))

    def spoil(xml: bytes) -> bytes:
        for place in data.draw(st.lists(st.integers(0, max(len(xml) - 1, 0)), min_size=1, max_size=3)):
            token = data.draw(st.sampled_from(TOKENS) | st.binary(max_size=4))
            lost = data.draw(st.sampled_from((0, 0, 1, 7, 400)))
            # Most tokens are let in where an element ends: there a reader takes them for real.
            place = xml.find(b">", place) + 1 if data.draw(st.booleans()) else place
            xml = xml[:place] + token + xml[place + lost :]
        return xml

    return with_part(content, part, spoil)


def turned(content: bytes, data: st.DataObject) -> bytes:
    """The zip itself: bytes turned anywhere, cut short, or with something before and behind."""
    spoilt = bytearray(content)
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        spoilt[place] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.sampled_from((len(spoilt), len(spoilt), data.draw(st.integers(0, len(spoilt))))))
    return data.draw(st.sampled_from((b"", b"", b"MZ", b"PK\x03\x04"))) + bytes(spoilt[:end])


def drawn(data: st.DataObject, own: bytes, foreign: bytes) -> bytes:
    """A workbook with one or two things wrong, or nothing but odd words."""
    content = data.draw(st.sampled_from((own, own, own, own, own, foreign)))
    content = with_words(content, data.draw(st.sampled_from((*TEXTS, MEGABYTE)) | st.text(max_size=80)))
    for kind in data.draw(st.lists(st.sampled_from("ddddttwrp"), max_size=2)):
        if not zipfile.is_zipfile(io.BytesIO(content)):
            break
        if kind == "d":
            content = damaged_or_left(content, data)
        elif kind == "t":
            content = turned(content, data)
        elif kind == "w":
            content = changed_or_left(content, data.draw(st.sampled_from(WHOLE)))
        else:
            change = data.draw(st.sampled_from(REBUILT)) if kind == "r" else put(fact_2="=1+1", level_3="1e999")
            content = changed_or_left(content, lambda book, change=change: edited(book, change))
    return content


def damaged_or_left(content: bytes, data: st.DataObject) -> bytes:
    return changed_or_left(content, lambda book: damaged(book, data))


def changed_or_left(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """What was damaged before cannot always be opened to be damaged further."""
    try:
        return change(content)
    except Exception as error:
        if type(error).__module__.startswith("hypothesis"):
            raise
        return content


@pytest.fixture
def sheet(evaluation: Evaluation) -> Evaluation:
    answer_all(evaluation, 3)
    return evaluation


def stored(evaluation: Evaluation) -> list[tuple[Any, ...]]:
    fields = ("indicator__number", "version", "level", "fact", "analysis", "justification", "service_name")
    return list(evaluation.answers.order_by("indicator__number").values_list(*fields))


def bring(browser: Client, evaluation: Evaluation, content: bytes, name: str) -> Any:
    url = reverse("self_assessment:offline_upload", args=[evaluation.pk])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return browser.post(url, multipart({}, {"file": (name, content)}), content_type=kind)


@pytest.mark.parametrize(("number", "at_least"), [SAMPLE, FULL])
def test_a_workbook_is_read_or_refused_and_no_word_is_lost(
    number: int, at_least: int, sheet: Evaluation, browser: Client
) -> None:
    own, foreign = workbook_of(sheet), workbook_of(EvaluationFactory(period=sheet.period))
    before, store = stored(sheet), Path(settings.MEDIA_ROOT)
    store.mkdir(parents=True, exist_ok=True)
    around, statuses, came_through = sorted(store.parent.iterdir()), [], 0

    @seed(13)
    @examples(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        nonlocal came_through
        content, name = drawn(data, own, foreign), data.draw(st.sampled_from(NAMES))
        with transaction.atomic():
            response = bring(browser, sheet, content, name)
            statuses.append(response.status_code)
            assert response.status_code in {302, 400, 422}, (response.status_code, content[:200])
            assert stored(sheet) == before
            if response.status_code == 302:
                came_through += look_and_apply(browser, sheet, response["Location"], before)
            else:
                assert not OfflineUpload.objects.exists()
            transaction.set_rollback(True)

    try_one()

    print(f"{number} workbooks: {statuses.count(302)} read, {came_through} with the marked words")
    assert came_through >= at_least
    assert len(statuses) - statuses.count(302) >= at_least
    assert sorted(store.parent.iterdir()) == around
    assert [path for path in store.rglob("*") if path.is_file()] == []


def look_and_apply(browser: Client, sheet: Evaluation, url: str, before: list[tuple[Any, ...]]) -> bool:
    """The preview shows or refuses every word; applied, a row says what was read, or what it said before.

    Returns whether the marked words were taken.
    """
    kept = OfflineUpload.objects.get()
    said = {row[1]: row[3] for row in kept.rows}
    page = browser.get(url)
    assert page.status_code == 200
    shown = page.content.decode()
    for _, _, _, words, faults in kept.rows:
        for address, _ in faults:
            assert address in shown
        if MARKER in words.get("fact", ""):
            assert MARKER in re.sub(r"<[^>]+>", "", shown) or CONTROL in shown

    applied = browser.post(url, {"terbaca": [f"{one[0]}:{one[1]}" for one in before], "semua": "1"})
    assert applied.status_code in {200, 302, 409}

    for old, new in zip(before, stored(sheet), strict=True):
        number, fact, words = new[0], new[3], said.get(new[0], {})
        assert new == old or fact in {old[3], *same_words(words.get("fact"))}, (number, fact[:80])
    return MARKER in stored(sheet)[0][3]


def same_words(text: str | None) -> Iterator[str]:
    """What a text may be once it is stored: without room around it, its lines ended in one way."""
    if text is not None:
        yield re.sub(r"\r\n?", "\n", text).strip()
