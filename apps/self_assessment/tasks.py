"""The worker's door, and the clock's."""

from celery import shared_task

from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.self_assessment.actions import forget_archives, make_archive, make_receipt, render_documents
from apps.self_assessment.models import Submission


@handles("sheet_documents")
def sheet_documents(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province")
    render_documents(evaluations.get(pk=job.object_id), job)


@handles("sheet_receipt")
def sheet_receipt(job: Job) -> None:
    submissions = Submission.objects.select_related(
        "evaluation__period__instrument", "evaluation__institution__province", "by"
    )
    make_receipt(submissions.get(pk=job.object_id), job)


@handles("sheet_archive")
def sheet_archive(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution")
    make_archive(evaluations.get(pk=job.object_id), job)


@shared_task(name="self_assessment.forget_archives")
def forget_old_archives() -> int:
    """Rung every hour."""
    return forget_archives()
