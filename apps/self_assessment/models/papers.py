"""Signed documents, the submission, and what is made of a sheet."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation, Reopening, Seal
from apps.evaluations.triggers import stage_gate, waits_for_seals
from apps.rules.stages import Stage
from apps.self_assessment.models.evidence import StoredFile

User = settings.AUTH_USER_MODEL


class DocumentKind(models.TextChoices):
    MINUTES = "minutes", "Berita Acara Penilaian Mandiri"
    CONSENT = "consent", "Pernyataan Persetujuan Publikasi"


class SheetDocument(models.Model):
    """One of the two documents that go with a submission: generated from the sheet, then signed on paper.

    `sheet_sha256` is the hash of the sheet that the generated paper states; a later change makes it out of date.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="sheet_documents")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    sheet_sha256 = models.CharField(max_length=64)
    generated = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    agrees_to_publication = models.BooleanField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "kind"], name="one_sheet_document_per_kind")]
        triggers = [stage_gate(Stage.SELF_ASSESSMENT)]

    def __str__(self) -> str:
        return self.get_kind_display()


class ReplacedDocument(models.Model):
    """A document of a sheet that was opened again: as it was signed, kept, and no longer standing for anything."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="replaced_documents")
    reopening = models.ForeignKey(Reopening, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DocumentKind)
    sheet_sha256 = models.CharField(max_length=64)
    generated = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    agrees_to_publication = models.BooleanField(null=True)
    signed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["reopening", "kind"], name="one_replaced_document_per_reopening_and_kind")
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, sudah digantikan"


class Submission(models.Model):
    """The receipt: who sent which sheet, when. The code stands on paper."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="submissions")
    code = models.CharField(max_length=20, unique=True)
    sheet_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return self.code


class OfflineUpload(models.Model):
    """A filled workbook as it was read, waiting to be looked at and applied by the one who uploaded it.

    `rows` and `faults` are what offline.reading found; the file itself is not kept. It writes no answer by itself,
    so it stands before no gate, and goes after some days.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="offline_uploads")
    name = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    rows = models.JSONField()
    faults = models.JSONField()
    uploaded_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["uploaded_at"], name="offline_upload_by_age")]

    def __str__(self) -> str:
        return self.name


class ReceiptPaper(models.Model):
    """The receipt as a PDF, made once by a worker. `seal` is the checkpoint of the chain that it carries outside."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="paper")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.submission)


class Archive(models.Model):
    """Everything of a sheet as one ZIP, kept for some days under its SHA-256. The same state gives the same bytes."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="archives")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    members = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "sha256"], name="one_archive_of_a_state")]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.sha256}"
