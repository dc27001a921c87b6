"""What a person typed, made safe."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import URLValidator

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


class DescriptionForm(forms.Form):
    """What a piece of evidence proves and where, with the version that was read."""

    version = forms.IntegerField(min_value=1)
    proves = forms.CharField(label="Apa yang dibuktikan", required=False, max_length=300)
    place = forms.CharField(label="Halaman atau pasal", required=False, max_length=120)


class AnnouncementForm(forms.Form):
    """A file that is to come piece by piece."""

    name = forms.CharField(max_length=1000)
    size = forms.IntegerField(min_value=1, max_value=10**12)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    proves = forms.CharField(required=False, max_length=300)
    place = forms.CharField(required=False, max_length=120)
    replaces = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class LibraryFilter(forms.Form):
    """What of the library is shown, and for which indicator something is being chosen."""

    q = forms.CharField(label="Cari nama", required=False, max_length=100)
    jenis = forms.ChoiceField(required=False, choices=[("", "Berkas"), ("tautan", "Tautan")])
    indikator = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    @property
    def words(self) -> str:
        return self._said("q").strip()

    @property
    def shows_links(self) -> bool:
        return self._said("jenis") == "tautan"

    @property
    def indicator_number(self) -> int | None:
        return self.cleaned_data.get("indikator") if self.is_valid() else None

    def _said(self, name: str) -> str:
        return self.cleaned_data.get(name, "") if self.is_valid() else ""


class SheetFilter(forms.Form):
    """Which rows of the sheet are shown."""

    q = forms.CharField(label="Cari indikator", required=False, max_length=100)
    keadaan = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua"), *AnswerState.choices])

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "").strip().lower() if self.is_valid() else ""

    @property
    def state(self) -> str:
        return self.cleaned_data.get("keadaan", "") if self.is_valid() else ""


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
