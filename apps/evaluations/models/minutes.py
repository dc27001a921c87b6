"""The minutes of a field stage: what was stated when, and who of which side has signed exactly that."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.periods.choices import MARKED_STAGES, stage_choices

User = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """The two who meet in a field stage."""

    ASSESSORS = "assessors", "Tim asesor"
    INSTITUTION = "institution", "Instansi"


class Means(models.TextChoices):
    """How somebody signs."""

    CODE = "code", "Kode autentikator"
    PAPER = "paper", "Naskah bertanda tangan"


class MinutesPaper(models.Model):
    """One rendering of the minutes. `levels_sha256` is the hash of what they state, the same on every rendering of it;
    `file_sha256` that of the PDF. The latest rendering counts.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="minutes_papers")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    levels_sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.stage}: {self.levels_sha256}"


_OF_THE_LATEST = """
    IF NEW.levels_sha256 IS DISTINCT FROM (
        SELECT paper.levels_sha256 FROM evaluations_minutespaper paper
        WHERE paper.evaluation_id = NEW.evaluation_id AND paper.stage = NEW.stage ORDER BY paper.id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Berita acara ini bukan yang terbaru. Buka lagi dan baca yang terbaru sebelum menandatangani.';
    END IF;
    RETURN NEW;
"""


class MinutesSignature(models.Model):
    """One side has signed what the minutes state. Once both have signed the same, it can no longer change."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="minutes_signatures")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    side = models.CharField("pihak", max_length=12, choices=Side)
    levels_sha256 = models.CharField(max_length=64)
    means = models.CharField("cara", max_length=8, choices=Means)
    file_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "stage", "levels_sha256", "side"], name="one_signature_per_side_and_content"
            ),
            models.CheckConstraint(
                condition=Q(means=Means.CODE, file_sha256="") | (Q(means=Means.PAPER) & ~Q(file_sha256="")),
                name="signed_paper_is_kept",
            ),
        ]
        triggers = [
            *append_only(),
            waits_for_seals(),
            # By its name it comes after the lock.
            pgtrigger.Trigger(
                name="within_the_latest_minutes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_OF_THE_LATEST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.stage}: {self.side}"
