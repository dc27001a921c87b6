"""The desk of the finalisation: compute, look, vote."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.common.requests import UserRequest
from apps.periods.models import EvaluationPeriod
from apps.results import actions
from apps.results.forms import VoteForm
from apps.results.models import FinalisationRun, RunState
from apps.results.permissions import agency_of, may_finalise, may_see_run
from apps.results.queries import (
    assessed,
    has_quorum,
    living_run,
    outstanding_agencies,
    predikat_counts,
    results_of,
    unready,
    unready_by_stage,
)

PAGE = 100
NAMED = 20


@login_required
@require_GET
def run(request: UserRequest, slug: str) -> HttpResponse:
    """The computation of a period: what it still waits for, its figures, the votes on it."""
    period = _period_of(request, slug)
    return _page(request, period)


@login_required
@require_POST
def start(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)
    if not may_finalise(request.user, period):
        raise PermissionDenied

    actions.start_run(period, by=request.user)
    return redirect("results:run", slug)


@login_required
@require_POST
def vote(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)
    agency = agency_of(request.user, period)
    if agency is None:
        raise PermissionDenied
    present = living_run(period)
    if present is None:
        raise Http404

    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, period, form)
    actions.cast_vote(present, agency, by=request.user, **form.cleaned_data)
    return redirect("results:run", slug)


def _period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    if not may_see_run(request.user, period):
        raise Http404
    request.period = period
    return period


def _page(request: UserRequest, period: EvaluationPeriod, form: VoteForm | None = None) -> HttpResponse:
    present = living_run(period)
    waiting_stages = unready_by_stage(period)
    waiting_count = sum(count for _, _, count in waiting_stages)
    context: dict[str, object] = {
        "period": period,
        "run": present,
        "assessed_count": assessed(period).count(),
        "waiting_count": waiting_count,
        "waiting_stages": waiting_stages,
        "waiting": unready(period) if waiting_count <= NAMED else (),
        "may_finalise": may_finalise(request.user, period),
    }
    if present and present.state == RunState.COMPUTED:
        context |= _of_computed(request, period, present, form)
    status = 400 if form else 200
    return render(request, "results/run.html", context, status=status)


def _of_computed(
    request: UserRequest, period: EvaluationPeriod, present: FinalisationRun, form: VoteForm | None
) -> dict[str, object]:
    agency = agency_of(request.user, period)
    votes = list(present.votes.select_related("agency", "by"))
    voted = any(one.agency == agency for one in votes)
    return {
        "decree": present.decrees.first(),
        "counts": predikat_counts(present),
        "bands": period.instrument.bands.count(),
        "page": Paginator(results_of(present, request.GET.get("q", "")), PAGE).get_page(request.GET.get("halaman")),
        "q": request.GET.get("q", ""),
        "votes": votes,
        "outstanding": outstanding_agencies(present),
        "has_quorum": has_quorum(present),
        "agency": agency,
        "vote_form": None
        if agency is None or voted
        else form or VoteForm(initial={"content_sha256": present.content_sha256}),
    }
