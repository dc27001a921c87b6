"""What somebody ought to know, in the application."""

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
