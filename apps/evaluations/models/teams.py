"""Who assesses: teams and their members."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.evaluations.triggers import unassigned
from apps.periods.models import EvaluationPeriod

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
        triggers = [unassigned("member.id = NEW.id")]

    def __str__(self) -> str:
        return f"{self.user} ({self.team})"
