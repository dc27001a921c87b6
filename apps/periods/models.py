"""One year's exercise: its instrument, its windows, what it shows to whom."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.institutions.models import Institution
from apps.instruments.models import Instrument
from apps.periods.choices import WINDOW_STAGES, condition_choices, stage_choices, track_choices
from apps.periods.triggers import opens_when_ready
from apps.rules.locus import Condition


class PeriodState(models.TextChoices):
    PREPARATION = "preparation", "Persiapan"
    RUNNING = "running", "Berjalan"
    PUBLISHED = "published", "Terbit"


class Shown(models.TextChoices):
    """From when on an institution reads what a stage said of its indicators."""

    CLOSED = "closed", "Sejak tahapnya ditutup"
    PUBLISHED = "published", "Sejak hasil terbit"
    NEVER = "never", "Tidak dibuka"


SHOWN: dict[str, Any] = {"max_length": 10, "choices": Shown}
# Thresholds of the choice of visits: an index or a difference of two, in two places; empty leaves the rule out.
THRESHOLD: dict[str, Any] = {"max_digits": 4, "decimal_places": 2, "null": True, "blank": True}

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
    assessor_capacity = models.PositiveSmallIntegerField("instansi per asesor", default=9)
    conflict_same_province = models.BooleanField("asesor tidak menilai instansi di provinsinya", default=True)
    conflict_alumni_counts = models.BooleanField("alumni terhitung benturan kepentingan", default=False)
    votes_required = models.PositiveSmallIntegerField("kuorum suara", default=1)
    desk_review_shown = models.CharField("kata penilaian dokumen", default=Shown.CLOSED, **SHOWN)
    interview_shown = models.CharField("kata interviu", default=Shown.CLOSED, **SHOWN)
    visitation_shown = models.CharField("kata visitasi", default=Shown.CLOSED, **SHOWN)
    consolidation_shown = models.CharField("kata konsolidasi dan koreksi", default=Shown.PUBLISHED, **SHOWN)
    visit_jump = models.DecimalField("visitasi: lompatan terhadap tahun lalu", default=Decimal("1.00"), **THRESHOLD)
    visit_gap = models.DecimalField("visitasi: selisih mandiri dan dokumen", default=Decimal("1.00"), **THRESHOLD)
    visit_near_floor = models.DecimalField("visitasi: jarak ke batas predikat", default=Decimal("0.05"), **THRESHOLD)
    visit_award_places = models.PositiveSmallIntegerField(
        "visitasi: calon penghargaan tiap kategori", default=3, null=True, blank=True
    )
    visit_drawn_percent = models.DecimalField(
        "visitasi: bagian yang diundi (%)", default=Decimal("0.00"), max_digits=5, decimal_places=2
    )
    visit_seed = models.CharField("visitasi: benih undian", max_length=60, blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
            models.CheckConstraint(
                condition=Q(visit_drawn_percent=0)
                | (Q(visit_drawn_percent__gt=0, visit_drawn_percent__lte=100) & ~Q(visit_seed="")),
                name="visits_are_drawn_with_a_seed",
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
            ),
            opens_when_ready(),
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


class LocusRule(models.Model):
    """One rule of the lokus of a period. The first that holds for an institution decides its track."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="locus_rules")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("sebutan", max_length=60)
    condition = models.CharField("berlaku bagi yang", max_length=20, choices=condition_choices())
    limit = models.DecimalField("batas indeks", max_digits=5, decimal_places=2, null=True, blank=True)
    track = models.CharField("jalur", max_length=20, choices=track_choices())

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["period", "position"], name="one_locus_rule_per_position"),
            models.CheckConstraint(
                condition=Q(condition=Condition.INDEX_BELOW, limit__isnull=False)
                | (~Q(condition=Condition.INDEX_BELOW) & Q(limit__isnull=True)),
                name="only_a_rule_about_the_index_has_a_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LocusApplication(models.Model):
    """An institution that asks to be taken up in a period, by which letter."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="locus_applications")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name="instansi")
    letter = models.CharField("nomor surat", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["institution__code"]
        constraints = [
            models.UniqueConstraint(fields=["period", "institution"], name="one_application_per_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.letter}"


class LocusMeans(models.TextChoices):
    RULES = "rules", "Menurut aturan"
    DRAW = "draw", "Menurut undian"
    LIST = "list", "Menurut daftar"
    CATEGORY = "category", "Menurut kategori"
    HAND = "hand", "Dengan tangan"


class LocusDecision(models.Model):
    """Institutions that were put into tracks at once: by which rules or seed, by whom. `rules` as they were then."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="locus_decisions")
    means = models.CharField(max_length=10, choices=LocusMeans)
    rules = ArrayField(models.TextField(), default=list)
    seed = models.CharField("benih", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(means=LocusMeans.DRAW) | ~Q(seed=""), name="a_draw_has_a_seed"),
            models.CheckConstraint(
                condition=~Q(means__in=[LocusMeans.RULES, LocusMeans.DRAW]) | Q(rules__len__gt=0),
                name="a_rule_is_kept_with_its_decision",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_means_display()}, {self.period}"


class LocusLine(models.Model):
    """Where a decision put one institution."""

    decision = models.ForeignKey(LocusDecision, on_delete=models.PROTECT, related_name="lines")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    track = models.CharField(max_length=20, choices=track_choices())
    batch = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["institution__code"]
        constraints = [models.UniqueConstraint(fields=["decision", "institution"], name="one_line_per_decision")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_track_display()}"
