"""Sanggah: what an institution objects to after consolidation, and what the ministry answers."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import GATE_LOCK, level_gate, standing_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL

_WITHIN_ITS_DAYS = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF NOT EXISTS (
        SELECT FROM evaluations_evaluation e
        JOIN periods_evaluationperiod p ON p.id = e.period_id
        WHERE e.id = NEW.evaluation_id AND e.stage = '{Stage.REVIEW.value}' AND clock_timestamp() < (
            SELECT max(change.at) FROM evaluations_stagechange change
            WHERE change.evaluation_id = e.id AND change.to_stage = '{Stage.REVIEW.value}'
        ) + make_interval(days => p.objection_days)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = 'Masa sanggah tidak sedang dibuka. Sanggah tidak disimpan.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


class Objection(models.Model):
    """The institution asks for another level of one indicator, once, within the days after consolidation."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="objections")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat yang diminta", max_digits=5, decimal_places=2)
    text = models.TextField("alasan sanggah")
    evidence = models.CharField("rujukan bukti", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_objection_per_indicator"),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_why"),
        ]
        triggers = [
            *append_only(),
            level_gate(),
            pgtrigger.Trigger(
                name="within_its_days", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_WITHIN_ITS_DAYS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"


class ObjectionAnswer(models.Model):
    """What the ministry says to an objection. An accepted one sends the evaluation back to consolidation."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="objection_answers")
    is_accepted = models.BooleanField("diterima")
    text = models.TextField("alasan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="objection_answer_says_why")]
        triggers = [*append_only(), standing_gate("answered_in_review", pgtrigger.Insert, Stage.REVIEW)]

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.is_accepted}"
