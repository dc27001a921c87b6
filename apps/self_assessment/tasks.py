"""The worker's door."""

from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import handles
from apps.self_assessment.actions import render_documents


@handles("sheet_documents")
def sheet_documents(job: Job) -> None:
    evaluations = Evaluation.objects.select_related("period__instrument", "institution__province")
    render_documents(evaluations.get(pk=job.object_id), job)
