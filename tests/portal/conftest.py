"""What the public pages are tested on."""

from decimal import Decimal
from itertools import count

import pytest

from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.results.models import ImportedKind, ImportedResult
from tests.factories import InstitutionFactory, small_instrument
from tests.factories.results import finished_period, published_decree, without_paper
from tests.stories.conftest import reference

__all__ = ["reference"]

numbers = count(1)


@pytest.fixture(autouse=True)
def _database(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of the portal reads."""
    without_paper(monkeypatch)


def imported(
    index: str, *, year: int = 2001, institution: Institution | None = None, instrument: str = "kecil", **fields: object
) -> ImportedResult:
    """A published figure of the past, of a new kabupaten if none is named."""
    instrument_row = small_instrument(instrument)
    values = {
        "institution": institution or InstitutionFactory.create(),
        "label": f"Instansi {next(numbers)}",
        "year": year,
        "instrument": instrument_row,
        "kind": ImportedKind.OFFICIAL,
        "index": Decimal(index),
        "printed": index.replace(".", ","),
        "predikat": instrument_row.bands.first(),
        "source": "Koran Contoh",
    }
    return ImportedResult.objects.create(**(values | fields))


def published(*levels: int, **fields: object) -> list[Evaluation]:
    """A published period with an evaluation for each of these levels; official unless a label is given."""
    period = finished_period(levels, **({"simulation_label": ""} | fields))
    published_decree(period)
    return list(Evaluation.objects.filter(period=period).select_related("institution", "period").order_by("pk"))
