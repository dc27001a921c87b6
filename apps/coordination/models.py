"""The ministry's desk: lists that came in as xlsx, reminders, changes of track, papers about assessors."""

from functools import partial

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.triggers import append_only, never_deleted, once_written
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.institutions.models import University
from apps.periods.choices import track_choices
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL


class ListKind(models.TextChoices):
    PEOPLE = "people", "Daftar orang"
    LOCUS = "locus", "Daftar lokus"


class ImportedList(models.Model):
    """An uploaded xlsx: its rows as read, shown as a preview, then applied once or thrown away."""

    kind = models.CharField(max_length=10, choices=ListKind)
    period = models.ForeignKey(EvaluationPeriod, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """That the people of an institution were reminded; the words are in their notices."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["evaluation", "at"], name="reminder_by_evaluation")]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.at}"


class TrackChange(models.Model):
    """One institution put into another track by hand: who, when, why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="track_changes")
    from_track = models.CharField(max_length=20, choices=track_choices())
    to_track = models.CharField(max_length=20, choices=track_choices())
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.from_track} > {self.to_track}"


new_letter_code = partial(new_code, "ST")
new_recap_code = partial(new_code, "RK")


class AssignmentLetter(models.Model):
    """Surat tugas: which institutions an assessor assesses in a period. A newer one takes the place of the last."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="assignment_letters")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignment_letters")
    number = models.CharField("nomor", max_length=80)
    dated = models.DateField("tanggal")
    signatory = models.CharField("penanda tangan", max_length=200)
    signatory_office = models.CharField("jabatan penanda tangan", max_length=200)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    code = models.CharField(max_length=20, unique=True, default=new_letter_code)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="one_letter_per_number")]
        triggers = [
            once_written(
                "period_id", "assessor_id", "number", "dated", "signatory", "signatory_office", "replaces_id", "code"
            ),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.number


class LetterLine(models.Model):
    """One institution of a surat tugas, as it was when the letter was issued."""

    letter = models.ForeignKey(AssignmentLetter, on_delete=models.PROTECT, related_name="lines")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField()

    class Meta:
        ordering = ["evaluation__institution__code"]
        constraints = [models.UniqueConstraint(fields=["letter", "evaluation"], name="one_line_per_institution")]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.letter}: {self.evaluation_id}"


class WorkRecap(models.Model):
    """A recap of work done on paper: of a whole period, of one university's assessors, or of one assessor."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="work_recaps")
    university = models.ForeignKey(University, null=True, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True, default=new_recap_code)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.code
