"""The report of one institution (LHE on the evaluation track, LHP on the monitoring track)."""

from django.db import models
from django.utils import timezone

from apps.jobs.models import Job
from apps.results.models import Result


class Report(models.Model):
    """The paper of one result, made by the worker; its bytes are kept under their hash."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="report")
    code = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.code
