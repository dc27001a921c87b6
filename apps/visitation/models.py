"""The visit: why this institution, when and where, and what was found of the indicators validated."""

from functools import partial

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.history import tracked
from apps.common.triggers import once_written
from apps.evaluations.engaging import Meeting, engages
from apps.evaluations.models import Evaluation, MarkedWord
from apps.evaluations.triggers import (
    ANY_WRITE,
    level_gate,
    only_marked,
    stage_gate,
    standing_gate,
    until_signed,
)
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.models import FileInPieces

User = settings.AUTH_USER_MODEL

# A visit may be decided until the interview closes, and planned until it is closed itself.
CHOICE_STAGES = (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, Stage.INTERVIEW)
# What its minutes state of a visit.
PLANNED = pgtrigger.UpdateOf("printed", "reason", "starts_on", "ends_on", "locus", "address", "contact")

_MIDNIGHT = "({})::timestamp AT TIME ZONE here.zone"
# It takes whole days, as its place counts them, of those who go.
MEETING = Meeting(
    Stage.VISITATION,
    holds="NEW.starts_on IS NOT NULL",
    starts=_MIDNIGHT.format("NEW.starts_on"),
    ends=_MIDNIGHT.format("COALESCE(NEW.ends_on, NEW.starts_on) + 1"),
    people="SELECT assessor_id FROM visitation_visitor WHERE evaluation_id = NEW.evaluation_id ORDER BY assessor_id",
)

_FOLLOWS_THE_VISITORS = """
    UPDATE visitation_visit SET starts_on = starts_on
    WHERE evaluation_id = COALESCE(NEW.evaluation_id, OLD.evaluation_id) AND starts_on IS NOT NULL;
    RETURN NULL;
"""

new_minutes_code = partial(new_code, "BV")


class Visit(models.Model):
    """The ministry chose this institution for a visit, with a reason."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="visit")
    printed = models.TextField("alasan menurut aturan", blank=True)
    """What the rules said when it was chosen, a line each; kept as it was read then."""
    reason = models.TextField("alasan lain", blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    starts_on = models.DateField("mulai", null=True, blank=True)
    ends_on = models.DateField("selesai", null=True, blank=True)
    locus = models.CharField("unit yang dikunjungi", max_length=300, blank=True)
    address = models.CharField("alamat", max_length=300, blank=True)
    contact = models.CharField("narahubung", max_length=200, blank=True)
    minutes_code = models.CharField(max_length=20, unique=True, default=new_minutes_code)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="visit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason="", printed=""), name="visit_says_why"),
        ]
        triggers = [
            standing_gate("choice_gate", pgtrigger.Insert | pgtrigger.Delete, *CHOICE_STAGES),
            standing_gate("plan_gate", PLANNED, *CHOICE_STAGES, Stage.VISITATION),
            until_signed(Stage.VISITATION, PLANNED),
            engages(MEETING, pgtrigger.Insert | pgtrigger.UpdateOf("starts_on", "ends_on") | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Visitasi {self.evaluation}"

    @property
    def is_planned(self) -> bool:
        return self.starts_on is not None

    @property
    def reasons(self) -> list[str]:
        """Why it was chosen: what the rules said, then the ministry's own words."""
        return [*self.printed.splitlines(), *([self.reason] if self.reason else [])]

    @property
    def place(self) -> str:
        """Unit and address on one line."""
        return ", ".join(part for part in (self.locus, self.address) if part)


class Visitor(models.Model):
    """Who of the team goes."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="visitors")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "assessor"], name="one_visitor_row_per_person")]
        triggers = [
            standing_gate("plan_gate", ANY_WRITE, *CHOICE_STAGES, Stage.VISITATION),
            until_signed(Stage.VISITATION),
            pgtrigger.Trigger(
                name="engages_who_goes", when=pgtrigger.After, operation=ANY_WRITE, func=_FOLLOWS_THE_VISITORS
            ),
        ]

    def __str__(self) -> str:
        return str(self.assessor)


@tracked
class Finding(MarkedWord):
    """What the visit found of one marked indicator."""

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_finding_per_indicator"),
            models.CheckConstraint(condition=Q(level__isnull=True) | ~Q(reason=""), name="finding_says_why"),
        ]
        triggers = [
            stage_gate(Stage.VISITATION),
            level_gate(),
            only_marked(Stage.VISITATION),
            until_signed(Stage.VISITATION),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"


@tracked
class Photo(models.Model):
    """A photo taken on the visit, of one validated indicator; kept under its SHA-256, with what the camera noted.

    `taken` is the camera's own clock as ISO 8601, with its offset only where the camera knew it. Without position or
    time the photo had none. A photo may be withdrawn; the row stays.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="photos")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    caption = models.CharField("keterangan", max_length=300, blank=True)
    taken = models.CharField(max_length=25, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["indicator__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_photo_of_a_file_per_indicator",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="photo_position_is_on_earth",
            ),
        ]
        triggers = [
            stage_gate(Stage.VISITATION),
            only_marked(Stage.VISITATION),
            until_signed(Stage.VISITATION),
            once_written(
                "indicator_id", "sha256", "name", "size", "media_type", "caption", "taken", "latitude", "longitude"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_position(self) -> bool:
        return self.latitude is not None


class PhotoUpload(FileInPieces):
    """A photo on its way from a place with a bad line."""

    SHELF = "foto"
    BECOMES = "photo"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="photo_uploads")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=300, blank=True)
    photo = models.ForeignKey(Photo, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(FileInPieces.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "by", "sha256", "name"],
                condition=Q(photo__isnull=True),
                name="one_upload_of_a_photo_on_its_way",
            ),
            models.CheckConstraint(condition=Q(size__gt=0, piece_size__gt=0), name="photo_upload_has_a_size"),
        ]
        indexes = [models.Index(fields=["expires"], name="photo_upload_expiry")]
