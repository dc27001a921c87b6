"""Other agencies' indices of a period: who has which, a workbook with its preview, one by hand."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.coordination.actions.external import apply_external, read_external
from apps.coordination.external_forms import ExternalFilter, ExternalForm
from apps.coordination.forms import SheetForm
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.permissions import may_change
from apps.coordination.queries.desk import rows_of
from apps.coordination.queries.external import COLUMNS, InstitutionLine, lines_of, preview_of
from apps.coordination.views.common import PAGE, period_of, period_to_change
from apps.evaluations.actions.external import ExternalRow, bring_external
from apps.evaluations.external import external_indicators, lacking
from apps.evaluations.models import ExternalValue
from apps.exports.actions import asks_for_workbook, workbook
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod

LIST_COLUMNS = (*COLUMNS, "Nama instansi", "Nama indikator", "Indeks")


@login_required
@require_safe
def external(request: UserRequest, slug: str) -> HttpResponse:
    return _page(request, period_of(request, slug))


@login_required
@require_POST
def upload(request: UserRequest, slug: str) -> HttpResponse:
    """Read a workbook and show what it would bring."""
    period = period_to_change(request, slug)

    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = read_external(period, file, file.name, by=request.user)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coordination:external_preview", slug, imported.pk)
    return _page(request, period, sheet_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    imported = get_object_or_404(ImportedList, pk=pk, kind=ListKind.EXTERNAL, period=period)

    if request.method == "POST":
        written = apply_external(imported, by=request.user)
        messages.success(request, f"{written} nilai indeks dicatat dari {imported.name}.")
        return redirect("coordination:external", slug)

    context = {"period": period, "imported": imported, "preview": preview_of(period, imported.rows)}
    return render(request, "coordination/external_preview.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: UserRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """One value of one institution by hand, with what stood before."""
    period = period_to_change(request, slug)
    evaluation = get_object_or_404(rows_of(period), pk=pk)
    rows = Indicator.objects.filter(instrument=period.instrument).exclude(external_index="")
    indicator = get_object_or_404(rows, number=number)
    known = ExternalValue.objects.filter(evaluation=evaluation, indicator=indicator).select_related("by")

    form = ExternalForm(request.POST or None, instrument=period.instrument)
    if form.is_valid():
        bring_external([ExternalRow(evaluation.pk, indicator.pk, **form.cleaned_data)], by=request.user)
        messages.success(request, f"Indikator {indicator.number} {evaluation.institution}: nilai indeks dicatat.")
        return redirect("coordination:external", slug)

    context = {
        "period": period,
        "evaluation": evaluation,
        "indicator": indicator,
        "form": form,
        "known": known.order_by("-revision"),
    }
    return render(request, "coordination/external_value.html", context, status=422 if form.errors else 200)


def _page(
    request: UserRequest, period: EvaluationPeriod, *, sheet_form: SheetForm | None = None, status: int = 200
) -> HttpResponse:
    form = ExternalFilter(request.GET)
    if asks_for_workbook(request):
        lines = lines_of(period, form.narrowed(rows_of(period)))
        return workbook(request, "Indeks", LIST_COLUMNS, [row for line in lines for row in _rows(line)], form=form)
    page = Paginator(form.narrowed(rows_of(period)), PAGE).get_page(request.GET.get("halaman"))
    context = {
        "period": period,
        "form": form,
        "page": page,
        "indicators": external_indicators(period.instrument),
        "lines": lines_of(period, page.object_list),
        "lacking": lacking(rows_of(period)).count(),
        "sheet_form": sheet_form or SheetForm(),
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/external.html", context, status=status)


def _rows(line: InstitutionLine) -> Iterator[tuple[Value, ...]]:
    """An institution as its list comes back filled in: a row for each indicator, with what stands."""
    institution = line.evaluation.institution
    for indicator, one in line.values:
        said: tuple[Value, ...] = (
            (one.value, one.level, one.source, one.dated.isoformat()) if one else ("", None, "", "")
        )
        yield (institution.code, indicator.number, *said, institution.name, indicator.name, indicator.external_index)
