"""Once a period uses an instrument, the database lets nothing change that figures depend on."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Model

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.instruments.models import Indicator, Instrument, Part, PredikatBand
from tests.database import execute
from tests.factories import PeriodFactory, small_instrument

pytestmark = pytest.mark.django_db

FROZEN = "Instrumen ini sudah dipakai sebuah periode: nomor, bobot, skala, dan predikatnya tidak dapat diubah."
CHANGES: list[tuple[type[Model], str, object]] = [
    (Instrument, "code", "lain"),
    (Instrument, "scale_kind", "decimal"),
    (Instrument, "scale_min", Decimal(0)),
    (Instrument, "scale_max", Decimal(6)),
    (Instrument, "scale_digits", 1),
    (Part, "number", 77),
    (Part, "weight", Decimal("1.5")),
    (Part, "kind", "lain"),
    (Indicator, "number", 77),
    (Indicator, "weight", Decimal("1.5")),
    (PredikatBand, "slug", "lain"),
    (PredikatBand, "floor", Decimal("1.23")),
]
TABLES: list[type[Model]] = [Instrument, Part, Indicator, PredikatBand]


def row_of(model: type[Model]) -> Model:
    row = model._default_manager.first()
    assert row is not None
    return row


def by_save(row: Model, column: str, value: object) -> None:
    setattr(row, column, value)
    row.save()


def by_update(row: Model, column: str, value: object) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{column: value})


def by_bulk(row: Model, column: str, value: object) -> None:
    setattr(row, column, value)
    type(row)._default_manager.bulk_update([row], [column])


def by_sql(row: Model, column: str, value: object) -> None:
    execute(f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s', [value, row.pk])


WAYS = [by_save, by_update, by_bulk, by_sql]


@pytest.mark.parametrize("write", WAYS)
@pytest.mark.parametrize(("model", "column", "value"), CHANGES)
def test_what_figures_depend_on_may_not_change(
    model: type[Model], column: str, value: object, write: Callable[[Model, str, object], None]
) -> None:
    PeriodFactory()
    row = row_of(model)

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        write(row, column, value)

    assert str(refusal.value) == FROZEN


@pytest.mark.parametrize(("model", "column", "value"), CHANGES)
def test_it_may_change_before_a_period_uses_it(model: type[Model], column: str, value: object) -> None:
    small_instrument()
    row = row_of(model)

    by_sql(row, column, value)

    row.refresh_from_db()
    assert getattr(row, column) == value


def test_an_indicator_may_not_move_to_another_part() -> None:
    instrument = PeriodFactory().instrument
    indicator = instrument.indicators.get(number=1)

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        by_update(indicator, "part", instrument.parts.get(kind="aspect", number=3))

    assert str(refusal.value) == FROZEN


@pytest.mark.parametrize("model", TABLES)
def test_nothing_of_it_may_be_deleted(model: type[Model]) -> None:
    PeriodFactory()
    row = row_of(model)

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])

    assert str(refusal.value) == FROZEN


@pytest.mark.parametrize("model", [Part, Indicator, PredikatBand])
def test_nothing_may_be_added_to_it(model: type[Model]) -> None:
    PeriodFactory()
    row = row_of(model)
    row.pk = None
    key = "slug" if model is PredikatBand else "number"
    setattr(row, key, 78)
    if isinstance(row, PredikatBand):
        row.floor = Decimal("3.21")

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        model._default_manager.bulk_create([row])

    assert str(refusal.value) == FROZEN


def test_the_wording_may_still_be_corrected() -> None:
    indicator = PeriodFactory().instrument.indicators.get(number=1)

    by_save(indicator, "question", "Sejauh mana?")

    indicator.refresh_from_db()
    assert indicator.question == "Sejauh mana?"


def test_another_instrument_stays_open() -> None:
    PeriodFactory()
    other = small_instrument("lain")

    by_sql(other.indicators.get(number=1), "weight", Decimal("24.5"))

    assert other.indicators.get(number=1).weight == Decimal("24.5")
