"""The door of the worker and of the clock."""

from celery import shared_task

from apps.evaluations.asked import of_evaluation
from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.self_assessment.actions import (
    forget_archives,
    make_archive,
    make_receipt,
    previews,
    render_documents,
    uploads,
)
from apps.self_assessment.models import StoredFile, Submission


@handles("sheet_documents", asked=of_evaluation("Dokumen penilaian mandiri", "self_assessment:submission"))
def sheet_documents(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province")
    render_documents(evaluations.get(pk=job.object_id), job)


@handles(previews.KIND)
def evidence_pages(job: Job) -> None:
    previews.make_pages(StoredFile.objects.get(pk=job.object_id), job)


@shared_task(name="self_assessment.tidy_uploads")
def tidy_uploads() -> int:
    """Give up uploads that were cut and never taken up again; rung every hour."""
    return uploads.tidy_uploads()


@shared_task(name="self_assessment.forget_old_pages")
def forget_old_pages() -> int:
    """Delete images of pages that are thirty days old; rung every hour."""
    return previews.forget_old_pages()


@handles("sheet_receipt")
def sheet_receipt(job: Job) -> None:
    submissions = Submission.objects.select_related(
        "evaluation__period__instrument", "evaluation__institution__province", "by"
    )
    make_receipt(submissions.get(pk=job.object_id), job)


@handles("sheet_archive", asked=of_evaluation("Arsip penilaian mandiri", "self_assessment:archive"))
def sheet_archive(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution")
    make_archive(evaluations.get(pk=job.object_id), job)


@shared_task(name="self_assessment.forget_archives")
def forget_old_archives() -> int:
    """Rung every hour."""
    return forget_archives()
