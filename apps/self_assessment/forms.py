"""What a person typed, made safe."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.timezone import localdate

from apps.common.formats import date_id
from apps.instruments.models import Indicator, Instrument, ScaleKind
from apps.self_assessment.models import AnswerState
from apps.self_assessment.texts import TEXT_FIELDS, AnswerText

LONGEST_TEXT = 20_000


class PlainTextField(forms.CharField):
    """A long text with plain line ends, so that the same words are the same text from every browser."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class LevelField(forms.DecimalField):
    """A level on the instrument's scale, written with a comma or a point."""

    def __init__(self, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(
            label="Tingkat kematangan",
            required=False,
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", ".") if value else value)


class AnswerForm(forms.Form):
    """One answer as it was typed, with the version that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    fact = PlainTextField(label="Fakta", required=False, max_length=LONGEST_TEXT)
    analysis = PlainTextField(label="Analisis", required=False, max_length=LONGEST_TEXT)
    justification = PlainTextField(label="Justifikasi tingkat", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, indicator: Indicator, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(instrument)
        if indicator.names_service:
            self.fields["service_name"] = forms.CharField(label="Nama layanan", required=False, max_length=200)

    @property
    def text(self) -> AnswerText:
        """What a valid form says."""
        said = self.cleaned_data
        return AnswerText(
            level=said["level"],
            service_name=said.get("service_name", ""),
            **{name: said[name] for name in TEXT_FIELDS},
        )

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, valid or not: nothing that somebody wrote disappears from the screen."""
        return {name: str(self.data.get(name, "")) for name in ("level", "service_name", *TEXT_FIELDS)}


class ChoiceForm(AnswerForm):
    """The conflict page: for each part that differs, mine, theirs, or both put together by hand."""

    def resolved(self, theirs: Mapping[str, str]) -> Mapping[str, str]:
        """The parts as chosen, all as typed. What was not asked about stays mine, for it was the same."""
        chosen = {}
        for name, mine in self.typed.items():
            merged = str(self.data.get(f"{name}_merged", mine))
            wordings = {"mine": mine, "theirs": theirs[name], "merged": merged}
            chosen[name] = wordings.get(str(self.data.get(f"{name}_choice")), mine)
        return chosen


class EvidenceForm(forms.Form):
    """A link, and what file or link proves where."""

    url = forms.URLField(
        label="Tautan",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    proves = forms.CharField(label="Apa yang dibuktikan", required=False, max_length=300)
    place = forms.CharField(label="Halaman atau pasal", required=False, max_length=120)


class Whose(TextChoices):
    """Whose rows of a sheet are shown."""

    MINE = "saya", "Menunggu saya"
    NOBODYS = "tanpa", "Belum didelegasikan"


class SheetFilter(forms.Form):
    """Which rows of the sheet are shown."""

    q = forms.CharField(label="Cari indikator", required=False, max_length=100)
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), *AnswerState.choices])
    siapa = forms.ChoiceField(label="Dikerjakan oleh", required=False, choices=[("", "Siapa pun"), *Whose.choices])

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "").strip().lower() if self.is_valid() else ""

    @property
    def state(self) -> str:
        return self.cleaned_data.get("keadaan", "") if self.is_valid() else ""

    @property
    def whose(self) -> str:
        return self.cleaned_data.get("siapa", "") if self.is_valid() else ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.state or self.whose)


class DelegationForm(forms.Form):
    """To whom, until when. `kepada` is "unit:pk" or "orang:pk" of the institution's own."""

    kepada = forms.ChoiceField(label="Delegasikan kepada")
    tenggat = forms.DateField(label="Tenggat", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        *args: Any,
        units: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
        latest: date | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        groups = [(label, [(f"{kind}:{pk}", name) for pk, name in known]) for label, kind, known in (
            ("Unit kerja", "unit", units), ("Orang", "orang", people)
        )]  # fmt: skip
        chosen = [("", "Pilih unit atau orang"), *((label, known) for label, known in groups if known)]
        self.fields["kepada"].choices = chosen  # type: ignore[attr-defined]
        days = {"min": localdate().isoformat()} | ({"max": latest.isoformat()} if latest else {})
        self.fields["tenggat"].widget.attrs |= days

    def clean_tenggat(self) -> date:
        day: date = self.cleaned_data["tenggat"]
        if day < localdate():
            raise forms.ValidationError("Tenggat sudah lewat. Pilih hari ini atau sesudahnya.")
        if self.latest and day > self.latest:
            raise forms.ValidationError(
                f"Tenggat sesudah penutupan pengisian. Pilih paling lambat {date_id(self.latest)}."
            )
        return day

    @property
    def chosen(self) -> tuple[bool, int]:
        """Of a valid form: whether it is a unit, and its primary key."""
        kind, _, pk = self.cleaned_data["kepada"].partition(":")
        return kind == "unit", int(pk)


class ReturnForm(forms.Form):
    reason = forms.CharField(label="Alasan pengembalian", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


def shown_level(level: Decimal | None, instrument: Instrument) -> str:
    """A level as the value of an input: "3", or "3.25" where the scale has decimals."""
    if level is None:
        return ""
    return f"{level:.{instrument.scale_digits}f}"


def as_typed(text: AnswerText, instrument: Instrument) -> dict[str, str]:
    """An answer as the values of its inputs."""
    texts = {name: getattr(text, name) for name in ("service_name", *TEXT_FIELDS)}
    return {"level": shown_level(text.level, instrument), **texts}


def is_whole(instrument: Instrument) -> bool:
    """Whether levels are chosen from a few rather than typed."""
    return instrument.scale_kind == ScaleKind.INTEGER
