from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator


class Answers(forms.Form):
    number = forms.CharField(label="Nomor", help_text="Seperti pada dokumen.", widget=forms.TextInput({"class": "num"}))
    reason = forms.CharField(label="Alasan", required=False, widget=forms.Textarea)
    unit = forms.ChoiceField(label="Unit", choices=[("1", "Dinas")])
    verdict = forms.ChoiceField(
        label="Keputusan", choices=[("1", "Setujui"), ("2", "Kembalikan")], widget=forms.RadioSelect
    )
    notify = forms.BooleanField(label="Kirim", help_text="Surel.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize(
    ("level", "classes", "text"),
    [
        (3, "lv lv-3", "Tingkat 3 Terdefinisi"),
        (Decimal("3.25"), "lv lv-3", "Tingkat 3,25 Terdefinisi"),
        (None, "lv lv-0", "– belum diisi"),
    ],
)
def test_a_level_has_its_number_steps_and_word(render, level, classes, text):
    chip = render("_level.html", level=level, minimum=1, maximum=5, level_name="Terdefinisi").span

    assert (" ".join(chip["class"]), words(chip)) == (classes, text)


def test_a_level_of_zero_is_a_level_where_the_scale_has_one(render):
    chip = render("_level.html", level=0, minimum=0, maximum=3, level_name="").span

    assert (chip["class"], words(chip)) == (["lv", "lv-1"], "Tingkat 0")


def test_a_predikat_is_coloured_by_place_and_not_by_name(render):
    chip = render("_predikat.html", predikat="Nama lain", position=4, of=4).span

    assert (chip["class"], words(chip)) == (["p", "p5"], "Nama lain")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("EMPTY", "Kosong"),
        ("DRAFT", "Draf"),
        ("WAITING", "Menunggu persetujuan"),
        ("RETURNED", "Dikembalikan"),
        ("APPROVED", "Disetujui"),
    ],
)
def test_an_answer_names_its_state(render, state, text):
    assert words(render("_answer_state.html", state=state)) == text


def test_every_description_of_a_field_exists(render):
    page = render("_form.html", form=Answers({}), kept="")

    described = [part for each in page.select("[aria-describedby]") for part in each["aria-describedby"].split()]
    assert described == [
        "id_number_helptext", "id_number_error", "id_unit_error", "id_verdict_error",
        "id_notify_helptext", "id_notify_error",
    ]  # fmt: skip
    assert [name for name in described if page.find(id=name) is None] == []


def test_a_wrong_field_says_so_to_machines(render):
    page = render("_form.html", form=Answers({}), kept="")

    assert page.find(id="id_number")["aria-invalid"] == "true"
    assert page.find(id="id_reason").get("aria-invalid") is None


def test_every_control_has_a_label(render):
    page = render("_form.html", form=Answers(), kept="")

    controls = page.select("input:not([type=hidden]):not([type=radio]), select, textarea")
    assert [each["id"] for each in controls if page.select(f"label[for={each['id']}]") == []] == []
    assert words(page.select_one("fieldset legend")) == "Keputusan"


def test_a_control_keeps_its_own_class(render):
    assert render("_form.html", form=Answers(), kept="").find(id="id_number")["class"] == ["input", "num"]


def test_what_may_stay_empty_says_so(render):
    page = render("_form.html", form=Answers(), kept="")

    assert [words(each.parent) for each in page.select(".opt")] == ["Alasan boleh dikosongkan"]


def test_the_summary_leads_to_every_wrong_field(render):
    page = render("_form.html", form=Answers({}), kept="Isian lain disimpan.")

    links = [link["href"] for link in page.select(".summary a")]
    assert links == ["#id_number", "#id_unit", "#id_verdict", "#id_notify"]
    assert [link for link in links if page.find(id=link[1:]) is None] == []
    assert words(page.select_one(".summary h2")) == "4 hal perlu diperbaiki"
    assert words(page.select_one(".summary p")) == "Isian lain disimpan."


def test_a_field_that_is_wrong_twice_counts_twice(render):
    form = Answers({})
    form.add_error("number", "Terlalu kecil.")

    page = render("_form.html", form=form, kept="")

    assert words(page.select_one(".summary h2")) == "5 hal perlu diperbaiki"
    assert len(page.select(".summary a")) == 5


