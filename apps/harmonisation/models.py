"""Calibration rounds on sample sheets, and the figures of agreement as they were computed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.harmonisation.triggers import calibration_gate, item_gate, lock_gate, round_gate, sheet_gate
from apps.institutions.models import University
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL


class CalibrationRound(models.Model):
    """Everybody judges the same sample sheets alone. Put together, then opened once, then closed once."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="calibration_rounds")
    name = models.CharField("nama putaran", max_length=120)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "name"], name="one_calibration_round_per_name"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="calibration_closes_after_it_opens",
            ),
        ]
        triggers = [round_gate()]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class CalibrationSheet(models.Model):
    """A made-up or anonymised institution: what is said of it in general."""

    round = models.ForeignKey(CalibrationRound, on_delete=models.CASCADE, related_name="sheets")
    title = models.CharField("judul lembar contoh", max_length=160)
    context = models.TextField("gambaran umum", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "title"], name="one_calibration_sheet_per_title")]
        triggers = [sheet_gate()]

    def __str__(self) -> str:
        return self.title


class CalibrationItem(models.Model):
    """One answer of a sample sheet, with the level that it deserves and why; both hidden until one has locked."""

    sheet = models.ForeignKey(CalibrationSheet, on_delete=models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name="indikator")
    text = models.TextField("jawaban dan rujukan bukti")
    reference_level = models.DecimalField("tingkat acuan", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan tingkat acuan")

    class Meta:
        ordering = ["sheet", "indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="one_calibration_item_per_indicator"),
            models.CheckConstraint(condition=~Q(reason=""), name="reference_level_says_why"),
        ]
        triggers = item_gate()

    def __str__(self) -> str:
        return f"{self.sheet}: {self.indicator}"


@tracked
class CalibrationLevel(models.Model):
    """The level of one assessor for one item. Nobody else sees it before both have locked."""

    item = models.ForeignKey(CalibrationItem, on_delete=models.PROTECT, related_name="levels")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan", blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "assessor"], name="one_calibration_level_per_assessor")]
        triggers = calibration_gate()

    def __str__(self) -> str:
        return f"{self.item_id} {self.assessor_id}"


class CalibrationLock(models.Model):
    """An assessor has finished a round: from here on they change nothing, and see the reference levels."""

    round = models.ForeignKey(CalibrationRound, on_delete=models.PROTECT, related_name="locks")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "assessor"], name="one_calibration_lock_per_assessor")]
        triggers = [lock_gate(), *append_only()]

    def __str__(self) -> str:
        return f"{self.round_id} {self.assessor_id}"


class AgreementRun(models.Model):
    """The figures of agreement of a period at one moment, over exactly the judgements of `content_sha256`.

    The seed of the draws follows from the content, so that the same judgements have the same intervals.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="agreement_runs")
    content_sha256 = models.CharField(max_length=64)
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    evaluations = models.PositiveIntegerField()
    judgements = models.PositiveIntegerField()
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "content_sha256", "draws"], name="one_agreement_run_per_content")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.period} {self.computed_at:%Y-%m-%d}"


class Measure(models.TextChoices):
    SAME = "same", "Tingkat sama"
    KAPPA = "kappa", "Kappa berbobot kuadrat"
    ALPHA = "alpha", "Alpha Krippendorff (ordinal)"
    ICC = "icc", "Keandalan rata-rata tim, ICC(1,k)"
    SEVERITY = "severity", "Kecenderungan"
    OUTLIER = "outlier", "Skor z kokoh"


class AgreementFigure(models.Model):
    """One figure of a run: over all, or of an indicator, a university, an assessor (of an indicator: an outlier).

    `component`: which figures of severity can be compared with one another; 0 for the other measures.
    """

    run = models.ForeignKey(AgreementRun, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=10, choices=Measure)
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    university = models.ForeignKey(University, null=True, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    units = models.PositiveIntegerField()
    component = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "measure", "indicator", "university", "assessor"],
                nulls_distinct=False,
                name="one_figure_per_measure_and_subject",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("high")), name="interval_has_two_ends"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"


class FigureNote(models.Model):
    """What somebody of the ministry found when looking at the rows behind a figure; only ever added to."""

    figure = models.ForeignKey(AgreementFigure, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField("catatan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="figure_note_says_something")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.text
