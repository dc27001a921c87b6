"""The links of an institution's chain of history."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.common.triggers import append_only
from apps.evaluations.models.evaluation import Evaluation
from apps.institutions.models import Institution


class Seal(models.Model):
    """One link of an institution's chain of history; see chain.py. `number` counts from 1 within the institution."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="seals")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["institution_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="one_seal_per_number"),
            models.CheckConstraint(condition=Q(number=1) ^ ~Q(previous=""), name="only_the_first_seal_follows_none"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.institution_id}, {self.number}: {self.digest}"


class SealedRows(models.Model):
    """The rows of one table that a link covers: those after key `first`, up to `last`, with the columns hashed."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="rows")
    source = models.CharField(max_length=63)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["seal_id", "source"]
        constraints = [models.UniqueConstraint(fields=["seal", "source"], name="one_run_per_seal_and_source")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.source}, {self.count} up to {self.last}"
