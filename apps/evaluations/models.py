"""The spine: one institution in one period, and everything that several stages share."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from apps.common.triggers import append_only
from apps.evaluations.triggers import level_gate, marks_stay, stage_gate, waits_for_seals
from apps.institutions.models import Institution
from apps.instruments.models import Indicator, Part
from apps.periods.choices import MARKED_STAGES, ledger_choices, stage_choices, track_choices
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track

User = settings.AUTH_USER_MODEL


class AssessorTeam(models.Model):
    """External assessors of one period who hold a number of institutions together."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["period", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """One assessor of a team; exactly one of them leads it."""

    team = models.ForeignKey(AssessorTeam, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="one_place_per_assessor_and_team"),
            models.UniqueConstraint(fields=["team"], condition=Q(is_lead=True), name="one_lead_per_team"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.team})"


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


class StageChange(models.Model):
    """The log of stages: who moved an evaluation on, when, and why where a reason is asked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="stage_changes")
    from_stage = models.CharField(max_length=20, choices=stage_choices(), blank=True)
    to_stage = models.CharField(max_length=20, choices=stage_choices())
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.from_stage} > {self.to_stage}"


class Extension(models.Model):
    """More time for a stage, with a reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="extensions")
    stage = models.CharField(max_length=20, choices=stage_choices())
    until_before = models.DateTimeField(null=True)
    until_after = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.until_after}"


class LedgerLevel(models.Model):
    """What a closed stage said of an indicator. Only ever added to; reopening adds the next revision."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="ledger")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=ledger_choices())
    revision = models.PositiveSmallIntegerField(default=1)
    level = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["indicator__number", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "stage", "revision"], name="one_ledger_level_per_revision"
            )
        ]
        triggers = [*append_only(), waits_for_seals(), level_gate()]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.stage}: {self.level}"


class Mark(models.Model):
    """An indicator that a later stage is to clarify or validate, with the question to be asked."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=stage_choices(MARKED_STAGES))
    question = models.TextField("yang perlu diperjelas")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "indicator", "stage"], name="one_mark_per_stage")]
        triggers = [stage_gate(Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.VISITATION), marks_stay()]

    def __str__(self) -> str:
        return f"{self.indicator_id} > {self.stage}"


class MarkedWord(models.Model):
    """What a stage says of one marked indicator. Without a level the earlier stage stands.

    The row comes with the first save, as version 1; a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="%(class)ss")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True)
    reason = models.TextField("catatan dan alasan", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    # Columns, with their values, that start anew when the level changes.
    RESET_WITH_LEVEL: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True


class FindingKind(models.TextChoices):
    STRENGTH = "strength", "Kekuatan"
    WEAKNESS = "weakness", "Kelemahan"
    RECOMMENDATION = "recommendation", "Rekomendasi"


class PartFinding(models.Model):
    """Strengths, weaknesses and recommendations of an aspect, as the report prints them."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="part_findings")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=FindingKind)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["part__number", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "part", "kind"], name="one_text_per_part_and_kind")
        ]
        triggers = [stage_gate(Stage.CONSOLIDATION)]

    def __str__(self) -> str:
        return f"{self.part_id} {self.kind}"


class Circle(models.TextChoices):
    """Who reads a remark. The circles are apart: what is written in one is shown in no other."""

    INSTITUTION = "institution", "Hanya instansi"
    ASSESSORS = "assessors", "Hanya tim asesor"
    BOTH = "both", "Instansi dan tim asesor"


class Remark(models.Model):
    """What somebody wrote about an indicator to one circle. Only ever added to: a remark that is taken back stays,
    and a second row that says nothing withdraws it.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="remarks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(max_length=12, choices=Circle)
    text = models.TextField("pesan", blank=True)
    withdraws = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(withdraws__isnull=True) ^ Q(text=""), name="a_remark_says_or_withdraws")
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.by}: {self.text}"


class Seal(models.Model):
    """One link of an institution's chain of history; see chain.py. `number` counts from 1 within the institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="seals")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["institution_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_seal_per_number"),
            models.CheckConstraint(condition=Q(number=1) ^ ~Q(previous=""), name="only_the_first_seal_follows_none"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.institution_id}, {self.number}: {self.digest}"


class SealedRows(models.Model):
    """The rows of one table that a link covers: those after key `first`, up to `last`, with the columns hashed."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="rows")
    source = models.CharField(max_length=63)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["seal_id", "source"]
        constraints = [models.UniqueConstraint(fields=["seal", "source"], name="one_run_per_seal_and_source")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.source}, {self.count} up to {self.last}"
