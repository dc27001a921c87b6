"""Proposals of teams: asked for, looked at with their proof, applied."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.coordination.actions import apply_proposal, ask_proposal
from apps.coordination.actions.proposals import PROPOSAL
from apps.coordination.forms import ProposalForm
from apps.coordination.models import TeamProposal
from apps.coordination.permissions import may_change
from apps.coordination.queries.proposals import proposed_views, spread_of, to_place
from apps.coordination.views.common import period_of, period_to_change
from apps.exports.actions import asks_for_workbook, workbook
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch

COLUMNS = ("Kode", "Instansi", "Kategori", "Provinsi", "Tim", "Ketua", "Asesor lain", "Perguruan tinggi")
LIST_COLUMNS = ("Diminta", "Benih", "Oleh", "Selisih dari batas bawah")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposals(request: UserRequest, slug: str) -> HttpResponse:
    """What was proposed so far, and asking for another."""
    period = period_to_change(request, slug) if request.method == "POST" else period_of(request, slug)

    form = ProposalForm(request.POST or None, initial={"seed": period.slug})
    if request.method == "POST" and form.is_valid():
        asked = ask_proposal(period, **form.cleaned_data, by=request.user)
        return redirect("coordination:proposal", slug, asked.pk)

    if asks_for_workbook(request):
        rows = (
            (wib(one.asked_at), one.seed, str(one.asked_by or "Sistem"), one.gap if one.is_possible else None)
            for one in period.team_proposals.select_related("asked_by")
        )
        return workbook(request, "Daftar usulan tim", LIST_COLUMNS, rows)
    context = {
        "period": period,
        "proposals": period.team_proposals.select_related("asked_by"),
        "without_team": to_place(period, is_anew=False).count(),
        "form": form,
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/proposals.html", context)


@login_required
@require_safe
def proposal(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_of(request, slug)
    rows = period.team_proposals.select_related("asked_by", "applied_by")
    found = get_object_or_404(rows, pk=pk)

    job = Job.objects.filter(kind=PROPOSAL, object_id=found.pk).order_by("-pk").first()
    teams = proposed_views(found)
    context = {
        "period": period,
        "proposal": found,
        "job": job if job and not found.made_at and may_watch(request.user, job) else None,
        "checks": found.checks.all(),
        "obstacles": found.obstacles.all(),
        "spread": spread_of(found),
        "teams": teams,
        "institutions": sum(len(one.institutions) for one in teams),
        "may_apply": found.is_possible and not found.applied_at and may_change(request.user, period),
    }
    return render(request, "coordination/proposal.html", context)


@login_required
@require_safe
def export(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_of(request, slug)
    found = get_object_or_404(TeamProposal, pk=pk, period=period)

    rows = [
        (
            one.code,
            one.name,
            one.get_category_display(),
            str(one.province or ""),
            view.proposed.name,
            view.lead,
            ", ".join(view.others),
            ", ".join(view.universities),
        )
        for view in proposed_views(found)
        for one in view.institutions
    ]
    return workbook(
        request,
        "Usulan tim",
        COLUMNS,
        rows,
        note=f"Usulan tim {found.pk} bagi {period.name}, benih {found.seed}, {found.solver}",
        name=f"usulan-tim-{found.pk}",
    )


@login_required
@require_POST
def apply(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    found = get_object_or_404(TeamProposal, pk=pk, period=period)

    given = apply_proposal(found, by=request.user)
    messages.success(request, f"Usulan diterapkan: {given} instansi mempunyai tim.")
    return redirect("coordination:teams", slug)
