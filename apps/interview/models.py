"""The interview: when, what was asked, what the institution replied, what level came of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.history import tracked
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


class InterviewSession(models.Model):
    """The appointment of one institution, and what the minutes say of it."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="interview")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    link = models.URLField("tautan pertemuan", max_length=500, blank=True)
    attendance = models.TextField("daftar hadir", blank=True)
    held_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="interview_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.starts_at}"


class Reply(models.TextChoices):
    OPEN = "", "Belum ditanggapi"
    AGREED = "agreed", "Setuju"
    CONTESTED = "contested", "Tidak setuju"


@tracked
class Clarification(models.Model):
    """What the interview brought for one marked indicator. Without a level the earlier stage stands."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="clarifications")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True)
    reason = models.TextField("hasil klarifikasi", blank=True)
    reply = models.CharField("tanggapan instansi", max_length=10, choices=Reply, blank=True, default=Reply.OPEN)
    reply_text = models.TextField("isi tanggapan", blank=True)
    requested_level = models.DecimalField("tingkat yang diminta", max_digits=5, decimal_places=2, null=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_clarification_per_indicator")
        ]
        triggers = [stage_gate(Stage.INTERVIEW, empty_rows=True), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"
