"""What a person types about an interview, made safe."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from apps.evaluations.forms import PlainTextField
from apps.instruments.models import Instrument
from apps.interview.models import Clarification, InterviewSession, Reply

BROWSER_TIME = "%Y-%m-%dT%H:%M"


def moment_field(label: str, help_text: str = "Waktu Indonesia Barat (WIB).") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=BROWSER_TIME, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)


class AppointmentForm(forms.Form):
    """When and where; times are typed in WIB."""

    starts_at = moment_field("Mulai")
    ends_at = moment_field("Selesai")
    link = forms.URLField(
        label="Tautan pertemuan",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    def __init__(self, *args: Any, session: InterviewSession | None, **kwargs: Any) -> None:
        if session:
            kwargs["initial"] = {"starts_at": session.starts_at, "ends_at": session.ends_at, "link": session.link}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"starts_at", "ends_at"} <= said.keys() and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", "Waktu selesai harus setelah waktu mulai.")
        return said


class AttendanceForm(forms.Form):
    """That it took place, and who was there."""

    held_at = moment_field("Dilaksanakan")
    attendance = PlainTextField(
        label="Daftar hadir", rows=6, max_length=5000, help_text="Satu orang satu baris: nama dan jabatan."
    )

    def __init__(self, *args: Any, session: InterviewSession, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "held_at": session.held_at or session.starts_at,
            "attendance": session.attendance,
        }
        super().__init__(*args, **kwargs)


class ReplyForm(forms.Form):
    """The institution's word on a proposed level."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reply = forms.ChoiceField(
        label="Tanggapan", choices=[(one.value, one.label) for one in Reply if one], widget=forms.RadioSelect
    )
    text = PlainTextField(label="Isi tanggapan", rows=3, required=False)

    field_order = ["version", "reply", "requested_level", "text"]

    def __init__(self, *args: Any, clarification: Clarification, instrument: Instrument, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": clarification.version,
            "reply": clarification.reply,
            "text": clarification.reply_text,
            "requested_level": clarification.requested_level,
        }
        kwargs.setdefault("prefix", f"i{clarification.indicator_id}")
        super().__init__(*args, **kwargs)
        self.fields["requested_level"] = forms.DecimalField(
            label="Tingkat yang diminta",
            required=False,
            min_value=instrument.scale_min,
            max_value=instrument.scale_max,
            decimal_places=instrument.scale_digits,
            localize=True,
            help_text="Diisi bila tidak setuju.",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reply") == Reply.CONTESTED and not said.get("text"):
            self.add_error("text", "Sebutkan mengapa Anda tidak setuju.")
        return said

    def after(self, version: int) -> None:
        """Offer what was typed again, now knowingly as an answer to what stands at `version`."""
        self.data = dict(self.data.items()) | {self.add_prefix("version"): str(version)}
