"""Settling: the lead's word where one is needed, the ministry's review of the whole, and what it asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.external_triggers import only_asked
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate, waits_for_seals
from apps.instruments.models import Indicator, Part
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
        triggers = [stage_gate(Stage.CONSOLIDATION), level_gate(), only_asked()]

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
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=ReviewDecision.ACCEPTED) | ~Q(remark=""), name="returned_review_says_why"
            )
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.decision}"


class ReviewPoint(models.Model):
    """One thing that a returned review asks the lead to look at: of an indicator, or of a part."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="review_points")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="points")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("catatan")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=True, part__isnull=False) | Q(indicator__isnull=False, part__isnull=True),
                name="review_point_has_one_subject",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="review_point_says_what"),
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.indicator or self.part}: {self.text}"


class ReviewAnswer(models.Model):
    """What the lead did about a point. Said anew it is another row; the latest counts."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="review_answers")
    point = models.ForeignKey(ReviewPoint, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("tanggapan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_answer_says_what")]
        triggers = [*append_only(), stage_gate(Stage.CONSOLIDATION)]

    def __str__(self) -> str:
        return f"{self.point_id}: {self.text}"
