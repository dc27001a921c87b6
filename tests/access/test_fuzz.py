"""Every form that anybody is shown, filled with what nobody should send: no server error, and no word is lost.

The forms are read from the pages themselves, so a new one is tried without being named here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, urljoin

import lxml.html
import pytest
from django.conf import settings
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.access.visit import BOUNDARY, Seen, Visitor
from tests.access.who import Who
from tests.self_assessment.support import JPEG, PDF, PNG, announcing, endless_directory, office

pytestmark = pytest.mark.django_db

MARKER = "kata xyzzy"
TEXTS = (
    "", " ", "0", "-1", "1e999", "NaN", "Infinity", "9" * 400, "1,5", "1.5", "٣", "½", "true", "null", "[]", "{}",
    "\0", "a\0b", "\ud800", "x\udfffy", "\u202eslx.exe", "\u2066abc\u2069", "\ufeff", "\u200b", "e\u0301" * 50,
    "\x0b\x0c\x1b[2J", "\r\nSet-Cookie: a=b", "<script>alert(1)</script>", "{{ 7*7 }}{% load %}", "%s%n%00",
    "' OR 1=1 --", "=HYPERLINK(\"x\")", "../../etc/passwd", "javascript:alert(1)", "http://127.0.0.1/", "//x",
    "2026-02-30", "9999-12-31T23:59", "0000-00-00", "🏛" * 300, "ﷺ", "a" * 5_000, "kata " * 60_000,
)  # fmt: skip
FILES = (
    b"", b"\0", PDF, PNG, JPEG, PDF[:20], PNG + PDF, PDF + office(), office(), office("xl/workbook.xml"),
    announcing(office(), unpacked=2**31), endless_directory(), b"PK\x03\x04" + b"\xff" * 500,
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<!doctype html><script>", b"GIF89a;", b"MZ" * 99,
    b"%PDF-1.7\n" + b"[" * 50_000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 30,
)  # fmt: skip
NAMES = (
    "a.pdf",
    "../../a.pdf",
    "a\0.pdf",
    "\u202efdp.exe",
    "a" * 400 + ".xlsx",
    ".",
    "con",
    "b.xlsx",
    "c.png",
    "<b>.docx",
)
# How many times a form is filled, and how many inputs that must have been at least: about four each.
SAMPLE, FULL = (180, 600), pytest.param(5_400, 20_000, marks=pytest.mark.trial)


@dataclass(frozen=True)
class Form:
    """A form as somebody is shown it: where it goes, and its fields with kind and present value."""

    who: Who
    method: str
    url: str
    fields: tuple[tuple[str, str, str], ...]

    @property
    def sends_files(self) -> bool:
        return any(kind == "file" for _, kind, _ in self.fields)


def forms_shown(seen: list[Seen]) -> list[Form]:
    """One of each kind: forms that differ only in the numbers of their address are the same."""
    found: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    for one in seen:
        if one.status == 200 and one.html:
            for form in read_forms(one.who, one.url, one.html):
                kind = re.sub(r"\d+", "0", form.url.partition("?")[0])
                found.setdefault((kind, form.method, tuple(name for name, *_ in form.fields)), form)
    return sorted(found.values(), key=lambda form: (form.url, form.method, str(form.who), form.fields))


def read_forms(who: Who, url: str, html: str) -> Iterator[Form]:
    for form in lxml.html.fromstring(html).forms:
        action = urljoin(url, form.get("action") or url)
        fields = tuple(
            (one.name, one.get("type") or one.tag, str(one.value or ""))
            for one in form.inputs
            if one.name and one.name != "csrfmiddlewaretoken"
        )
        if action.startswith("/") and "/keluar/" not in action:
            yield Form(who, (form.get("method") or "get").upper(), action, fields)


def encoded(values: Mapping[str, str]) -> str:
    """As a browser would, but with whatever a program can put into a request."""
    pairs = ((one.encode("utf-8", "surrogatepass") for one in pair) for pair in values.items())
    return "&".join("=".join(map(quote_from_bytes, pair)) for pair in pairs)


def multipart(values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    parts = [(f'"{name}"\r\n\r\n{value}', b"") for name, value in values.items()]
    parts += [(f'"{name}"; filename="{called}"\r\n\r\n', content) for name, (called, content) in files.items()]
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    sent = [(head + said).encode("utf-8", "surrogatepass") + content + b"\r\n" for said, content in parts]
    return b"".join(sent) + f"--{BOUNDARY}--\r\n".encode()


@pytest.fixture(scope="package")
def forms(seen: list[Seen]) -> list[Form]:
    return forms_shown(seen)


def test_the_forms_of_every_room_are_found(forms: list[Form]):
    rooms = {form.url.split("/")[1] for form in forms}

    assert {"mandiri", "dokumen", "interviu", "visitasi", "konsolidasi", "kendali", "periode", "masuk"} <= rooms
    assert any(form.sends_files for form in forms)


@pytest.mark.parametrize(("number", "at_least"), [SAMPLE, FULL])
def test_no_form_ends_in_a_server_error_or_loses_a_word(
    number: int, at_least: int, forms: list[Form], visitor: Visitor
):
    store = Path(settings.MEDIA_ROOT)
    around, inputs = sorted(store.parent.iterdir()), 0

    @seed(7)
    @examples(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def fill(data: st.DataObject) -> None:
        nonlocal inputs
        form = data.draw(st.sampled_from(forms))
        values, files, typed = {}, {}, False
        for name, kind, present in form.fields:
            if kind == "file":
                content = data.draw(st.sampled_from(FILES) | st.binary(max_size=300))
                files[name] = data.draw(st.sampled_from(NAMES)), content
            elif data.draw(st.integers(0, 2)) == 0:
                values[name] = present
            else:
                values[name] = data.draw(st.sampled_from(TEXTS) | st.text(max_size=60))
                if kind == "textarea":
                    values[name] = MARKER + values[name]
                    typed = True
        inputs += len(values) + len(files)
        status, content = sent(visitor, form, values, files)

        assert status < 500, (form.url, status, values)
        if typed and form.method == "POST" and status in {200, 400, 409, 422}:
            assert MARKER.encode() in content, (form.url, status, values)

    fill()

    print(f"{number} forms filled with {inputs} inputs")
    assert inputs >= at_least
    assert sorted(store.parent.iterdir()) == around
    assert [one for one in store.rglob("*") if one.is_file() and not is_at_its_place(one, store)] == []


def sent(
    visitor: Visitor, form: Form, values: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]
) -> tuple[int, bytes]:
    if form.method == "GET":
        with visitor.visit(form.who, "GET", f"{form.url.partition('?')[0]}?{encoded(values)}") as response:
            return response.status_code, b""
    with visitor.send(form.who, form.url, multipart(values, files)) as response:
        return response.status_code, b"" if response.streaming else response.content


def is_at_its_place(path: Path, store: Path) -> bool:
    """A kept file under its hash, or a piece or page in the folders that the store keeps for them."""
    inside = path.relative_to(store).parts
    return inside[0].startswith(".") or bool(re.fullmatch(r"[0-9a-f]{64}", path.name))
