"""The words of a decree, as the ministry types them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from apps.common.fields import VersionField
from apps.decrees.models import Decree, PressAddress
from apps.periods.forms import moment_input
from apps.periods.models import EvaluationPeriod

HEAD = ("head_version", "number", "year", "dated", "place", "signatory", "title")


class HeadForm(forms.Form):
    """Number, date, signatory and title."""

    head_version = VersionField()
    number = forms.CharField(
        label="Nomor",
        required=False,
        max_length=40,
        help_text="Tanpa kata Nomor dan tahun. Boleh kosong selama draf.",
    )
    year = forms.IntegerField(label="Tahun keputusan", min_value=2000, max_value=2200)
    dated = forms.DateField(
        label="Tanggal penetapan", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(label="Ditetapkan di", max_length=60)
    signatory = forms.CharField(label="Nama penandatangan", required=False, max_length=200)
    title = forms.CharField(
        label="Judul setelah kata TENTANG",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Huruf kapital; satu baris pada naskah untuk setiap baris di sini.",
    )

    @classmethod
    def of(cls, decree: Decree) -> "HeadForm":
        """The form filled with the present words."""
        return cls(initial={field: getattr(decree, field) for field in HEAD})


class VersionForm(forms.Form):
    """Which text of a paragraph was read; a new paragraph has none."""

    version = VersionField(required=False)

    @property
    def read(self) -> int:
        """The version; 0, which no text has, where none was sent or none can be."""
        return self.cleaned_data.get("version") or 0


class BlockForm(VersionForm):
    """One paragraph."""

    text = forms.CharField(
        label="Isi butir",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        help_text="Baris pertama adalah isi butir. Setiap baris sesudahnya menjadi rincian a, b, c.",
    )


class CopyForm(forms.Form):
    """Who states that a copy is like the original."""

    title = forms.CharField(label="Jabatan yang mengesahkan", max_length=200)
    name = forms.CharField(label="Nama pejabat", max_length=200)


class HourForm(forms.Form):
    """When everything is to become public."""

    at = forms.DateTimeField(
        label="Saat terbit (WIB)",
        widget=moment_input(),
        help_text="Tanggal dan jam dalam WIB. Sebelum saat itu tidak ada yang tampak bagi umum maupun instansi.",
        error_messages={"required": "Isi tanggal dan jamnya."},
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError("Saat terbit harus di masa depan.")
        return at


class PressForm(forms.ModelForm):
    """An address of the press list."""

    class Meta:
        model = PressAddress
        fields = ("name", "email", "period")
        help_texts = {
            "period": (
                "Kosong: diberi tahu setiap kali hasil periode resmi terbit. "
                "Hasil simulasi hanya dikirim kepada alamat yang ditambahkan khusus untuk periode itu."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["period"]
        chosen.queryset = EvaluationPeriod.objects.all()  # type: ignore[attr-defined]
        chosen.empty_label = "Setiap periode resmi"  # type: ignore[attr-defined]
