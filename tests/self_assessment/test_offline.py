"""The sheet without a connection: what is taken along comes back row by row, and nothing else does."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.self_assessment import actions
from apps.self_assessment.actions import SheetRow
from apps.self_assessment.models import Answer, AnswerState, OfflineUpload
from apps.self_assessment.offline import differences
from apps.self_assessment.offline.differences import Preview, compare
from apps.self_assessment.offline.layout import COLUMNS, HEADING_ROW, LETTERS, SHEET
from apps.self_assessment.offline.workbook import workbook_of
from apps.self_assessment.texts import AnswerText
from tests.factories import EvaluationFactory, answer_all, member, move_window, real_instrument
from tests.self_assessment.support import statements

FIRST = HEADING_ROW + 1
SHEET_XML = "xl/worksheets/sheet1.xml"
Change = Callable[[Worksheet], None]


def nothing(sheet: Worksheet) -> None:
    """No change at all: the workbook is only loaded and saved."""


def edited(content: bytes, change: Change = nothing) -> bytes:
    """The workbook loaded and saved by another program, with a change to its first sheet."""
    book = load_workbook(io.BytesIO(content))
    change(book[SHEET])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its zip rewritten, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, change(source.read(name)) if name == part else source.read(name))
        if part not in source.namelist():
            made.writestr(part, change(b""))
    return target.getvalue()


def put(**cells: Any) -> Change:
    """Write cells of the first sheet: `fact_1="..."` is the fact of indicator 1."""

    def change(sheet: Worksheet) -> None:
        for name, value in cells.items():
            key, _, number = name.rpartition("_")
            sheet[f"{LETTERS[key]}{HEADING_ROW + int(number)}"] = value

    return change


@pytest.fixture
def send(browser: Client, evaluation: Evaluation) -> Any:
    """Upload a workbook; the answer of the page."""

    def send(content: bytes, name: str = "isian.xlsx") -> Any:
        file = SimpleUploadedFile(name, content)
        return browser.post(reverse("self_assessment:offline_upload", args=[evaluation.pk]), {"file": file})

    return send


@pytest.fixture
def taken(send: Any) -> Any:
    """Upload a workbook that is taken; what was kept of it."""

    def keep(content: bytes) -> OfflineUpload:
        assert send(content).status_code == 302
        return OfflineUpload.objects.latest("pk")

    return keep


@pytest.fixture
def apply(browser: Client, evaluation: Evaluation) -> Any:
    """Choose rows on the preview as it stood: `seen` and `chosen` by indicator number; none chosen takes all."""

    def apply(upload: OfflineUpload, seen: dict[int, int], *chosen: int) -> Any:
        typed = {"terbaca": [f"{number}:{version}" for number, version in seen.items()], "pilih": list(chosen)}
        if not chosen:
            typed["semua"] = ["1"]
        return browser.post(preview_url(evaluation, upload), typed, follow=True)

    return apply


def preview_url(evaluation: Evaluation, upload: OfflineUpload) -> str:
    return reverse("self_assessment:offline_preview", args=[evaluation.pk, upload.pk])


def fates(preview: Preview) -> dict[int, str]:
    return {row.read.number: row.fate for row in preview.rows}


def refusals(preview: Preview) -> dict[str, str]:
    return dict(preview.refusals)


def write(evaluation: Evaluation, number: int, version: int, by: User, **text: Any) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=number)
    actions.save_sheet(evaluation, [SheetRow(indicator.pk, version, AnswerText(**text))], by=by)


# -- the workbook that is taken along -----------------------------------------------------------------------


def test_the_download_holds_a_row_for_every_indicator(browser: Client, evaluation: Evaluation) -> None:
    answer_all(evaluation, 3)

    response = browser.get(reverse("self_assessment:offline", args=[evaluation.pk]))

    sheet = load_workbook(io.BytesIO(response.content))[SHEET]
    headings = [cell.value for cell in sheet[HEADING_ROW]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert headings == [column.heading for column in COLUMNS]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0][5:] == [3, rows[0][6], "Fakta 1", "Analisis 1", "Justifikasi 1", 1]


def test_only_inputs_are_unlocked_and_levels_are_chosen_from_the_scale(evaluation: Evaluation) -> None:
    sheet = load_workbook(io.BytesIO(workbook_of(evaluation)))[SHEET]

    unlocked = {cell.column_letter for cell in sheet[FIRST] if not cell.protection.locked}
    (rule,) = sheet.data_validations.dataValidation
    assert sheet.protection.sheet
    assert unlocked - {LETTERS["service_name"]} == {
        LETTERS[key] for key in ("level", "fact", "analysis", "justification")
    }
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"1,2,3,4,5"', f"F{FIRST}:F{FIRST + 4}")
    assert sheet.freeze_panes == f"C{FIRST}"


def test_a_decimal_scale_is_held_to_its_limits(db: None) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("pemdi-20"))

    sheet = load_workbook(io.BytesIO(workbook_of(evaluation)))[SHEET]

    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.operator, Decimal(rule.formula1), Decimal(rule.formula2)) == ("decimal", None, 1, 5)
    assert sheet[f"{LETTERS['criteria']}{FIRST}"].value == "Kriteria belum ditetapkan."


def test_a_simulation_says_so_on_both_sheets(evaluation: Evaluation) -> None:
    book = load_workbook(io.BytesIO(workbook_of(evaluation)))

    said = [[cell.value for row in sheet.iter_rows(max_row=4) for cell in row] for sheet in book]
    assert all(any(str(cell).startswith("SIMULASI") for cell in cells) for cells in said)
    assert book[SHEET].oddFooter.center.text == "SIMULASI"


def test_what_looks_like_a_formula_leaves_as_text(evaluation: Evaluation, respondent: User) -> None:
    write(evaluation, 1, 0, respondent, fact="=1+1")

    content = workbook_of(evaluation)

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read(SHEET_XML)
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")


# -- the round trip -----------------------------------------------------------------------------------------

AWKWARD = "  satu\n\n=dua+tiga \n_x000D_ empat_x0041_\t\x0blima\u200f \U0001f600 & <b>\n"


def as_made(content: bytes) -> bytes:
    return content


def trimmed(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.strip()


def as_floats(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = float(cell.value)


def with_carriage_returns(sheet: Worksheet) -> None:
    for row in sheet.iter_rows(min_row=FIRST):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("\n", "\r\n")


@pytest.mark.parametrize("rewrite", [nothing, trimmed, as_floats, with_carriage_returns])
def test_a_round_trip_without_edits_changes_nothing(taken, evaluation, respondent, rewrite) -> None:
    answer_all(evaluation, 3)
    write(evaluation, 1, 1, respondent, level=Decimal(2), fact="satu\n\n=dua+tiga\n- empat & <b> \U0001f600 baris  ")

    preview = compare(evaluation, taken(edited(workbook_of(evaluation), rewrite)))

    assert set(fates(preview).values()) == {differences.SAME}
    assert (preview.refusals, preview.absent, preview.unchanged) == ([], [], 5)


def test_awkward_characters_come_back_as_they_went(taken, evaluation, respondent) -> None:
    write(evaluation, 1, 0, respondent, fact=AWKWARD, analysis="_x000D_", service_name="+62")

    preview = compare(evaluation, taken(workbook_of(evaluation)))

    assert set(fates(preview).values()) == {differences.SAME}
    assert preview.refusals == []


def test_decimal_levels_come_back_as_they_went(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(period__instrument=real_instrument("pemdi-20"))
    user = member(Role.RESPONDENT, evaluation.institution)
    write(evaluation, 1, 0, user, level=Decimal("3.10"))
    client.force_login(user)
    file = SimpleUploadedFile("isian.xlsx", edited(workbook_of(evaluation), put(level_2=2.3, level_3="4,25")))

    client.post(reverse("self_assessment:offline_upload", args=[evaluation.pk]), {"file": file})

    preview = compare(evaluation, OfflineUpload.objects.get())
    assert {row.read.number: row.text.level for row in preview.applicable} == {2: Decimal("2.3"), 3: Decimal("4.25")}
    assert fates(preview)[1] == differences.SAME


def test_rows_may_be_sorted_and_left_out(taken, evaluation) -> None:
    def change(sheet: Worksheet) -> None:
        put(fact_5="isi lima")(sheet)
        sheet.delete_rows(FIRST, 2)
        sheet.move_range(f"A{FIRST + 2}:K{FIRST + 2}", rows=10)

    preview = compare(evaluation, taken(edited(workbook_of(evaluation), change)))

    assert [(row.read.number, row.text.fact) for row in preview.applicable] == [(5, "isi lima")]
    assert preview.absent == [1, 2]


# -- the preview --------------------------------------------------------------------------------------------


def test_every_row_gets_its_fate(taken, evaluation, respondent, approver) -> None:
    write(evaluation, 2, 0, respondent, level=Decimal(2), fact="kata lama di sini")
    write(evaluation, 3, 0, respondent, level=Decimal(2), fact="awal")
    book = edited(
        workbook_of(evaluation),
        put(level_1=4, fact_1="baru", fact_2="kata baru di sini", fact_3="dari berkas", level_4=9),
    )
    write(evaluation, 3, 1, approver, level=Decimal(3), fact="dari rekan")

    preview = compare(evaluation, taken(book))

    new, changed, conflict, refused, same = (
        differences.NEW, differences.CHANGED, differences.CONFLICT, differences.REFUSED, differences.SAME,
    )  # fmt: skip
    assert fates(preview) == {1: new, 2: changed, 3: conflict, 4: refused, 5: same}
    assert [row.text for row in preview.applicable] == [
        AnswerText(Decimal(4), "baru"),
        AnswerText(Decimal(2), "kata baru di sini"),
        AnswerText(Decimal(3), "dari berkas"),
    ]


def test_the_page_shows_both_texts_with_their_differences(browser, taken, evaluation, respondent) -> None:
    write(evaluation, 2, 0, respondent, fact="kata lama di sini")
    upload = taken(edited(workbook_of(evaluation), put(fact_2="kata <baru> di sini", fact_1="isi pertama")))

    page = browser.get(preview_url(evaluation, upload)).content.decode()

    assert re.search(r"<ins>\s*&lt;baru&gt;</ins>", page)
    assert re.search(r"<del>\s*lama</del>", page)
    assert "isi pertama" in page
    assert "2 indikator berbeda" in page
    assert not Answer.objects.filter(evaluation=evaluation, version__gt=1).exists()


def test_what_i_left_alone_stays_as_a_colleague_wrote_it(taken, evaluation, respondent, approver) -> None:
    write(evaluation, 1, 0, respondent, fact="awal", analysis="awal")
    book = edited(workbook_of(evaluation), put(analysis_1="dari berkas"))
    write(evaluation, 1, 1, approver, fact="dari rekan", analysis="awal")

    (row,) = compare(evaluation, taken(book)).applicable

    assert (row.fate, row.text.fact, row.text.analysis) == (differences.CONFLICT, "dari rekan", "dari berkas")
    assert [one.name for one in row.differences] == ["analysis"]


def test_a_workbook_that_was_not_edited_does_not_conflict_with_newer_texts(taken, evaluation, approver) -> None:
    book = workbook_of(evaluation)
    write(evaluation, 1, 0, approver, fact="dari rekan")

    preview = compare(evaluation, taken(book))

    assert set(fates(preview).values()) == {differences.SAME}


def test_an_approval_since_the_download_is_no_conflict_but_is_named(browser, taken, evaluation, approver) -> None:
    answer_all(evaluation, 3)
    book = edited(workbook_of(evaluation), put(fact_1="lain"))
    Answer.objects.filter(evaluation=evaluation).update(version=2)

    upload = taken(book)

    assert fates(compare(evaluation, upload))[1] == differences.CHANGED
    assert "perlu disetujui lagi" in browser.get(preview_url(evaluation, upload)).content.decode()


# -- cells that are refused ---------------------------------------------------------------------------------


def test_formulas_are_refused_by_their_address(taken, evaluation) -> None:
    book = edited(workbook_of(evaluation), put(fact_1="=1+1", analysis_1="tetap dibaca", level_2="=3", number_3="=2+1"))

    preview = compare(evaluation, taken(book))

    assert refusals(preview) == {
        "A8": "berisi rumus; baris ini tidak dibaca",
        "H6": "berisi rumus; tulis isinya sebagai teks biasa",
        "F7": "berisi rumus; pilih tingkat dari daftar",
    }
    assert [row.text for row in preview.applicable] == [AnswerText(analysis="tetap dibaca")]
    assert preview.absent == [3]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("a\x00b", "huruf yang rusak"),
        ("a\ud800b", "huruf yang rusak"),
        ("a\x07b", "huruf kendali"),
        ("x" * 20_001, "20.001 huruf; paling banyak 20.000"),
    ],
)
def test_text_that_cannot_be_stored_is_refused_cell_by_cell(taken, evaluation, typed, reason) -> None:
    escaped = re.sub("[\x00-\x1f\ud800]", lambda found: f"_x{ord(found[0]):04X}_", typed)
    book = edited(workbook_of(evaluation), put(fact_1=escaped, analysis_1="baik", fact_2="baik juga"))

    preview = compare(evaluation, taken(book))

    assert list(refusals(preview)) == ["H6"]
    assert reason in refusals(preview)["H6"]
    assert [row.text for row in preview.applicable] == [AnswerText(analysis="baik"), AnswerText(fact="baik juga")]


@pytest.mark.parametrize("level", [0, 6, 3.5, "tiga", True, "1E+999999999", -1])
def test_a_level_off_the_scale_is_refused(taken, evaluation, level) -> None:
    preview = compare(evaluation, taken(edited(workbook_of(evaluation), put(level_1=level))))

    assert refusals(preview) == {"F6": "bukan tingkat 1 sampai 5"}
    assert preview.applicable == []


def test_a_day_that_became_a_number_is_refused(taken, evaluation) -> None:
    preview = compare(
        evaluation, taken(edited(workbook_of(evaluation), put(fact_1=timezone.now().replace(tzinfo=None))))
    )

    assert refusals(preview) == {"H6": "berisi tanggal yang tersimpan sebagai angka; tulis isinya sebagai teks biasa"}


def test_cells_beyond_the_columns_are_named_and_not_read(taken, evaluation) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["M7"] = "catatan saya"

    preview = compare(evaluation, taken(edited(workbook_of(evaluation), change)))

    assert refusals(preview) == {"M7": "di luar kolom lembar ini, tidak dibaca"}


def test_rows_that_cannot_be_matched_are_named(taken, evaluation) -> None:
    change = put(number_1=99, name_2="nama lain", version_3="satu", number_5=4, name_5="", version_4=77)

    preview = compare(evaluation, taken(edited(workbook_of(evaluation), change)))

    assert [fault.address for fault in preview.refusals] == ["A6", "B7", "K8", "B10", "K9"]
    assert preview.applicable == []


def test_what_somebody_else_is_in_charge_of_is_refused_and_nothing_else(
    taken, apply, evaluation, respondent, coordinator
) -> None:
    colleague = member(Role.RESPONDENT, evaluation.institution)
    due_on = localdate() + timedelta(days=3)
    for number, doer in ((1, colleague), (2, respondent), (4, colleague)):
        chosen = list(evaluation.period.instrument.indicators.filter(number=number))
        actions.delegate(evaluation, chosen, to=doer, due_on=due_on, by=coordinator)
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu", fact_2="dua", fact_3="tiga")))

    preview = compare(evaluation, upload)
    apply(upload, {1: 0, 2: 0, 3: 0}, 1, 2, 3)

    assert refusals(preview) == {"A6": f"dikerjakan oleh {colleague}; Anda hanya dapat membacanya"}
    assert list(evaluation.answers.exclude(fact="").values_list("fact", flat=True)) == ["dua", "tiga"]


# -- workbooks that are refused -----------------------------------------------------------------------------


def insert_column(sheet: Worksheet) -> None:
    sheet.insert_cols(8)


def swap_columns(sheet: Worksheet) -> None:
    sheet["H5"], sheet["I5"] = "Analisis", "Fakta"


def rename_column(sheet: Worksheet) -> None:
    sheet["H5"] = "Uraian"


def add_column(sheet: Worksheet) -> None:
    sheet["L5"] = "Catatan"


def drop_identity(sheet: Worksheet) -> None:
    sheet.delete_rows(4)


def forge_identity(sheet: Worksheet) -> None:
    sheet["C4"] = "99.99"


def other_form(sheet: Worksheet) -> None:
    sheet["B4"] = "0"


def rename_sheet(sheet: Worksheet) -> None:
    sheet.title = "Lain"


def hide_a_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("Rahasia").sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (insert_column, "kolom “Fakta” ada di I, seharusnya H"),
        (swap_columns, "kolom “Fakta” ada di I, seharusnya H; kolom “Analisis” ada di H, seharusnya I"),
        (rename_column, "kolom “Fakta” tidak ada atau namanya diubah; kolom H (“Uraian”) bukan kolom lembar ini"),
        (add_column, "kolom L (“Catatan”) bukan kolom lembar ini"),
        (drop_identity, "identitasnya tidak ditemukan"),
        (forge_identity, "sudah diubah"),
        (other_form, "bentuk lembar 0; yang berlaku bentuk 1"),
        (rename_sheet, "Lembar “Penilaian” tidak ada"),
        (hide_a_sheet, "lembar tersembunyi: Rahasia"),
    ],
)
def test_a_workbook_that_was_rebuilt_is_refused_by_name(send, evaluation, change, reason) -> None:
    response = send(edited(workbook_of(evaluation), change))

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not OfflineUpload.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"file": ""}])
def test_a_form_without_a_file_says_so(browser, evaluation, typed) -> None:
    response = browser.post(reverse("self_assessment:offline_upload", args=[evaluation.pk]), typed)

    assert response.status_code == 422
    assert "Bidang ini tidak boleh kosong" in response.content.decode()


def test_another_institutions_workbook_is_refused(send, evaluation) -> None:
    foreign = EvaluationFactory(period=evaluation.period)

    response = send(workbook_of(foreign))

    assert response.status_code == 422
    assert f"milik instansi lain (kode {foreign.institution.code})" in response.content.decode()


def test_another_years_workbook_is_refused(send, evaluation) -> None:
    earlier = EvaluationFactory(
        institution=evaluation.institution, period__instrument=evaluation.period.instrument, period__year=2000
    )

    response = send(workbook_of(earlier))

    assert response.status_code == 422
    assert f"periode lain ({earlier.period.slug})" in response.content.decode()


def bomb(content: bytes) -> bytes:
    return with_part(content, "xl/sharedStrings.xml", lambda xml: xml.replace(b"</sst>", b" " * 25_000_000 + b"</sst>"))


def macros(content: bytes) -> bytes:
    return with_part(content, "xl/vbaProject.bin", lambda _: b"x")


def macro_type(content: bytes) -> bytes:
    plain, enabled = b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
    return with_part(content, "[Content_Types].xml", lambda xml: xml.replace(plain, enabled))


def external_link(content: bytes) -> bytes:
    return with_part(content, "xl/externalLinks/externalLink1.xml", lambda _: b"<x/>")


def linked_elsewhere(content: bytes) -> bytes:
    link = b'<Relationship Id="r9" Type="http://x/relationships/externalLink" Target="x"/></Relationships>'
    return with_part(content, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))


def embedded(content: bytes) -> bytes:
    return with_part(content, "xl/embeddings/oleObject1.bin", lambda _: b"x")


def entities(content: bytes) -> bytes:
    doctype = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<worksheet'
    return with_part(content, SHEET_XML, lambda xml: xml.replace(b"?>\n<worksheet", doctype))


def far_away(content: bytes) -> bytes:
    return with_part(content, SHEET_XML, lambda xml: xml.replace(b'r="A6"', b'r="XFD1048576"'))


def encrypted(_: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000


def locked(content: bytes) -> bytes:
    """The zip's own flag of encryption, in both headers."""
    return content.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def behind_a_pdf(content: bytes) -> bytes:
    return b"%PDF-1.7\n" + content


