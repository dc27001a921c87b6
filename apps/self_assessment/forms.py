"""What a person typed, made safe."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.timezone import localdate

from apps.common import formats
from apps.common.fields import VersionField
from apps.common.formats import date_id
from apps.common.widgets import PlainSelect
from apps.instruments.models import Indicator, Instrument, Part, ScaleKind
from apps.instruments.queries import Shape
from apps.self_assessment.models import AnswerState
from apps.self_assessment.queries import Source
from apps.self_assessment.texts import LABELS, TEXT_FIELDS, AnswerText

LONGEST_TEXT = 20_000
# What no text in the database can hold, and no page can show.
IMPOSSIBLE = re.compile("[\0\ud800-\udfff]")


class PlainTextField(forms.CharField):
    """A text with plain line ends, so that the same words are the same text from every browser."""

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if IMPOSSIBLE.search(text):
            raise ValidationError(
                "ada karakter yang tidak dapat disimpan, tampak sebagai \ufffd. Hapus karakter itu lalu simpan lagi."
            )
        return text


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

    version = VersionField()
    fact = PlainTextField(label="Fakta", required=False, max_length=LONGEST_TEXT)
    analysis = PlainTextField(label="Analisis", required=False, max_length=LONGEST_TEXT)
    justification = PlainTextField(label="Justifikasi tingkat", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, indicator: Indicator, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(instrument)
        if indicator.names_service:
            self.fields["service_name"] = PlainTextField(label="Nama layanan", required=False, max_length=200)

    def text_over(self, read: AnswerText) -> AnswerText:
        """What a valid form says. The parts it leaves out stand as they were read."""
        sent = self.data.keys() & self.cleaned_data.keys() & LABELS.keys()
        return replace(read, **{name: self.cleaned_data[name] for name in sent})

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, valid or not: nothing that somebody wrote disappears from the screen."""
        return {
            name: IMPOSSIBLE.sub("\ufffd", str(self.data.get(name, "")))
            for name in ("level", "service_name", *TEXT_FIELDS)
        }

    @property
    def refusals(self) -> list[str]:
        """What is wrong, each with the part it is wrong with."""
        return [f"{self[name].label}: {error}" for name, errors in self.errors.items() for error in errors]


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


class TakeoverForm(forms.Form):
    """What of an earlier year is wanted, and the version of this year's answer that was read."""

    version = VersionField()
    bagian = forms.MultipleChoiceField(required=False)
    bukti = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bagian"].choices = [(part.name, part.label) for part in source.parts]  # type: ignore[attr-defined]
        self.fields["bukti"].choices = [(one.pk, str(one)) for one in source.evidence]  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """A link, and what file or link proves where."""

    url = forms.URLField(
        label="Tautan",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    proves = PlainTextField(label="Apa yang dibuktikan", required=False, max_length=300)
    place = PlainTextField(label="Halaman atau pasal", required=False, max_length=120)


class Whose(TextChoices):
    """Whose rows of a sheet are shown."""

    MINE = "saya", "Menunggu saya"
    NOBODYS = "tanpa", "Belum didelegasikan"


class DescriptionForm(forms.Form):
    """What a piece of evidence proves and where, with the version that was read."""

    version = VersionField(min_value=1)
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

    kepada = forms.ChoiceField(label="Delegasikan kepada", widget=PlainSelect)
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
        if latest:
            self.fields["tenggat"].help_text = f"Paling lambat {date_id(latest)}, hari pengisian ditutup."

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


class WhatIfForm(forms.Form):
    """Levels to be tried out: one by one, or every indicator beneath a part raised to at least some level.

    What is chosen for an indicator itself counts more than what is chosen for its part.
    """

    def __init__(self, data: Any = None, *, shape: Shape, levels: Mapping[int, Decimal | None], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.shape, self.levels = shape, levels
        instrument = shape.instrument
        whole = range(int(instrument.scale_min), int(instrument.scale_max) + 1)
        for part in shape.leaves:
            raised = [("", "sebagaimana adanya"), *((str(one), f"paling rendah {one}") for one in whole)]
            self.fields[f"b{part.pk}"] = forms.ChoiceField(label=str(part), required=False, choices=raised)
        for one in shape.asked:
            field = self._field(instrument, whole, levels.get(one.pk))
            field.label = f"{one.number}. {one.name}"
            self.fields[f"i{one.number}"] = field
        for field in self.fields.values():
            field.widget.attrs["class"] = "input auto"

    def _field(self, instrument: Instrument, whole: range, level: Decimal | None) -> forms.Field:
        if not is_whole(instrument):
            return LevelField(instrument)
        kept = f"tetap {formats.level(level)}" if level is not None else "belum diisi"
        return forms.ChoiceField(required=False, choices=[("", kept), *((str(one), str(one)) for one in whole)])

    def supposed(self) -> dict[int, Decimal]:
        """The chosen levels by indicator (primary keys)."""
        chosen = self.cleaned_data
        found: dict[int, Decimal] = {}
        for row in self.shape.rows:
            floor = chosen.get(f"b{row.part.pk}")
            for one in row.indicators:
                if one.is_external:
                    continue
                stands = self.levels.get(one.pk)
                if own := chosen.get(f"i{one.number}"):
                    found[one.pk] = Decimal(own)
                elif floor and (stands is None or stands < Decimal(floor)):
                    found[one.pk] = Decimal(floor)
        return found

    @property
    def groups(self) -> list[tuple[Part, forms.BoundField, list[forms.BoundField]]]:
        """The parts that hold indicators, each with its own field and those of its indicators."""
        return [
            (
                row.part,
                self[f"b{row.part.pk}"],
                [self[f"i{one.number}"] for one in row.indicators if not one.is_external],
            )
            for row in self.shape.rows
            if row.indicators
        ]


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
