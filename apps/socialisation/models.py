"""Sosialisasi: what the ministry hands out, announces, holds and writes, and for whom."""

from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone as clock

from apps.common.codes import new_code
from apps.common.triggers import decided_once, never_deleted, once_written
from apps.institutions.models import Institution
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.socialisation.triggers import attended_since_it_began, while_there_is_room

User = settings.AUTH_USER_MODEL
new_event_code = partial(new_code, "HD")
new_circular_code = partial(new_code, "SP")


class Audience(models.TextChoices):
    """Whom something is for: institutions of the period's lokus, those who assess, or everybody."""

    INSTITUTIONS = "institutions", "Instansi"
    ASSESSORS = "assessors", "Asesor dan perguruan tinggi"
    PUBLIC = "public", "Umum"


# Those who have accounts, and so can be written to.
INVITED = (Audience.INSTITUTIONS, Audience.ASSESSORS)


def somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(audiences__len__gt=0), name=name)


class ForAudiences(models.Model):
    """Something that is meant for one or more audiences of a period."""

    audiences = ArrayField(models.CharField(max_length=20, choices=Audience), verbose_name="untuk")

    class Meta:
        abstract = True

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(one).label) for one in self.audiences]

    @property
    def is_public(self) -> bool:
        return Audience.PUBLIC in self.audiences


class MaterialKind(models.TextChoices):
    GUIDELINE = "guideline", "Panduan"
    TRAINING = "training", "Bahan pelatihan"


class Material(ForAudiences):
    """A guideline or training material of a period, to download. Another edition is another row."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField("jenis", max_length=10, choices=MaterialKind)
    title = models.CharField("judul", max_length=200)
    summary = models.CharField("keterangan", max_length=500, blank=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [somebody("a_material_is_for_somebody")]
        triggers = [
            once_written("period_id", "title", "audiences", "name", "media_type", "size", "sha256"),
            decided_once("withdrawn_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.title


class Announcement(ForAudiences):
    """What the ministry announces; on the first page of those concerned until a day, and in their digest."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField("judul", max_length=200)
    text = models.TextField("isi", max_length=5000)
    until = models.DateField("tampil di beranda sampai", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [somebody("an_announcement_is_for_somebody")]
        triggers = [
            once_written("period_id", "title", "text", "audiences", "until", "by_id", "at"),
            decided_once("withdrawn_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.title


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Event(ForAudiences):
    """A sosialisasi or training at a time and a place, or behind a link. `code` is told to those who are there.

    `timezone` is the zone in which its hours are announced; `sequence` counts its changes (RFC 5545).
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="events")
    title = models.CharField("nama kegiatan", max_length=200)
    text = models.TextField("keterangan", max_length=5000, blank=True)
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    timezone = models.CharField("zona waktu", max_length=20, choices=Zone, default=Zone.WIB)
    place = models.CharField("tempat", max_length=200, blank=True)
    link = models.URLField("tautan", max_length=500, blank=True)
    capacity = models.PositiveIntegerField("banyaknya tempat", null=True, blank=True, validators=[MinValueValidator(1)])
    code = models.CharField(max_length=20, unique=True, default=new_event_code)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    called_off_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            somebody("an_event_is_for_somebody"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_event_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="an_event_has_a_place_or_a_link"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="an_event_has_room"),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | ~Q(reason=""), name="an_event_is_called_off_with_a_reason"
            ),
        ]
        triggers = [decided_once("called_off_at"), *never_deleted()]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> str:
        """As it is written behind an hour."""
        return Zone(self.timezone).label

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()


class Registration(models.Model):
    """One person who means to come to an event; whether they came was marked by the ministry or by its code."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    attended_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="one_registration_per_person")]
        triggers = [while_there_is_room(), attended_since_it_began()]

    def __str__(self) -> str:
        return f"{self.user}: {self.event}"

    @property
    def came_by_code(self) -> bool:
        return self.attended_at is not None and self.marked_by_id == self.user_id


class Circular(models.Model):
    """A letter of the ministry to every institution of a period or to every assessor, with one number and date."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="circulars")
    audience = models.CharField(
        "kepada", max_length=20, choices=[(one.value, one.label) for one in INVITED], default=Audience.INSTITUTIONS
    )
    number = models.CharField("nomor", max_length=80)
    dated = models.DateField("tanggal")
    subject = models.CharField("hal", max_length=200)
    text = models.TextField("isi surat", max_length=10000)
    signatory = models.CharField("penanda tangan", max_length=200)
    signatory_office = models.CharField("jabatan penanda tangan", max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="one_circular_per_number")]
        triggers = [
            once_written(
                "period_id", "audience", "number", "dated", "subject", "text", "signatory", "signatory_office"
            ),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject}"


class CircularCopy(models.Model):
    """The paper of a circular for one addressee: an institution or one assessor."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="copies")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True, default=new_circular_code)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(institution=None, assessor__isnull=False) | Q(institution__isnull=False, assessor=None),
                name="a_copy_has_one_addressee",
            ),
            models.UniqueConstraint(
                fields=["circular", "institution", "assessor"], nulls_distinct=False, name="one_copy_per_addressee"
            ),
        ]
        triggers = [once_written("circular_id", "institution_id", "assessor_id", "code"), *never_deleted()]

    def __str__(self) -> str:
        return str(self.institution or self.assessor)
