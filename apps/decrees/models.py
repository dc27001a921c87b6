"""The Keputusan Menteri and its life: draft, rendering, ready, issued."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import decided_once, never_deleted, once_written
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun, Result

User = settings.AUTH_USER_MODEL


def never_after_issue(decree: str) -> pgtrigger.Trigger:
    """Rows of an issued decree are never added, changed or deleted; `decree` is the column that names it.

    The row of a decree itself ("id") is added before it can be issued.
    """
    operation = pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(
        name="never_after_issue",
        when=pgtrigger.Before,
        operation=operation if decree == "id" else pgtrigger.Insert | operation,
        declare=[("issued", "boolean")],
        func=f"""
            SELECT bool_or(state = 'issued') INTO issued FROM decrees_decree WHERE id IN (OLD.{decree}, NEW.{decree});
            IF issued THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - the column is named in this file
    )


def corrects_an_issued_decree() -> pgtrigger.Trigger:
    """A correction names a decree of the same period that was issued, and never changes its mind."""
    return pgtrigger.Trigger(
        name="corrects_an_issued_decree",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF TG_OP = 'UPDATE' AND NEW.corrects_id IS DISTINCT FROM OLD.corrects_id THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Keputusan yang diperbaiki tidak dapat diganti dengan yang lain.';
            END IF;
            IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM decrees_decree former
                JOIN results_finalisationrun former_run ON former_run.id = former.run_id
                JOIN results_finalisationrun run ON run.id = NEW.run_id
                WHERE former.id = NEW.corrects_id AND former.state = 'issued'
                    AND former_run.period_id = run.period_id
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'SP006',
                    MESSAGE = 'Yang diperbaiki harus keputusan periode ini yang sudah ditetapkan.';
            END IF;
            RETURN NEW;
        """,
    )


def copied_from_an_issued_decree() -> pgtrigger.Trigger:
    """A certified copy is of what was issued; once its paper is kept it stays."""
    return pgtrigger.Trigger(
        name="copied_from_an_issued_decree",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP <> 'INSERT' AND OLD.made_at IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Salinan yang sudah dibuat tidak dapat diubah atau dihapus.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF NOT EXISTS (SELECT 1 FROM decrees_decree WHERE id = NEW.decree_id AND state = 'issued') THEN
                RAISE EXCEPTION USING ERRCODE = 'SP006',
                    MESSAGE = 'Salinan dibuat dari keputusan yang sudah ditetapkan.';
            END IF;
            RETURN NEW;
        """,
    )


class DecreeState(models.TextChoices):
    DRAFT = "draft", "Draf"
    RENDERED = "rendered", "Siap ditetapkan"
    ISSUED = "issued", "Ditetapkan"


class Decree(models.Model):
    """One decree on one run. What it says stands in its blocks; after issue nothing of it moves.

    `version` counts every change of its words, `head_version` those of number, date, signatory and title.
    `corrects` is the issued decree that this one replaces; `signed_as` says whose certificate signed the issued
    file, "" where none did.
    """

    run = models.ForeignKey(FinalisationRun, on_delete=models.PROTECT, related_name="decrees")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    number = models.CharField("nomor", max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("tahun")
    title = models.TextField("judul")
    place = models.CharField("ditetapkan di", max_length=60, default="Jakarta")
    dated = models.DateField("tanggal", null=True, blank=True)
    signatory = models.CharField("penandatangan", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=DecreeState, default=DecreeState.DRAFT)
    code = models.CharField(max_length=20, unique=True)
    draft_sha256 = models.CharField(max_length=64, blank=True)
    issued_sha256 = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    signed_as = models.CharField(max_length=300, blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    head_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DecreeState.ISSUED)
                | (
                    ~Q(number="")
                    & ~Q(signatory="")
                    & ~Q(issued_sha256="")
                    & Q(dated__isnull=False, issued_at__isnull=False)
                ),
                name="issued_decree_is_complete",
            ),
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(state=DecreeState.ISSUED, corrects__isnull=True),
                name="one_issued_decree_per_run",
            ),
        ]
        triggers = [never_after_issue("id"), corrects_an_issued_decree()]

    def __str__(self) -> str:
        return f"Keputusan Menteri Nomor {self.number or '…'} Tahun {self.year}"


class BlockKind(models.TextChoices):
    CONSIDERATION = "consideration", "Menimbang"
    BASIS = "basis", "Mengingat"
    DICTUM = "dictum", "Diktum"
    COPY = "copy", "Tembusan"


@tracked
class DecreeBlock(models.Model):
    """One paragraph of a decree, in its place. `version` counts its texts, each of which history keeps."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=15, choices=BlockKind)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            # Deferred, so that two neighbours change places in one statement.
            models.UniqueConstraint(
                fields=["decree", "kind", "position"],
                name="one_place_per_block",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers = [never_after_issue("decree_id")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"


class DecreeLine(models.Model):
    """One line of the annex: from here a figure walks back to its result, its levels and their reasons."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="lines")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="decree_lines")
    list_name = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    stated = models.DecimalField(max_digits=5, decimal_places=2)
    predikat = models.CharField(max_length=40)

    class Meta:
        ordering = ["list_name", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decree", "result"], name="one_line_per_result"),
            models.UniqueConstraint(fields=["decree", "list_name", "position"], name="one_line_per_position"),
        ]
        triggers = [never_after_issue("decree_id")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class DecreeCopy(models.Model):
    """A certified copy (Salinan) of an issued decree: who states that it is like the original, and its own bytes."""

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="copies")
    title = models.CharField("jabatan", max_length=200)
    name = models.CharField("nama", max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="") | (Q(made_at__isnull=False) & ~Q(sha256="")),
                name="made_copy_has_its_file",
            )
        ]
        triggers = [copied_from_an_issued_decree()]

    def __str__(self) -> str:
        return f"Salinan {self.decree}"


class PlanState(models.TextChoices):
    WAITING = "waiting", "Menunggu saatnya"
    DONE = "done", "Terbit"
    CANCELLED = "cancelled", "Dibatalkan"


class PublicationPlan(models.Model):
    """The hour at which an issued decree is published with its results. Another hour is another plan.

    `failure`: why it did not come about the last time; `try_at`: it is tried again from then on.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="publication_plans")
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="publication_plans")
    at = models.DateTimeField("saat terbit")
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.WAITING)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    try_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"], condition=Q(state=PlanState.WAITING), name="one_waiting_plan_per_period"
            ),
            models.CheckConstraint(condition=Q(at__gt=F("set_at")), name="a_planned_hour_lies_ahead"),
            models.CheckConstraint(
                condition=Q(state=PlanState.WAITING, ended_at=None)
                | (~Q(state=PlanState.WAITING) & Q(ended_at__isnull=False)),
                name="a_plan_waits_or_has_ended",
            ),
        ]
        triggers = [
            once_written("period_id", "decree_id", "at", "set_by_id", "set_at"),
            decided_once("ended_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.at}"


class PressAddress(models.Model):
    """Who is told by mail that results are public: after every official period, or after one period alone."""

    email = models.EmailField("alamat surel")
    name = models.CharField("nama media atau penerima", max_length=200)
    period = models.ForeignKey(
        EvaluationPeriod, verbose_name="periode", null=True, blank=True, on_delete=models.CASCADE, related_name="press"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                F("period"),
                nulls_distinct=False,
                name="one_press_address_per_period",
                violation_error_message="Alamat ini sudah ada dalam daftar yang sama.",
            )
        ]

    def __str__(self) -> str:
        return self.email
