"""What each assessor judges alone, and what the pair agrees on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.desk_review.triggers import judgement_lock
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL


@tracked
class Judgement(models.Model):
    """The private judgement of one assessor on one indicator. No colleague sees it before both have locked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="judgements")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="judgements")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True)
    reason = models.TextField("alasan", blank=True)
    question = models.TextField("pertanyaan untuk interviu", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator", "assessor"], name="one_judgement_per_assessor")
        ]
        triggers = [stage_gate(Stage.DESK_REVIEW, empty_rows=True), level_gate(), judgement_lock()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id} {self.assessor_id}"


class JudgementLock(models.Model):
    """An assessor has finished a sheet: from here on nothing of it changes, and the pair may compare."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="judgement_locks")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "assessor"], name="one_lock_per_assessor")]
        triggers = [stage_gate(Stage.DESK_REVIEW), *append_only()]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.assessor_id}"


@tracked
class AgreedLevel(models.Model):
    """Where the pair differed: the level they (or the lead) settled on, with the reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="agreed_levels")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_agreed_level"),
            models.CheckConstraint(condition=~Q(reason=""), name="agreed_level_says_why"),
        ]
        triggers = [stage_gate(Stage.DESK_REVIEW), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.level}"
