"""What people write to each other about an indicator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.instruments.models import Indicator

User = settings.AUTH_USER_MODEL


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
