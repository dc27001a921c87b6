"""When a sheet is opened again, its signed documents are kept as replaced; the institution signs anew."""

from apps.evaluations.models import Evaluation, Reopening
from apps.evaluations.reopenings import on_reopening
from apps.rules.stages import Stage
from apps.self_assessment.models import ReplacedDocument, SheetDocument

KEPT = (
    "evaluation_id", "kind", "sheet_sha256", "generated_id", "signed_id", "agrees_to_publication", "signed_by_id",
    "signed_at",
)  # fmt: skip


@on_reopening(Stage.SELF_ASSESSMENT)
def replace_documents(reopening: Reopening) -> None:
    """The receipt needs no row of its own: every submission before the reopening is replaced by it."""
    documents = SheetDocument.objects.filter(evaluation=reopening.evaluation_id)
    ReplacedDocument.objects.bulk_create(
        ReplacedDocument(reopening=reopening, **row) for row in documents.values(*KEPT)
    )
    documents.delete()
    Evaluation.objects.filter(pk=reopening.evaluation_id).exclude(unsigned_reason="").update(unsigned_reason="")
