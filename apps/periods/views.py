"""The ministry's periods: the list, a new one, one in detail, its settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.actions import create_period, edit_period
from apps.periods.choices import PLACES
from apps.periods.forms import PeriodForm, SourceForm, schedule_form, settings_after
from apps.periods.models import EvaluationPeriod
from apps.periods.permissions import may_edit, may_run_periods
from apps.periods.queries import counts_by_track, reading_of, windows_of, years_later
from apps.rules.stages import SHORT_LABELS, Track

COLUMNS = ("Periode", "Tanda simulasi", "Tahun", "Instrumen", "Keadaan", "Instansi dinilai")


@login_required
@require_safe
def period_list(request: UserRequest) -> HttpResponse:
    if not may_run_periods(request.user):
        raise PermissionDenied
    periods = EvaluationPeriod.objects.select_related("instrument").annotate(
        assessed=Count("evaluations", filter=~Q(evaluations__track=Track.NOT_ASSESSED))
    )
    if asks_for_workbook(request):
        return workbook(request, "Periode", COLUMNS, map(_cells, periods))
    return render(request, "periods/list.html", {"periods": periods})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: UserRequest) -> HttpResponse:
    if not may_run_periods(request.user):
        raise PermissionDenied

    copied = SourceForm(request.POST if request.method == "POST" else request.GET)
    source = copied.source
    initial = settings_after(source, is_rehearsal=copied.is_rehearsal) if source else {}
    shift = 0 if copied.is_rehearsal else 1
    windows = years_later(windows_of(source), shift) if source else []
    form = PeriodForm(request.POST or None, initial=initial)
    schedule = schedule_form(request.POST or None, windows)
    if request.method == "POST" and form.is_valid() and schedule.is_valid():
        period = create_period(form.cleaned_data, schedule.windows(), source=source, by=request.user)
        messages.success(request, f"{period.name} disiapkan. Langkah berikutnya: tetapkan lokus dan tim asesor.")
        return redirect("periods:detail", period.slug)

    context = {"form": form, "schedule": schedule, "copied": copied, "source": source}
    return render(request, "periods/create.html", context)


@login_required
@require_safe
def detail(request: UserRequest, slug: str) -> HttpResponse:
    if not may_run_periods(request.user):
        raise PermissionDenied
    period = get_object_or_404(
        EvaluationPeriod.objects.select_related("instrument", "created_by", "copied_from"), slug=slug
    )
    request.period = period

    context = {
        "period": period,
        "windows": windows_of(period),
        "reading": reading_of(period),
        "stage_labels": [SHORT_LABELS[stage] for stage in PLACES],
        "tracks": counts_by_track(period),
        "changes": period.schedule_changes.select_related("by")[:20],
        "may_edit": may_edit(request.user, period),
    }
    return render(request, "periods/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, slug: str) -> HttpResponse:
    if not may_run_periods(request.user):
        raise PermissionDenied
    period = get_object_or_404(EvaluationPeriod, slug=slug)
    request.period = period
    if not may_edit(request.user, period):
        raise PermissionDenied

    form = PeriodForm(request.POST or None, instance=EvaluationPeriod.objects.get(pk=period.pk))
    if request.method == "POST" and form.is_valid():
        edit_period(period, form.cleaned_data)
        messages.success(request, "Pengaturan periode disimpan.")
        return redirect("periods:detail", period.slug)

    return render(request, "periods/edit.html", {"period": period, "form": form})


def _cells(one: Any) -> tuple[Value, ...]:
    state = one.get_state_display()
    return one.name, one.simulation_label, one.year, one.instrument.name, state, one.assessed
