"""Settling: the lead's word where one is needed, and the ministry's review of the whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate, waits_for_seals
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


@tracked
class Settlement(models.Model):
    """A level that consolidation sets against the last stage that spoke: only with a written reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="settlements")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_settlement_per_indicator"),
            models.CheckConstraint(condition=~Q(reason=""), name="settlement_says_why"),
        ]
        triggers = [stage_gate(Stage.CONSOLIDATION), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.level}"


class ReviewDecision(models.TextChoices):
    ACCEPTED = "accepted", "Diterima"
    RETURNED = "returned", "Dikembalikan"


class Review(models.Model):
    """What the ministry's evaluation team said of a consolidated evaluation."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=ReviewDecision)
    remark = models.TextField("catatan", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=ReviewDecision.ACCEPTED) | ~Q(remark=""), name="returned_review_says_why"
            )
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.decision}"
