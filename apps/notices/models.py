"""What somebody ought to know: in the application, and by mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Notice(models.Model):
    """One sentence for one person, with the place it leads to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="unread_notices")]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """One mail that is to leave. The row is the work: a worker sends it, and tries again until it has gone.

    The attachment is a kept file, named by its hash. A mail server that dies between taking a letter and saying so
    gets it twice; it is never lost.
    """

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attachment_sha256 = models.CharField(max_length=64, blank=True)
    attachment_name = models.CharField(max_length=255, blank=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at__isnull=True), name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"
