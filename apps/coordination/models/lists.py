"""What the ministry brings in and sends round: lists that came as xlsx, reminders, changes of track."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Func
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import waits_for_seals
from apps.periods.choices import track_choices
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL


class ListKind(models.TextChoices):
    PEOPLE = "people", "Daftar orang"
    LOCUS = "locus", "Daftar lokus"
    EXTERNAL = "external", "Daftar indeks instansi lain"
    CRITERIA = "criteria", "Daftar kriteria"
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
