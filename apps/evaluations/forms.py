"""What a person types on a marked indicator, made safe."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.accounts.forms import FreshCodeForm
from apps.accounts.models import User
from apps.common import formats
from apps.common.fields import VersionField
from apps.evaluations.actions.marked import Word
from apps.evaluations.agenda import AgendaItem
from apps.evaluations.models import Evaluation, Means
from apps.instruments.models import Indicator, Instrument, LevelName, ScaleKind
from apps.rules.stages import Stage

LONGEST_TEXT = 20_000
LONGEST_REMARK = 5_000


class PlainTextField(forms.CharField):
    """A long text with plain line ends, so that the same words are the same text from every browser."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TEXT, "widget": forms.Textarea(attrs={"rows": rows}), **kwargs})

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TypedLevel(forms.DecimalField):
    """A level typed with a comma or a point."""

    def __init__(self, *, decimal_places: int, **given: Any) -> None:
        finer = "Tulis paling banyak %(max)s angka di belakang koma." if decimal_places else "Tulis bilangan bulat."
        super().__init__(decimal_places=decimal_places, error_messages={"max_decimal_places": finer}, **given)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace(",", ".") if value else value)


def level_field(instrument: Instrument, *, label: str, none: str, names: dict[int, str]) -> forms.Field:
    """Levels to choose from where the scale is whole, else a figure to type. Empty says what `none` says."""
    if instrument.scale_kind != ScaleKind.INTEGER:
        return TypedLevel(
            label=label,
            required=False,
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            help_text=f"{none} bila dikosongkan.",
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    whole = range(int(instrument.scale_min), int(instrument.scale_max) + 1)
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=Decimal,
        empty_value=None,
        choices=[("", none), *((str(one), f"{one} {names.get(one, '')}".strip()) for one in whole)],
        widget=forms.RadioSelect,
    )


def names_of_levels(indicator: Indicator, instrument: Instrument) -> dict[int, str]:
    """What the whole levels of this indicator are called. One query."""
    names = LevelName.objects.filter(instrument=instrument, capability=indicator.capability)
    return dict(names.values_list("level", "name"))


def typed_level(level: Decimal | None, instrument: Instrument) -> str:
    """A level as the value of an input."""
    return "" if level is None else f"{level:.{instrument.scale_digits}f}"


class WordForm(forms.Form):
    """The result for one marked indicator, with the version that was read."""

    version = VersionField(widget=forms.HiddenInput(attrs={"data-version": True}))
    reason = PlainTextField(
        label="Catatan dan alasan",
        rows=7,
        help_text="Apa yang dijelaskan atau ditemukan, bukti yang dilihat, dan alasan tingkatnya.",
    )

    field_order = ["version", "level", "reason"]

    def __init__(self, *args: Any, indicator: Indicator, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.instrument = indicator, instrument
        self._offer_levels("Tetap", {})

    def show(self, item: AgendaItem[Any]) -> None:
        """Name the levels and, where nothing was typed, offer what is stored. One query; saving needs none."""
        if item.word is None:
            self.initial = {"version": 0, "level": ""}
        else:
            level = typed_level(item.word.level, self.instrument)
            self.initial = {"version": item.word.version, "level": level, "reason": item.word.reason}
        self._offer_levels(f"Tetap {formats.level(item.before)}", names_of_levels(self.indicator, self.instrument))

    def _offer_levels(self, none: str, names: dict[int, str]) -> None:
        self.fields["level"] = level_field(self.instrument, label="Tingkat", none=none, names=names)
        self.order_fields(self.field_order)

    @property
    def word(self) -> Word:
        """What a valid form says."""
        said = self.cleaned_data
        return Word(self.indicator.pk, said["version"], said["level"], said["reason"])

    def after(self, version: int) -> None:
        """Offer what was typed again, now knowingly over what stands at `version`."""
        self.data = dict(self.data.items()) | {"version": str(version)}


class MarkForm(forms.Form):
    """One more indicator for a stage, with its question."""

    indicator = forms.ModelChoiceField(
        label="Indikator", queryset=Indicator.objects.none(), empty_label="Pilih indikator"
    )
    question = PlainTextField(label="Yang perlu diperjelas", rows=3, max_length=2000)

    def __init__(self, *args: Any, evaluation: Evaluation, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marked = evaluation.marks.filter(stage=stage).values("indicator")
        choice = cast("forms.ModelChoiceField", self.fields["indicator"])
        choice.queryset = Indicator.objects.filter(
            instrument=evaluation.period.instrument_id, external_index=""
        ).exclude(pk__in=marked)

    @property
    def questions(self) -> dict[int, str]:
        """What a valid form says, as `mark` takes it."""
        return {self.cleaned_data["indicator"].pk: self.cleaned_data["question"]}


class RemarkForm(forms.Form):
    """A remark, and those who are called upon besides whoever is named with "@" in it."""

    text = PlainTextField(
        label="Pesan",
        rows=3,
        max_length=LONGEST_REMARK,
        help_text="Sebut orang dengan @nama agar ia diberi tahu.",
        error_messages={"required": "Tulis pesannya dahulu."},
    )
    people = forms.TypedMultipleChoiceField(
        label="Beri tahu juga", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(one.pk, str(one)) for one in members]  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """A question to the other side; the moment is typed in WIB."""

    text = PlainTextField(
        label="Pertanyaan",
        rows=3,
        max_length=LONGEST_REMARK,
        error_messages={"required": "Tulis pertanyaannya dahulu."},
    )
    due = forms.DateTimeField(
        label="Dijawab paling lambat",
        help_text="Waktu Indonesia Barat (WIB).",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )


class AnswerForm(forms.Form):
    text = PlainTextField(
        label="Jawaban", rows=3, max_length=LONGEST_REMARK, error_messages={"required": "Tulis jawabannya dahulu."}
    )


PDF_END = 2048  # bytes at the end of a PDF that hold its mark


class CodeSignatureForm(FreshCodeForm):
    """Signing with a fresh code; `read` is the hash of what the person has read."""

    means = forms.CharField(initial=Means.CODE, widget=forms.HiddenInput)
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PaperSignatureForm(forms.Form):
    """Signing by the paper itself, signed by hand and brought back as PDF."""

    means = forms.CharField(initial=Means.PAPER, widget=forms.HiddenInput)
    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    paper = forms.FileField(
        label="Pindaian naskah bertanda tangan",
        help_text="Satu berkas PDF dari naskah yang diunduh di halaman ini.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def clean_paper(self) -> UploadedFile:
        paper: UploadedFile = self.cleaned_data["paper"]
        if (paper.size or 0) > settings.EVIDENCE_FILE_LIMIT:
            raise forms.ValidationError(f"Paling besar {formats.size(settings.EVIDENCE_FILE_LIMIT)}.")
        beginning = paper.read(5)
        paper.seek(max(0, (paper.size or 0) - PDF_END))
        if beginning != b"%PDF-" or b"%%EOF" not in paper.read():
            raise forms.ValidationError("Isinya bukan PDF. Simpan pindaian sebagai PDF, lalu unggah lagi.")
        paper.seek(0)
        return paper
