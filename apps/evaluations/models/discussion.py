"""What people write to each other about an indicator."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models.evaluation import Evaluation
from apps.evaluations.models.minutes import Side
from apps.evaluations.triggers import standing_gate, waits_for_seals
from apps.instruments.models import Indicator
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL

# Not before the blind judgements are closed: what one assessor asks would tell the other what they think.
ASKING_STAGES = (Stage.INTERVIEW, Stage.VISITATION, Stage.CONSOLIDATION)


class Circle(models.TextChoices):
    """Who reads a remark. The circles are apart: what is written in one is shown in no other."""

    INSTITUTION = "institution", "Hanya instansi"
    ASSESSORS = "assessors", "Hanya tim asesor"
    BOTH = "both", "Instansi dan tim asesor"


class Remark(models.Model):
    """What somebody wrote about an indicator to one circle. Only ever added to: a remark that is taken back stays,
    and a second row that says nothing withdraws it.

    In the circle of both it is a question of one side with a moment `due`, or the other side's answer to one.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="remarks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(max_length=12, choices=Circle)
    text = models.TextField("pesan", blank=True)
    withdraws = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawal")
    side = models.CharField("pihak", max_length=12, choices=Side, blank=True, db_default="")
    due = models.DateTimeField("dijawab paling lambat", null=True, blank=True)
    answers = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answer")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(withdraws__isnull=True) ^ Q(text=""), name="a_remark_says_or_withdraws"),
            models.CheckConstraint(
                condition=(Q(circle=Circle.BOTH) & ~Q(side=""))
                | (~Q(circle=Circle.BOTH) & Q(side="", due__isnull=True, answers__isnull=True)),
                name="only_between_the_sides_is_asked",
            ),
            models.CheckConstraint(
                condition=~Q(circle=Circle.BOTH)
                | Q(withdraws__isnull=False)
                | (Q(due__isnull=True) ^ Q(answers__isnull=True)),
                name="a_question_is_due_or_answers",
            ),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(due__isnull=False), name="questions_due")]
        triggers = [
            *append_only(),
            waits_for_seals(),
            standing_gate(
                "asked_while_it_goes_on", pgtrigger.Insert, *ASKING_STAGES, condition=pgtrigger.Q(new__circle="both")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.by}: {self.text}"
