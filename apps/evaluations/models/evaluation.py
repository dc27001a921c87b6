"""One institution in one period, and who holds what of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from apps.evaluations.external_triggers import nothing_outstanding
from apps.evaluations.models.teams import AssessorTeam
from apps.evaluations.triggers import accepted_stays, back_by_approval, unassigned
from apps.institutions.models import Institution
from apps.periods.choices import stage_choices, track_choices
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track


class Evaluation(models.Model):
    """One institution in one period.

    `open_stage`, `open_from` and `open_until` are the effective limit of the stage that may be worked on now.
    Only the actions that advance, set windows and extend write them; the gate in the database reads them.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="evaluations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="evaluations")
    track = models.CharField("jalur", max_length=20, choices=track_choices())
    batch = models.PositiveSmallIntegerField("gelombang", default=1)
    team = models.ForeignKey(AssessorTeam, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations")
    stage = models.CharField("tahap", max_length=20, choices=stage_choices(), default=Stage.SELF_ASSESSMENT)
    open_stage = models.CharField(max_length=20, choices=stage_choices(), blank=True)
    open_from = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    unsigned_reason = models.TextField(blank=True)
    track_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["institution__code"]
        constraints = [
            models.UniqueConstraint(fields=["period", "institution"], name="one_evaluation_per_institution"),
            models.CheckConstraint(
                condition=~Q(track=Track.NOT_ASSESSED) | Q(stage=Stage.SELF_ASSESSMENT),
                name="not_assessed_has_no_external_stage",
            ),
            models.CheckConstraint(
                condition=~Q(track=Track.MONITORING) | ~Q(stage__in=[Stage.INTERVIEW, Stage.VISITATION]),
                name="monitoring_has_no_interview",
            ),
            models.CheckConstraint(
                condition=Q(open_stage="") | Q(open_stage=models.F("stage")),
                name="only_the_present_stage_is_open",
            ),
        ]
        indexes = [models.Index(fields=["period", "stage"], name="evaluation_by_stage")]
        permissions = [
            ("read_sheet", "Membaca lembar instansi sendiri"),
            ("fill_answers", "Mengisi jawaban dan data dukung"),
            ("fill_every_answer", "Mengisi juga jawaban yang dikerjakan orang lain"),
            ("approve_answers", "Menyetujui atau mengembalikan jawaban"),
            ("submit_sheet", "Mengirim penilaian mandiri"),
            ("judge", "Menilai sebagai asesor"),
            ("lead_assessment", "Memutus sebagai ketua tim"),
            ("reply", "Menanggapi usulan tingkat atas nama instansi"),
            ("review_evaluation", "Mereviu sebagai tim evaluasi"),
        ]
        triggers = [
            accepted_stays(),
            nothing_outstanding(),
            back_by_approval(),
            unassigned(
                "evaluation.id = NEW.id",
                pgtrigger.Insert | pgtrigger.UpdateOf("team_id", "institution_id", "period_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.period}"

    def is_open(self, stage: Stage) -> bool:
        """Whether work of this stage is accepted now. The database decides again, by its own clock."""
        now = timezone.now()
        return (
            self.open_stage == stage
            and self.open_from is not None
            and self.open_until is not None
            and self.open_from <= now < self.open_until
        )

    @property
    def is_assessed(self) -> bool:
        return self.track != Track.NOT_ASSESSED


class EvaluationGroupPermission(GroupObjectPermissionBase):
    """What a group may do with an evaluation. The only way in: grants go to groups."""

    content_object = models.ForeignKey(Evaluation, on_delete=models.CASCADE)


class EvaluationUserPermission(UserObjectPermissionBase):
    """Always empty: grants go to groups, never to single people. guardian asks for the table."""

    content_object = models.ForeignKey(Evaluation, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        constraints = [models.CheckConstraint(condition=Q(pk__isnull=True), name="grants_go_to_groups")]
