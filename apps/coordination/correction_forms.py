"""What is typed about a correction."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from apps.common import formats
from apps.evaluations.forms import PlainTextField, TypedLevel
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator

LONGEST = 4_000
PDF_END = 2048  # bytes at the end of a PDF that hold its mark


class CorrectionForm(forms.Form):
    """Another level for one indicator, with the reason and the paper that says so."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label="Indikator", empty_label="Pilih indikator")
    reason = PlainTextField(label="Alasan", rows=4, max_length=LONGEST)
    document = forms.FileField(
        label="Dokumen dasar koreksi",
        help_text="Satu berkas PDF: nota, berita acara, atau surat yang menjadi dasarnya.",
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instrument = evaluation.period.instrument
        indicators = Indicator.objects.filter(instrument=instrument).order_by("number")
        self.fields["indicator"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["level"] = TypedLevel(
            label="Tingkat menjadi",
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        self.order_fields(["indicator", "level", "reason", "document"])

    def clean_document(self) -> UploadedFile:
        document: UploadedFile = self.cleaned_data["document"]
        if (document.size or 0) > settings.EVIDENCE_FILE_LIMIT:
            raise forms.ValidationError(f"Paling besar {formats.size(settings.EVIDENCE_FILE_LIMIT)}.")
        beginning = document.read(5)
        document.seek(max(0, (document.size or 0) - PDF_END))
        if beginning != b"%PDF-" or b"%%EOF" not in document.read():
            raise forms.ValidationError("Isinya bukan PDF. Simpan dokumen sebagai PDF, lalu unggah lagi.")
        document.seek(0)
        return document


class RefusalForm(forms.Form):
    remark = PlainTextField(label="Catatan penolakan", rows=2, max_length=LONGEST)
