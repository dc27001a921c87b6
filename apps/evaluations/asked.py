"""What a job about an evaluation was asked for, in words."""

from django.urls import reverse

from apps.evaluations.models import Evaluation
from apps.jobs.models import Job
from apps.jobs.registry import Asked, Describe


def of_evaluation(what: str, url_name: str) -> Describe:
    """For jobs whose object is an evaluation: `what`, of whom, and the page of this name."""

    def describe(job: Job) -> Asked:
        evaluation = Evaluation.objects.select_related("period", "institution").get(pk=job.object_id)
        called = f"{what} {evaluation.institution} ({evaluation.period})"
        return Asked(called, reverse(url_name, args=[evaluation.pk]), evaluation.period.simulation_label)

    return describe
