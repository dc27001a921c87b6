"""What a later stage is to look at again, and what it says of it."""

from collections.abc import Mapping
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.external_triggers import only_asked
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import marks_stay, only_marked, stage_gate, until_signed
from apps.instruments.models import Indicator
from apps.periods.choices import MARKED_STAGES, stage_choices
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


class Mark(models.Model):
    """An indicator that a later stage is to clarify or validate, with the question to be asked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    question = models.TextField("yang perlu diperjelas")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "indicator", "stage"], name="one_mark_per_stage")]
        triggers = [
            stage_gate(Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.VISITATION),
            marks_stay(),
            only_asked(),
            until_signed(operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} > {self.stage}"


class EvidenceRequest(models.Model):
    """What evidence is still asked for on a marked indicator, and until when it is taken. The latest one counts."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence_requests")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("bukti yang diminta")
    until = models.DateTimeField("paling lambat")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="evidence_request_says_what")]
        triggers = [*append_only(), stage_gate(Stage.INTERVIEW), only_marked(Stage.INTERVIEW)]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.until}"


class MarkedWord(models.Model):
    """What a stage says of one marked indicator. Without a level the earlier stage stands.

    The row comes with the first save, as version 1; a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="%(class)ss")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True)
    reason = models.TextField("catatan dan alasan", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    # Columns, with their values, that start anew when the level changes.
    RESET_WITH_LEVEL: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True