def before_a_script(content: bytes) -> bytes:
    return content + b"<script>1</script>"


def behind_a_zip(content: bytes) -> bytes:
    return zipped("a.txt") + content


def doubled(content: bytes) -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(SHEET_XML.upper(), "<x/>")
    return target.getvalue()


def cut(content: bytes) -> bytes:
    return content[:2000]


def other_document(_: bytes) -> bytes:
    return zipped("word/document.xml")


def other_workbook(_: bytes) -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def zipped(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr(name, "x")
    return target.getvalue()


UNREADABLE = "bukan lembar kerja xlsx yang dapat dibaca"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (bomb, "terlalu besar setelah dibuka"),
        (macros, "memuat makro"),
        (macro_type, "memuat makro"),
        (external_link, "tautan ke berkas lain"),
        (linked_elsewhere, "tautan ke berkas lain"),
        (embedded, "berkas yang disisipkan"),
        (entities, UNREADABLE),
        (far_away, "melampaui"),
        (encrypted, "dikunci dengan kata sandi"),
        (locked, "dikunci dengan kata sandi"),
        (behind_a_pdf, UNREADABLE),
        (before_a_script, UNREADABLE),
        (behind_a_zip, UNREADABLE),
        (doubled, UNREADABLE),
        (cut, UNREADABLE),
        (other_document, UNREADABLE),
        (other_workbook, "Lembar “Penilaian” tidak ada"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_dangerous_and_broken_files_are_refused(send, evaluation, spoil, reason) -> None:
    response = send(spoil(workbook_of(evaluation)))

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not OfflineUpload.objects.exists()


# -- applying -----------------------------------------------------------------------------------------------


def test_chosen_rows_are_written_as_drafts(taken, apply, evaluation, respondent) -> None:
    upload = taken(edited(workbook_of(evaluation), put(level_1=4, fact_1="satu", fact_2="dua", fact_3="tiga")))

    apply(upload, {1: 0, 2: 0, 3: 0}, 1, 3)

    stored = evaluation.answers.filter(version=1).values_list("indicator__number", "level", "fact", "state")
    assert list(stored) == [(1, Decimal(4), "satu", AnswerState.DRAFT), (3, None, "tiga", AnswerState.DRAFT)]
    assert fates(compare(evaluation, upload)) == {1: "same", 2: "new", 3: "same", 4: "same", 5: "same"}


def test_all_takes_new_and_changed_rows_and_leaves_conflicts(taken, apply, evaluation, respondent, approver) -> None:
    book = edited(workbook_of(evaluation), put(fact_1="satu", fact_2="dua"))
    write(evaluation, 2, 0, approver, fact="dari rekan")

    apply(taken(book), {1: 0, 2: 1})

    assert list(evaluation.answers.exclude(fact="").values_list("fact", flat=True)) == ["satu", "dari rekan"]


def test_a_conflict_is_written_only_if_it_is_chosen(taken, apply, evaluation, approver) -> None:
    book = edited(workbook_of(evaluation), put(fact_2="dari berkas"))
    write(evaluation, 2, 0, approver, fact="dari rekan")

    apply(taken(book), {2: 1}, 2)

    answer = evaluation.answers.get(indicator__number=2)
    assert (answer.fact, answer.version) == ("dari berkas", 2)


def test_a_row_that_moved_since_the_preview_is_shown_again_as_a_conflict(taken, apply, evaluation, approver) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu", fact_2="dua")))
    write(evaluation, 2, 0, approver, fact="dari rekan")

    page = apply(upload, {1: 0, 2: 0}, 1, 2).content.decode()

    assert list(evaluation.answers.exclude(fact="").values_list("fact", flat=True)) == ["satu", "dari rekan"]
    assert "Indikator 2 diubah orang lain" in page
    assert fates(compare(evaluation, upload))[2] == differences.CONFLICT


def test_emptied_words_of_an_earlier_year_are_no_longer_lent(taken, apply, evaluation, respondent) -> None:
    write(evaluation, 1, 0, respondent, level=Decimal(2), fact="dari tahun lalu")
    answer = evaluation.answers.get(indicator__number=1)
    evaluation.answers.filter(pk=answer.pk).update(taken_over_from=answer)
    upload = taken(edited(workbook_of(evaluation), put(fact_1=None)))

    apply(upload, {1: 1}, 1)

    answer.refresh_from_db()
    assert (answer.fact, answer.level, answer.taken_over_from) == ("", Decimal(2), None)


def test_what_others_are_in_charge_of_is_shown_as_refused_and_left_alone(taken, apply, evaluation, coordinator) -> None:
    colleague = member(Role.RESPONDENT, evaluation.institution)
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu", fact_2="dua")))
    first = [evaluation.period.instrument.indicators.get(number=1)]
    actions.delegate(evaluation, first, to=colleague, due_on=timezone.localdate(), by=coordinator)

    preview = compare(evaluation, upload)
    apply(upload, {1: 0, 2: 0})

    assert (fates(preview)[1], fates(preview)[2]) == (differences.REFUSED, differences.NEW)
    assert {row.answer.indicator.number for row in preview.applicable} == {2}
    assert list(evaluation.answers.exclude(version=0).values_list("indicator__number", "fact")) == [(2, "dua")]


def test_many_rows_are_written_by_one_statement(taken, apply, evaluation) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu", fact_2="dua", fact_3="tiga")))

    with statements() as made:
        apply(upload, {1: 0, 2: 0, 3: 0})

    assert len([sql for sql in made if sql.startswith("UPDATE self_assessment_answer")]) == 1
    assert evaluation.answers.filter(version=1).count() == 3


def test_after_the_deadline_the_gate_refuses_and_the_words_stay_readable(taken, apply, evaluation) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="belum sempat masuk")))
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = apply(upload, {1: 0}, 1)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Tahap ini tidak sedang dibuka" in page
    assert "belum sempat masuk" in page
    assert not evaluation.answers.exclude(version=0).exists()


