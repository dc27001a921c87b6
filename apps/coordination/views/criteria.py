"""The criteria of a period's instrument: which are written, and a workbook with its preview."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.coordination.actions.criteria import apply_criteria, read_criteria
from apps.coordination.forms import SheetForm
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.permissions import may_change
from apps.coordination.queries.criteria import COLUMNS, indicators_with_counts, needs_reason, preview_of, steps_of
from apps.coordination.views.common import period_of, period_to_change
from apps.exports.actions import workbook
from apps.instruments.models import Criterion
from apps.periods.models import EvaluationPeriod


@login_required
@require_safe
def criteria(request: UserRequest, slug: str) -> HttpResponse:
    return _page(request, period_of(request, slug))


@login_required
@require_POST
def upload(request: UserRequest, slug: str) -> HttpResponse:
    """Read a workbook and show what it would write."""
    period = period_to_change(request, slug)

    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = read_criteria(period, file, file.name, by=request.user)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coordination:criteria_preview", slug, imported.pk)
    return _page(request, period, sheet_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    imported = get_object_or_404(ImportedList, pk=pk, kind=ListKind.CRITERIA, period=period)

    if request.method == "POST":
        written = apply_criteria(imported, reason=request.POST.get("reason", "")[:2000], by=request.user)
        messages.success(request, f"{written} kriteria ditulis dari {imported.name}.")
        return redirect("coordination:criteria", slug)

    context = {
        "period": period,
        "imported": imported,
        "preview": preview_of(period.instrument, imported.rows),
        "needs_reason": needs_reason(period),
    }
    return render(request, "coordination/criteria_preview.html", context)


@login_required
@require_safe
def template(request: UserRequest, slug: str) -> HttpResponse:
    """Every indicator and level with what stands: to be filled in and brought back."""
    period = period_of(request, slug)

    standing = {
        (one.indicator_id, one.level): one for one in Criterion.objects.filter(indicator__instrument=period.instrument)
    }
    rows = [
        (one.number, level, found.text if found else "", found.evidence if found else "", one.name)
        for one in period.instrument.indicators.order_by("number")
        for level in steps_of(period.instrument)
        for found in [standing.get((one.pk, level))]
    ]
    return workbook(request, "Kriteria", (*COLUMNS, "Nama indikator"), rows)


def _page(
    request: UserRequest, period: EvaluationPeriod, *, sheet_form: SheetForm | None = None, status: int = 200
) -> HttpResponse:
    indicators = list(indicators_with_counts(period.instrument))
    steps = len(steps_of(period.instrument))
    context = {
        "period": period,
        "indicators": indicators,
        "steps": steps,
        "incomplete": sum(one.written < steps for one in indicators),
        "needs_reason": needs_reason(period),
        "sheet_form": sheet_form or SheetForm(),
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/criteria.html", context, status=status)
