import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import OneTimeLink, User
from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows, write_sheet
from apps.coordination.models import ImportedList
from apps.coordination.people.actions import apply_list, import_people
from apps.coordination.people.checks import COLUMNS, PersonRow
from apps.institutions.groups import institution_group
from apps.institutions.models import Membership, Role
from tests.factories import InstitutionFactory, UniversityFactory, UserFactory, member

pytestmark = pytest.mark.django_db

IMPORT = "/kendali/orang/impor/"
RINA = ("Koordinator SPBE", "99.70", "Rina Wulandari", "rina", "rina@sagara.example")
NADIA = ("Asesor", "Universitas Contoh A", "Nadia Permata", "nadia", "")


@pytest.fixture
def places(db):
    return InstitutionFactory(code="99.70", name="Kabupaten Sagara"), UniversityFactory(name="Universitas Contoh A")


@pytest.fixture
def ministry(client, places):
    user = member(Role.EVALUATION_TEAM)
    client.force_login(user)
    return user


def sheet(*rows):
    return write_sheet("Orang", COLUMNS, rows)


def upload(client, content, name="orang.xlsx"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def preview(client, *rows):
    return client.get(upload(client, sheet(*rows))["Location"])


def ways_in(response):
    """The links of the sheet, as paths."""
    rows = read_rows(io.BytesIO(response.content), [*COLUMNS, "Tautan sekali pakai"])
    return [row.cells["Tautan sekali pakai"].removeprefix("http://127.0.0.1:8000") for row in rows]


def fates(response):
    return {row.number: (row.fate, row.why) for row in response.context["rows"]}


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EVALUATION_TEAM, 200), (Role.ADMINISTRATOR, 200), (Role.AUDITOR, 403), (Role.ASSESSOR, 403)],
)
def test_who_imports(client, role, status):
    client.force_login(member(role))

    assert client.get(IMPORT).status_code == status
    assert client.get(f"{IMPORT}contoh/").status_code == status
    assert upload(client, b"").status_code == (422 if status == 200 else 403)


@pytest.mark.usefixtures("ministry")
def test_the_template_has_exactly_the_headings(client):
    content = client.get(f"{IMPORT}contoh/").content

    assert read_rows(io.BytesIO(content), COLUMNS) == []


@pytest.mark.usefixtures("ministry")
def test_a_preview_changes_nothing(client):
    before = User.objects.count()

    response = preview(client, RINA, NADIA)

    assert fates(response) == {2: ("new", ""), 3: ("new", "")}
    assert (User.objects.count(), Membership.objects.count(), OneTimeLink.objects.count()) == (before, 1, 0)


@pytest.mark.usefixtures("ministry")
def test_each_row_says_what_becomes_of_it(client):
    known = UserFactory(username="lama", name="Orang Lama")

    response = preview(
        client,
        RINA,
        RINA,
        ("Asesor", "universitas contoh a", "Orang Lama", "lama", ""),
        ("Asesor", "Universitas Contoh A", "Orang Lain", "lama", ""),
        ("Asesor", "Universitas Contoh A", "Nama Lain", "rina", ""),
        ("Responden", "99.70", "Siapa", "siapa", ""),
        ("Koordinator SPBE", "00.00", "Siapa", "siapa", ""),
        ("Asesor", "Universitas Tidak Ada", "Siapa", "siapa", ""),
        ("Asesor", "", "", "siapa", ""),
        ("Asesor", "Universitas Contoh A", "Siapa", "nama dengan spasi", ""),
        ("Asesor", "Universitas Contoh A", "Siapa", "siapa", "bukan surel"),
    )

    assert fates(response) == {
        2: ("new", ""),
        3: ("nothing", "Sudah memegang peran ini."),
        4: ("known", ""),
        5: ("refused", "Nama pengguna ini sudah dipakai oleh Orang Lama."),
        6: ("refused", "Nama pengguna ini sudah dipakai oleh Rina Wulandari."),
        7: (
            "refused",
            "Peran harus salah satu dari: Koordinator SPBE, Koordinator perguruan tinggi, Asesor.",
        ),
        8: ("refused", "Tidak ada instansi dengan kode 00.00."),
        9: ("refused", "Tidak ada perguruan tinggi bernama Universitas Tidak Ada."),
        10: ("refused", "Belum diisi: Kode instansi atau nama perguruan tinggi, Nama lengkap."),
        11: ("refused", "Nama pengguna hanya boleh berisi huruf, angka, dan @ . + - _"),
        12: ("refused", "Alamat surel tidak benar."),
    }
    assert not known.memberships.exists()


def test_applying_brings_in_what_was_accepted(client, ministry, places):
    path = upload(client, sheet(RINA, NADIA, ("Asesor", "Tidak Ada", "X", "x", "")))["Location"]

    response = client.post(f"{path}terapkan/")

    rina, nadia = User.objects.get(username="rina"), User.objects.get(username="nadia")
    assert response["Location"] == path
    assert rina.memberships.get().institution == places[0]
    assert rina.groups.get().name == institution_group(places[0].pk, Role.COORDINATOR)
    assert nadia.memberships.get().university == places[1]
    assert not rina.has_usable_password()
    assert not User.objects.filter(username="x").exists()


