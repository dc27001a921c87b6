"""The visit: why this institution, when and where, and what was found of the indicators validated."""

from functools import partial

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.history import tracked
from apps.evaluations.models import Evaluation, MarkedWord
from apps.evaluations.triggers import level_gate, only_marked, stage_gate, standing_gate, until_signed
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL

# A visit may be decided until the interview closes, and planned until it is closed itself.
CHOICE_STAGES = (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, Stage.INTERVIEW)

new_minutes_code = partial(new_code, "BV")


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
    minutes_code = models.CharField(max_length=20, unique=True, default=new_minutes_code)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="visit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="visit_says_why"),
        ]
        triggers = [
            standing_gate("choice_gate", pgtrigger.Insert | pgtrigger.Delete, *CHOICE_STAGES),
            standing_gate(
                "plan_gate",
                pgtrigger.UpdateOf("reason", "starts_on", "ends_on", "locus", "contact"),
                *CHOICE_STAGES,
                Stage.VISITATION,
            ),
        ]

    def __str__(self) -> str:
        return f"Visitasi {self.evaluation}"

    @property
    def is_planned(self) -> bool:
        return self.starts_on is not None


@tracked
class Finding(MarkedWord):
    """What the visit found of one marked indicator."""

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_finding_per_indicator"),
            models.CheckConstraint(condition=Q(level__isnull=True) | ~Q(reason=""), name="finding_says_why"),
        ]
        triggers = [
            stage_gate(Stage.VISITATION),
            level_gate(),
            only_marked(Stage.VISITATION),
            until_signed(Stage.VISITATION),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"
