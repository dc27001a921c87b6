"""What stands out in a period and should be looked at before it is settled, and who looked."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only, never_deleted, once_written
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod
from apps.quality.choices import Kind, sentence_of

User = settings.AUTH_USER_MODEL


class QualityBound(models.Model):
    """From where on a kind stands out in a period; empty leaves it out. Without a row the kind's own bound holds."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="quality_bounds")
    kind = models.CharField(max_length=20, choices=Kind)
    bound = models.DecimalField(max_digits=5, decimal_places=2, null=True, validators=[MinValueValidator(0)])
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "kind"], name="one_quality_bound_per_kind"),
            models.CheckConstraint(condition=Q(bound__isnull=True) | Q(bound__gte=0), name="quality_bound_is_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.bound}"


class QualityRun(models.Model):
    """That the signals of a period were worked out, and up to which row of the ledger (its highest key then)."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="quality_runs")
    ledger_upto = models.BigIntegerField()
    signals = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.period} {self.at:%Y-%m-%d %H:%M}"


class QualitySignal(models.Model):
    """One thing that stands out: exactly these figures of an institution, one of its indicators, or an assessor.

    Worked out anew it stays the same row while its figures do, so that what was found of them is kept. Other figures
    are another signal. `ended_at`: since when it does not stand out any more.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="quality_signals")
    kind = models.CharField(max_length=20, choices=Kind)
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    remark = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kind", "evaluation", "indicator", "assessor", "before", "after", "value", "remark"],
                nulls_distinct=False,
                name="one_quality_signal_per_figures",
            ),
            models.CheckConstraint(
                condition=Q(evaluation__isnull=False) | Q(assessor__isnull=False), name="quality_signal_is_of_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["period", "kind"], condition=Q(ended_at=None), name="standing_quality_signals"),
        ]
        triggers = [
            once_written(
                "period_id",
                "kind",
                "evaluation_id",
                "indicator_id",
                "assessor_id",
                "before",
                "after",
                "value",
                "remark",
                "found_at",
            ),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sentence}"

    @property
    def sentence(self) -> str:
        return sentence_of(Kind(self.kind), self.before, self.after, self.value)


class QualityNote(models.Model):
    """What somebody of the ministry found when looking at a signal; only ever added to."""

    signal = models.ForeignKey(QualitySignal, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField("catatan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="quality_note_says_something")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.text
