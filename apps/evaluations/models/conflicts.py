"""What ties an assessor to an institution, what was declared about it, and what was allowed in spite of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.models.teams import AssessorTeam
from apps.evaluations.triggers import unassigned, waits_for_seals
from apps.institutions.models import Institution
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL


class ConflictSource(models.TextChoices):
    """Where a conflict comes from: the first four the assessor declares, the rest a rule or a search finds."""

    EMPLOYER = "employer", "Bekerja atau pernah bekerja di instansi"
    FAMILY = "family", "Hubungan keluarga"
    CONSULTANCY = "consultancy", "Konsultansi atau pendampingan"
    ALUMNI = "alumni", "Alumni lembaga pendidikan instansi"
    PROVINCE = "province", "Perguruan tinggi di provinsi yang sama"
    DOMAIN = "domain", "Alamat surel pada domain instansi"
    MEMBERSHIP = "membership", "Memegang peran di instansi"


DECLARED = (
    ConflictSource.EMPLOYER,
    ConflictSource.FAMILY,
    ConflictSource.CONSULTANCY,
    ConflictSource.ALUMNI,
)
COMPUTED = (ConflictSource.PROVINCE, ConflictSource.DOMAIN, ConflictSource.MEMBERSHIP)


class Conflict(models.Model):
    """An assessor is tied to an institution, up to the day before `until_date`; who foresees a tie is tied already.

    What was declared is never taken back; what was computed ends (`ended_at`) when its ground falls away. Provinces
    and alumni count in the periods whose settings say so.
    """

    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="conflicts")
    source = models.CharField("jenis", max_length=12, choices=ConflictSource)
    detail = models.TextField("keterangan", blank=True)
    from_date = models.DateField("sejak")
    until_date = models.DateField("berakhir", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessor", "institution", "source"],
                condition=Q(ended_at=None, until_date=None),
                name="one_lasting_conflict_per_source",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gt=F("from_date")), name="conflict_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(source__in=COMPUTED), name="what_was_declared_is_not_taken_back"
            ),
        ]
        triggers = [
            once_written("assessor_id", "institution_id", "source", "detail", "from_date", "until_date", "at"),
            decided_once("ended_at"),
            *never_deleted(),
            unassigned("conflict.id = NEW.id"),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} ({self.institution}): {self.get_source_display()}"


class Declaration(models.Model):
    """What an assessor said before the first look at an institution's sheet: a tie, or that there is none."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="declarations")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="declarations")
    conflict = models.ForeignKey(Conflict, null=True, on_delete=models.PROTECT, related_name="declarations")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["evaluation", "assessor"], name="declaration_by_assessor")]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.assessor}: {self.conflict or 'tidak ada benturan kepentingan'}"


class ConflictException(models.Model):
    """In one period an assessor may assess in spite of a conflict: one of the ministry proposes, another decides."""

    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="exceptions")
    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="conflict_exceptions")
    reason = models.TextField("alasan")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    is_approved = models.BooleanField(default=False)
    remark = models.TextField("catatan putusan", blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conflict", "period"],
                condition=Q(decided_at=None) | Q(is_approved=True),
                name="one_exception_per_conflict_and_period",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="two_people_make_an_exception"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="an_exception_is_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_exception_has_a_reason"),
        ]
        triggers = [
            once_written("conflict_id", "period_id", "reason", "proposed_by_id", "proposed_at"),
            decided_once("decided_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.conflict}, {self.period}"

    @property
    def outcome(self) -> str:
        if self.decided_at is None:
            return "Menunggu putusan"
        return "Disetujui" if self.is_approved else "Ditolak"


class Handover(models.Model):
    """An institution is to pass from one assessor to another: asked with a reason, decided by the ministry."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("alasan")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    is_granted = models.BooleanField(default=False)
    remark = models.TextField("catatan putusan", blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "giver"], condition=Q(decided_at=None), name="one_open_handover_per_assessor"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="a_handover_has_two_sides"),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_granted=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_handover_is_decided_by_somebody",
            ),
        ]
        triggers = [
            once_written("evaluation_id", "giver_id", "receiver_id", "reason", "asked_by_id", "asked_at"),
            decided_once("decided_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.giver} > {self.receiver}"


class TeamChange(models.Model):
    """Who left an evaluation, who came, and why. It went to another team, or its own team was changed for all."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="team_changes")
    from_team = models.ForeignKey(AssessorTeam, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(AssessorTeam, null=True, on_delete=models.PROTECT, related_name="+")
    leaving = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    joining = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leaving__isnull=False) | Q(joining__isnull=False), name="a_team_change_is_about_somebody"
            )
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.from_team} > {self.to_team}"
