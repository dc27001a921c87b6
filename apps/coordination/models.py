"""The ministry's desk: lists that came in as xlsx, reminders, changes of track, papers about assessors, proposals."""

from decimal import Decimal
from functools import partial

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models import AssessorTeam, Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.institutions.models import Category, Institution, Province, University
from apps.periods.choices import track_choices
from apps.periods.models import EvaluationPeriod
from apps.rules.teams.checks import RULES

User = settings.AUTH_USER_MODEL
RULE_CHOICES = [(rule.value, words) for rule, words in RULES.items()]


class ListKind(models.TextChoices):
    PEOPLE = "people", "Daftar orang"
    LOCUS = "locus", "Daftar lokus"
    WISHES = "wishes", "Daftar keahlian dan keinginan asesor"


class ImportedList(models.Model):
    """An uploaded xlsx: its rows as read, shown as a preview, then applied once or thrown away."""

    kind = models.CharField(max_length=10, choices=ListKind)
    period = models.ForeignKey(EvaluationPeriod, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """That those who are waited for at an institution were reminded; the words are in their notices.

    Twice within a day is refused by the database. Ranges stand in for equality, so that no extension is needed.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["evaluation", "at"], name="reminder_by_evaluation")]
        constraints = [
            ExclusionConstraint(
                name="one_reminder_within_a_day",
                expressions=[
                    (Func("evaluation", template="int8range(%(expressions)s, %(expressions)s, '[]')"), "&&"),
                    (
                        Func(
                            "at",
                            template="tsrange(%(expressions)s AT TIME ZONE 'UTC', "
                            "(%(expressions)s AT TIME ZONE 'UTC') + interval '1 day')",
                        ),
                        "&&",
                    ),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.at}"


class TrackChange(models.Model):
    """One institution put into another track by hand: who, when, why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="track_changes")
    from_track = models.CharField(max_length=20, choices=track_choices())
    to_track = models.CharField(max_length=20, choices=track_choices())
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.from_track} > {self.to_track}"


new_letter_code = partial(new_code, "ST")
new_recap_code = partial(new_code, "RK")
new_full_recap_code = partial(new_code, "RP")


class AssignmentLetter(models.Model):
    """Surat tugas: which institutions an assessor assesses in a period. A newer one takes the place of the last."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="assignment_letters")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignment_letters")
    number = models.CharField("nomor", max_length=80)
    dated = models.DateField("tanggal")
    signatory = models.CharField("penanda tangan", max_length=200)
    signatory_office = models.CharField("jabatan penanda tangan", max_length=200)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    code = models.CharField(max_length=20, unique=True, default=new_letter_code)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="one_letter_per_number")]
        triggers = [
            once_written(
                "period_id", "assessor_id", "number", "dated", "signatory", "signatory_office", "replaces_id", "code"
            ),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.number


class LetterLine(models.Model):
    """One institution of a surat tugas, as it was when the letter was issued."""

    letter = models.ForeignKey(AssignmentLetter, on_delete=models.PROTECT, related_name="lines")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField()

    class Meta:
        ordering = ["evaluation__institution__code"]
        constraints = [models.UniqueConstraint(fields=["letter", "evaluation"], name="one_line_per_institution")]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.letter}: {self.evaluation_id}"


class WorkRecap(models.Model):
    """A recap of work done on paper: of a whole period, of one university's assessors, or of one assessor."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="work_recaps")
    university = models.ForeignKey(University, null=True, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True, default=new_recap_code)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.code


