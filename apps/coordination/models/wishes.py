"""What assessors know, wish and avoid."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.institutions.models import Category, Institution, Province
from apps.periods.models import EvaluationPeriod

User = settings.AUTH_USER_MODEL


class AssessorWish(models.Model):
    """What an assessor knows, where they would go and how much they would take: weighs in proposals, forbids nothing.

    `capacity` is empty where the period's own will do.
    """

    assessor = models.OneToOneField(User, on_delete=models.CASCADE, related_name="wish")
    categories = ArrayField(
        models.CharField(max_length=20, choices=Category), verbose_name="keahlian", default=list, blank=True
    )
    provinces = models.ManyToManyField(Province, verbose_name="wilayah yang diminati", blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField("paling banyak instansi", null=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["assessor"]

    def __str__(self) -> str:
        return str(self.assessor)


class AvoidedInstitution(models.Model):
    """An institution that an assessor would rather not judge, and why. A tie is something else: that is a Conflict."""

    wish = models.ForeignKey(AssessorWish, on_delete=models.CASCADE, related_name="avoided")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField("alasan", max_length=300)

    class Meta:
        ordering = ["institution__code"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "institution"], name="an_institution_is_avoided_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="avoiding_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.reason}"


class WishCall(models.Model):
    """Until when the assessors write their own wishes for a period; later the ministry alone does."""

    period = models.OneToOneField(EvaluationPeriod, on_delete=models.CASCADE, related_name="wish_call")
    until = models.DateTimeField("sampai")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.period}, {self.until}"