def test_a_form_without_errors_has_no_summary(render):
    assert render("_form.html", form=Answers(), kept="").select(".summary") == []


def test_pages_keep_the_rest_of_the_query(render):
    nav = render("_pagination.html", page=Paginator(range(130), 50).page(2), things="instansi")

    assert [link["href"] for link in nav.select("a")] == ["?q=bali&halaman=1", "?q=bali&halaman=3"]
    assert words(nav.p) == "51–100 dari 130 instansi"


def test_a_short_list_has_no_pages(render):
    assert words(render("_pagination.html", page=Paginator(range(3), 50).page(1), things="instansi")) == ""


JOB = {
    "job_title": "Menghitung",
    "failed": False,
    "done": 214,
    "total": 621,
    "message": "Kabupaten Bangli",
    "poll_url": "/pekerjaan/1/",
    "result_url": "/hasil/",
    "result_label": "Lihat hasil",
}


def test_a_running_job_is_asked_for_again(render):
    job = render("_job_progress.html", active=True, **JOB).select_one(".job")

    assert (job["hx-get"], job["hx-trigger"], job["hx-swap"]) == ("/pekerjaan/1/", "every 2s", "outerHTML")
    assert (job.progress["value"], job.progress["max"]) == ("214", "621")
    assert words(job.a) == "Muat ulang"


def test_a_job_that_is_over_is_left_alone(render):
    job = render("_job_progress.html", active=False, **JOB | {"done": 621}).select_one(".job")

    assert job.get("hx-get") is None
    assert [words(link) for link in job.select("a")] == ["Lihat hasil"]


def test_a_failed_job_says_so_in_words(render):
    job = render("_job_progress.html", active=False, **JOB | {"failed": True, "result_url": ""})

    assert words(job.select_one(".st")) == "Gagal"
    assert job.select("a") == []


def test_a_confirmation_opens_without_scripts(render):
    page = render(
        "_confirm.html",
        dialog_id="kirim",
        opener="Kirim",
        question="Kirim sekarang?",
        consequence="Terkunci.",
        action="/kirim/",
        verb="Kirim sekarang",
        destroys=False,
    )

    opener = page.button
    dialog = page.find("dialog", id=opener["popovertarget"])
    assert opener["data-dialog"] == dialog["id"]
    assert dialog.has_attr("popover")
    assert (dialog.form["method"], dialog.form["action"]) == ("post", "/kirim/")
    assert dialog.select_one("input[name=csrfmiddlewaretoken]") is not None
    assert words(page.find(id=dialog["aria-labelledby"])) == "Kirim sekarang?"


def test_history_stands_with_the_latest_in_front(render):
    moment = datetime(2026, 8, 3, 3, 42, tzinfo=UTC)
    entries = [
        SimpleNamespace(at=moment, text="Rina mengubah Fakta", note="versi 14"),
        SimpleNamespace(at=moment, text="Ditugaskan", note=""),
    ]

    rows = render("_history.html", entries=entries).select("li")

    assert [words(row) for row in rows] == [
        "3 Agustus 2026 pukul 10.42 WIB · versi 14 Rina mengubah Fakta",
        "3 Agustus 2026 pukul 10.42 WIB Ditugaskan",
    ]
    assert [row.get("class") for row in rows] == [["hot"], None]
    assert rows[0].time["datetime"] == "2026-08-03T10:42:00+07:00"


def test_an_empty_place_says_who_brings_what(render):
    page = render(
        "_empty.html",
        empty_title="Belum ada catatan",
        empty_text="Datang dari asesor.",
        action_url="",
        action_label="",
    )

    assert words(page) == "Belum ada catatan Datang dari asesor."
    assert page.select("a") == []


def test_words_in_chips_are_escaped(render):
    page = render("_level.html", level=1, minimum=1, maximum=5, level_name="<b>tebal</b>")

    assert page.select("b") == []
    assert words(page) == "Tingkat 1 <b>tebal</b>"


def test_an_unknown_state_is_not_passed_off_as_empty(render):
    with pytest.raises(KeyError):
        render("_answer_state.html", state="LOST")
