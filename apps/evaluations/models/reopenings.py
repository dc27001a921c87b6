"""Pembukaan kembali: a closed stage, or one assessor's lock, is opened again by two besides the one who asked."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import GATE_LOCK, waits_for_seals
from apps.periods.choices import stage_choices
from apps.rules.stages import REOPENED, Stage, begun_anew

User = settings.AUTH_USER_MODEL

APPROVERS = 2  # besides the one who proposes

# (track, where it stands, what is opened again, the stages whose work begins anew), as the rules say.
_TABLE = ", ".join(
    f"('{track.value}', '{stage.value}', '{again.value}', "
    f"ARRAY[{', '.join(repr(one.value) for one in begun_anew(track, stage, again))}])"
    for track, standing in REOPENED.items()
    for stage, closed in standing.items()
    for again in closed
)

_WHERE_IT_STANDS = f"""
    IF TG_OP = 'UPDATE' AND NOT NEW.is_approved THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF TG_OP = 'INSERT' AND (NEW.is_approved OR NEW.decided_at IS NOT NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Pembukaan kembali diusulkan lebih dahulu, lalu diputus.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM evaluations_evaluation e
        JOIN periods_evaluationperiod p ON p.id = e.period_id AND p.state = 'running'
        WHERE e.id = NEW.evaluation_id AND e.stage = NEW.from_stage AND (
            (NEW.assessor_id IS NOT NULL AND e.stage = '{Stage.DESK_REVIEW.value}'
                AND NEW.begun_anew::text[] = ARRAY['{Stage.DESK_REVIEW.value}'])
            OR (NEW.assessor_id IS NULL
                AND (NEW.stage = '{Stage.SELF_ASSESSMENT.value}' OR EXISTS (
                    SELECT FROM evaluations_stagechange passed
                    WHERE passed.evaluation_id = e.id AND passed.to_stage = NEW.stage))
                AND EXISTS (
                    SELECT FROM (VALUES {_TABLE}) AS ruled (track, standing, again, anew)
                    WHERE ruled.track = e.track AND ruled.standing = NEW.from_stage AND ruled.again = NEW.stage
                      AND ruled.anew = NEW.begun_anew::text[])))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Evaluasi ini tidak lagi berada pada tahap saat diusulkan, atau tahap itu tidak dapat dibuka \
kembali dari sana. Tidak ada yang dibuka.';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        SELECT count(*) FROM evaluations_reopeningapproval approval WHERE approval.reopening_id = NEW.id
    ) < {APPROVERS} THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Pembukaan kembali berlaku setelah disetujui dua orang.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own

_BY_ANOTHER = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    SELECT * INTO asked FROM evaluations_reopening WHERE id = NEW.reopening_id;
    IF asked.evaluation_id <> NEW.evaluation_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Persetujuan ini milik pembukaan kembali yang lain.';
    END IF;
    IF asked.decided_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';
    END IF;
    IF asked.proposed_by_id = NEW.by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Pembukaan kembali disetujui orang lain, bukan pengusulnya.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM institutions_membership held WHERE held.user_id = NEW.by_id AND held.role = 'evaluation_team'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Pembukaan kembali disetujui anggota tim evaluasi.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


class Reopening(models.Model):
    """A closed stage of an evaluation is to be worked on again until `until`; with `assessor`, their lock alone.

    `begun_anew`: the stages whose work begins another round. What was closed stays in the ledger, what was signed
    before `decided_at` is replaced; both are only ever added to.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="reopenings")
    from_stage = models.CharField(max_length=20, choices=stage_choices())
    stage = models.CharField("yang dibuka kembali", max_length=20, choices=stage_choices())
    begun_anew = ArrayField(models.CharField(max_length=20))
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("batas baru")
    reason = models.TextField("alasan")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    is_approved = models.BooleanField(default=False)
    remark = models.TextField("catatan putusan", blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Set where a list is read: whether the reader has a hand in it already.
    is_mine: bool

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="reopening_says_why"),
            models.CheckConstraint(
                condition=Q(assessor=None) & ~Q(stage=F("from_stage"))
                | Q(assessor__isnull=False, stage=Stage.DESK_REVIEW, from_stage=Stage.DESK_REVIEW),
                name="reopening_is_of_a_closed_stage_or_a_lock",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="reopening_is_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(decided_at=None), name="one_open_reopening_per_evaluation"
            ),
        ]
        triggers = [
            once_written(
                "evaluation_id", "from_stage", "stage", "begun_anew", "assessor_id", "until", "reason",
                "proposed_by_id", "proposed_at",
            ),
            decided_once("decided_at"),
            *never_deleted(),
            pgtrigger.Trigger(
                name="where_it_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_WHERE_IT_STANDS,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.from_stage} > {self.stage}"

    @property
    def outcome(self) -> str:
        if self.decided_at is None:
            return "Menunggu persetujuan"
        return "Dibuka kembali" if self.is_approved else "Ditolak"


class ReopeningApproval(models.Model):
    """One of the ministry, and not the one who proposed, agrees that something is opened again."""

    reopening = models.ForeignKey(Reopening, on_delete=models.PROTECT, related_name="approvals")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reopening", "by"], name="one_reopening_approval_per_person"),
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
        return f"{self.reopening_id}: {self.by}"
