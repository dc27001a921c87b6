"""What an institution says of its indicators, and who is in charge of which."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.evaluations.external_triggers import only_asked
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, stage_gate
from apps.institutions.models import Unit
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.triggers import only_in_charge, within_the_institution

User = settings.AUTH_USER_MODEL


class AnswerState(models.TextChoices):
    EMPTY = "empty", "Kosong"
    DRAFT = "draft", "Draf"
    WAITING = "waiting", "Menunggu persetujuan"
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"


# Taken over from an earlier year, and nobody has looked yet whether it still holds.
UNCONFIRMED = Q(taken_over_from__isnull=False, confirmed_by__isnull=True)


class TakenOver(models.Model):
    """What an earlier year may have lent: from which row of its kind, and who has seen that it still holds."""

    taken_over_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    taken_over_from_id: int | None
    confirmed_by_id: int | None

    class Meta:
        abstract = True

    @property
    def is_unconfirmed(self) -> bool:
        return self.taken_over_from_id is not None and self.confirmed_by_id is None


@tracked
class Answer(TakenOver):
    """One indicator of one sheet. The row exists from the opening on, so saving is always one conditional update.

    `version` grows by one with every change; a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="answers")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True, blank=True)
    fact = models.TextField("fakta", blank=True)
    analysis = models.TextField("analisis", blank=True)
    justification = models.TextField("justifikasi", blank=True)
    service_name = models.CharField("nama layanan", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.EMPTY)
    return_reason = models.TextField("alasan pengembalian", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    # Who is in charge (queries.Charge) and whether it is the reader, None that nobody is; set where one answer is read.
    in_charge: Any
    is_mine: bool | None
    # There too: the year of an answer that lent this one its words, and whether its indicator has errata.
    lent_in: int | None
    has_errata: bool

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_answer_per_indicator"),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.APPROVED) | Q(level__isnull=False),
                name="approved_answer_has_a_level",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.RETURNED) | ~Q(return_reason=""),
                name="returned_answer_says_why",
            ),
            models.CheckConstraint(
                condition=~(Q(state__in=[AnswerState.WAITING, AnswerState.APPROVED]) & UNCONFIRMED),
                name="unconfirmed_answer_is_not_handed_in",
            ),
        ]
        triggers = [
            stage_gate(Stage.SELF_ASSESSMENT, empty_rows=True),
            level_gate(),
            only_in_charge(),
            only_asked(empty_rows=True),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id} v{self.version}"


@tracked
class Delegation(models.Model):
    """Who is in charge of one indicator of a sheet: a unit, a person, or nobody again. One row an indicator."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="delegations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("tenggat", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_delegation_per_indicator"),
            models.CheckConstraint(
                condition=Q(unit=None, person=None, due_on=None)
                | Q(unit__isnull=False, person=None, due_on__isnull=False)
                | Q(unit=None, person__isnull=False, due_on__isnull=False),
                name="a_unit_or_a_person_is_in_charge_until_a_day",
            ),
        ]
        triggers = [stage_gate(Stage.SELF_ASSESSMENT), within_the_institution(), only_asked()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.unit or self.person}"
