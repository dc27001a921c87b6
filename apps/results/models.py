"""What comes of it: computed results with their way back, votes, publication; and figures of the past."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted
from apps.evaluations.models import Evaluation
from apps.institutions.models import Agency, Institution
from apps.instruments.models import Instrument, Part, PredikatBand
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.results.triggers import (
    RUNS_OF_PARTS,
    agreed_by_quorum,
    on_its_way,
    on_this_content,
    only_computed,
    seats_stay,
)

User = settings.AUTH_USER_MODEL


class RunState(models.TextChoices):
    COMPUTING = "computing", "Dihitung"
    COMPUTED = "computed", "Selesai dihitung"
    DISPUTED = "disputed", "Dua hitungan berbeda"
    STALE = "stale", "Tidak berlaku lagi"
    REPLACED = "replaced", "Digantikan"


class FinalisationRun(models.Model):
    """One computation of every institution of a period. `content_sha256` names exactly what was computed.

    It counts (COMPUTED) only where a second computation in the database agrees; a later word in the ledger, or another
    track, makes it STALE at once, and with it every vote on it. `ledger_upto` is the last row of the ledger it read,
    `edition` for which publication of the period it is computed: 1 the first, 2 the one that corrects that.
    """

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.COMPUTING)
    content_sha256 = models.CharField(max_length=64, blank=True)
    ledger_upto = models.BigIntegerField(null=True)
    job = models.OneToOneField(Job, null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="one_run_per_number"),
            models.UniqueConstraint(
                fields=["period", "edition"], condition=~Q(state="replaced"), name="one_living_run_per_edition"
            ),
        ]
        triggers = on_its_way()

    def __str__(self) -> str:
        return f"{self.period}, hitungan {self.number}"


class RunShare(models.Model):
    """Some institutions of a run, in the order of their codes: what one worker computes at once, whole or not at all.

    `content` are its lines of what `content_sha256` names; empty until the share is computed.
    """

    run = models.ForeignKey(FinalisationRun, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField()
    evaluations = ArrayField(models.BigIntegerField())
    content = models.TextField(blank=True)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_share_per_number")]
        triggers = [decided_once("computed_at"), *never_deleted()]

    def __str__(self) -> str:
        return f"{self.run}, bagian {self.number}"


class ResultQuerySet(models.QuerySet["Result"]):
    def published(self) -> Self:
        """What is public now: of each period the results of its latest publication, and of no earlier one."""
        return self.filter(run__publication__in=Publication.objects.current())


class Result(models.Model):
    """The index of one institution. Written by the finalisation alone, from the ledger alone."""

    run = models.ForeignKey(FinalisationRun, on_delete=models.CASCADE, related_name="results")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="results")
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    stated = models.DecimalField("indeks", max_digits=5, decimal_places=2)
    predikat = models.ForeignKey(PredikatBand, on_delete=models.PROTECT, related_name="+")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation__institution__code"]
        constraints = [
            models.UniqueConstraint(fields=["run", "evaluation"], name="one_result_per_evaluation_and_run"),
            models.CheckConstraint(
                # Half up, two places, in whole numbers: the same rounding as rules.index.stated.
                condition=Q(
                    stated=models.Func(
                        models.F("numerator"),
                        models.F("denominator"),
                        template="(floor((200::numeric * numerator + denominator) / (2::numeric * denominator)) / 100)",
                        output_field=models.DecimalField(max_digits=5, decimal_places=2),
                    )
                ),
                name="stated_is_the_fraction_rounded_once",
            ),
        ]
        triggers = only_computed()

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.stated}"


class ResultPart(models.Model):
    """The index of one part (domain, aspek) of a result."""

    # Sought by its result alone, which begins the index of the constraint: a further one would only be written.
    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="parts", db_index=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    stated = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["part__kind", "part__number"]
        constraints = [models.UniqueConstraint(fields=["result", "part"], name="one_figure_per_part")]
        triggers = only_computed(RUNS_OF_PARTS)

    def __str__(self) -> str:
        return f"{self.part}: {self.stated}"


class Recount(models.Model):
    """The same figure computed a second time, by PostgreSQL from the ledger; without a part it is the index."""

    # Taken from these very tables by one statement and compared with results that are bound to them: asking again
    # for each of a country's rows would cost more than computing them. Sought by run alone, as the constraint begins.
    run = models.ForeignKey(
        FinalisationRun, on_delete=models.PROTECT, related_name="recounts", db_constraint=False, db_index=False
    )
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    part = models.ForeignKey(
        Part, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    numerator = models.DecimalField(max_digits=20, decimal_places=5)
    denominator = models.DecimalField(max_digits=20, decimal_places=5)
    stated = models.DecimalField(max_digits=5, decimal_places=2)
    predikat = models.ForeignKey(
        PredikatBand, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "evaluation", "part"], nulls_distinct=False, name="one_recount_per_figure"
            )
        ]
        triggers = only_computed()

    def __str__(self) -> str:
        return f"{self.evaluation_id}, {self.part_id}: {self.stated}"


class PeriodAgency(models.Model):
    """An agency that has a vote in a period."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency"]
        constraints = [models.UniqueConstraint(fields=["period", "agency"], name="one_vote_per_agency_and_period")]
        triggers = [seats_stay()]

    def __str__(self) -> str:
        return str(self.agency)