def test_a_list_is_applied_once(client, ministry):
    path = upload(client, sheet(RINA))["Location"]
    client.post(f"{path}terapkan/")

    assert client.post(f"{path}terapkan/").status_code == 409
    with pytest.raises(DomainError):
        apply_list(ImportedList.objects.get(), by=ministry)


@pytest.mark.usefixtures("ministry")
def test_links_come_as_a_sheet_work_and_end_with_the_next(client):
    path = upload(client, sheet(RINA, NADIA))["Location"]
    client.post(f"{path}terapkan/")

    first, second = ways_in(client.post(f"{path}tautan/")), ways_in(client.post(f"{path}tautan/"))

    assert [client.get(way).status_code for way in (first[0], *second)] == [404, 200, 200]


@pytest.mark.usefixtures("ministry")
def test_no_links_before_applying_and_none_for_those_who_have_come(client):
    UserFactory(username="rina", name="Rina Wulandari")
    path = upload(client, sheet(RINA))["Location"]

    assert client.post(f"{path}tautan/").status_code == 403
    client.post(f"{path}terapkan/")
    made = client.post(f"{path}tautan/").content
    assert read_rows(io.BytesIO(made), COLUMNS) == []
    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("ministry")
def test_one_person_gets_a_new_link_and_the_others_keep_theirs(client):
    path = upload(client, sheet(RINA, NADIA))["Location"]
    client.post(f"{path}terapkan/")
    rina, nadia = ways_in(client.post(f"{path}tautan/"))

    shown = client.post(f"{path}tautan-baru/", {"username": "nadia"})

    new = shown.context["link"].removeprefix("http://127.0.0.1:8000")
    assert [client.get(way).status_code for way in (rina, nadia, new)] == [200, 404, 200]


@pytest.mark.usefixtures("ministry")
def test_no_new_link_for_whoever_has_come_is_not_listed_or_serves_the_centre(client):
    boss = member(Role.ADMINISTRATOR)
    User.objects.filter(pk=boss.pk).update(username="bos", name="Bos", password="!")
    UserFactory(username="rina", name="Rina Wulandari")
    path = upload(client, sheet(RINA, ("Asesor", "Universitas Contoh A", "Bos", "bos", "")))["Location"]
    client.post(f"{path}terapkan/")

    answers = [client.post(f"{path}tautan-baru/", {"username": name}) for name in ("rina", "bos", "lain", "")]

    assert [one.status_code for one in answers] == [409] * 4
    assert not OneTimeLink.objects.exists()
    assert "tautan-baru" not in client.get(path).content.decode()


@pytest.mark.usefixtures("ministry")
def test_no_list_makes_links_for_those_who_serve_the_centre(client):
    boss = member(Role.ADMINISTRATOR)
    User.objects.filter(pk=boss.pk).update(username="bos", name="Bos", password="!")
    path = upload(client, sheet(("Asesor", "Universitas Contoh A", "Bos", "bos", "")))["Location"]
    client.post(f"{path}terapkan/")

    client.post(f"{path}tautan/")

    assert not OneTimeLink.objects.exists()


@pytest.mark.usefixtures("ministry")
@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_a_formula_stays_text_in_and_out(client, text):
    path = upload(client, sheet((*RINA[:2], text, *RINA[3:])))["Location"]
    client.post(f"{path}terapkan/")

    made = client.post(f"{path}tautan/").content

    assert User.objects.get(username="rina").name == text
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book, zipfile.ZipFile(io.BytesIO(sheet(RINA))) as good:
        for name in good.namelist():
            content = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)
            book.writestr(name, content)
    return packed.getvalue()


@pytest.mark.usefixtures("ministry")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 bukan lembar kerja", "bukan lembar kerja xlsx"),
        (b"a" * 1_000_000, "bukan lembar kerja xlsx"),
        (b"PK\x03\x04" + b"\x00" * 100, "bukan lembar kerja xlsx"),
        (b"a" * 5_000_001, "lebih besar dari 5 MB"),
        (bomb(), "terlalu besar setelah dibuka"),
        (write_sheet("Lain", ["Kolom"], [["isi"]]), "Kolom tidak ditemukan"),
        (write_sheet("Orang", COLUMNS, []), "Tidak ada baris"),
    ],
    ids=["pdf", "text", "broken zip", "large", "bomb", "other columns", "no rows"],
)
def test_what_cannot_be_used_is_refused_and_nothing_kept(client, content, says):
    response = upload(client, content)

    assert response.status_code == 422
    assert says in response.context["form"].errors["file"][0]
    assert not ImportedList.objects.exists()


def test_many_people_cost_as_much_as_one(ministry, places, django_assert_max_num_queries):
    for number in (1, 30):
        rows = [
            PersonRow(f"Orang {n}", f"{number}-{n}", "", Role.COORDINATOR, institution=places[0]) for n in range(number)
        ]
        with django_assert_max_num_queries(8):
            import_people(rows, by=ministry)

    assert places[0].memberships.count() == 31


def test_importing_again_adds_nothing(ministry, places):
    rows = [PersonRow("Rina", "rina", "", Role.COORDINATOR, institution=places[0])]

    for _ in range(2):
        import_people(rows, by=ministry)

    assert (User.objects.filter(username="rina").count(), places[0].memberships.count()) == (1, 1)
