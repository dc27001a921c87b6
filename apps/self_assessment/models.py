"""What the institution says: answers, evidence, the signed documents, the submission."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation, Seal
from apps.evaluations.triggers import level_gate, marked_while, stage_gate, waits_for_seals
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.triggers import approval_falls

User = settings.AUTH_USER_MODEL


class AnswerState(models.TextChoices):
    EMPTY = "empty", "Kosong"
    DRAFT = "draft", "Draf"
    WAITING = "waiting", "Menunggu persetujuan"
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"


@tracked
class Answer(models.Model):
    """One indicator of one sheet. The row exists from the opening on, so saving is always one conditional update.

    `version` grows by one with every change; a save names the version it has read.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="answers")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField("tingkat", max_digits=5, decimal_places=2, null=True, blank=True)
    fact = models.TextField("fakta", blank=True)
    analysis = models.TextField("analisis", blank=True)
    justification = models.TextField("justifikasi", blank=True)
    service_name = models.CharField("nama layanan", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.EMPTY)
    return_reason = models.TextField("alasan pengembalian", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_answer_per_indicator"),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.APPROVED) | Q(level__isnull=False),
                name="approved_answer_has_a_level",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnswerState.RETURNED) | ~Q(return_reason=""),
                name="returned_answer_says_why",
            ),
        ]
        triggers = [stage_gate(Stage.SELF_ASSESSMENT, empty_rows=True), level_gate()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id} v{self.version}"


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


class Evidence(models.Model):
    """What proves an answer: a stored file, or a link that is only noted. One file may serve many indicators."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uses")
    url = models.URLField(max_length=500, blank=True)
    proves = models.CharField("apa yang dibuktikan", max_length=300, blank=True)
    place = models.CharField("halaman atau pasal", max_length=120, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="evidence_is_a_file_or_a_link",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "file"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_use_of_a_file_per_indicator",
            ),
        ]
        triggers = [
            stage_gate(Stage.SELF_ASSESSMENT, Stage.INTERVIEW),
            marked_while(Stage.INTERVIEW),
            approval_falls(),
        ]

    def __str__(self) -> str:
        return str(self.file or self.url)


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
