"""What a file may still change of an instrument that a period uses: the words of an indicator, each as an erratum."""

from collections.abc import Mapping
from dataclasses import dataclass

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError
from apps.instruments.models import Criterion, Erratum, Indicator, Instrument

# What people read, and how a refusal names it.
CORRECTABLE = {
    "name": "nama",
    "full_name": "nama lengkap",
    "question": "pertanyaan",
    "explanation": "penjelasan",
    "note": "catatan",
    "external_index": "indeks luar",
}
SETTLED_INDICATOR = ("capability", "names_service", "is_cumulative", "is_external")
# The years an instrument is used in may grow, and aliases only help to recognise a name.
SETTLED_HEAD = (
    "name", "legal_basis", "subject_short", "subject_name", "regulation_title", "regulation_gazette",
    "target_level", "target_index", "wording",
)  # fmt: skip
SHOWN = 5  # places in a refusal

Place = tuple[int | None, str]
"""The indicator's primary key and what of it; without an indicator, something of the instrument itself."""
Wording = Mapping[Place, str]


@dataclass(frozen=True)
class Hand:
    """Who corrects, and why; both stand with every erratum."""

    by: User
    reason: str


def is_frozen(instrument: Instrument) -> bool:
    return Instrument.objects.filter(pk=instrument.pk, periods__isnull=False).exists()


def wording_of(instrument: Instrument) -> Wording:
    """Everything of an instrument that is read and no trigger guards; five queries."""
    head: dict[Place, str] = {(None, name): str(getattr(instrument, name)) for name in SETTLED_HEAD}
    parts: dict[Place, str] = {(None, f"{one.kind} {one.number}"): one.name for one in instrument.parts.all()}
    bands: dict[Place, str] = {(None, f"predikat {one.slug}"): one.name for one in instrument.bands.all()}
    names: dict[Place, str] = {
        (None, f"nama tingkat {one.capability} {one.level}"): one.name for one in instrument.level_names.all()
    }
    indicators: dict[Place, str] = {
        (one.pk, name): str(getattr(one, name))
        for one in instrument.indicators.all()
        for name in (*CORRECTABLE, *SETTLED_INDICATOR)
    }
    criteria: dict[Place, str] = {}
    for one in Criterion.objects.filter(indicator__instrument=instrument):
        criteria |= {
            (one.indicator_id, f"kriteria tingkat {one.level}"): one.text,
            (one.indicator_id, f"bukti tingkat {one.level}"): one.evidence,
        }
    return head | parts | bands | names | indicators | criteria


def note_errata(before: Wording, after: Wording, hand: Hand | None) -> int:
    """An erratum for each change of words; how many. Refused without a hand, and where no erratum can stand."""
    changed = [
        place for place in sorted(before.keys() | after.keys(), key=str) if before.get(place) != after.get(place)
    ]
    numbers = dict(
        Indicator.objects.filter(pk__in={pk for pk, _ in changed if pk is not None}).values_list("pk", "number")
    )
    if settled := [place for place in changed if place[0] is None or place[1] in SETTLED_INDICATOR]:
        raise InputRefusedError(
            f"Instrumen ini sudah dipakai sebuah periode; ini tidak dapat diralat: {_named(settled, numbers)}."
        )
    if changed and hand is None:
        raise InputRefusedError(
            f"Instrumen ini sudah dipakai sebuah periode; perubahan kata-katanya adalah ralat dan memerlukan "
            f"--by dan --reason: {_named(changed, numbers)}."
        )
    if hand is not None:
        Erratum.objects.bulk_create(
            Erratum(
                indicator_id=pk,
                field=field,
                old=before.get((pk, field), ""),
                new=after.get((pk, field), ""),
                reason=hand.reason,
                by=hand.by,
            )
            for pk, field in changed
            if pk is not None
        )
    return len(changed)


def _named(places: list[Place], numbers: Mapping[int, int]) -> str:
    said = [field if pk is None else f"indikator {numbers[pk]} {CORRECTABLE.get(field, field)}" for pk, field in places]
    return ", ".join(said[:SHOWN]) + (f" dan {len(said) - SHOWN} lainnya" if len(said) > SHOWN else "")
