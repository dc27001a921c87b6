"""The report of one institution: ask for it, follow its making, take it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.common.files import path_of
from apps.common.requests import UserRequest
from apps.evaluations.grants import visible_evaluations
from apps.reports import actions
from apps.reports.permissions import may_read_report
from apps.reports.queries import report_of
from apps.results.models import Result
from apps.results.queries import current_of


@login_required
@require_GET
def report(request: UserRequest, pk: int) -> HttpResponse:
    result = _result_of(request, pk)
    made = report_of(result)
    context = {
        "result": result,
        "evaluation": result.evaluation,
        "report": made,
        "is_draft": not hasattr(result.run, "publication"),
        "current": current_of(result),
        "bands": result.evaluation.period.instrument.bands.count(),
    }
    return render(request, "reports/report.html", context)


@login_required
@require_POST
def ask(request: UserRequest, pk: int) -> HttpResponse:
    result = _result_of(request, pk)
    actions.request_report(result, by=request.user)
    return redirect("reports:report", pk)


@login_required
@require_GET
def paper(request: UserRequest, pk: int) -> FileResponse:
    result = _result_of(request, pk)
    made = report_of(result)
    if made is None or not made.sha256:
        raise Http404
    return FileResponse(
        path_of(made.sha256).open("rb"),
        as_attachment=True,
        filename=f"laporan-{result.evaluation.institution.slug}-{result.evaluation.period.year}.pdf",
        content_type="application/pdf",
    )


def _result_of(request: UserRequest, pk: int) -> Result:
    result = get_object_or_404(
        Result.objects.select_related("predikat", "run__publication").exclude(run__state="replaced"),
        pk=pk,
        evaluation__in=visible_evaluations(request.user),
    )
    result.evaluation = visible_evaluations(request.user).get(pk=result.evaluation_id)
    request.evaluation = result.evaluation
    if not may_read_report(request.user, result):
        raise Http404  # before publication not even the existence of a result may be seen
    return result
