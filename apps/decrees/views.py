"""The desk of the decree: draft, look, issue, publish."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common.exceptions import StaleVersionError
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.decrees import actions
from apps.decrees.actions.issue import what_is_missing
from apps.decrees.forms import DecreeForm
from apps.decrees.models import Decree, DecreeState
from apps.decrees.permissions import may_edit_decree, may_publish, may_see_decree
from apps.evaluations.access import demand
from apps.periods.models import EvaluationPeriod, PeriodState
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
    decree = _decree_of(request, pk)
    period = decree.run.period
    context = {
        "decree": decree,
        "period": period,
        "missing": what_is_missing(decree) if decree.state != DecreeState.ISSUED else [],
        "lines": decree.lines.count(),
        "may_edit": may_edit_decree(request.user, decree),
        "may_publish": may_publish(request.user, decree) and period.state == PeriodState.RUNNING,
    }
    return render(request, "decrees/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int) -> HttpResponse:
    decree = _decree_of(request, pk)
    demand(may_edit_decree(request.user, decree))

    form = DecreeForm(request.POST) if request.method == "POST" else DecreeForm.of(decree)
    if form.is_valid():
        try:
            actions.edit_decree(decree, **form.words())
        except StaleVersionError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("decrees:detail", pk)

    status = 400 if form.errors else 200
    return render(request, "decrees/edit.html", {"decree": decree, "form": form}, status=status)


@login_required
@require_POST
def render_paper(request: UserRequest, pk: int) -> HttpResponse:
    decree = _decree_of(request, pk)
    demand(may_edit_decree(request.user, decree))

    actions.request_draft(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def issue(request: UserRequest, pk: int) -> HttpResponse:
    decree = _decree_of(request, pk)
    demand(may_edit_decree(request.user, decree))

    actions.request_issue(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_POST
def publish(request: UserRequest, pk: int) -> HttpResponse:
    decree = _decree_of(request, pk)
    demand(may_publish(request.user, decree))

    actions.publish_decree(decree, by=request.user)
    return redirect("decrees:detail", pk)


@login_required
@require_GET
def paper(request: UserRequest, pk: int) -> HttpResponse:
    """The PDF: the issued one, before that the latest draft."""
    decree = _decree_of(request, pk)
    return kept_pdf(decree.issued_sha256 or decree.draft_sha256, f"keputusan-menteri-{decree.code}.pdf")


def _decree_of(request: UserRequest, pk: int) -> Decree:
    decree = get_object_or_404(Decree.objects.select_related("run__period__instrument", "job"), pk=pk)
    if not may_see_decree(request.user, decree):
        raise Http404
    request.period = decree.run.period
    return decree
