"""What the report says of an aspect."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.history import tracked
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import stage_gate
from apps.instruments.models import Part
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


class FindingKind(models.TextChoices):
    STRENGTH = "strength", "Kekuatan"
    WEAKNESS = "weakness", "Kelemahan"
    RECOMMENDATION = "recommendation", "Rekomendasi"


@tracked
class PartFinding(models.Model):
    """Strengths, weaknesses and recommendations of an aspect, as the report prints them; every version is kept."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="part_findings")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FindingKind)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["part__number", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "part", "kind"], name="one_text_per_part_and_kind")
        ]
        triggers = [stage_gate(Stage.CONSOLIDATION)]

    def __str__(self) -> str:
        return f"{self.part_id} {self.kind}"
