"""The words of an instrument in use change as errata only, each with a name and a reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.common.exceptions import InputRefusedError
from apps.institutions.models import Role
from apps.instruments.errata import Hand
from apps.instruments.loading import load_instrument
from apps.instruments.models import Erratum, Indicator, Instrument
from apps.rules.instrument_file import parse_instrument
from tests.factories import PeriodFactory, member, small_instrument
from tests.factories.instruments import small_file

pytestmark = pytest.mark.django_db

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def used() -> Instrument:
    return PeriodFactory().instrument


def reload(change: Edit, hand: Hand | None = None) -> list[str]:
    data = small_file()
    change(data)
    return [str(one) for one in load_instrument(parse_instrument(data, source="kecil.json"), hand=hand) if one.touched]


def asked_otherwise(data: dict[str, Any]) -> None:
    data["indicators"][0]["question"] = "Sejauh mana?"
    data["indicators"][1]["criteria"]["2"] = "Kriteria yang dibetulkan"


def renamed_part(data: dict[str, Any]) -> None:
    data["domains"][0]["name"] = "Domain lain"


def other_capability(data: dict[str, Any]) -> None:
    data["indicators"][0]["capability"] = "service"


def another_year(data: dict[str, Any]) -> None:
    data["years"] = [2001, 2002]


def test_words_of_an_instrument_in_use_do_not_change_without_a_name(used: Instrument) -> None:
    before = used.indicators.get(number=1).question

    with pytest.raises(InputRefusedError) as refusal:
        reload(asked_otherwise)

    assert str(refusal.value) == (
        "Instrumen ini sudah dipakai sebuah periode; perubahan kata-katanya adalah ralat dan memerlukan --by dan "
        "--reason: indikator 1 pertanyaan, indikator 2 kriteria tingkat 2."
    )
    assert used.indicators.get(number=1).question == before
    assert not Erratum.objects.exists()


def test_each_change_of_words_stands_as_an_erratum_with_name_and_reason(used: Instrument) -> None:
    first, second = used.indicators.get(number=1), used.indicators.get(number=2)
    criterion = second.criteria.get(level=2).text
    administrator = member(Role.ADMINISTRATOR)

    said = reload(asked_otherwise, Hand(administrator, "Salah ketik"))

    assert said[-1] == "ralat: 2 baru, 0 berubah, 0 tetap, 0 dihapus"
    rows = Erratum.objects.order_by("indicator__number").values_list("indicator", "field", "old", "new", "reason", "by")
    assert list(rows) == [
        (first.pk, "question", first.question, "Sejauh mana?", "Salah ketik", administrator.pk),
        (second.pk, "kriteria tingkat 2", criterion, "Kriteria yang dibetulkan", "Salah ketik", administrator.pk),
    ]
    assert Indicator.objects.get(pk=first.pk).question == "Sejauh mana?"


@pytest.mark.parametrize(
    ("change", "named"), [(renamed_part, "domain 1"), (other_capability, "indikator 1 capability")]
)
def test_what_no_erratum_can_tell_does_not_change_at_all(used: Instrument, change: Edit, named: str) -> None:
    with pytest.raises(InputRefusedError, match=f"ini tidak dapat diralat: {named}"):
        reload(change, Hand(member(Role.ADMINISTRATOR), "Salah ketik"))

    assert not Erratum.objects.exists()


def test_a_further_year_is_no_change_of_words(used: Instrument) -> None:
    reload(another_year)

    used.refresh_from_db()
    assert used.years == [2001, 2002]
    assert not Erratum.objects.exists()


def test_words_change_freely_while_no_period_uses_the_instrument() -> None:
    instrument = small_instrument()

    reload(asked_otherwise)

    assert instrument.indicators.get(number=1).question == "Sejauh mana?"
    assert not Erratum.objects.exists()


@pytest.mark.parametrize(
    ("role", "reason", "said"),
    [
        (Role.EVALUATION_TEAM, "Salah ketik", "petugas bukan administrator. Tidak ada yang dimuat."),
        (Role.ADMINISTRATOR, " ", "Ralat memerlukan --reason. Tidak ada yang dimuat."),
    ],
)
def test_only_an_administrator_signs_and_says_why(role: Role, reason: str, said: str) -> None:
    user = member(role)
    user.username = "petugas"
    user.save()

    with pytest.raises(CommandError) as refusal:
        call_command("load_reference", by="petugas", reason=reason)

    assert str(refusal.value) == said
    assert not Instrument.objects.exclude(code="kecil").exists()
