"""What is done once for a paper, or once a process, changes nothing of what is printed."""

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint.text import line_break

from apps.common import printing
from apps.common.pdf import render_pdf
from apps.common.shaping import KeptLayout

ROOT = Path(__file__).resolve().parents[2]
LONG = "Kebijakan internal arsitektur telah ditetapkan dan diterapkan pada seluruh unit kerja. " * 4
HTML = """<html lang="id"><head><title>Uji</title>
<style>.j {{ text-align: justify }} .l {{ letter-spacing: 2pt }} .n {{ font-variant-numeric: tabular-nums }}
.p {{ white-space: pre-line }} .w {{ width: 20mm; overflow-wrap: anywhere }}</style>
</head><body>{}</body></html>"""
BODIES = {
    "long": f"<p>{LONG}</p>",
    "justified": f'<p class="j">{LONG}</p>',
    "broken": f"<p>Satu<br/>dua <b>tiga</b><br/>{LONG}</p>",
    "spaced": f'<p class="l">{LONG}</p>',
    "figures": '<p class="n">1.234,50 -0,10</p>',
    "lines": f'<p class="p">Satu\n  dua\n\n{LONG}</p>',
    "narrow": f'<p class="w">{"Panjang" * 20} dan pendek\u00ad sekali</p>',
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="1" y="9">AVATAR</text></svg>'


def made(body: str) -> bytes:
    return render_pdf(HTML.format(body), title="Uji", dated=date(2024, 1, 11))


@pytest.mark.parametrize("body", BODIES)
def test_a_line_that_stays_is_drawn_like_one_that_is_shaped_again(body, monkeypatch):
    kept = made(BODIES[body])

    monkeypatch.setattr(line_break, "Layout", KeptLayout.__base__)

    assert made(BODIES[body]) == kept


@pytest.mark.parametrize(("body", "is_shaped_again"), [("long", False), ("figures", False), ("justified", True)])
def test_only_what_measuring_did_not_know_is_shaped_again(body, is_shaped_again, monkeypatch):
    again = []
    whole = KeptLayout.__base__.reactivate

    def counted(self: KeptLayout, style: object) -> None:
        again.append(self.text)
        whole(self, style)

    monkeypatch.setattr(KeptLayout.__base__, "reactivate", counted)

    made(BODIES[body])

    assert bool(again) is is_shaped_again


def test_the_words_of_a_drawing_are_set_at_once():
    [page] = PdfReader(BytesIO(made(DRAWING))).pages

    operators = page.get_contents().operations
    assert sum(operator in (b"Tj", b"TJ") for _, operator in operators) == 1


def test_fonts_are_found_once_a_process():
    made("<p>satu</p>")
    fonts = printing._fonts(os.getpid())

    made("<p>dua</p>")

    assert printing._fonts(os.getpid()) is fonts


@pytest.mark.parametrize("ending", ["", "; os.fork() == 0 and sys.exit(); os.wait(); print(folder.exists())"])
def test_a_process_takes_its_fonts_along_and_nobody_elses(ending):
    script = (
        "import os, sys; from apps.common import pdf, printing; from datetime import date;"
        "pdf.render_pdf('<html lang=\"id\"><body>a</body></html>', title='Uji', dated=date(2024, 1, 11));"
        "folder = printing._fonts(os.getpid())._folder; print(folder, flush=True)"
    )

    done = subprocess.run([sys.executable, "-c", script + ending], cwd=ROOT, capture_output=True, text=True, check=True)

    folder, *stood_after_the_child = done.stdout.split()
    assert stood_after_the_child == (["True"] if ending else [])
    assert not Path(folder).exists()
    assert done.stderr == ""
