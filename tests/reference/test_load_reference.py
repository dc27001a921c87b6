"""The loader of reference data: everything once, nothing twice, a bad file not at all."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from apps.institutions.actions.changes import change_register
from apps.institutions.groups import central_group, institution_group
from apps.institutions.models import (
    INSTITUTION_ROLES,
    Agency,
    Category,
    ChangeKind,
    Institution,
    Province,
    Role,
    University,
)
from apps.institutions.register import ChangeAsked, NewInstitution
from apps.instruments.models import Crosswalk, Indicator, Instrument, Part
from apps.results.models import ImportedPart, ImportedResult
from tests.database import rows_as_written
from tests.factories import PeriodFactory, UserFactory, real_instrument

pytestmark = pytest.mark.django_db

INSTRUMENT = "instruments/spbe-47.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of fixtures/ that a test may spoil."""
    return Path(shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures"))


def load(folder: Path | None = None) -> list[str]:
    output = StringIO()
    call_command("load_reference", stdout=output, **({"folder": folder} if folder else {}))
    return output.getvalue().splitlines()


def edit(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    data = json.loads((folder / name).read_text())
    change(data)
    (folder / name).write_text(json.dumps(data))


def replace(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    (folder / name).write_text(text.replace(old, new))


def test_everything_is_loaded():
    load()

    assert {
        one.code: (one.parts.count(), one.indicators.count(), one.bands.count())
        for one in Instrument.objects.exclude(code="kecil")
    } == {"spbe-35": (10, 35, 5), "spbe-47": (12, 47, 5), "pemdi-20": (7, 20, 5)}
    counts = [
        model.objects.count()
        for model in (Province, Institution, University, Agency, Crosswalk, ImportedResult, ImportedPart)
    ]
    assert counts == [38, 635, 8, 7, 49, 137, 48]


def test_a_second_run_changes_nothing_and_says_so(folder):
    load(folder)
    before = rows_as_written()

    said = load(folder)

    assert said == ["Tidak ada yang berubah (4694 baris diperiksa)."]
    assert rows_as_written() == before


def test_a_change_is_made_and_told(folder):
    load(folder)
    replace(folder, "institutions.csv", "Kabupaten Trenggalek,kabupaten", "Kabupaten Terenggalek,kabupaten")
    replace(folder, "results.csv", "Kabupaten Trenggalek,kabupaten,2022", "Kabupaten Blitar,kabupaten,2022")
    replace(folder, "results.csv", "Kabupaten Trenggalek,kabupaten,2023", "Kabupaten Blitar,kabupaten,2023")
    address = Institution.objects.get(name="Kabupaten Trenggalek").slug

    said = load(folder)

    assert said == [
        "institutions.csv: instansi: 0 baru, 1 berubah, 634 tetap, 0 dihapus",
        "results.csv: hasil terdahulu: 2 baru, 0 berubah, 135 tetap, 2 dihapus",
    ]
    assert Institution.objects.get(name="Kabupaten Terenggalek").slug == address


def test_a_renamed_institution_points_to_its_successor():
    load()

    renamed = Institution.objects.get(name="Kementerian Komunikasi dan Informatika")
    assert renamed.valid_to is not None
    assert renamed.successors.get() == Institution.objects.get(name="Kementerian Komunikasi dan Digital")


def test_a_change_of_the_register_outlives_the_files():
    load()
    old = Institution.objects.get(name="Kabupaten Trenggalek")
    later = NewInstitution("Kabupaten Trenggalek Baru", "35.03-2", Category.REGENCY, old.province)
    change_register(
        ChangeAsked(ChangeKind.RENAMED, date(2020, 5, 1), "UU 1 Tahun 2020", formers=[old], laters=[later]),
        by=UserFactory(),
    )

    load()

    old.refresh_from_db()
    assert old.valid_to == date(2020, 4, 30)
    assert old.successors.get().name == "Kabupaten Trenggalek Baru"


def test_every_institution_has_its_groups():
    load()

    wanted = {
        institution_group(pk, role)
        for pk in Institution.objects.values_list("pk", flat=True)
        for role in INSTITUTION_ROLES
    }
    assert set(Group.objects.filter(name__startswith="institution:").values_list("name", flat=True)) == wanted
    ministry = Group.objects.get(name=central_group(Role.EVALUATION_TEAM))
    assert set(ministry.permissions.values_list("codename", flat=True)) == {"run_period", "finalise_period"}


def test_bands_stand_from_the_lowest_up():
    instrument = real_instrument("spbe-47")

    assert list(instrument.bands.order_by("position").values_list("position", "slug")) == [
        (1, "kurang"),
        (2, "cukup"),
        (3, "baik"),
        (4, "sangat-baik"),
        (5, "memuaskan"),
    ]


def test_parts_stand_beneath_the_part_of_their_file():
    instrument = real_instrument("spbe-47")

    assert list(instrument.parts.filter(kind="aspect").values_list("number", "parent__number", "weight")) == [
        (1, 1, Decimal("13")),
        (2, 2, Decimal("10")),
        (3, 2, Decimal("10")),
        (4, 2, Decimal("5")),
        (5, 3, Decimal("12")),
        (6, 3, Decimal("4.5")),
        (7, 4, Decimal("27.5")),
        (8, 4, Decimal("18")),
    ]
    assert not real_instrument("pemdi-20").parts.filter(parent__isnull=False).exists()


def test_a_published_figure_keeps_its_print_and_stands_on_the_instrument_of_its_year():
    load()

    blitar = ImportedResult.objects.filter(institution__name="Kabupaten Blitar").order_by("year")
    assert list(blitar.values_list("year", "kind", "printed", "predikat__slug", "instrument__code")) == [
        (2018, "resmi", "2,14", "cukup", "spbe-35"),
        (2019, "resmi", "2,9", "baik", "spbe-35"),
        (2020, "mandiri", "3,7", None, "spbe-35"),
        (2021, "resmi", "2,76", "baik", "spbe-47"),
    ]


def test_a_mean_of_the_nation_belongs_to_no_institution():
    load()

    national = ImportedResult.objects.get(label="NASIONAL", year=2020)
    assert national.institution is None
    assert list(national.parts.values_list("part__kind", "part__number", "index")) == [
        ("domain", 1, Decimal("2.07")),
        ("domain", 2, Decimal("1.95")),
        ("domain", 3, Decimal("2.48")),
    ]
    assert set(national.parts.values_list("part__instrument__code", flat=True)) == {"spbe-35"}


def heavier(data: dict[str, Any]) -> None:
    data["indicators"][0]["weight"] = "1.40"


def doubled(data: dict[str, Any]) -> None:
    data["indicators"][1]["number"] = 1


def astray(data: dict[str, Any]) -> None:
    data["indicators"][0]["aspect"] = 9


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (heavier, "spbe-47.json: indicators: jumlah bobot 100.10, seharusnya 100"),
        (doubled, "spbe-47.json: indicators[1].number: nomor 1 tercantum dua kali"),
        (astray, "spbe-47.json: indicators[0].aspect: aspect 9 tidak dikenal"),
    ],
)
def test_an_instrument_with_a_mistake_is_refused_whole(folder, change, reason):
    edit(folder, INSTRUMENT, change)

    with pytest.raises(CommandError) as refusal:
        load(folder)

    assert str(refusal.value) == reason
    assert not Instrument.objects.filter(code="spbe-47").exists()
    assert not Indicator.objects.filter(instrument__code="spbe-47").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (
            "results.csv",
            "Kabupaten Badung,kabupaten",
            "Kabupaten Badun,kabupaten",
            "results.csv: baris 17, kolom institution: 'Kabupaten Badun' tidak tercantum di antara instansi",
        ),
        (
            "results.csv",
            'Kabupaten Badung,kabupaten,2023,resmi,3.66,"3,66"',
            'Kabupaten Badung,kabupaten,2023,resmi,3.66,"3,67"',
            "results.csv: baris 17, kolom printed: '3,67' tidak sama dengan '3.66'",
        ),
        (
            "results.csv",
            "Kabupaten Badung,kabupaten,2023",
            "Kabupaten Badung,kabupaten,1999",
            "results.csv: baris 17, kolom year: tidak ada instrumen untuk tahun '1999'",
        ),
        (
            "institutions.csv",
            "12,Provinsi Sumatera Utara",
            "11,Provinsi Sumatera Utara",
            "institutions.csv: baris 3, kolom code: '11' sudah tercantum pada baris 2",
        ),
        (
            "institutions.csv",
            "Provinsi Aceh,provinsi,Aceh",
            "Provinsi Aceh,provinsi,Atjeh",
            "institutions.csv: baris 2, kolom province: 'Atjeh' tidak tercantum di antara provinsi",
        ),
        (
            "institutions.csv",
            "Provinsi Aceh,provinsi",
            "Provinsi Aceh,provinsi,x",
            "institutions.csv: baris 2: 8 kolom, seharusnya 7",
        ),
        (
            "institutions.csv",
            "2024-10-20,L-KOMDIGI",
            "2024-10-32,L-KOMDIGI",
            "institutions.csv: baris 568, kolom valid_to: '2024-10-32' bukan tanggal",
        ),
    ],
)
def test_a_table_with_a_mistake_is_refused_whole(folder, name, old, new, reason):
    replace(folder, name, old, new)

    with pytest.raises(CommandError) as refusal:
        load(folder)

    assert str(refusal.value) == reason
    assert not (ImportedResult if name == "results.csv" else Institution).objects.exists()


