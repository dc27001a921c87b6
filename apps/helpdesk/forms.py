"""What is typed at the help desk."""

from django import forms

from apps.evaluations.forms import PlainTextField
from apps.helpdesk.models import PageQuestion

LONGEST = 4_000


class AskForm(forms.Form):
    """`halaman` and `evaluasi` come with the link; the view reads them again and keeps only what is so."""

    kind = forms.ChoiceField(label="Jenis", choices=PageQuestion.Kind.choices, widget=forms.RadioSelect)
    text = PlainTextField(label="Pertanyaan atau masalah", rows=6, max_length=LONGEST)


class AnswerForm(forms.Form):
    text = PlainTextField(label="Jawaban", rows=6, max_length=LONGEST)


class ResetForm(forms.Form):
    reason = PlainTextField(label="Alasan", rows=3, max_length=LONGEST)
    identity_check = PlainTextField(
        label="Cara memeriksa identitas",
        rows=3,
        max_length=LONGEST,
        help_text="Misalnya: panggilan video dengan kartu pegawai, atau surat dinas yang diperiksa ke instansi.",
    )


class LookForm(forms.Form):
    reason = PlainTextField(
        label="Alasan", rows=3, max_length=500, help_text="Dicatat, dan langsung ditunjukkan kepada orangnya."
    )
