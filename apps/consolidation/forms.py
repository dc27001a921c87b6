"""What team and ministry typed, made safe."""

from typing import Any

from django import forms

from apps.consolidation.models import ReviewDecision
from apps.evaluations.models import FindingKind
from apps.instruments.models import Instrument
from apps.self_assessment.forms import LONGEST_TEXT, LevelField, PlainTextField


class SettlementForm(forms.Form):
    """A level with its reason, and the version that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
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
            self.fields[f"{kind.value}_version"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
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
