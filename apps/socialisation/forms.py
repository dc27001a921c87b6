"""What the ministry types, and what somebody types who is there."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.evaluations.forms import PlainTextField
from apps.periods.forms import MOMENT, moment_input
from apps.self_assessment.filetypes import ACCEPT, LISTED
from apps.socialisation.models import Announcement, Audience, Circular, Event, Material

# Columns of an announcement and an event that are asked for under these very names.
LONG_TEXT = 5000


def audience_field() -> forms.MultipleChoiceField:
    """Nobody until somebody is chosen; the public, too, only where it is chosen."""
    return forms.MultipleChoiceField(
        label="Untuk",
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Instansi: orang di instansi dalam lokus periode ini. Umum: terbuka di laman publik tanpa akun.",
        error_messages={"required": "Pilih sedikitnya satu."},
    )


class MaterialForm(forms.ModelForm):
    audiences = audience_field()
    file = forms.FileField(label="Berkas", help_text=f"{LISTED}.", widget=forms.FileInput(attrs={"accept": ACCEPT}))

    class Meta:
        model = Material
        fields = ("kind", "title", "summary", "audiences")

    @property
    def said(self) -> dict[str, Any]:
        """The columns that were typed; the file is not one of them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class AnnouncementForm(forms.ModelForm):
    text = PlainTextField(label="Isi", rows=8, max_length=LONG_TEXT)
    audiences = audience_field()

    class Meta:
        model = Announcement
        fields = ("title", "text", "audiences", "until")
        widgets = {"until": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"until": "Kosong: tetap di beranda sampai ditarik."}

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data


class EventForm(forms.ModelForm):
    """Hours are typed on the clock of the zone that is chosen."""

    text = PlainTextField(label="Keterangan", rows=5, max_length=LONG_TEXT, required=False)
    audiences = audience_field()
    link = forms.URLField(label="Tautan pertemuan", required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Event
        fields = (
            "title", "text", "timezone", "starts_at", "ends_at", "place", "link", "audiences", "capacity",
        )  # fmt: skip
        widgets = {"starts_at": moment_input(), "ends_at": moment_input()}
        help_texts = {
            "timezone": "Jam di bawah ini menurut zona waktu ini.",
            "capacity": "Kosong: tanpa batas.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            here = ZoneInfo(self.instance.timezone)
            for name in ("starts_at", "ends_at"):
                self.initial[name] = getattr(self.instance, name).astimezone(here).strftime(MOMENT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("starts_at", "ends_at"):
            if moment := cleaned.get(name):
                cleaned[name] = _on_the_clock_of(moment, cleaned.get("timezone", ""))
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and starts <= timezone.now():
            self.add_error("starts_at", "Kegiatan dimulai di masa depan.")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "Kegiatan selesai sesudah dimulai.")
        if not (cleaned.get("place") or cleaned.get("link") or "link" in self.errors):
            self.add_error("place", "Isi tempat atau tautan pertemuannya.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data


class CircularForm(forms.ModelForm):
    text = PlainTextField(
        label="Isi surat", rows=12, max_length=10_000, help_text="Baris kosong memisahkan alinea. Nomor, tanggal, "
        "hal, dan penerima dicetak sendiri.",
    )  # fmt: skip

    class Meta:
        model = Circular
        fields = ("audience", "number", "dated", "subject", "text", "signatory_office", "signatory")
        widgets = {"dated": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "audience": forms.RadioSelect}
        help_texts = {"audience": "Satu naskah PDF untuk tiap instansi dalam lokus, atau untuk tiap asesor."}

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if self.instance.period.circulars.filter(number=number).exists():
            raise ValidationError("Nomor ini sudah dipakai surat lain dalam periode ini.")
        return number


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode kehadiran",
        max_length=20,
        help_text="Diumumkan penyelenggara saat kegiatan berlangsung.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Tulis kode kehadirannya."},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Alasan pembatalan", max_length=500, error_messages={"required": "Tulis alasannya."})


def _on_the_clock_of(moment: datetime, zone: str) -> datetime:
    """What was typed, read in this zone; an unknown one is refused by its own field."""
    try:
        return timezone.localtime(moment).replace(tzinfo=ZoneInfo(zone or "Asia/Jakarta"))
    except (KeyError, ValueError) as error:
        raise ValidationError("Zona waktu tidak dikenal.") from error
