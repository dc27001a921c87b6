"""What team and ministry typed, made safe."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from apps.common.fields import VersionField
from apps.consolidation.actions import Point
from apps.consolidation.models import ReviewDecision
from apps.evaluations.forms import LONGEST_REMARK, TypedLevel
from apps.evaluations.models import Evaluation, FindingKind
from apps.evaluations.objections import may_be_contested
from apps.instruments.models import Indicator, Instrument
from apps.instruments.queries import Shape
from apps.self_assessment.citing_forms import CitingForm
from apps.self_assessment.forms import LONGEST_TEXT, LevelField, PlainTextField
from apps.self_assessment.models import Evidence

LONGEST_POINT = 2000
SPARE_POINTS, MOST_POINTS = 3, 200


class SettlementForm(forms.Form):
    """A level with its reason, and the version that was read."""

    version = VersionField()
    reason = PlainTextField(
        label="Alasan", max_length=LONGEST_TEXT, error_messages={"required": "Penetapan tingkat memerlukan alasan."}
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(instrument)
        self.fields["level"].required = True
        self.fields["level"].error_messages["required"] = "Pilih tingkat yang ditetapkan."

    @property
    def typed(self) -> dict[str, str]:
        return {name: str(self.data.get(name, "")) for name in self.fields}


class FindingsForm(forms.Form):
    """The texts of one part, each with the version that was read."""

    def __init__(self, *args: Any, kinds: list[FindingKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            self.fields[f"{kind.value}_version"] = VersionField()
        for kind in kinds:
            self.fields[kind.value] = PlainTextField(
                label=kind.label,
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 8, "class": "sm"}),
            )

    @property
    def texts(self) -> dict[FindingKind, str]:
        return {kind: self.cleaned_data[kind.value] for kind in self.kinds}

    @property
    def versions(self) -> dict[FindingKind, int]:
        return {kind: self.cleaned_data[f"{kind.value}_version"] for kind in self.kinds}


class ReviewForm(forms.Form):
    """Accept, or return with a remark."""

    decision = forms.ChoiceField(label="Putusan", choices=ReviewDecision.choices, widget=forms.RadioSelect)
    remark = PlainTextField(
        label="Catatan",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib bila dikembalikan: apa yang perlu diperbaiki tim asesor.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == ReviewDecision.RETURNED and not data.get("remark", "").strip():
            self.add_error("remark", "Pengembalian memerlukan catatan.")
        return data


class PointForm(forms.Form):
    """One point of a review: about which indicator or part, and what."""

    subject = forms.ChoiceField(label="Tentang", required=False)
    text = PlainTextField(
        label="Catatan", required=False, max_length=LONGEST_POINT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["subject"]).choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        subject, text = data.get("subject"), data.get("text", "").strip()
        if subject and not text:
            self.add_error("text", "Tulis apa yang perlu diperbaiki.")
        if text and not subject and "subject" not in self.errors:
            self.add_error("subject", "Pilih indikator atau bagiannya.")
        return data

    @property
    def point(self) -> Point | None:
        """What a valid form says; None where the row is empty."""
        kind, _, key = self.cleaned_data.get("subject", "").partition("-")
        if not kind:
            return None
        return Point(self.cleaned_data["text"], **{f"{kind}_id": int(key)})


ROW = re.compile(r"butir-([0-9]{1,3})-(?:subject|text)")
_Points = formset_factory(PointForm, extra=0, max_num=MOST_POINTS, absolute_max=MOST_POINTS)


def points_form(data: Mapping[str, Any] | None, shape: Shape, *, rows: int = SPARE_POINTS) -> BaseFormSet:
    """The points of a review as a form: what was sent (none without rows), or some empty rows."""
    sent = None
    if data is not None:
        # Counted here too: a hidden field that says less, or nonsense, loses no row.
        asked = str(data.get("butir-TOTAL_FORMS", ""))
        present = [int(found[1]) + 1 for name in data if (found := ROW.fullmatch(name))]
        total = max([*present, int(asked) if re.fullmatch("[0-9]{1,3}", asked) else 0])
        sent = dict(data.items()) | {"butir-TOTAL_FORMS": str(total), "butir-INITIAL_FORMS": "0"}
    return _Points(sent, prefix="butir", initial=[{}] * rows, form_kwargs={"choices": subjects_of(shape)})


def subjects_of(shape: Shape) -> list[Any]:
    """What a point may be about: the lowest parts, and the indicators beneath each."""
    parts = [(f"part-{part.pk}", str(part)) for part in shape.leaves]
    indicators = [
        (str(row.part), [(f"indicator-{one.pk}", f"{one.number}. {one.name}") for one in row.indicators])
        for row in shape.rows
        if row.indicators
    ]
    return [("", "Pilih"), ("Tulisan untuk laporan", parts), *indicators]


class AnswerForm(forms.Form):
    """What was done about a point."""

    text = PlainTextField(
        label="Tanggapan", max_length=LONGEST_POINT, widget=forms.Textarea(attrs={"rows": 2, "class": "sm"})
    )


class ObjectionForm(CitingForm):
    """Another level of one indicator, with its reason and the evidence that it points to."""

    indicator = forms.ModelChoiceField(
        label="Indikator", queryset=Indicator.objects.none(), empty_label="Pilih indikator"
    )
    text = PlainTextField(label="Alasan", max_length=LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 5}))
    evidence = forms.CharField(
        label="Rujukan lain",
        required=False,
        max_length=500,
        help_text="Misalnya peraturan yang terbit untuk umum; data dukung instansi dipilih di bawah.",
    )

    def __init__(self, *args: Any, evaluation: Evaluation, pieces: Iterable[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField", self.fields["indicator"])
        choice.queryset = may_be_contested(evaluation)
        instrument = evaluation.period.instrument
        self.fields["level"] = TypedLevel(
            label="Tingkat yang diminta",
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        self.order_fields(["indicator", "level", "text", "evidence"])
        self.offer(pieces)

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says, as `object_to` takes it."""
        own = {name: self.cleaned_data[name] for name in ("indicator", "level", "text", "evidence")}
        return own | {"citations": self.citations}


class ObjectionAnswerForm(forms.Form):
    decision = forms.ChoiceField(label="Putusan", choices=[("accepted", "Diterima"), ("refused", "Ditolak")])
    text = PlainTextField(label="Alasan", max_length=LONGEST_REMARK)
