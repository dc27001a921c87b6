"""The words of a decree, as the ministry types them."""

from typing import Any

from django import forms

from apps.decrees.models import BlockKind, Decree
from apps.decrees.queries import texts_of

LONG = forms.Textarea(attrs={"rows": 12, "class": "input"})


def _paragraphs(text: str) -> list[str]:
    """Paragraphs are set apart by an empty line; points of a dictum stand on lines of their own."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


class DecreeForm(forms.Form):
    """Number, date, signatory and the paragraphs of every part."""

    version = forms.IntegerField(widget=forms.HiddenInput)
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
    consideration = forms.CharField(
        label="Menimbang", widget=LONG, help_text="Pisahkan setiap butir dengan baris kosong."
    )
    basis = forms.CharField(label="Mengingat", widget=LONG, help_text="Pisahkan setiap butir dengan baris kosong.")
    dictum = forms.CharField(
        label="Diktum",
        widget=LONG,
        help_text="Pisahkan setiap diktum dengan baris kosong; rincian huruf ditulis pada baris berikutnya.",
    )
    copy = forms.CharField(label="Tembusan", widget=LONG, help_text="Pisahkan setiap butir dengan baris kosong.")

    @classmethod
    def of(cls, decree: Decree) -> "DecreeForm":
        """The form filled with the present words."""
        words = {kind: "\n\n".join(texts) for kind, texts in texts_of(decree).items()}
        fields = ("version", "number", "year", "dated", "place", "signatory", "title")
        return cls(initial={field: getattr(decree, field) for field in fields} | words)

    def words(self) -> dict[str, Any]:
        """The cleaned values as edit_decree takes them."""
        values = dict(self.cleaned_data)
        values["blocks"] = {kind: _paragraphs(values.pop(kind)) for kind in BlockKind.values}
        return values
