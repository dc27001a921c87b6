"""The ministry's desk: lists that came in as xlsx, looked at before they change anything."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ListKind(models.TextChoices):
    PEOPLE = "people", "Daftar orang"
    LOCUS = "locus", "Daftar lokus"


class ImportedList(models.Model):
    """An uploaded xlsx: its rows as read, shown as a preview, then applied once or thrown away."""

    kind = models.CharField(max_length=10, choices=ListKind)
    name = models.CharField(max_length=255)
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
