"""The doors for the clock and the worker."""

from celery import shared_task
from django.urls import reverse

from apps.coordination.actions import desk, orphans, papers, proposals, recaps
from apps.coordination.models import FullRecap, TeamProposal, WorkRecap
from apps.evaluations.actions.conflicts import refresh_conflicts as refresh
from apps.jobs.models import Job
from apps.jobs.registry import Asked, handles
from apps.periods.models import EvaluationPeriod


@shared_task(name="coordination.freeze_overdue")
def freeze_overdue() -> int:
    """Freeze every sheet whose window has ended; rung every minute."""
    return desk.freeze_overdue()


@shared_task(name="coordination.refresh_conflicts")
def refresh_conflicts() -> int:
    """Look again whom something ties to an institution, after addresses and places have changed; rung every hour."""
    return refresh(by=None).new


def _letters(job: Job) -> Asked:
    period = EvaluationPeriod.objects.get(pk=job.object_id)
    page = reverse("coordination:letters", args=[period.slug])
    return Asked(f"Surat tugas asesor {period}", page, period.simulation_label)


def _recap(job: Job) -> Asked:
    period = WorkRecap.objects.select_related("period").get(pk=job.object_id).period
    page = reverse("coordination:recap", args=[period.slug])
    return Asked(f"Rekap pekerjaan asesor {period}", page, period.simulation_label)


def _full_recap(job: Job) -> Asked:
    period = FullRecap.objects.select_related("period").get(pk=job.object_id).period
    page = reverse("coordination:full_recaps", args=[period.slug])
    return Asked(f"Rekap penuh {period}", page, period.simulation_label)


def _proposal(job: Job) -> Asked:
    proposal = TeamProposal.objects.select_related("period").get(pk=job.object_id)
    page = reverse("coordination:proposal", args=[proposal.period.slug, proposal.pk])
    return Asked(f"Usulan tim asesor {proposal.period}", page, proposal.period.simulation_label)


@handles(proposals.PROPOSAL, asked=_proposal)
def proposal(job: Job) -> None:
    proposals.work_out(TeamProposal.objects.select_related("period").get(pk=job.object_id), job)


@handles(papers.LETTERS, asked=_letters)
def letters(job: Job) -> None:
    papers.render_letters(EvaluationPeriod.objects.get(pk=job.object_id), job)


@handles(papers.RECAP, asked=_recap)
def recap(job: Job) -> None:
    rows = WorkRecap.objects.select_related("period__instrument", "university", "assessor", "asked_by")
    papers.render_recap(rows.get(pk=job.object_id))


@handles(recaps.FULL_RECAP, asked=_full_recap)
def full_recap(job: Job) -> None:
    recaps.make_full_recap(FullRecap.objects.select_related("period__instrument").get(pk=job.object_id), job)


@shared_task(name="coordination.sweep_files")
def sweep_files() -> int:
    """Delete kept files that no row names; rung at night."""
    return orphans.sweep_files()