class FullRecap(models.Model):
    """Every level that every closed stage has said of a period, as one workbook; asked for, made once, kept."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="full_recaps")
    code = models.CharField(max_length=20, unique=True, default=new_full_recap_code)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    levels = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | Q(made_at__isnull=False, sha256__regex="^[0-9a-f]{64}$"),
                name="a_full_recap_that_was_made_has_its_hash",
            )
        ]
        triggers = [
            once_written("period_id", "code", "asked_by_id", "asked_at"),
            decided_once("made_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return self.code


class AssessorWish(models.Model):
    """What an assessor knows, where they would go and how much they would take: weighs in proposals, forbids nothing.

    `capacity` is empty where the period's own will do.
    """

    assessor = models.OneToOneField(User, on_delete=models.CASCADE, related_name="wish")
    categories = ArrayField(
        models.CharField(max_length=20, choices=Category), verbose_name="keahlian", default=list, blank=True
    )
    provinces = models.ManyToManyField(Province, verbose_name="wilayah yang diminati", blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField("paling banyak instansi", null=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["assessor"]

    def __str__(self) -> str:
        return str(self.assessor)


class AvoidedInstitution(models.Model):
    """An institution that an assessor would rather not judge, and why. A tie is something else: that is a Conflict."""

    wish = models.ForeignKey(AssessorWish, on_delete=models.CASCADE, related_name="avoided")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("alasan", max_length=300)

    class Meta:
        ordering = ["institution__code"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "institution"], name="an_institution_is_avoided_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="avoiding_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.reason}"


class WishCall(models.Model):
    """Until when the assessors write their own wishes for a period; later the ministry alone does."""

    period = models.OneToOneField(EvaluationPeriod, on_delete=models.CASCADE, related_name="wish_call")
    until = models.DateTimeField("sampai")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.period}, {self.until}"


class TeamProposal(models.Model):
    """Teams for institutions as the optimiser proposes them, with what proves it; applied at most once.

    Without `made_at` the worker is at it; made without an `objective` means that no teams are possible.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="team_proposals")
    seed = models.CharField("benih", max_length=60)
    is_anew = models.BooleanField("bagi ulang semua yang belum dinilai asesor", default=False)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    inputs_hash = models.CharField(max_length=64, blank=True)
    solver = models.CharField(max_length=40, blank=True)
    objective = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(objective=None, bound=None) | Q(bound__isnull=False, objective__gte=F("bound")),
                name="a_proposal_costs_at_least_its_bound",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(made_at__isnull=False, objective__isnull=False),
                name="only_a_possible_proposal_is_applied",
            ),
        ]
        triggers = [
            once_written("period_id", "seed", "is_anew", "asked_by_id", "asked_at"),
            decided_once("applied_at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.period}, benih {self.seed}"

    @property
    def is_possible(self) -> bool:
        return self.objective is not None

    @property
    def gap(self) -> int:
        """How far the objective lies above what no teams could undercut, in points."""
        return 0 if self.objective is None or self.bound is None else self.objective - self.bound

    @property
    def gap_percent(self) -> Decimal:
        return Decimal(100 * self.gap) / self.bound if self.bound else Decimal(0)


class ProposedTeam(models.Model):
    """A team of a proposal: one that stands (`team`) or a new one by this name."""

    proposal = models.ForeignKey(TeamProposal, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    team = models.ForeignKey(AssessorTeam, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["proposal", "name"], name="one_proposed_team_per_name")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.name


class ProposedMember(models.Model):
    """One assessor of a proposed team."""

    team = models.ForeignKey(ProposedTeam, on_delete=models.PROTECT, related_name="members")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField()

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "assessor"], name="one_place_per_proposed_team")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.assessor} ({self.team})"


class ProposedInstitution(models.Model):
    """One institution of a proposed team."""

    team = models.ForeignKey(ProposedTeam, on_delete=models.PROTECT, related_name="institutions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["institution__code"]
        constraints = [models.UniqueConstraint(fields=["team", "institution"], name="one_line_per_proposed_team")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.institution} ({self.team})"


class ProposalCheck(models.Model):
    """How often a rule was looked at in a proposal, and how often it held."""

    proposal = models.ForeignKey(TeamProposal, on_delete=models.PROTECT, related_name="checks")
    rule = models.CharField(max_length=20, choices=RULE_CHOICES)
    checked = models.PositiveIntegerField()
    met = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "rule"], name="one_check_per_rule"),
            models.CheckConstraint(condition=Q(met__lte=F("checked")), name="a_rule_holds_at_most_as_often_as_checked"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.met}/{self.checked}"


class ProposalLoad(models.Model):
    """How many institutions an assessor would hold in the period if the proposal were applied."""

    proposal = models.ForeignKey(TeamProposal, on_delete=models.PROTECT, related_name="loads")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    load = models.PositiveIntegerField()

    class Meta:
        ordering = ["-load", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "assessor"], name="one_load_per_assessor")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.assessor}: {self.load}"


class ProposalObstacle(models.Model):
    """Why no teams are possible, and what would cure it."""

    proposal = models.ForeignKey(TeamProposal, on_delete=models.PROTECT, related_name="obstacles")
    sentence = models.TextField()
    cure = models.TextField()

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return self.sentence


class TeamWaiver(models.Model):
    """A rule of teams that the ministry broke by hand: which one, in which words, and why."""

    team = models.ForeignKey(AssessorTeam, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=20, choices=RULE_CHOICES)
    words = models.TextField()
    reason = models.TextField("alasan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_has_a_reason")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.team}: {self.words}"
