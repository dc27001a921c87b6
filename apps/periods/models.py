"""One year's exercise: its instrument, its windows, what it shows to whom."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.instruments.models import Instrument
from apps.periods.choices import WINDOW_STAGES, stage_choices


class PeriodState(models.TextChoices):
    PREPARATION = "preparation", "Persiapan"
    RUNNING = "running", "Berjalan"
    PUBLISHED = "published", "Terbit"


OPENED = """
    RAISE EXCEPTION USING ERRCODE = 'SP004',
        MESSAGE = 'Periode ini sudah dibuka: tanda simulasi, instrumen, dan tahunnya tidak dapat diubah.';
"""


class EvaluationPeriod(models.Model):
    """A period. `year` is a label: windows say when work may be done, not the year."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="periods")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField("nama periode", max_length=120)
    year = models.PositiveSmallIntegerField("tahun")
    state = models.CharField(max_length=20, choices=PeriodState, default=PeriodState.PREPARATION)
    simulation_label = models.CharField(
        "tanda simulasi",
        max_length=60,
        blank=True,
        help_text="Kosong berarti periode resmi. Tanda ini tercetak pada setiap halaman, PDF, dan ekspor.",
    )
    levels_are_public = models.BooleanField("tingkat per indikator dibuka untuk umum", default=False)
    assessors_per_team = models.PositiveSmallIntegerField("asesor per tim", default=2)
    votes_required = models.PositiveSmallIntegerField("kuorum suara", default=1)
    objection_days = models.PositiveSmallIntegerField("masa sanggah (hari)", default=0, db_default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(simulation_label="") | Q(simulation_label__startswith="SIMULASI"),
                name="simulation_label_says_simulation",
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(simulation_label=""), name="one_official_period_per_year"
            ),
        ]
        permissions = [
            ("run_period", "Menjalankan periode: jadwal, lokus, tim, perpanjangan"),
            ("finalise_period", "Menjalankan finalisasi dan menyusun keputusan"),
            ("vote_on_results", "Memberi suara atas hasil akhir"),
            ("audit_period", "Membaca periode yang telah terbit beserta jejaknya"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mark_stays_once_opened",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("simulation_label", "instrument_id", "year"),
                condition=pgtrigger.Q(old__state__in=["running", "published"])
                & (
                    pgtrigger.Q(old__simulation_label__df=pgtrigger.F("new__simulation_label"))
                    | pgtrigger.Q(old__instrument__df=pgtrigger.F("new__instrument"))
                    | pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
                ),
                func=OPENED,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_simulation(self) -> bool:
        return bool(self.simulation_label)


class StageWindow(models.Model):
    """When a stage may be worked on. Batch 0 speaks for every batch that has no window of its own."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="windows")
    stage = models.CharField(max_length=20, choices=stage_choices(WINDOW_STAGES))
    batch = models.PositiveSmallIntegerField("gelombang", default=0)
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")

    class Meta:
        ordering = ["opens_at", "batch"]
        constraints = [
            models.UniqueConstraint(fields=["period", "stage", "batch"], name="one_window_per_stage_and_batch"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="window_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.period}"


class ScheduleChange(models.Model):
    """A window that was moved while its period was running, and why. A new window has nothing before."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="schedule_changes")
    stage = models.CharField(max_length=20, choices=stage_choices(WINDOW_STAGES))
    batch = models.PositiveSmallIntegerField(default=0)
    opens_before = models.DateTimeField(null=True)
    closes_before = models.DateTimeField(null=True)
    opens_after = models.DateTimeField(null=True)
    closes_after = models.DateTimeField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.period}: {self.reason}"
