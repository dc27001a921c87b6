"""What each assessor judges alone, and what the pair agrees on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.desk_review.triggers import (
    differing_says_why,
    judgement_lock,
    lifted_by_approval,
    of_the_same_evaluation,
    seated,
)
from apps.evaluations.external_triggers import only_asked
from apps.evaluations.models import Evaluation, Reopening
from apps.evaluations.triggers import level_gate, stage_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.models import Evidence

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
        triggers = [
            stage_gate(Stage.DESK_REVIEW, empty_rows=True),
            level_gate(),
            differing_says_why(),
            judgement_lock(empty_rows=True),
            seated(),
            only_asked(),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id} {self.assessor_id}"


class Verdict(models.TextChoices):
    """What an assessor says of one piece of evidence."""

    ACCEPTED = "accepted", "Diterima"
    IRRELEVANT = "irrelevant", "Tidak relevan"
    UNREADABLE = "unreadable", "Tidak terbaca"
    INSUFFICIENT = "insufficient", "Kurang"


@tracked
class EvidenceVerdict(models.Model):
    """What one assessor says of one piece of evidence: as private as their judgement, and locked with it."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence_verdicts")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="verdicts")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField("putusan", max_length=12, choices=Verdict, blank=True)
    note = models.TextField("catatan", blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["evidence_id"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "assessor"], name="one_verdict_per_assessor"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="verdict_is_known"),
        ]
        triggers = [stage_gate(Stage.DESK_REVIEW), of_the_same_evaluation(), judgement_lock()]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.assessor_id}: {self.verdict}"


class LivingLocks(models.Manager["JudgementLock"]):
    """Those that hold: no reopening has lifted them."""

    def get_queryset(self) -> models.QuerySet["JudgementLock"]:
        return super().get_queryset().filter(lift__isnull=True)


class JudgementLock(models.Model):
    """An assessor has finished a sheet: nothing of it changes until a reopening lifts the lock; the pair may compare.

    `round` counts the locks of one assessor of one evaluation.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="judgement_locks")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1, db_default=1)
    at = models.DateTimeField(default=timezone.now)

    objects = models.Manager["JudgementLock"]()
    living = LivingLocks()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "assessor", "round"], name="one_lock_per_assessor_and_round")
        ]
        triggers = [stage_gate(Stage.DESK_REVIEW), *append_only()]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.assessor_id}"


class LockLift(models.Model):
    """A lock that no longer holds, because of a reopening. The lock stays on record, and so does what it locked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    lock = models.OneToOneField(JudgementLock, on_delete=models.PROTECT, related_name="lift")
    reopening = models.ForeignKey(Reopening, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [*append_only(), lifted_by_approval()]

    def __str__(self) -> str:
        return str(self.lock)


@tracked
class AgreedLevel(models.Model):
    """Where the pair differed: the level on which they settled, with the reason.

    The word of the lead holds by itself; anybody else's is a proposal until another of the team has confirmed it.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="agreed_levels")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_by_lead = models.BooleanField(default=True, db_default=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_agreed_level"),
            models.CheckConstraint(condition=~Q(confirmed_by=models.F("by")), name="nobody_confirms_their_own_word"),
            models.CheckConstraint(condition=~Q(reason=""), name="agreed_level_says_why"),
        ]
        triggers = [stage_gate(Stage.DESK_REVIEW), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.level}"

    @property
    def is_final(self) -> bool:
        """Of a former round, which is annotated where settlements are compared, nothing is."""
        return not getattr(self, "is_former", False) and (self.is_by_lead or self.confirmed_by_id is not None)
