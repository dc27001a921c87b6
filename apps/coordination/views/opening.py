"""The schedule of a period and its opening."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.common.requests import UserRequest
from apps.coordination.actions import move_windows, open_period
from apps.coordination.forms import ReasonForm
from apps.coordination.queries.opening import checks_of
from apps.coordination.views.common import period_to_change
from apps.periods.forms import schedule_form
from apps.periods.models import PeriodState
from apps.periods.queries import windows_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: UserRequest, slug: str) -> HttpResponse:
    """Every window; with a reason once the period runs."""
    period = period_to_change(request, slug)
    is_running = period.state == PeriodState.RUNNING

    rows = schedule_form(request.POST or None, windows_of(period))
    reason = ReasonForm(request.POST or None) if is_running else None
    if request.method == "POST" and rows.is_valid() and (reason is None or reason.is_valid()):
        why = reason.cleaned_data["reason"] if reason else ""
        changed = move_windows(period, rows.windows(), reason=why, by=request.user)
        messages.success(request, f"{changed} jadwal diubah." if changed else "Jadwal tidak berubah.")
        return redirect("periods:detail", slug)

    return render(request, "coordination/schedule.html", {"period": period, "schedule": rows, "reason": reason})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: UserRequest, slug: str) -> HttpResponse:
    """What is missing, and the button that opens the period."""
    period = period_to_change(request, slug)

    if request.method == "POST":
        open_period(period, by=request.user)
        messages.success(request, f"{period} dibuka. Koordinator SPBE setiap instansi diberi tahu.")
        return redirect("coordination:control_room", slug)

    checks = checks_of(period)
    context = {
        "period": period,
        "checks": checks,
        "may_open": all(check.is_met or check.is_warning for check in checks),
        "is_preparation": period.state == PeriodState.PREPARATION,
        "windows": windows_of(period),
    }
    return render(request, "coordination/opening.html", context)
