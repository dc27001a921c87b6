"""The ministry's page of agreement: what a worker has computed, with date and foundation."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.charts import Span
from apps.common.requests import UserRequest
from apps.harmonisation import actions
from apps.harmonisation.forms import NoteForm
from apps.harmonisation.models import AgreementFigure, Measure
from apps.harmonisation.queries.figures import (
    Row,
    Tables,
    latest_job,
    latest_run,
    outliers_of,
    rows_behind,
    tables_of,
)
from apps.harmonisation.queries.judged import fully_locked
from apps.harmonisation.views.access import desk_period
from apps.jobs.models import Job
from apps.rules.agreement import OUTLYING


@login_required
@require_safe
def figures(request: UserRequest, slug: str) -> HttpResponse:
    period = desk_period(request, slug)
    run, job = latest_run(period), latest_job(period)
    context: dict[str, object] = {
        "period": period,
        "run": run,
        "job": job if is_shown(job) else None,
        "locked": fully_locked(period).count(),
        "outlying": Decimal(repr(OUTLYING)),
    }
    if run:
        tables = tables_of(run)
        context |= {"tables": tables, **charts_of(tables)}
    return render(request, "harmonisation/figures.html", context)


@login_required
@require_POST
def compute(request: UserRequest, slug: str) -> HttpResponse:
    period = desk_period(request, slug)

    actions.request_figures(period, by=request.user)
    return redirect("harmonisation:figures", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outlier(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The rows behind an outlier, and what those found who looked at them."""
    period = desk_period(request, slug)
    figure = get_object_or_404(outliers_of(period), pk=pk)

    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_figure(figure, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Catatan disimpan.")
        return redirect("harmonisation:outlier", slug, pk)

    context = {
        "period": period,
        "instrument": period.instrument,
        "figure": figure,
        "rows": rows_behind(figure),
        "notes": figure.notes.select_related("by"),
        "form": form,
    }
    return render(request, "harmonisation/outlier.html", context, status=422 if form.is_bound else 200)


def is_shown(job: Job | None) -> bool:
    """Progress and failure are shown; of a job that went well its run speaks."""
    return job is not None and (job.is_living or job.has_failed)


def charts_of(tables: Tables) -> dict[str, object]:
    return {
        "kappa_spans": [_of_row(row, f"{row.subject.number}. {row.subject.name}") for row in tables.indicators],
        "university_spans": {
            component: [_of_figure(one, str(one.university)) for one in found]
            for component, found in tables.university_severity.items()
        },
    }


def _of_row(row: Row, label: str) -> Span:
    figure = row.figures.get(Measure.KAPPA)
    return _of_figure(figure, label) if figure else Span(label, None)


def _of_figure(figure: AgreementFigure, label: str) -> Span:
    return Span(label, figure.value, figure.low, figure.high)
