"""The visit: why this institution, when and where, and what was found of the indicators validated."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.history import tracked
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


class Visit(models.Model):
    """The ministry chose this institution for a visit, with a reason."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="visit")
    reason = models.TextField("alasan dikunjungi")
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    starts_on = models.DateField("mulai", null=True, blank=True)
    ends_on = models.DateField("selesai", null=True, blank=True)
    locus = models.CharField("lokus", max_length=300, blank=True)
    contact = models.CharField("narahubung", max_length=200, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="visit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="visit_says_why"),
        ]

    def __str__(self) -> str:
        return f"Visitasi {self.evaluation}"


@tracked
class Finding(models.Model):
    """What the visit found of one marked indicator. Without a level the earlier stage stands."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="findings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True)
    reason = models.TextField("temuan", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_finding_per_indicator")]
        triggers = [stage_gate(Stage.VISITATION, empty_rows=True), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"
