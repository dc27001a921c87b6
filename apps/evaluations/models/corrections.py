"""Koreksi: the one way by which a level changes after the review, approved by two people of different units."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import GATE_LOCK, level_gate, standing_gate, waits_for_seals
from apps.institutions.models import Unit
from apps.instruments.models import Indicator
from apps.rules.stages import LEDGER_ORDER, Stage

User = settings.AUTH_USER_MODEL

NEEDED = 2  # approvals, each by another person of another unit
# Where a level may be corrected: once the review has accepted it, before and after the publication.
CORRECTED = (Stage.FINAL, Stage.PUBLISHED)

_ORDER = ", ".join(f"'{stage.value}'" for stage in LEDGER_ORDER)
_FROM_WHAT_STANDS = f"""
    IF TG_OP = 'UPDATE' AND NOT NEW.is_approved THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF NEW.level_before IS DISTINCT FROM (
        SELECT word.level FROM evaluations_ledgerlevel word
        WHERE word.evaluation_id = NEW.evaluation_id AND word.indicator_id = NEW.indicator_id
        ORDER BY array_position(ARRAY[{_ORDER}]::text[], word.stage::text) DESC, word.revision DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Tingkat semula bukan tingkat yang berlaku sekarang. Koreksi tidak disimpan.';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.is_approved OR NEW.decided_at IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Koreksi diusulkan lebih dahulu, lalu diputus.';
        END IF;
        RETURN NEW;
    END IF;
    IF (SELECT count(DISTINCT approval.unit_id) FROM evaluations_correctionapproval approval
        WHERE approval.correction_id = NEW.id) < {NEEDED} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Koreksi berlaku setelah disetujui dua orang dari unit kerja yang berbeda.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own

_BY_ANOTHER = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    SELECT * INTO asked FROM evaluations_correction WHERE id = NEW.correction_id;
    IF asked.evaluation_id <> NEW.evaluation_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Persetujuan ini milik koreksi lain.';
    END IF;
    IF asked.decided_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';
    END IF;
    IF asked.proposed_by_id = NEW.by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Koreksi disetujui orang lain, bukan pengusulnya.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM institutions_membership held
        JOIN institutions_membership_units works ON works.membership_id = held.id
        JOIN institutions_unit unit ON unit.id = works.unit_id AND unit.institution_id IS NULL
        WHERE held.user_id = NEW.by_id AND held.role = 'evaluation_team' AND unit.id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Koreksi disetujui anggota tim evaluasi atas nama unit kerjanya sendiri.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


class Correction(models.Model):
    """One indicator of an accepted evaluation is to have another level: from, to, why, and the paper that says so.

    Of a published one, too: what is public stays until the publication that follows.

    It enters the ledger as `revision` of the stage CORRECTION with the second approval; without it nothing has changed.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="corrections")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level_before = models.DecimalField("tingkat semula", max_digits=5, decimal_places=2)
    level = models.DecimalField("tingkat koreksi", max_digits=5, decimal_places=2)
    reason = models.TextField("alasan")
    document_sha256 = models.CharField(max_length=64)
    document_name = models.CharField(max_length=255)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    is_approved = models.BooleanField(default=False)
    revision = models.PositiveSmallIntegerField(null=True)
    remark = models.TextField("catatan putusan", blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="correction_says_why"),
            models.CheckConstraint(
                condition=Q(document_sha256__regex="^[0-9a-f]{64}$"), name="correction_has_a_document"
            ),
            models.CheckConstraint(condition=~Q(level=F("level_before")), name="correction_changes_something"),
            models.CheckConstraint(
                condition=Q(is_approved=True, revision__isnull=False) | Q(is_approved=False, revision=None),
                name="approved_correction_has_its_revision",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="correction_is_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "indicator"], condition=Q(decided_at=None), name="one_open_correction"
            ),
            models.UniqueConstraint(fields=["evaluation", "indicator", "revision"], name="one_correction_per_revision"),
        ]
        triggers = [
            once_written(
                "evaluation_id", "indicator_id", "level_before", "level", "reason", "document_sha256",
                "document_name", "proposed_by_id", "proposed_at",
            ),
            decided_once("decided_at"),
            *never_deleted(),
            level_gate(),
            standing_gate("accepted", pgtrigger.Insert | pgtrigger.Update, *CORRECTED),
            pgtrigger.Trigger(
                name="from_what_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_FROM_WHAT_STANDS,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.level_before} > {self.level}"

    @property
    def outcome(self) -> str:
        if self.decided_at is None:
            return "Menunggu persetujuan"
        return "Disetujui" if self.is_approved else "Ditolak"


class CorrectionApproval(models.Model):
    """One of the ministry agrees to a correction on behalf of their unit."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="approvals")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "unit"], name="one_approval_per_unit"),
            models.UniqueConstraint(fields=["correction", "by"], name="one_approval_per_person"),
        ]
        triggers = [
            *append_only(),
            waits_for_seals(),
            pgtrigger.Trigger(
                name="by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("asked", "record")],
                func=_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.by}"
