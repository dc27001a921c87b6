"""What a person types about an interview, made safe."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.validators import URLValidator
from django.forms import BoundField

from apps.accounts.models import User
from apps.common.fields import VersionField
from apps.evaluations.forms import PlainTextField
from apps.evaluations.models import Evaluation
from apps.instruments.models import Instrument
from apps.interview.models import Attendee, Clarification, InterviewSession, InterviewSlot, Reply
from apps.interview.queries import Offer, attendees_of, expected_of_institution, team_of
from apps.self_assessment.citing_forms import CitingForm
from apps.self_assessment.models import Citation, Evidence

BROWSER_TIME = "%Y-%m-%dT%H:%M"


def moment_field(label: str, help_text: str = "Waktu Indonesia Barat (WIB).") -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=BROWSER_TIME, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)


def reason_field(label: str) -> PlainTextField:
    return PlainTextField(label=label, rows=2, max_length=1000, help_text="Dibaca kedua pihak.")


def link_field() -> forms.URLField:
    return forms.URLField(
        label="Tautan pertemuan",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Hanya tampil bagi tim asesor dan instansi yang diinterviu.",
    )


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

    reason = reason_field("Alasan dipindahkan")

    def __init__(self, *args: Any, session: InterviewSession | None, **kwargs: Any) -> None:
        if session:
            kwargs["initial"] = {"starts_at": session.starts_at, "ends_at": session.ends_at, "link": session.link}
        super().__init__(*args, **kwargs)
        if session is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"starts_at", "ends_at"} <= said.keys() and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", "Waktu selesai harus setelah waktu mulai.")
        return said


class AttendanceForm(forms.Form):
    """That it took place, and who was there."""

    held_at = moment_field("Dilaksanakan")
    assessors = forms.ModelMultipleChoiceField(
        label="Hadir dari tim asesor",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu asesor."},
    )
    institution = PlainTextField(
        label="Hadir dari instansi",
        rows=5,
        max_length=5000,
        help_text="Satu orang satu baris: nama, lalu jabatan. Hapus yang tidak hadir.",
    )

    def __init__(self, *args: Any, evaluation: Evaluation, session: InterviewSession, **kwargs: Any) -> None:
        present, team = attendees_of(evaluation), team_of(evaluation)
        names = [one.name for one in present if one.user_id is None] or expected_of_institution(evaluation)
        kwargs["initial"] = {
            "held_at": session.held_at or session.starts_at,
            "assessors": [one.user_id for one in present if one.user_id] or list(team),
            "institution": "\n".join(names),
        }
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField", self.fields["assessors"]).queryset = team

    def clean_institution(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["institution"].splitlines() if line.strip()]
        longest = Attendee._meta.get_field("name").max_length or 0
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(f"Satu baris memuat paling banyak {longest} huruf: satu orang satu baris.")
        return names


class ReasonForm(forms.Form):
    """Calling an appointment off."""

    reason = reason_field("Alasan dibatalkan")


class BookingForm(forms.Form):
    """A slot with room for this institution; a reason where an appointment is moved."""

    slot = forms.ModelChoiceField(
        label="Slot", queryset=InterviewSlot.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = reason_field("Alasan dipindahkan")

    def __init__(self, *args: Any, slots: Iterable[Offer], is_moved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = list(slots)
        choice = cast("forms.ModelChoiceField", self.fields["slot"])
        choice.queryset = InterviewSlot.objects.filter(pk__in=[one.slot.pk for one in offers])
        choice.choices = [(one.slot.pk, one.label) for one in offers]
        if not is_moved:
            del self.fields["reason"]


class SlotForm(forms.Form):
    """One slot, or several of the same length one after the other."""

    starts_at = moment_field("Mulai")
    ends_at = moment_field("Selesai")
    repeat = forms.IntegerField(
        label="Banyaknya berurutan",
        min_value=1,
        max_value=40,
        initial=1,
        help_text="Slot berikutnya langsung menyusul.",
    )
    batch = forms.IntegerField(
        label="Gelombang", min_value=0, max_value=99, initial=0, help_text="0 untuk semua gelombang."
    )
    capacity = forms.IntegerField(
        label="Kapasitas", min_value=1, max_value=200, initial=1, help_text="Banyaknya instansi pada waktu yang sama."
    )
    link = link_field()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"starts_at", "ends_at"} <= said.keys() and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", "Waktu selesai harus setelah waktu mulai.")
        return said

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """What a valid form says, as `make_slots` takes it."""
        said = self.cleaned_data
        length = said["ends_at"] - said["starts_at"]
        return [(said["starts_at"] + n * length, said["ends_at"] + n * length) for n in range(said["repeat"])]


class EvidenceRequestForm(forms.Form):
    """What is asked for on an indicator, and until when."""

    text = PlainTextField(label="Bukti yang diminta", rows=2, max_length=2000)
    until = moment_field("Paling lambat")


class ReplyForm(CitingForm):
    """The institution's word on a proposed level, with the evidence that it points to."""

    version = VersionField(min_value=1)
    reply = forms.ChoiceField(
        label="Tanggapan", choices=[(one.value, one.label) for one in Reply if one], widget=forms.RadioSelect
    )
    text = PlainTextField(label="Isi tanggapan", rows=3, required=False)
    new_proves = forms.CharField(label="Apa yang dibuktikan berkas baru", required=False, max_length=300)
    new_place = forms.CharField(label="Halaman atau pasal berkas baru", required=False, max_length=120)

    field_order = ["version", "reply", "requested_level", "text"]

    def __init__(
        self,
        *args: Any,
        clarification: Clarification,
        instrument: Instrument,
        pieces: Iterable[Evidence],
        cited: Sequence[Citation] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "version": clarification.version,
            "reply": clarification.reply,
            "text": clarification.reply_text,
            "requested_level": _as_the_scale_writes(clarification.requested_level, instrument),
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
        self.offer(pieces, cited)

    @property
    def plain_fields(self) -> list[BoundField]:
        return [one for one in super().plain_fields if not one.name.startswith("new_")]

    @property
    def files_name(self) -> str:
        """Under which the files come that the reply brings."""
        return self.add_prefix("bukti")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reply") == Reply.CONTESTED and not said.get("text"):
            self.add_error("text", "Sebutkan mengapa Anda tidak setuju.")
        if said.get("reply") == Reply.CONTESTED and "requested_level" in said and said["requested_level"] is None:
            self.add_error("requested_level", "Sebutkan tingkat yang Anda minta.")
        return said

    def after(self, version: int) -> None:
        """Offer what was typed again, now knowingly as an answer to what stands at `version`."""
        self.data = dict(self.data.items()) | {self.add_prefix("version"): str(version)}


def _as_the_scale_writes(level: Decimal | None, instrument: Instrument) -> Decimal | None:
    """With no more digits than the scale has: the database keeps two of every level."""
    return None if level is None else round(level, instrument.scale_digits)
