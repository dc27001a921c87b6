"""Who took which list out of the application."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.triggers import append_only


class Export(models.Model):
    """One list or file that somebody downloaded. The words are kept as they were: a log names what was, not what is."""

    period_slug = models.SlugField(max_length=60, blank=True)
    title = models.CharField("daftar", max_length=120)
    filters = models.CharField("saringan", max_length=500, blank=True)
    rows = models.PositiveIntegerField("baris", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.title}: {self.by}"
