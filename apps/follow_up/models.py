"""What an institution does about its result, and the help it asks for."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation, PartFinding
from apps.evaluations.triggers import ANY_WRITE, standing_gate
from apps.institutions.models import Institution, Unit, University
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.models import StoredFile

User = settings.AUTH_USER_MODEL

# What a follow-up names belongs to its own evaluation: nothing of another institution can be tied to it.
_OWN = """
    IF NEW.finding_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM evaluations_partfinding
            WHERE id = NEW.finding_id AND evaluation_id = NEW.evaluation_id AND kind = 'recommendation')
       OR NEW.indicator_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM instruments_indicator indicator
            JOIN periods_evaluationperiod period ON period.instrument_id = indicator.instrument_id
            JOIN evaluations_evaluation evaluation ON evaluation.period_id = period.id
            WHERE indicator.id = NEW.indicator_id AND evaluation.id = NEW.evaluation_id)
       OR NEW.unit_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM institutions_unit unit
            JOIN evaluations_evaluation evaluation ON evaluation.institution_id = unit.institution_id
            WHERE unit.id = NEW.unit_id AND evaluation.id = NEW.evaluation_id)
       OR NEW.proof_file_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM self_assessment_storedfile stored
            JOIN evaluations_evaluation evaluation ON evaluation.institution_id = stored.institution_id
            WHERE stored.id = NEW.proof_file_id AND evaluation.id = NEW.evaluation_id)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Rekomendasi, indikator, unit, dan berkas tindak lanjut harus milik evaluasi yang sama.';
    END IF;
    RETURN NEW;
"""


class FollowUpState(models.TextChoices):
    NOT_STARTED = "not_started", "Belum mulai"
    RUNNING = "running", "Berjalan"
    DONE = "done", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"


OPEN_STATES = (FollowUpState.NOT_STARTED, FollowUpState.RUNNING)


@tracked
class FollowUp(models.Model):
    """One thing that an institution does after its result: for a recommendation, or of its own accord.

    `version` grows by one with every change; a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="follow_ups")
    finding = models.ForeignKey(
        PartFinding,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name="rekomendasi",
    )
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="indikator"
    )
    text = models.TextField("yang akan dilakukan")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField("tenggat", null=True, blank=True)
    state = models.CharField("keadaan", max_length=12, choices=FollowUpState, default=FollowUpState.NOT_STARTED)
    reason = models.TextField("alasan pembatalan", blank=True)
    proof_file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proof_url = models.URLField("tautan bukti penyelesaian", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(owner__isnull=True), name="follow_up_has_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.CANCELLED) | ~Q(reason=""), name="cancelled_follow_up_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.DONE) | Q(proof_file__isnull=False) | ~Q(proof_url=""),
                name="finished_follow_up_has_proof",
            ),
        ]
        triggers = [
            standing_gate("follows_the_result", ANY_WRITE, Stage.PUBLISHED),
            pgtrigger.Trigger(
                name="of_one_evaluation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_OWN,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due is not None and self.due < timezone.localdate()

    @property
    def held_by(self) -> str:
        return str(self.unit or self.owner)


class AssistanceState(models.TextChoices):
    WAITING = "waiting", "Menunggu jawaban"
    ANSWERED = "answered", "Sudah dijawab"
    CLOSED = "closed", "Selesai"


class AssistanceRequest(models.Model):
    """A question of an institution about an indicator, for the ministry or a university that it hands it to."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="assistance_requests")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    question = models.TextField("pertanyaan")
    university = models.ForeignKey(University, null=True, on_delete=models.PROTECT, related_name="assistance_requests")
    state = models.CharField(max_length=10, choices=AssistanceState, default=AssistanceState.WAITING)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.institution}, indikator {self.indicator.number}"


class Voice(models.TextChoices):
    """In whose name a word is said."""

    INSTITUTION = "institution", "Instansi"
    MINISTRY = "ministry", "Kementerian PANRB"
    UNIVERSITY = "university", "Perguruan tinggi"


class AssistanceWord(models.Model):
    """An answer, a further question or a hand-over, in the order in which they were said."""

    request = models.ForeignKey(AssistanceRequest, on_delete=models.PROTECT, related_name="words")
    voice = models.CharField(max_length=12, choices=Voice)
    text = models.TextField("jawaban")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="assistance_word_says_something")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_voice_display()}: {self.text}"
