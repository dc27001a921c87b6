"""What is typed or chosen at the ministry's desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.common.widgets import PlainSelect
from apps.coordination.queries.desk import FROZEN, LATE, NOT_SENT, begun
from apps.coordination.queries.locus import MAX_BATCH, CategoryCount, not_placed
from apps.coordination.queries.proposals import rules_kept
from apps.coordination.queries.teams import assessors
from apps.evaluations.models import AssessorTeam, Evaluation
from apps.institutions.lookups import named
from apps.institutions.models import Category, Institution, Province
from apps.periods.choices import stage_choices, track_choices
from apps.periods.forms import moment_input
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Track
from apps.rules.teams.checks import HARD, SOFT, broken

ALL = [("", "Semua")]
STATES: Mapping[str, tuple[str, Q]] = {
    "terlambat": ("Terlambat", LATE),
    "beku": ("Tidak dikirim sampai batas", FROZEN),
    "belum-mulai": ("Belum mulai mengisi", NOT_SENT & ~Q(begun())),
    "tanpa-tim": ("Belum punya tim", Q(team=None) & ~Q(track=Track.NOT_ASSESSED)),
}


class DeskFilter(forms.Form):
    """The filters of the control room, all from the address. An unknown value filters nothing."""

    cari = forms.CharField(label="Cari instansi", required=False, max_length=100)
    tahap = forms.ChoiceField(label="Tahap", required=False, choices=[*ALL, *stage_choices()], widget=PlainSelect)
    jalur = forms.ChoiceField(label="Jalur", required=False, choices=[*ALL, *track_choices()], widget=PlainSelect)
    kategori = forms.ChoiceField(
        label="Kategori", required=False, choices=[*ALL, *Category.choices], widget=PlainSelect
    )
    provinsi = forms.ModelChoiceField(
        Province.objects.all(), label="Provinsi", required=False, empty_label="Semua", widget=PlainSelect
    )
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[*ALL, *((key, label) for key, (label, _) in STATES.items())],
        widget=PlainSelect,
    )

    def narrowed(self, evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        self.is_valid()
        chosen = self.cleaned_data
        for column, name in {
            "stage": "tahap",
            "track": "jalur",
            "institution__category": "kategori",
            "institution__province": "provinsi",
        }.items():
            if value := chosen.get(name):
                evaluations = evaluations.filter(**{column: value})
        if state := chosen.get("keadaan"):
            evaluations = evaluations.filter(STATES[state][1])
        for word in (chosen.get("cari") or "").split():
            evaluations = evaluations.filter(named(word, "institution__name"))
        return evaluations

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class TeamFilter(DeskFilter):
    """Of the assignment list: whose team is to be chosen."""

    tahap = None  # type: ignore[assignment]
    tim = forms.ModelChoiceField(AssessorTeam.objects.none(), label="Tim", required=False, empty_label="Semua")

    field_order = ("cari", "kategori", "provinsi", "jalur", "tim", "keadaan")

    def __init__(self, *args: Any, period: EvaluationPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tim"].queryset = period.teams.all()  # type: ignore[attr-defined]

    def narrowed(self, evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
        evaluations = super().narrowed(evaluations)
        team = self.cleaned_data.get("tim")
        return evaluations.filter(team=team) if team else evaluations


class ReasonForm(forms.Form):
    """Why. Kept on record and shown to the institution."""

    reason = forms.CharField(
        label="Alasan",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Tersimpan bersama nama Anda dan dapat dibaca instansi.",
    )


class ExtendForm(ReasonForm):
    until = forms.DateTimeField(label="Batas baru (WIB)", widget=moment_input())

    field_order: tuple[str, ...] = ("until", "reason")


class ReopenForm(ExtendForm):
    """What is opened again. `choices`: closed stages by their value, and locks as "kunci-" and the assessor's key."""

    what = forms.ChoiceField(label="Yang dibuka kembali", widget=forms.RadioSelect)

    field_order = ("what", "until", "reason")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


class TrackForm(ReasonForm):
    """One institution's place in the year."""

    track = forms.ChoiceField(label="Jalur", choices=track_choices)
    batch = forms.IntegerField(label="Gelombang", min_value=1, max_value=MAX_BATCH)

    field_order = ("track", "batch", "reason")


