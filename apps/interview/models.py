"""The interview: when, what was asked, what the institution replied, what level came of it."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common.codes import new_code
from apps.common.history import tracked
from apps.evaluations.models import Evaluation, MarkedWord
from apps.evaluations.triggers import level_gate, only_marked, stage_gate, standing_gate
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL

new_minutes_code = partial(new_code, "BI")


class InterviewSession(models.Model):
    """The appointment of one institution, and what the minutes say of it.

    It may be made before the interview opens; attendance is recorded only while it is open.
    """

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="interview")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    link = models.URLField("tautan pertemuan", max_length=500, blank=True)
    attendance = models.TextField("daftar hadir", blank=True)
    held_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes_code = models.CharField(max_length=20, unique=True, default=new_minutes_code)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="interview_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | ~Q(attendance=""), name="interview_held_names_who_was_there"
            ),
        ]
        triggers = [
            standing_gate(
                "appointment_gate",
                pgtrigger.Insert | pgtrigger.UpdateOf("starts_at", "ends_at", "link") | pgtrigger.Delete,
                Stage.DESK_REVIEW,
                Stage.INTERVIEW,
            ),
            stage_gate(Stage.INTERVIEW, operation=pgtrigger.UpdateOf("attendance", "held_at")),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.starts_at}"


class Reply(models.TextChoices):
    OPEN = "", "Belum ditanggapi"
    AGREED = "agreed", "Setuju"
    CONTESTED = "contested", "Tidak setuju"


@tracked
class Clarification(MarkedWord):
    """What the interview brought for one marked indicator, and what the institution says to it."""

    reply = models.CharField("tanggapan instansi", max_length=10, choices=Reply, blank=True, db_default=Reply.OPEN)
    reply_text = models.TextField("isi tanggapan", blank=True, db_default="")
    requested_level = models.DecimalField("tingkat yang diminta", max_digits=5, decimal_places=2, null=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    # A reply answers one proposed level; its words stay.
    RESET_WITH_LEVEL: ClassVar[Mapping[str, str]] = {"reply": Reply.OPEN}

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_clarification_per_indicator"),
            models.CheckConstraint(condition=Q(level__isnull=True) | ~Q(reason=""), name="clarification_says_why"),
            models.CheckConstraint(
                condition=~Q(reply=Reply.CONTESTED) | ~Q(reply_text=""), name="contesting_reply_says_why"
            ),
        ]
        triggers = [stage_gate(Stage.INTERVIEW), level_gate(), only_marked(Stage.INTERVIEW)]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"
