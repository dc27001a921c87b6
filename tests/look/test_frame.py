import re
from pathlib import Path

import pytest
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.template import Context

from apps.common.shell import Shell, StageMark

pytestmark = pytest.mark.urls("tests.look.urls")

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))
PERSON = Shell(
    person_name="Rina Wulandari",
    role_label="Pelaksana entri data",
    institution_name="Kabupaten Sagara Jaya",
    person_links=(("Akun", "/akun/"),),
    notices_url="/pemberitahuan/",
    unread=6,
    nav=(("Beranda", "/beranda/", True), ("Hasil", "/hasil/", False)),
    period_label="Periode 2025",
    instrument_label="Instrumen SPBE",
    simulation_label="SIMULASI - REKONSTRUKSI",
    stages=(
        StageMark("Persiapan", "2 Jun–4 Jul", "done"),
        StageMark("Mandiri", "s.d. 15 Agu 23.59 WIB", "now"),
        StageMark("Dokumen", "", "todo"),
    ),
)


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def test_the_public_visitor_is_shown_the_way_in_and_nothing_else(render):
    page = render("base.html", shell=Shell())

    assert [(link["href"], words(link)) for link in page.select(".tools a")] == [("/masuk/", "Masuk")]
    assert page.select("nav, form, .stages, .sim, .period") == []
    assert "MISSING" not in str(page)


def test_a_public_page_loads_no_script(render):
    assert render("base.html", shell=Shell()).select("script") == []


def test_a_working_page_loads_htmx_without_eval(render):
    page = render("_scripts.html")

    config = page.select_one("meta[name=htmx-config]")["content"]
    assert '"allowEval":false' in config
    assert '"includeIndicatorStyles":false' in config
    assert [script["src"] for script in page.select("script")] == [
        "/static/django_htmx/htmx-2.min.js",
        "/static/js/app.js",
    ]


def test_a_person_leaves_by_a_form(render):
    form = render("base.html", shell=PERSON).select_one(".menu form")

    assert (form["method"], form["action"], words(form.button)) == ("post", "/keluar/", "Keluar")
    assert form.select_one("input[name=csrfmiddlewaretoken]")["value"] == "token"


def test_a_person_sees_who_and_where_they_are(render):
    page = render("base.html", shell=PERSON)

    assert words(page.select_one(".menu summary")) == ("Rina Wulandari RW Pelaksana entri data · Kabupaten Sagara Jaya")
    assert words(page.select_one(".period")) == "Periode 2025 Instrumen SPBE"
    assert words(page.select_one(".dot")) == "6 belum dibaca"
    assert [words(link) for link in page.select(".tabs [aria-current=page]")] == ["Beranda"]
    assert "MISSING" not in str(page)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Rina Wulandari", "RW"), ("Dra. Kartika Sari, M.Si.", "KS"), ("Sukarno", "S"), ("H.M. Dr.", "HD")],
)
def test_initials_leave_titles_out(name, initials):
    assert Shell(person_name=name).initials == initials


def test_the_band_says_simulation_on_every_page_of_one(render):
    assert words(render("base.html", shell=PERSON).select_one(".sim")) == (
        "SIMULASI - REKONSTRUKSI Data latihan, bukan hasil resmi."
    )


def test_the_stage_line_marks_where_one_is(render):
    stages = render("base.html", shell=PERSON).select(".stages > li")

    assert [words(stage) for stage in stages] == [
        "Selesai: Persiapan 2 Jun–4 Jul",
        "Mandiri Anda di sini · s.d. 15 Agu 23.59 WIB",
        "Dokumen",
    ]
    assert [stage.get("aria-current") for stage in stages] == [None, "step", None]


def test_messages_take_the_colour_of_their_level(render):
    messages = [Message(SUCCESS, "Tersimpan."), Message(ERROR, "Ditolak.")]

    notes = render("_messages.html", messages=messages).select(".note")

    assert [(note["class"], words(note)) for note in notes] == [
        (["note", "ok"], "Tersimpan."),
        (["note", "err"], "Ditolak."),
    ]


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_errors_without_a_request_need_no_context(engine, name):
    page = engine.get_template(name).render(Context())

    assert "MISSING" not in page
    assert "<h1>" in page


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
@pytest.mark.parametrize("shell", [Shell(), PERSON])
def test_errors_keep_the_frame(render, name, shell):
    page = render(name, shell=shell)

    assert len(page.select("h1")) == 1
    assert "MISSING" not in str(page)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_carries_style_or_script_inside(template):
    source = re.sub(r"{%.*?%}", "", template.read_text())

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"""(?:src|href)=["']https?:""", source) == []
