"""What an assessor typed, made safe."""

from typing import Any

from django import forms

from apps.instruments.models import Instrument
from apps.self_assessment.forms import LONGEST_TEXT, LevelField, PlainTextField


class LevelForm(forms.Form):
    """A level on the instrument's scale with its reason, and the version that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = PlainTextField(label="Alasan", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"] = LevelField(instrument)
        self.fields["level"].label = "Tingkat"
        self.fields["level"].required = True
        self.fields["level"].error_messages["required"] = "Pilih tingkat menurut penilaian Anda."

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, valid or not: nothing that somebody wrote disappears from the screen."""
        return {name: str(self.data.get(name, "")) for name in self.fields}


class JudgementForm(LevelForm):
    """One judgement, with what is to be asked in the interview."""

    question = PlainTextField(label="Pertanyaan untuk interviu", required=False, max_length=LONGEST_TEXT)


class AgreementForm(LevelForm):
    """How a difference is settled."""

    reason = PlainTextField(
        label="Alasan", max_length=LONGEST_TEXT, error_messages={"required": "Putusan memerlukan alasan."}
    )
