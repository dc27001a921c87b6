"""What the institution says: answers, evidence, the signed documents, the submission."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import level_gate, marked_while, stage_gate, waits_for_seals
from apps.institutions.models import Institution, Unit
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.triggers import only_in_charge, within_the_institution

User = settings.AUTH_USER_MODEL


class AnswerState(models.TextChoices):
    EMPTY = "empty", "Kosong"
    DRAFT = "draft", "Draf"
    WAITING = "waiting", "Menunggu persetujuan"
    RETURNED = "returned", "Dikembalikan"
    APPROVED = "approved", "Disetujui"


# Taken over from an earlier year, and nobody has looked yet whether it still holds.
UNCONFIRMED = Q(taken_over_from__isnull=False, confirmed_by__isnull=True)


class TakenOver(models.Model):
    """What an earlier year may have lent: from which row of its kind, and who has seen that it still holds."""

    taken_over_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    taken_over_from_id: int | None
    confirmed_by_id: int | None

    class Meta:
        abstract = True

    @property
    def is_unconfirmed(self) -> bool:
        return self.taken_over_from_id is not None and self.confirmed_by_id is None


@tracked
class Answer(TakenOver):
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
    # Whether the reader is in charge, None that nobody is; set where one answer is read to be worked on.
    is_mine: bool | None

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
            models.CheckConstraint(
                condition=~(Q(state__in=[AnswerState.WAITING, AnswerState.APPROVED]) & UNCONFIRMED),
                name="unconfirmed_answer_is_not_handed_in",
            ),
        ]
        triggers = [stage_gate(Stage.SELF_ASSESSMENT, empty_rows=True), level_gate(), only_in_charge()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id} v{self.version}"


@tracked
class Delegation(models.Model):
    """Who is in charge of one indicator of a sheet: a unit, a person, or nobody again. One row an indicator."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="delegations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("tenggat", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_delegation_per_indicator"),
            models.CheckConstraint(
                condition=Q(unit=None, person=None, due_on=None)
                | Q(unit__isnull=False, person=None, due_on__isnull=False)
                | Q(unit=None, person__isnull=False, due_on__isnull=False),
                name="a_unit_or_a_person_is_in_charge_until_a_day",
            ),
        ]
        triggers = [stage_gate(Stage.SELF_ASSESSMENT), within_the_institution()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}: {self.unit or self.person}"


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


class Evidence(TakenOver):
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
        triggers = [stage_gate(Stage.SELF_ASSESSMENT, Stage.INTERVIEW), marked_while(Stage.INTERVIEW)]

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