def lighter_and_heavier(data: dict[str, Any]) -> None:
    data["indicators"][0]["weight"] = "1.20"
    data["indicators"][1]["weight"] = "1.40"


def test_a_changed_weight_is_loaded_while_no_period_uses_the_instrument(folder):
    load(folder)
    edit(folder, INSTRUMENT, lighter_and_heavier)

    said = load(folder)

    assert said == ["spbe-47.json: indikator: 0 baru, 2 berubah, 45 tetap, 0 dihapus"]
    assert Indicator.objects.get(instrument__code="spbe-47", number=1).weight == Decimal("1.20")


def test_a_changed_weight_of_a_frozen_instrument_is_refused_in_one_sentence(folder):
    load(folder)
    PeriodFactory(instrument=Instrument.objects.get(code="spbe-47"))
    edit(folder, INSTRUMENT, lighter_and_heavier)

    with pytest.raises(CommandError) as refusal:
        load(folder)

    assert str(refusal.value) == (
        "spbe-47.json: Instrumen ini sudah dipakai sebuah periode: "
        "nomor, bobot, skala, dan predikatnya tidak dapat diubah."
    )
    assert refusal.value.returncode == 1
    assert Indicator.objects.get(instrument__code="spbe-47", number=1).weight == Decimal("1.30")


def test_a_frozen_instrument_that_did_not_change_passes(folder):
    load(folder)
    PeriodFactory(instrument=Instrument.objects.get(code="spbe-47"))
    before = rows_as_written()

    load(folder)

    assert rows_as_written() == before
    assert Part.objects.filter(instrument__code="spbe-47").count() == 12
