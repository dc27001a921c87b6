"""What is typed about a calibration round, made safe."""

from typing import Any

from django import forms

from apps.harmonisation.models import CalibrationRound, CalibrationSheet
from apps.instruments.models import Indicator, Instrument
from apps.self_assessment.forms import LONGEST_TEXT, LevelField, PlainTextField


class RoundForm(forms.ModelForm):
    class Meta:
        model = CalibrationRound
        fields = ("name",)
        help_texts = {"name": "Misalnya: Kalibrasi sebelum interviu."}


class SampleSheetForm(forms.ModelForm):
    class Meta:
        model = CalibrationSheet
        fields = ("title", "context")
        widgets = {"context": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": "Nama rekaan, misalnya: Kabupaten Contoh A.",
            "context": "Keadaan instansi yang perlu diketahui untuk semua butir di lembar ini.",
        }


class ItemForm(forms.Form):
    """One answer of a sample sheet with the level it deserves."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label="Indikator", empty_label="Pilih indikator")
    text = PlainTextField(
        label="Jawaban dan rujukan bukti",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Yang dibaca asesor: jawaban instansi contoh, dokumen buktinya, dan halaman atau pasalnya.",
    )
    reason = PlainTextField(
        label="Alasan tingkat acuan",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Tampil bersama tingkat acuan setelah asesor mengunci penilaiannya.",
    )

    field_order = ("indicator", "text", "level", "reason")

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = instrument.indicators.filter(external_index="").order_by("number")  # type: ignore[attr-defined]
        self.fields["level"] = LevelField(instrument)
        self.fields["level"].label = "Tingkat acuan"
        self.fields["level"].required = True
        self.order_fields(self.field_order)


class NoteForm(forms.Form):
    """What was found behind a figure."""

    text = PlainTextField(
        label="Catatan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Apa yang dilihat dan apa kesimpulannya. Catatan tersimpan dengan nama Anda dan tidak dapat diubah.",
    )
