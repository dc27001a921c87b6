"""The desk of the finalisation: compute, look, vote."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from apps.common.formats import level
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results import actions
from apps.results.checks import checks_of
from apps.results.differences import Change, changes_since, run_before
from apps.results.forms import SeatsForm, VoteForm
from apps.results.models import FinalisationRun, Result, RunState
from apps.results.permissions import agency_of, may_finalise, may_seat, may_see_run
from apps.results.queries import (
    assessed,
    corrections_to_publish,
    current_publication,
    has_quorum,
    living_run,
    outstanding_agencies,
    predikat_counts,
    results_of,
    run_seen,
    unready_by_stage,
    voting_began,
)
from apps.results.recount import differences

PAGE = 100
RESULT_COLUMNS = ("Kode", "Instansi", "Jalur", "Indeks", "Pembilang", "Penyebut", "Predikat")
CHANGE_COLUMNS = ("Kode", "Instansi", "Indeks semula", "Predikat semula", "Indeks", "Predikat", "Sebabnya")


@login_required
@require_GET
def run(request: UserRequest, slug: str) -> HttpResponse:
    """The computation of a period: what it still waits for, its figures, the votes on it."""
    period = _period_of(request, slug)
    if asks_for_workbook(request):
        present, text = run_seen(request.user, period), request.GET.get("q", "")
        found = results_of(present, text) if present and present.state == RunState.COMPUTED else ()
        return workbook(
            request, "Hasil", RESULT_COLUMNS, map(_result_cells, found), note=f"Instansi: {text}" if text else ""
        )
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: UserRequest, slug: str) -> HttpResponse:
    """Which agencies vote and how many must agree; read only once the first has voted."""
    period = _period_of(request, slug)
    began = voting_began(period)
    if request.method == "POST" and not may_seat(request.user, period):
        raise PermissionDenied

    known = {"agencies": period.agencies.values_list("agency", flat=True), "quorum": period.votes_required}
    form = SeatsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.set_composition(period, form.cleaned_data["agencies"], form.cleaned_data["quorum"])
        messages.success(request, "Susunan dan kuorum suara disimpan.")
        return redirect("results:run", slug)

    context = {
        "period": period,
        "form": form if may_seat(request.user, period) and not began else None,
        "seated": period.agencies.select_related("agency"),
        "voting_began": began,
    }
    return render(request, "results/seats.html", context, status=400 if form.is_bound else 200)


@login_required
@require_safe
def changes(request: UserRequest, slug: str) -> HttpResponse:
    """What changed since the computation before, institution by institution, and why."""
    period = _period_of(request, slug)
    present = run_seen(request.user, period)
    before = run_before(present) if present else None
    listed = changes_since(present, before) if present and before and present.computed_at else []
    if asks_for_workbook(request):
        return workbook(request, "Perubahan hitungan", CHANGE_COLUMNS, map(_change_cells, listed))
    context = {
        "period": period,
        "run": present,
        "before": before,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("halaman")),
        "instrument": period.instrument,
        "bands": period.instrument.bands.count(),
        "sees_names": may_finalise(request.user, period),
    }
    return render(request, "results/changes.html", context)


def _period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    if not may_see_run(request.user, period):
        raise Http404
    request.period = period
    return period


def _page(request: UserRequest, period: EvaluationPeriod, form: VoteForm | None = None) -> HttpResponse:
    present = run_seen(request.user, period)
    published = current_publication(period) if period.state == PeriodState.PUBLISHED else None
    may_compute = may_finalise(request.user, period)
    checks = checks_of(period) if period.state == PeriodState.RUNNING or may_compute else []
    context: dict[str, object] = {
        "period": period,
        "run": present,
        "assessed_count": assessed(period).count(),
        "checks": checks,
        "is_ready": all(check.is_met or check.is_warning for check in checks),
        "waiting_stages": unready_by_stage(period) if checks else [],
        "published": published,
        "is_published": published is not None and present == published.run,
        "to_publish": corrections_to_publish(period) if may_compute and published else (),
        "may_finalise": may_compute,
        "may_award": request.user.has_perm("periods.finalise_period"),
    }
    if present and present.state == RunState.DISPUTED:
        found = differences(present)
        context |= {"differing": found[:PAGE], "differing_count": len(found)}
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
        "before": run_before(present),
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


def _result_cells(one: Result) -> tuple[Value, ...]:
    placed, track = one.evaluation.institution, one.evaluation.get_track_display()
    # The exact fraction as text: a spreadsheet would round it.
    return placed.code, placed.name, track, one.stated, str(one.numerator), str(one.denominator), str(one.predikat)


def _change_cells(one: Change) -> tuple[Value, ...]:
    placed = one.evaluation.institution
    words = "; ".join(
        f"{word.get_stage_display()} indikator {word.indicator.number}: tingkat {level(word.level)}. {word.reason}"
        for word in one.words
    )
    figures = [(run.stated, str(run.predikat)) if run else (None, "") for run in (one.before, one.after)]
    return (placed.code, placed.name, *figures[0], *figures[1], words)
