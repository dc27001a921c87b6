"""The report of one institution (LHE on the evaluation track, LHP on the monitoring track), and all of a period."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.jobs.models import Job
from apps.results.models import FinalisationRun, Result


class Report(models.Model):
    """The paper of one result, made by the worker; its bytes are kept under their hash."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="report")
    code = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code


class ReportBatch(models.Model):
    """The reports of every result of a computation, and one ZIP of them.

    A batch asked for before the publication holds drafts; what it makes is no institution's report.
    """

    run = models.ForeignKey(FinalisationRun, on_delete=models.PROTECT, related_name="report_batches")
    is_draft = models.BooleanField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    packed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "is_draft"], condition=Q(packed_at__isnull=True), name="one_open_batch_per_run"
            )
        ]

    def __str__(self) -> str:
        return f"Laporan semua instansi, {self.run.period}"


class BatchState(models.TextChoices):
    WAITING = "waiting", "Menunggu"
    MADE = "made", "Selesai"
    FAILED = "failed", "Gagal"


class BatchReport(models.Model):
    """One report of a batch: its bytes once they are made, or why they could not be."""

    batch = models.ForeignKey(ReportBatch, on_delete=models.CASCADE, related_name="items")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.WAITING)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "report"], name="one_report_per_batch"),
            models.CheckConstraint(
                condition=Q(state="made", pages__gt=0) & ~Q(sha256="") | ~Q(state="made") & Q(sha256=""),
                name="made_reports_have_bytes",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="batch_by_state")]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_state_display()}"


class NationalReport(models.Model):
    """The report on the nation in one computation; asked for before the publication, it is a draft."""

    run = models.OneToOneField(FinalisationRun, on_delete=models.PROTECT, related_name="national_report")
    code = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code
