"""Awards of a period: categories as data, who is left out and why, the list once decided, its certificates."""

from decimal import Decimal
from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.awards.triggers import (
    announced_when_public,
    decided_on_what_is_final,
    given_as_the_results_say,
    never_after_decision,
)
from apps.common.codes import new_code
from apps.common.triggers import append_only, decided_once, never_deleted
from apps.institutions.models import Category, Institution
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun, Result

User = settings.AUTH_USER_MODEL
new_award_code = partial(new_code, "PG")


class AwardList(models.Model):
    """The awards of one period. Open while they are proposed; once decided nothing of it moves.

    `run` is the computation whose results were judged; `year_before` the year against which improvement is measured.
    """

    period = models.OneToOneField(EvaluationPeriod, on_delete=models.PROTECT, related_name="award_list")
    year_before = models.PositiveSmallIntegerField("tahun pembanding peningkatan")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    run = models.ForeignKey(FinalisationRun, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("nomor", max_length=60, blank=True)
    dated = models.DateField("tanggal", null=True)
    place = models.CharField("ditetapkan di", max_length=60, default="Jakarta")
    signatory = models.CharField("nama penandatangan", max_length=200, blank=True)
    signatory_office = models.CharField("jabatan penandatangan", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period__year", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True)
                | (
                    Q(run__isnull=False, dated__isnull=False, decided_by__isnull=False)
                    & ~Q(number="")
                    & ~Q(signatory="")
                    & ~Q(signatory_office="")
                ),
                name="decided_awards_are_complete",
            )
        ]
        triggers = [decided_once("decided_at"), decided_on_what_is_final(), *never_deleted()]

    def __str__(self) -> str:
        return f"Penghargaan {self.period}"

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None


class AwardMeasure(models.TextChoices):
    INDEX = "index", "Indeks tertinggi"
    IMPROVEMENT = "improvement", "Peningkatan terbesar"


class AwardCategory(models.Model):
    """What is awarded: by which measure, among which kinds of institutions, down to which place."""

    list = models.ForeignKey(AwardList, on_delete=models.CASCADE, related_name="categories")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("nama kategori", max_length=120)
    measure = models.CharField("ukuran", max_length=20, choices=AwardMeasure)
    institutions = ArrayField(models.CharField(max_length=20, choices=Category), verbose_name="kategori instansi")
    places = models.PositiveSmallIntegerField("sampai peringkat", default=1, validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["list", "position"]
        constraints = [
            models.UniqueConstraint(fields=["list", "position"], name="one_award_category_per_place"),
            models.UniqueConstraint(fields=["list", "name"], name="one_award_category_per_name"),
            models.CheckConstraint(condition=Q(places__gte=1), name="an_award_has_a_first_place"),
        ]
        triggers = [never_after_decision()]

    def __str__(self) -> str:
        return self.name


class AwardExclusion(models.Model):
    """An institution that gets no award of a period, why, and by whom; lifted, it stays on record."""

    list = models.ForeignKey(AwardList, on_delete=models.PROTECT, related_name="exclusions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+", verbose_name="instansi")
    reason = models.TextField("alasan")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["institution__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "institution"], condition=Q(lifted_at=None), name="one_award_exclusion_per_institution"
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="award_exclusion_says_why"),
        ]
        triggers = [never_after_decision(), decided_once("lifted_at"), *never_deleted()]

    def __str__(self) -> str:
        return f"{self.institution}: {self.reason}"


class Award(models.Model):
    """One award as it was decided. `stated`: this year's index; `before` that of the year compared, for improvement."""

    category = models.ForeignKey(AwardCategory, on_delete=models.PROTECT, related_name="awards")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="awards")
    place = models.PositiveSmallIntegerField("peringkat")
    is_shared = models.BooleanField("peringkat bersama")
    stated = models.DecimalField(max_digits=5, decimal_places=2)
    before = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    code = models.CharField(max_length=20, unique=True, default=new_award_code)

    class Meta:
        ordering = ["category__position", "place", "result__evaluation__institution__code"]
        constraints = [models.UniqueConstraint(fields=["category", "result"], name="one_award_per_category")]
        triggers = [given_as_the_results_say(), *append_only()]

    def __str__(self) -> str:
        return f"{self.category}, peringkat {self.place}"

    @property
    def gain(self) -> Decimal | None:
        return None if self.before is None else self.stated - self.before


class AwardCertificate(models.Model):
    """The certificate of an award: its bytes, made once by the worker."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="certificate")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"Piagam {self.award.code}"


class AwardAnnouncement(models.Model):
    """From here on the awards of a period are public."""

    list = models.OneToOneField(AwardList, on_delete=models.PROTECT, related_name="announcement")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [announced_when_public(), *append_only()]

    def __str__(self) -> str:
        return f"{self.list}: {self.at}"
