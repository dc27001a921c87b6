"""The Keputusan Menteri and its life: draft, rendering, ready, issued."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.jobs.models import Job
from apps.results.models import FinalisationRun, Result

User = settings.AUTH_USER_MODEL


def never_after_issue(decree: str) -> pgtrigger.Trigger:
    """Rows of an issued decree are never changed or deleted; `decree` is the column that names it."""
    return pgtrigger.Trigger(
        name="never_after_issue",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        declare=[("issued", "boolean")],
        func=f"""
            SELECT state = 'issued' INTO issued FROM decrees_decree WHERE id = OLD.{decree};
            IF issued THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Keputusan ini sudah ditetapkan dan tidak dapat diubah lagi.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - the column is named in this file
    )


class DecreeState(models.TextChoices):
    DRAFT = "draft", "Draf"
    RENDERED = "rendered", "Siap ditetapkan"
    ISSUED = "issued", "Ditetapkan"


class Decree(models.Model):
    """One decree on one run. What it says stands in its blocks; after issue nothing of it moves."""

    run = models.ForeignKey(FinalisationRun, on_delete=models.PROTECT, related_name="decrees")
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
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

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
                fields=["run"], condition=Q(state=DecreeState.ISSUED), name="one_issued_decree_per_run"
            ),
        ]
        triggers = [never_after_issue("id")]

    def __str__(self) -> str:
        return f"Keputusan Menteri Nomor {self.number or '…'} Tahun {self.year}"


class BlockKind(models.TextChoices):
    CONSIDERATION = "consideration", "Menimbang"
    BASIS = "basis", "Mengingat"
    DICTUM = "dictum", "Diktum"
    COPY = "copy", "Tembusan"


class DecreeBlock(models.Model):
    """One paragraph of a decree, in its place."""

    decree = models.ForeignKey(Decree, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=15, choices=BlockKind)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["decree", "kind", "position"], name="one_block_per_position")]
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
