"""Evidence: files by their content, what was found out about them, and where they are used."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only, once_written
from apps.evaluations.external_triggers import only_asked
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import fixed_while, stage_gate
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.filetypes import SHOWN
from apps.self_assessment.models.answers import TakenOver
from apps.self_assessment.triggers import approval_falls, where_asked

User = settings.AUTH_USER_MODEL


UPLOAD_LIFE = timedelta(days=2)


class StoredFile(models.Model):
    """A file of an institution, kept under its SHA-256 and written once. The name is only text."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "sha256", "name"], name="one_row_per_file_and_name")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_shown(self) -> bool:
        """Whether a worker draws its pages."""
        return self.media_type in SHOWN


class FileWarning(models.TextChoices):
    """What a person should know of a file at once. It stays: nobody is held up by a machine's opinion."""

    NONE = "", ""
    UNREADABLE = "unreadable", "Berkas ini tidak dapat dibuka, mungkin rusak. Unggah lagi dari dokumen aslinya."
    ENCRYPTED = "encrypted", "Berkas ini berkata sandi, jadi asesor tidak dapat membukanya. Unggah salinan tanpa sandi."
    BLANK = "blank", "Halaman berkas ini tampak kosong. Periksa apakah dokumennya sudah benar."
    SCANNED = "scanned", "Berkas ini hasil pindai tanpa teks. Pastikan tulisannya terbaca; dokumen asli lebih baik."
    TOO_HEAVY = "too_heavy", "Halaman berkas ini terlalu berat untuk ditampilkan di sini; asesor harus mengunduhnya."


class FileCheck(models.Model):
    """What was found in a file: how many pages, and what to warn of. Derived: it may be found anew at any time."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="check_found")
    pages = models.PositiveIntegerField(null=True)
    warning = models.CharField(max_length=12, choices=FileWarning, default=FileWarning.NONE, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.warning or 'baik'}"


class FilePage(models.Model):
    """A page that was asked for as an image; the image lies in the store of pages until it is thirty days old."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    is_made = models.BooleanField(default=False)
    has_failed = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="one_row_per_page"),
            models.CheckConstraint(condition=~Q(is_made=True, has_failed=True), name="page_is_made_or_has_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"


@tracked
class Evidence(TakenOver):
    """What proves an answer: a stored file, or a link that is only noted. One file may serve many indicators.

    The file and the link are written once; a better one is a new row that `replaces` this one. What it proves, and
    where, may be said better while the sheet is open: `version` grows, and a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uses")
    url = models.URLField(max_length=500, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    edition = models.PositiveIntegerField(default=1, db_default=1)
    proves = models.CharField("apa yang dibuktikan", max_length=300, blank=True)
    place = models.CharField("halaman atau pasal", max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="evidence_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, edition=1) | Q(replaces__isnull=False, edition__gt=1),
                name="first_edition_replaces_nothing",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "file"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_use_of_a_file_per_indicator",
            ),
        ]
        triggers = [
            stage_gate(Stage.SELF_ASSESSMENT, Stage.INTERVIEW),
            only_asked(),
            where_asked(),
            once_written("file_id", "url", "replaces_id", "edition"),
            fixed_while(Stage.INTERVIEW, "proves", "place"),
            approval_falls(),
        ]

    def __str__(self) -> str:
        return str(self.file or self.url)


def upload_expiry() -> datetime:
    """When an upload that begins now is given up if it was not finished."""
    return timezone.now() + UPLOAD_LIFE


class FileInPieces(models.Model):
    """A file on its way, piece by piece. The pieces lie in the store of uploads, each under its own hash.

    Announced again, the same file of the same person goes on where it was cut. A table of its own says for what the
    file is brought; its column `BECOMES` names the row that became of it.
    """

    SHELF: ClassVar[str]
    """Where pieces of this kind lie in the store."""
    BECOMES: ClassVar[str]

    evaluation_id: int
    indicator_id: int
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    piece_size = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(default=upload_expiry)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def pieces(self) -> int:
        return -(-self.size // self.piece_size)

    def piece_length(self, number: int) -> int:
        """How many bytes the piece of this number (from 0) has."""
        return min(self.piece_size, self.size - number * self.piece_size)


class Upload(FileInPieces):
    """A file that is to become evidence."""

    SHELF = "bukti"
    BECOMES = "evidence"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="uploads")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    proves = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    replaces = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")

    is_mine: bool | None

    class Meta(FileInPieces.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "by", "sha256", "name", "replaces"],
                condition=Q(evidence__isnull=True),
                nulls_distinct=False,
                name="one_upload_of_a_file_on_its_way",
            ),
            models.CheckConstraint(condition=Q(size__gt=0, piece_size__gt=0), name="upload_has_a_size"),
        ]
        indexes = [models.Index(fields=["expires"], name="upload_expiry")]
