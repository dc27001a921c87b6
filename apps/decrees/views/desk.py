"""The desk of the decree: draft, look, issue, publish now or at an hour, copy, correct."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.decrees import actions
from apps.decrees.actions.issue import what_is_missing
from apps.decrees.forms import CopyForm, HourForm
from apps.decrees.models import DecreeState
from apps.decrees.permissions import may_copy, may_correct, may_edit_decree, may_publish, may_see_decree
from apps.decrees.queries import awaits_publication, waiting_plans
from apps.decrees.views.access import visible_decree
from apps.evaluations.access import demand
from apps.periods.models import EvaluationPeriod
from apps.results.permissions import may_finalise, may_see_run
from apps.results.queries import living_run


@login_required
@require_POST
def draft(request: UserRequest, slug: str) -> HttpResponse:
    """Begin the decree on the period's present computation, or go on with the one there is."""
    period = get_object_or_404(EvaluationPeriod, slug=slug)
    if not may_see_run(request.user, period):
        raise Http404
    demand(may_finalise(request.user, period))
    run = living_run(period)
    if run is None:
        raise Http404

    decree = actions.draft_decree(run, by=request.user)
    return redirect("decrees:detail", decree.pk)


@login_required
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


@login_required
@require_POST
def render_paper(request: UserRequest, pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    demand(may_edit_decree(request.user, decree))

    actions.request_draft(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def issue(request: UserRequest, pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    demand(may_edit_decree(request.user, decree))

    actions.request_issue(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    demand(may_publish(request.user, decree))

    actions.publish_decree(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Set the hour of publication, or another."""
    decree = visible_decree(request, pk)
    demand(may_publish(request.user, decree))

    form = HourForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, status=422, hour_form=form)
    set_plan = actions.plan_publication(decree, form.cleaned_data["at"], by=request.user)
    messages.success(request, f"Hasil akan terbit pada {wib(set_plan.at)}.")
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def call_off(request: UserRequest, pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    demand(may_publish(request.user, decree))

    actions.call_off(decree, by=request.user)
    messages.success(request, "Saat terbit dibatalkan. Hasil tidak terbit dengan sendirinya.")
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Begin the decree that takes the place of this one, or go on with it."""
    decree = visible_decree(request, pk)
    demand(may_correct(request.user, decree))

    correction = actions.draft_correction(decree, by=request.user)
    return redirect("decrees:detail", correction.pk)


@login_required
@require_GET
def paper(request: UserRequest, pk: int) -> HttpResponse:
    """The PDF: the issued one, before that the latest draft."""
    decree = visible_decree(request, pk)
    return kept_pdf(decree.issued_sha256 or decree.draft_sha256, f"keputusan-menteri-{decree.code}.pdf")


@login_required
@require_POST
def copy(request: UserRequest, pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    demand(may_copy(request.user, decree))

    form = CopyForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, status=422, form=form)
    actions.request_copy(decree, by=request.user, **form.cleaned_data)
    return redirect("decrees:detail", pk)


@login_required
@require_GET
def copy_paper(request: UserRequest, pk: int, copy_pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    one = get_object_or_404(decree.copies, pk=copy_pk)
    return kept_pdf(one.sha256, f"salinan-keputusan-menteri-{decree.code}.pdf")


def _show(request: UserRequest, pk: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    """`forms`: what was typed and refused, in the place of an empty form."""
    decree = visible_decree(request, pk)
    period = decree.run.period
    plan = waiting_plans(period).first()
    following = getattr(decree, "corrected_by", None)
    context = {
        "decree": decree,
        "period": period,
        "following": following if following and may_see_decree(request.user, following) else None,
        "missing": what_is_missing(decree) if decree.state != DecreeState.ISSUED else [],
        "lines": decree.lines.count(),
        "copies": decree.copies.select_related("job"),
        "plan": plan,
        "form": CopyForm(),
        "hour_form": HourForm(initial={"at": plan.at} if plan else None),
        "may_edit": may_edit_decree(request.user, decree),
        "may_publish": may_publish(request.user, decree) and awaits_publication(decree),
        "may_copy": may_copy(request.user, decree),
        "may_correct": may_correct(request.user, decree),
    }
    return render(request, "decrees/detail.html", context | forms, status=status)
