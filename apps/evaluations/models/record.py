"""What is on record: stages, limits, the ledger."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.external_triggers import its_own_voice
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import level_gate, waits_for_seals, words_in_their_time
from apps.instruments.models import Indicator
from apps.periods.choices import ledger_choices, stage_choices

User = settings.AUTH_USER_MODEL


class StageChange(models.Model):
    """The log of stages: who moved an evaluation on, when, and why where a reason is asked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="stage_changes")
    from_stage = models.CharField(max_length=20, choices=stage_choices(), blank=True)
    to_stage = models.CharField(max_length=20, choices=stage_choices())
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.from_stage} > {self.to_stage}"


class Extension(models.Model):
    """More time for a stage, with a reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="extensions")
    stage = models.CharField(max_length=20, choices=stage_choices())
    until_before = models.DateTimeField(null=True)
    until_after = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.until_after}"


class LedgerLevel(models.Model):
    """What a closed stage said of an indicator. Only ever added to; reopening adds the next revision."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="ledger")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=ledger_choices())
    revision = models.PositiveSmallIntegerField(default=1)
    level = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator__number", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "stage", "revision"], name="one_ledger_level_per_revision"
            )
        ]
        triggers = [*append_only(), waits_for_seals(), level_gate(), words_in_their_time(), its_own_voice()]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.stage}: {self.level}"