@pytest.mark.parametrize(
    "typed", [{}, {"pilih": "1"}, {"terbaca": "1:x", "pilih": "1"}, {"terbaca": "9:0", "semua": "1"}]
)
def test_without_a_version_that_was_read_nothing_is_written(browser, taken, evaluation, typed) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu")))

    response = browser.post(preview_url(evaluation, upload), typed, follow=True)

    assert "Tidak ada baris yang dipilih" in response.content.decode()
    assert not evaluation.answers.exclude(version=0).exists()


# -- who, and for how long ----------------------------------------------------------------------------------


def test_an_upload_is_seen_by_the_one_who_made_it_alone(client, taken, evaluation, coordinator) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu")))
    client.force_login(coordinator)

    assert client.get(preview_url(evaluation, upload)).status_code == 404
    assert client.post(preview_url(evaluation, upload), {"semua": "1"}).status_code == 404


def test_an_upload_goes_after_a_week(browser, taken, send, evaluation) -> None:
    upload = taken(edited(workbook_of(evaluation), put(fact_1="satu")))
    OfflineUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=7, seconds=1))

    status = browser.get(preview_url(evaluation, upload)).status_code
    send(workbook_of(evaluation))

    assert status == 404
    assert not OfflineUpload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize("name", ["offline", "offline_upload"])
