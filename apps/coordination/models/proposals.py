"""Teams as the optimiser proposes them, with what proves them, and what the ministry waived."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models import AssessorTeam
from apps.institutions.models import Institution
from apps.periods.models import EvaluationPeriod
from apps.rules.teams.checks import RULES

User = settings.AUTH_USER_MODEL
RULE_CHOICES = [(rule.value, words) for rule, words in RULES.items()]


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
