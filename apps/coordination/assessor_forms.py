"""What is typed about assessors: conflicts, hand-overs, letters, domains."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from apps.accounts.models import User
from apps.coordination.forms import ALL, OneAssessor
from apps.coordination.queries.teams import assessors
from apps.evaluations.models import Conflict, ConflictSource, Evaluation
from apps.evaluations.queries.conflicts import counting
from apps.institutions.lookups import named
from apps.institutions.models import Institution

DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
# Where anybody has an address: such a domain belongs to no institution.
PUBLIC_MAIL = frozenset(
    {"gmail.com", "yahoo.com", "yahoo.co.id", "outlook.com", "hotmail.com", "icloud.com", "ymail.com", "ac.id", "go.id"}
)


class ConflictFilter(forms.Form):
    """The filters of the list, all from the address."""

    cari = forms.CharField(label="Cari asesor atau instansi", required=False, max_length=100)
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[*ALL, *ConflictSource.choices])

    def narrowed(self, conflicts: QuerySet[Conflict]) -> QuerySet[Conflict]:
        self.is_valid()
        if source := self.cleaned_data.get("jenis"):
            conflicts = conflicts.filter(source=source)
        for word in (self.cleaned_data.get("cari") or "").split():
            conflicts = conflicts.filter(named(word, "institution__name") | Q(assessor__name__icontains=word))
        return conflicts

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


class WhyForm(forms.Form):
    """Why somebody may assess in spite of a conflict."""

    reason = forms.CharField(
        label="Alasan pengecualian",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Tercantum dalam laporan periode dan dibaca pemeriksa.",
    )


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="Catatan putusan", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class HandoverForm(forms.Form):
    """To whom an institution is to pass, and why. Whom something ties to it is not offered."""

    receiver = OneAssessor(User.objects.none(), label="Diserahkan kepada", empty_label="Pilih asesor")
    reason = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tied = counting(evaluation.period).filter(institution=evaluation.institution_id).values("assessor")
        free = assessors().exclude(pk__in=tied).exclude(team_memberships__team=evaluation.team_id)
        self.fields["receiver"].queryset = free  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """The head of surat tugas that are issued together."""

    first = forms.IntegerField(label="Nomor pertama", min_value=1, max_value=999_999)
    suffix = forms.CharField(
        label="Lanjutan nomor",
        max_length=60,
        help_text="Ditulis sesudah angka, misalnya /ST/SPBE/2026. Tiap asesor memperoleh angka berikutnya.",
    )
    dated = forms.DateField(label="Tanggal", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    signatory = forms.CharField(label="Nama penanda tangan", max_length=200)
    signatory_office = forms.CharField(label="Jabatan penanda tangan", max_length=200)


class DomainForm(forms.Form):
    """Under which domains an institution writes its mail."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label="Instansi", empty_label="Pilih instansi")
    domains = forms.CharField(
        label="Domain surel",
        required=False,
        max_length=500,
        help_text="Dipisah spasi, misalnya contohkab.go.id. Kosong menghapusnya.",
    )

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]

    def clean_domains(self) -> list[str]:
        typed = sorted(
            {one.lower().removeprefix("@") for one in self.cleaned_data["domains"].replace(",", " ").split()}
        )
        if wrong := [one for one in typed if not DOMAIN.fullmatch(one) or len(one) > 100]:
            raise forms.ValidationError(f"Bukan domain: {', '.join(wrong)}.")
        if public := [one for one in typed if one in PUBLIC_MAIL]:
            raise forms.ValidationError(f"Dipakai umum, bukan milik satu instansi: {', '.join(public)}.")
        return typed