def test_whoever_only_reads_the_sheet_is_sent_away(client, evaluation, ministry, name) -> None:
    client.force_login(ministry)

    assert client.get(reverse(f"self_assessment:{name}", args=[evaluation.pk])).status_code == 403


# -- cost ---------------------------------------------------------------------------------------------------


def costs(client: Client, numbers: range) -> Iterator[int]:
    """How many statements download, upload, preview and application take, with so many rows changed."""
    evaluation = EvaluationFactory(period__instrument=real_instrument("spbe-47"))
    client.force_login(member(Role.RESPONDENT, evaluation.institution))
    book = edited(workbook_of(evaluation), put(**{f"fact_{number}": f"isi {number}" for number in numbers}))
    with statements() as made:
        client.get(reverse("self_assessment:offline", args=[evaluation.pk]))
    yield len(made)
    with statements() as made:
        address = reverse("self_assessment:offline_upload", args=[evaluation.pk])
        client.post(address, {"file": SimpleUploadedFile("isian.xlsx", book)})
    yield len(made)
    upload = OfflineUpload.objects.get(evaluation=evaluation)
    with statements() as made:
        client.get(preview_url(evaluation, upload))
    yield len(made)
    with statements() as made:
        client.post(preview_url(evaluation, upload), {"terbaca": [f"{one}:0" for one in numbers], "semua": "1"})
    yield len(made)
    assert evaluation.answers.filter(version=1).count() == len(numbers)


def test_one_row_and_all_rows_take_the_same_statements(db: None, client: Client) -> None:
    one = list(costs(client, range(1, 2)))
    all_of_them = list(costs(client, range(1, 48)))

    assert one == all_of_them
    assert max(one) <= 15
