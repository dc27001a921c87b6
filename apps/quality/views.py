"""The ministry's page of what stands out in a period, and of what was found by looking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.formats import date_id
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.models import EvaluationPeriod
from apps.quality import actions
from apps.quality.choices import SORTS, Kind
from apps.quality.forms import BoundsForm, NoteForm, SignalFilter
from apps.quality.models import QualitySignal
from apps.quality.permissions import may_look, may_note
from apps.quality.queries import (
    bounds_of,
    is_outdated,
    kind_rows,
    latest_job,
    latest_run,
    standing,
    subject_of,
    way_of,
    with_notes,
)

PAGE = 50
COLUMNS = (
    "Jenis", "Instansi", "Asesor", "Indikator", "Dari", "Menjadi", "Angka", "Keterangan", "Ditemukan",
    "Dilihat oleh", "Dilihat", "Catatan",
)  # fmt: skip


@login_required
@require_safe
def signals(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)

    form = SignalFilter(request.GET)
    found = form.narrowed(standing(period))
    if asks_for_workbook(request):
        return workbook(request, "Mutu", COLUMNS, map(_line, with_notes(found)), form=form)
    # Put in order are the keys alone: thousands of whole rows would take three times as long.
    page = Paginator(found.values_list("pk", flat=True), PAGE).get_page(request.GET.get("halaman"))
    shown = with_notes(standing(period).filter(pk__in=list(page.object_list)))
    run, job = latest_run(period), latest_job(period)
    context = {
        "period": period,
        "form": form,
        "page": page,
        "rows": [(one, subject_of(one), way_of(one)) for one in shown],
        "kinds": kind_rows(period),
        "run": run,
        "is_outdated": is_outdated(period, run),
        "job": job if job and (job.is_living or job.has_failed) else None,
        "note_form": NoteForm(),
        "may_note": may_note(request.user, period),
    }
    return render(request, "quality/signals.html", context)


@login_required
@require_POST
def compute(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_to_change(request, slug)

    actions.request_signals(period, by=request.user)
    return redirect("quality:signals", slug)


@login_required
@require_POST
def note_many(request: UserRequest, slug: str) -> HttpResponse:
    """One note for everything that was ticked in the list."""
    period = _period_to_change(request, slug)

    form = NoteForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("pilih") if pk.isdecimal() and len(pk) < 18]
    found = QualitySignal.objects.filter(period=period, pk__in=chosen)
    if not chosen or not form.is_valid():
        messages.error(request, "Pilih barisnya dan tulis catatannya. Belum ada yang disimpan.")
    else:
        number = actions.note_signals(found, form.cleaned_data["text"], by=request.user)
        messages.success(request, f"Catatan disimpan untuk {number} baris.")
    return redirect(f"{request.path.removesuffix('catat/')}?{request.GET.urlencode()}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """One signal, where its rows are, and what those found who looked."""
    period = _period_of(request, slug)
    rows = QualitySignal.objects.select_related("period", "evaluation__institution", "indicator", "assessor")
    found = get_object_or_404(rows, pk=pk, period=period)
    may = may_note(request.user, period)
    if request.method == "POST" and not may:
        raise PermissionDenied

    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_signals(QualitySignal.objects.filter(pk=pk), form.cleaned_data["text"], by=request.user)
        messages.success(request, "Catatan disimpan.")
        return redirect("quality:signal", slug, pk)

    context = {
        "period": period,
        "signal": found,
        "sort": SORTS[Kind(found.kind)],
        "subject": subject_of(found),
        "way": way_of(found),
        "notes": found.notes.select_related("by"),
        "form": form,
        "may_note": may,
    }
    return render(request, "quality/signal.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bounds(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_to_change(request, slug)

    form = BoundsForm(request.POST or None, bounds=bounds_of(period))
    if request.method == "POST" and form.is_valid():
        actions.set_bounds(period, form.bounds, by=request.user)
        actions.request_signals(period, by=request.user)
        messages.success(request, "Batas disimpan. Daftar disusun ulang.")
        return redirect("quality:signals", slug)
    return render(
        request, "quality/bounds.html", {"period": period, "form": form}, status=422 if form.is_bound else 200
    )


def _line(one: QualitySignal) -> tuple[Value, ...]:
    notes = list(one.notes.all())
    return (
        one.get_kind_display(),
        str(one.evaluation.institution) if one.evaluation else "",
        str(one.assessor) if one.assessor else "",
        one.indicator.number if one.indicator else None,
        one.before,
        one.after,
        one.value,
        one.remark,
        date_id(one.found_at),
        "; ".join(str(note.by) for note in notes),
        "; ".join(date_id(note.at) for note in notes),
        "\n".join(note.text for note in notes),
    )


def _period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period, for the ministry's team; everybody else is refused before it is looked for."""
    if not may_look(request.user):
        raise PermissionDenied
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    request.period = period
    return period


def _period_to_change(request: UserRequest, slug: str) -> EvaluationPeriod:
    period = _period_of(request, slug)
    if not may_note(request.user, period):
        raise PermissionDenied
    return period