class VoteChoice(models.TextChoices):
    AGREE = "agree", "Setuju"
    DISSENT = "dissent", "Tidak setuju"


class Vote(models.Model):
    """An agency's word on exactly this content. A new computation has another hash, so it voids the votes."""

    run = models.ForeignKey(FinalisationRun, on_delete=models.PROTECT, related_name="votes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    choice = models.CharField(max_length=10, choices=VoteChoice)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["run", "agency"], name="one_vote_per_agency"),
            models.CheckConstraint(condition=Q(choice="agree") | Q(note__regex=r"\S"), name="dissent_says_why"),
        ]
        triggers = [*append_only(), on_this_content()]

    def __str__(self) -> str:
        return f"{self.agency}: {self.choice}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def current(self) -> Self:
        """Of each period the latest one: what it published is what counts."""
        later = Publication.objects.filter(period=OuterRef("period"), edition__gt=OuterRef("edition"))
        return self.filter(~Exists(later))


class Publication(models.Model):
    """From here on the results of a run are public, until a publication of corrected ones follows (`edition`)."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.PROTECT, related_name="publications")
    run = models.OneToOneField(FinalisationRun, on_delete=models.PROTECT, related_name="publication")
    edition = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["period", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["period", "edition"], name="one_publication_per_edition"),
        ]
        triggers = [*append_only(), agreed_by_quorum()]

    def __str__(self) -> str:
        return f"{self.period}: {self.at}"


class ImportedKind(models.TextChoices):
    OFFICIAL = "resmi", "Hasil resmi"
    OWN = "mandiri", "Penilaian sendiri"


class ImportedResult(models.Model):
    """A published figure of the past with its source. Only the loader of reference data writes it.

    Without an institution it is a mean of the nation or of a category, named in `label`.
    """

    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="imported_results")
    label = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportedKind)
    index = models.DecimalField(max_digits=5, decimal_places=2)
    printed = models.CharField(max_length=20)
    predikat = models.ForeignKey(PredikatBand, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.TextField()
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ["label", "year"]
        constraints = [models.UniqueConstraint(fields=["label", "year", "kind"], name="one_imported_figure_per_year")]

    def __str__(self) -> str:
        return f"{self.label} {self.year}: {self.printed}"


class ImportedPart(models.Model):
    """A published figure of one part beneath an imported result."""

    result = models.ForeignKey(ImportedResult, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    index = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["part__number"]
        constraints = [models.UniqueConstraint(fields=["result", "part"], name="one_imported_figure_per_part")]

    def __str__(self) -> str:
        return f"{self.part}: {self.index}"
