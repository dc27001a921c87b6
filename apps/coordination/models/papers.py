"""Papers that the ministry asks for: letters of assignment, recaps of work, the full recap of a period."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.institutions.models import University
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL

new_letter_code = partial(new_code, "ST")
new_recap_code = partial(new_code, "RK")
new_full_recap_code = partial(new_code, "RP")


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


class FullRecap(models.Model):
    """Every level that every closed stage has said of a period, as one workbook; asked for, made once, kept."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="full_recaps")
    code = models.CharField(max_length=20, unique=True, default=new_full_recap_code)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    levels = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | Q(made_at__isnull=False, sha256__regex="^[0-9a-f]{64}$"),
                name="a_full_recap_that_was_made_has_its_hash",
            )
        ]
        triggers = [
            once_written("period_id", "code", "asked_by_id", "asked_at"),
            decided_once("made_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.code
