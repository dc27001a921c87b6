"""Work that takes longer than a page: one row each. Redis only rings; the row is the work."""

from django.conf import settings
from django.db import models


class JobState(models.TextChoices):
    WAITING = "waiting", "Menunggu"
    RUNNING = "running", "Berjalan"
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class Job(models.Model):
    """What is to be done (`kind` names a handler), to which object, and how far it is."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    is_asked_again = models.BooleanField(default=False)
    """Whether what it reads has changed since it began, so that it is to be done once more."""
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    rung_at = models.DateTimeField(auto_now_add=True)
    """When a worker was told of it last: first when the transaction that asked for it committed."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_living_job_per_object",
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="job_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.get_state_display()}"

    @property
    def is_living(self) -> bool:
        """Whether a page that shows this job should go on asking."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def has_failed(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def percent(self) -> int:
        """0 to 100, for a progress bar."""
        return 100 * self.done // self.total if self.total else 0
