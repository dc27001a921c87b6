"""The door to WeasyPrint lets nothing in and reads no clock."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from apps.common import printing
from apps.common.pdf import Attached, ForeignResourceError, render_pdf
from apps.common.printing import BundledFetcher

ROOT = Path(__file__).resolve().parents[2]
DATED = date(2024, 1, 11)
HTML = """<!DOCTYPE html><html lang="id"><head><title>Uji</title>
<link rel="stylesheet" href="paper:berita-acara.css"/>{head}</head><body>
<p>Naskah uji</p>{body}</body></html>"""

# Each of these makes WeasyPrint's own fetcher ask for {url}; the control below proves it.
PAYLOADS = {
    "img": ("", '<img src="{url}"/>'),
    "object": ("", '<object data="{url}"></object>'),
    "embed": ("", '<embed src="{url}"/>'),
    "style sheet": ('<link rel="stylesheet" href="{url}"/>', ""),
    "import": ('<style>@import "{url}";</style>', ""),
    "import url": ("<style>@import url({url});</style>", ""),
    "background": ('<style>p {{ background: url("{url}") }}</style>', ""),
    "content": ('<style>p::before {{ content: url("{url}") }}</style>', ""),
    "list image": ('<style>li {{ list-style-image: url("{url}") }}</style>', "<ul><li>a</li></ul>"),
    "page": ('<style>@page {{ background: url("{url}") }}</style>', ""),
    "font": ('<style>@font-face {{ font-family: F; src: url("{url}") }}</style>', ""),
    "style attribute": ("", "<p style=\"background: url('{url}')\">a</p>"),
    "attachment": ("", '<a rel="attachment" href="{url}">a</a>'),
    "svg image": (
        "",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    ),
    "svg xlink": (
        "",
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<image xlink:href="{url}" width="9" height="9"/></svg>',
    ),
    "svg in data": (
        "",
        '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%20width=%229%22 '
        'height=%229%22%3E%3Cimage href=%22{url}%22 width=%229%22 height=%229%22/%3E%3C/svg%3E"/>',
    ),
}


class OpenFetcher(BundledFetcher):
    """What the door would be without its protection."""

    def fetch(self, url, headers=None):
        return super().fetch(url) if url.startswith("paper:") else URLFetcher().fetch(url)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web server of our own and the list of what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/secret", asked
    server.shutdown()
    server.server_close()


def page(payload: str, url: str) -> str:
    head, body = PAYLOADS[payload]
    return HTML.format(head=head.format(url=url), body=body.format(url=url))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_fetched(payload, listener):
    url, asked = listener

    with pytest.raises(ForeignResourceError):
        render_pdf(page(payload, url), title="Uji", dated=DATED)

    assert asked == []


def test_without_the_fetcher_each_payload_would_be_fetched(listener, monkeypatch):
    url, asked = listener
    monkeypatch.setattr(printing, "BundledFetcher", OpenFetcher)
    heads, bodies = zip(*PAYLOADS.values(), strict=True)

    whole = HTML.format(
        head="".join(head.format(url=f"{url}/{at}") for at, head in enumerate(heads)),
        body="".join(body.format(url=f"{url}/{at}") for at, body in enumerate(bodies)),
    )
    render_pdf(whole, title="Uji", dated=DATED)

    assert set(asked) == {f"/secret/{at}" for at in range(len(PAYLOADS))}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://127.0.0.1:1/a.png",
        "ftp://127.0.0.1:1/a.png",
        "data:image/png;base64,AAAA",
        "paper:../../manage.py",
        "paper:%2e%2e/%2e%2e/manage.py",
        "paper:///etc/passwd",
        "PAPER:tanda-draf.svg",
        "paper:fonts/GUST-FONT-LICENSE.txt",
        "/etc/passwd",
        "next.png",
    ],
)
def test_only_bundled_names_are_served(url):
    with pytest.raises(ForeignResourceError):
        render_pdf(page("img", url), title="Uji", dated=DATED)


def test_a_local_file_cannot_be_attached(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia")

    with pytest.raises(ForeignResourceError):
        render_pdf(page("attachment", secret.as_uri()), title="Uji", dated=DATED)


def test_a_given_picture_is_served():
    html = HTML.format(head="", body='<p>ada</p><img alt="Lambang" src="paper:lambang.svg"/>')
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'

    made = render_pdf(html, title="Uji", dated=DATED, files={"lambang.svg": emblem})

    assert "ada" in PdfReader(BytesIO(made)).pages[0].extract_text()


def test_the_same_paper_is_the_same_bytes_in_another_process(tmp_path):
    html = HTML.format(head="", body="<h1>Judul</h1>")
    script = (
        "import sys; from datetime import date; from apps.common.pdf import render_pdf;"
        "sys.stdout.buffer.write(render_pdf(sys.argv[1], title='Uji', dated=date(2024, 1, 11)))"
    )

    here = render_pdf(html, title="Uji", dated=DATED)
    elsewhere = subprocess.run(
        [sys.executable, "-c", script, html],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Jayapura", "HOME": str(tmp_path)},
    ).stdout

    assert render_pdf(html, title="Uji", dated=DATED) == here
    assert elsewhere == here


def test_the_only_date_inside_is_the_papers_own():
    made = PdfReader(BytesIO(render_pdf(HTML.format(head="", body=""), title="Judul", dated=DATED)))

    assert made.metadata is not None
    assert made.metadata["/CreationDate"] == "D:20240111"
    assert made.metadata["/ModDate"] == "D:20240111"
    assert made.metadata.title == "Judul"


def test_a_paper_is_tagged_and_says_its_language():
    made = PdfReader(BytesIO(render_pdf(HTML.format(head="", body=""), title="Judul", dated=DATED)))

    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/Lang"] == "id"
    assert b'part="3"' in made.trailer["/Root"]["/Metadata"].get_data()


def test_only_bundled_fonts_are_used_even_for_letters_they_lack():
    made = PdfReader(BytesIO(render_pdf(HTML.format(head="", body="<p>ٱلْعَرَبِيَّة 漢字</p>"), title="Uji", dated=DATED)))

    fonts = made.pages[0]["/Resources"]["/Font"].get_object()
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    assert names == {"Bonum"}


def test_an_attachment_travels_inside():
    rows = Attached("hasil.csv", b"kode,indeks\n11,2.50\n", "Isi lampiran")

    made = render_pdf(HTML.format(head="", body=""), title="Uji", dated=DATED, attachments=[rows])

    assert PdfReader(BytesIO(made)).attachments["hasil.csv"] == [rows.content]
    assert render_pdf(HTML.format(head="", body=""), title="Uji", dated=DATED, attachments=[rows]) == made


def test_the_environment_is_left_as_it_was():
    before = dict(os.environ)

    render_pdf(HTML.format(head="", body=""), title="Uji", dated=DATED)

    assert dict(os.environ) == before


def test_only_who_prints_loads_the_printer():
    """It would cost every process that starts its time and its memory."""
    asked = "import sys, spbe_eval.wsgi, spbe_eval.urls; print('weasyprint' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
