"""What an assessor typed, made safe."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from apps.common.fields import VersionField
from apps.desk_review.models import Verdict
from apps.desk_review.texts import NOTE, VERDICT, EvidenceWord, JudgementText
from apps.instruments.models import Instrument
from apps.self_assessment.forms import IMPOSSIBLE, LONGEST_TEXT, LevelField, PlainTextField, shown_level

LONGEST_NOTE = 2000
# A key that the database can hold.
OF_EVIDENCE = re.compile(rf"\A(?:{VERDICT}|{NOTE})(\d{{1,18}})\Z", re.ASCII)


class LevelForm(forms.Form):
    """A level on the instrument's scale with its reason, and the version that was read."""

    version = VersionField()
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
        return {name: IMPOSSIBLE.sub("\ufffd", str(self.data.get(name, ""))) for name in self.fields}

    @property
    def refusals(self) -> list[str]:
        """What is wrong, each with the part it is wrong with."""
        return [f"{self[name].label}: {error}" for name, errors in self.errors.items() for error in errors]


class JudgementForm(LevelForm):
    """One judgement, with what is to be asked in the interview and what is said of the evidence.

    A draft, as the page saves it by itself, may lack its level.
    """

    question = PlainTextField(label="Pertanyaan untuk interviu", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].required = not is_draft
        self.evidence = sorted({int(found[1]) for name in self.data if (found := OF_EVIDENCE.match(name))})
        for pk in self.evidence:
            self.fields[f"{VERDICT}{pk}"] = forms.ChoiceField(
                label="Putusan atas bukti", required=False, choices=[("", ""), *Verdict.choices]
            )
            self.fields[f"{NOTE}{pk}"] = PlainTextField(
                label="Catatan atas bukti", required=False, max_length=LONGEST_NOTE
            )

    def text_over(self, read: JudgementText) -> JudgementText:
        """What a valid form says. The parts it leaves out stand as they were read."""
        said = self.cleaned_data

        def part(name: str, stands: Any) -> Any:
            return said[name] if name in self.data else stands

        words = {pk: read.evidence.get(pk, EvidenceWord()) for pk in self.evidence}
        return JudgementText(
            level=part("level", read.level),
            reason=part("reason", read.reason),
            question=part("question", read.question),
            evidence={
                pk: EvidenceWord(part(f"{VERDICT}{pk}", word.verdict), part(f"{NOTE}{pk}", word.note).strip())
                for pk, word in words.items()
            },
        )


class AgreementForm(LevelForm):
    """How a difference is settled."""

    reason = PlainTextField(
        label="Alasan", max_length=LONGEST_TEXT, error_messages={"required": "Putusan memerlukan alasan."}
    )


class ConfirmationForm(forms.Form):
    """The proposal that is agreed to, by the version that was read."""

    version = VersionField(min_value=1)


def as_typed(text: JudgementText, instrument: Instrument) -> dict[str, str]:
    """The parts as they stand in their inputs."""
    parts = {"level": shown_level(text.level, instrument), "reason": text.reason, "question": text.question}
    for pk, word in text.evidence.items():
        parts |= {f"{VERDICT}{pk}": word.verdict, f"{NOTE}{pk}": word.note}
    return parts


def resolved(typed: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """From the page with two texts: each part as chosen there. What was not asked about stays mine, the same."""
    chosen = {"version": typed.get("version", "")}
    for name, stored in theirs.items():
        mine = typed.get(name, stored)
        wordings = {"mine": mine, "theirs": stored, "merged": typed.get(f"{name}_merged", mine)}
        chosen[name] = wordings.get(typed.get(f"{name}_choice", ""), mine)
    return chosen
