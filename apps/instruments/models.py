"""What is asked: an instrument as its regulation gives it. Loaded from fixtures/, never typed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class ScaleKind(models.TextChoices):
    INTEGER = "integer", "bilangan bulat"
    DECIMAL = "decimal", "desimal"


class Capability(models.TextChoices):
    PROCESS = "process", "Kapabilitas proses"
    SERVICE = "service", "Kapabilitas layanan"


class Instrument(models.Model):
    """A questionnaire with its weights, scale and bands. Frozen once a period uses it."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    legal_basis = models.TextField()
    subject_short = models.CharField(max_length=40)
    subject_name = models.CharField(max_length=120)
    regulation_title = models.TextField()
    regulation_gazette = models.CharField(max_length=120)
    years = ArrayField(models.PositiveSmallIntegerField())
    scale_kind = models.CharField(max_length=10, choices=ScaleKind)
    scale_min = models.DecimalField(max_digits=5, decimal_places=2)
    scale_max = models.DecimalField(max_digits=5, decimal_places=2)
    scale_digits = models.PositiveSmallIntegerField(default=0)
    target_level = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    target_index = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    wording = models.TextField(blank=True)

    class Meta:
        ordering = ["-code"]

    def __str__(self) -> str:
        return self.name


class LevelName(models.Model):
    """What a whole level is called, for each kind of capability."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="level_names")
    capability = models.CharField(max_length=10, choices=Capability)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["capability", "level"]
        constraints = [models.UniqueConstraint(fields=["instrument", "capability", "level"], name="one_name_per_level")]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"


class PredikatBand(models.Model):
    """A predikat and the lowest stated index that earns it. `position` 1 is the lowest band."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="bands")
    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40)
    floor = models.DecimalField(max_digits=5, decimal_places=2)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-floor"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="one_band_per_predikat"),
            models.UniqueConstraint(fields=["instrument", "floor"], name="one_band_per_floor"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A group of the instrument (domain, aspek): as deep as the instrument goes."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=6, decimal_places=3)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "kind", "number"], name="one_part_per_number"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="part_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_label()} {self.number}. {self.name}"

    def get_kind_label(self) -> str:
        """The Indonesian word for this kind of part."""
        return {"domain": "Domain", "aspect": "Aspek"}.get(self.kind, self.kind.capitalize())


class Indicator(models.Model):
    """One question with one level."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="indicators")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    full_name = models.CharField(max_length=300)
    weight = models.DecimalField(max_digits=6, decimal_places=3)
    capability = models.CharField(max_length=10, choices=Capability)
    question = models.TextField()
    explanation = models.TextField()
    note = models.TextField(blank=True)
    external_index = models.CharField(max_length=200, blank=True)
    names_service = models.BooleanField(default=False)
    is_cumulative = models.BooleanField(default=True)
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="one_indicator_per_number"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="indicator_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def is_external(self) -> bool:
        """Whether its level comes from another agency's index: nobody answers or judges it."""
        return bool(self.external_index)


class Criterion(models.Model):
    """What a level asks of an indicator beyond the level below it, and what could prove it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="criteria")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["indicator", "level"], name="one_criterion_per_level")]

    def __str__(self) -> str:
        return f"{self.indicator_id}, tingkat {self.level}"


class CrosswalkKind(models.TextChoices):
    SAME = "same", "pokok yang dinilai sama"
    PARTIAL = "partial", "sebagian pokoknya sama"


class Crosswalk(models.Model):
    """Which indicator of a later instrument corresponds to an earlier one. Never joins two series."""

    earlier = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="later_links")
    later = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="earlier_links")
    kind = models.CharField(max_length=10, choices=CrosswalkKind)
    on_2021_slide = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["earlier__number", "later__number"]
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="one_link_per_pair")]

    def __str__(self) -> str:
        return f"{self.earlier_id} > {self.later_id}"


class InstrumentChange(models.Model):
    """Why a series breaks: what one instrument dropped and the next one added, in a sentence."""

    earlier = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="changes")
    dropped = ArrayField(models.PositiveSmallIntegerField(), default=list)
    new = ArrayField(models.PositiveSmallIntegerField(), default=list)
    note = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="one_change_per_step")]

    def __str__(self) -> str:
        return f"{self.earlier} > {self.later}"


class Erratum(models.Model):
    """A corrected wording, shown with the indicator. Numbers and weights know no erratum."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="errata")
    field = models.CharField(max_length=30)
    old = models.TextField()
    new = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.field}"