class PlaceForm(TrackForm):
    """An institution that is not on the list yet, put there by hand."""

    instansi = forms.ModelChoiceField(Institution.objects.none(), label="Instansi", empty_label="Pilih instansi")

    def __init__(self, *args: Any, period: EvaluationPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instansi"].queryset = not_placed(period)  # type: ignore[attr-defined]
        self.order_fields(["instansi", "track", "batch", "reason"])


class CategoryTracksForm(forms.Form):
    """A track for every category that has living institutions which are not on the list yet."""

    LEAVE = "tidak"

    reason = forms.CharField(
        label="Alasan bagi yang tidak dinilai", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, categories: Iterable[CategoryCount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = [one.category for one in categories if one.missing]
        for one in categories:
            if one.missing:
                self.fields[one.category.value] = forms.ChoiceField(
                    label=f"{one.category.label} ({one.missing})",
                    initial=Track.EVALUATION.value,
                    choices=[*track_choices(), (self.LEAVE, "Jangan tambahkan")],
                )
        self.order_fields([*self.categories, "reason"])

    def tracks(self) -> dict[Category, Track]:
        chosen = {one: self.cleaned_data.get(one.value, self.LEAVE) for one in self.categories}
        return {category: Track(value) for category, value in chosen.items() if value != self.LEAVE}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if Track.NOT_ASSESSED in self.tracks().values() and not data.get("reason", "").strip():
            self.add_error("reason", "Tulis alasan bagi kategori yang tidak dinilai.")
        return data


class LocusFilter(DeskFilter):
    """Of the lokus list, where stages and lateness do not matter."""

    tahap = keadaan = None  # type: ignore[assignment]


class SheetForm(forms.Form):
    file = forms.FileField(label="Berkas xlsx", widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class OneAssessor(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} · {obj.university}"  # type: ignore[attr-defined]


class SeveralAssessors(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} · {obj.university}"  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """A team: its name, its lead, everybody else."""

    name = forms.CharField(label="Nama tim", max_length=120)
    lead = OneAssessor(User.objects.none(), label="Ketua tim", empty_label="Pilih ketua tim")
    members = SeveralAssessors(
        User.objects.none(),
        label="Asesor lain",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dari sekurang-kurangnya dua perguruan tinggi.",
    )
    reason = forms.CharField(
        label="Alasan menyimpang dari aturan tim",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Diperlukan bila tim berasal dari satu perguruan tinggi atau melampaui kapasitas asesornya.",
    )

    def __init__(self, *args: Any, period: EvaluationPeriod, team: AssessorTeam | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period, self.team = period, team
        for name in ("lead", "members"):
            self.fields[name].queryset = assessors()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = AssessorTeam.objects.filter(period=self.period, name=name)
        if (same.exclude(pk=self.team.pk) if self.team else same).exists():
            raise forms.ValidationError("Sudah ada tim dengan nama ini.")
        return name

    def clean(self) -> dict[str, Any]:
        """The rules of teams, by the one function that knows them: what none may break, what needs a reason."""
        data = super().clean() or self.cleaned_data
        if not (data.get("lead") and "members" in data):
            return data
        members = {data["lead"].pk, *(one.pk for one in data["members"])}
        held = self.team.evaluations.select_related("institution") if self.team else []
        findings = rules_kept(self.period, members, list(held))
        for words in broken(findings, HARD).values():
            self.add_error("members", " ".join(words))
        waived = broken(findings, SOFT)
        if waived and not data.get("reason", "").strip():
            self.add_error(
                "reason", " ".join(words[0] for words in waived.values()) + " Tulis alasannya bila disengaja."
            )
        return data


class WaiverForm(forms.Form):
    """Why a rule of teams gives way here."""

    reason = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProposalForm(forms.Form):
    """What a proposal of teams is asked with."""

    seed = forms.CharField(
        label="Benih", max_length=60, help_text="Benih dan keadaan yang sama memberi usulan yang sama."
    )
    is_anew = forms.BooleanField(
        label="Bagi ulang juga instansi yang sudah bertim tetapi belum dinilai asesor", required=False
    )
