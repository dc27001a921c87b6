"""The level of an indicator that another agency's index decides: where it comes from, and who brought it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.external_triggers import only_external
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import level_gate, standing_gate
from apps.instruments.models import Indicator
from apps.rules.stages import Stage, Track, stages_of

# Once an evaluation is accepted its levels change by a correction alone.
OPEN_STAGES = tuple(one for one in stages_of(Track.EVALUATION) if one not in (Stage.FINAL, Stage.PUBLISHED))


class ExternalValue(models.Model):
    """What another agency's index says of one institution. Only ever added to; the highest revision counts.

    `value` is written as the source prints it, `level` on the scale of the instrument. The same revision of the stage
    EXTERNAL_INDEX stands in the ledger.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="external_values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    value = models.CharField("nilai menurut sumber", max_length=60)
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2)
    source = models.CharField("sumber", max_length=300)
    dated = models.DateField("tanggal sumber")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "revision"], name="one_external_value_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(source__regex=r"\S") & Q(value__regex=r"\S"), name="external_value_names_its_source"
            ),
        ]
        triggers = [
            *append_only(),
            level_gate(),
            only_external(),
            standing_gate("not_yet_accepted", pgtrigger.Insert, *OPEN_STAGES),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.level}"
