"""What is typed about a follow-up and a request for assistance."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from apps.common.fields import VersionField
from apps.evaluations.forms import PlainTextField
from apps.evaluations.models import Evaluation, PartFinding
from apps.follow_up.models import FollowUp, FollowUpState, Voice
from apps.follow_up.queries.follow_ups import recommendations_of
from apps.institutions.models import Membership, Unit, University
from apps.instruments.models import Indicator

LONGEST = 2_000
UNIT, PERSON = "unit", "orang"


class FollowUpForm(forms.Form):
    """One follow-up. What may be chosen belongs to the evaluation."""

    text = PlainTextField(
        label="Yang akan dilakukan", max_length=LONGEST, error_messages={"required": "Tulis apa yang akan dilakukan."}
    )
    finding = forms.TypedChoiceField(label="Rekomendasi", required=False, coerce=int, empty_value=None)
    indicator = forms.TypedChoiceField(label="Indikator", required=False, coerce=int, empty_value=None)
    holder = forms.ChoiceField(
        label="Penanggung jawab",
        error_messages={"required": "Pilih unit atau orang yang bertanggung jawab."},
    )
    due = forms.DateField(label="Tenggat", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    state = forms.ChoiceField(label="Keadaan", choices=FollowUpState.choices, widget=forms.RadioSelect)
    reason = PlainTextField(label="Alasan bila dibatalkan", rows=2, required=False, max_length=LONGEST)
    proof = forms.FileField(
        label="Berkas bukti penyelesaian", required=False, help_text="PDF, DOCX, XLSX, JPG, atau PNG."
    )
    proof_url = forms.URLField(
        label="Tautan bukti penyelesaian",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Isinya tidak disimpan di sini.",
    )
    version = VersionField(required=False, min_value=1)

    def __init__(self, *args: Any, evaluation: Evaluation, stored: FollowUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": initial_of(stored), **kwargs})
        self.stored = stored
        self._choose("finding", [("", "Di luar rekomendasi"), *finding_choices(recommendations_of(evaluation))])
        indicators = Indicator.objects.filter(instrument=evaluation.period.instrument_id).only("number", "name")
        self._choose("indicator", [("", "Tidak khusus satu indikator"), *((one.pk, str(one)) for one in indicators)])
        self._choose("holder", [("", "Pilih unit atau orang"), *holder_choices(evaluation, stored)])

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state == FollowUpState.CANCELLED and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Pembatalan memerlukan alasan.")
        has_proof = cleaned.get("proof") or cleaned.get("proof_url") or (self.stored and self.stored.proof_file_id)
        if state == FollowUpState.DONE and not has_proof and not {"proof", "proof_url"} & set(self.errors):
            self.add_error("proof", "Yang selesai memerlukan bukti penyelesaian: unggah berkas atau tulis tautannya.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The columns of FollowUp that were typed."""
        typed = self.cleaned_data
        kind, _, key = typed["holder"].partition(":")
        return {
            "text": typed["text"],
            "finding_id": typed["finding"],
            "indicator_id": typed["indicator"],
            "unit_id": int(key) if kind == UNIT else None,
            "owner_id": int(key) if kind == PERSON else None,
            "due": typed["due"],
            "state": typed["state"],
            "reason": typed["reason"],
            "proof_url": typed["proof_url"],
        }

    def after(self, stored: FollowUp) -> None:
        """Offer what was typed again, now knowingly over what is stored."""
        self.data = dict(self.data.items()) | {"version": str(stored.version)}


def initial_of(stored: FollowUp | None) -> dict[str, Any]:
    if stored is None:
        return {"state": FollowUpState.NOT_STARTED}
    names = ("text", "due", "state", "reason", "proof_url", "version")
    return {name: getattr(stored, name) for name in names} | {
        "finding": stored.finding_id,
        "indicator": stored.indicator_id,
        "holder": f"{UNIT}:{stored.unit_id}" if stored.unit_id else f"{PERSON}:{stored.owner_id}",
    }


def finding_choices(findings: Iterable[PartFinding]) -> list[tuple[int, str]]:
    return [(one.pk, str(one.part)) for one in findings]


def holder_choices(evaluation: Evaluation, stored: FollowUp | None) -> list[tuple[str, Any]]:
    """The units and the people of the institution; whoever holds it already stays to be chosen."""
    institution = evaluation.institution_id
    units = {one.pk: str(one) for one in Unit.objects.filter(institution=institution)}
    rows = Membership.objects.filter(institution=institution).select_related("user").order_by("user__name")
    people = {one.user_id: str(one.user) for one in rows}
    if stored and stored.owner_id:
        people.setdefault(stored.owner_id, f"{stored.owner} (tidak lagi di instansi ini)")
    groups = [
        ("Unit", [(f"{UNIT}:{pk}", name) for pk, name in units.items()]),
        ("Orang", [(f"{PERSON}:{pk}", name) for pk, name in people.items()]),
    ]
    return [(label, choices) for label, choices in groups if choices]


class FollowUpFilter(forms.Form):
    """The filters of the list, all from the address. An unknown value filters nothing."""

    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua"), ("terlambat", "Lewat tenggat"), *FollowUpState.choices],
    )
    milik = forms.ChoiceField(
        label="Penanggung jawab", required=False, choices=[("", "Semua"), ("saya", "Saya atau unit saya")]
    )

    @property
    def is_narrowing(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.values())


class QuestionForm(forms.Form):
    """What an institution asks about an indicator."""

    text = PlainTextField(
        label="Pertanyaan",
        max_length=LONGEST,
        help_text="Jawabannya dibaca semua orang di instansi Anda. Jangan tulis data yang dirahasiakan.",
        error_messages={"required": "Tulis pertanyaannya dahulu."},
    )


class WordForm(forms.Form):
    """An answer, or a further question."""

    text = PlainTextField(max_length=2 * LONGEST, error_messages={"required": "Tulis pesannya dahulu."})

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_question = voice == Voice.INSTITUTION
        self.fields["text"].label = "Pertanyaan lanjutan atau keterangan" if is_question else "Jawaban"


class HandOverForm(forms.Form):
    """The university that is to answer, of those that do not assess the institution."""

    university = forms.ModelChoiceField(
        University.objects.none(),
        label="Perguruan tinggi",
        empty_label="Pilih perguruan tinggi",
        error_messages={"required": "Pilih perguruan tingginya."},
    )

    def __init__(self, *args: Any, universities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["university"].queryset = universities  # type: ignore[attr-defined]
