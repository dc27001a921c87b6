"""A closed period for whoever audits: its evaluations, and each with its whole ledger. Only read."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.common.requests import UserRequest
from apps.coordination.queries.audit import audited, ledger_rows, record_of
from apps.coordination.views.common import PAGE, period_read
from apps.evaluations.models import Evaluation

WORDS = 100  # of the ledger on a page


@login_required
@require_safe
def audit(request: UserRequest, slug: str) -> HttpResponse:
    """Every evaluation of the period, and where else its record stands."""
    period = period_read(request, slug)
    text = request.GET.get("cari", "").strip()[:100]
    page = Paginator(audited(period, text), PAGE).get_page(request.GET.get("halaman"))
    return render(request, "coordination/audit.html", {"period": period, "page": page, "text": text})


@login_required
@require_safe
def audit_one(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The ledger of one evaluation with every revision, and the chain that it is sealed in."""
    period = period_read(request, slug)
    evaluation = get_object_or_404(Evaluation.objects.select_related("institution"), pk=pk, period=period)
    context = {
        "period": period,
        "evaluation": evaluation,
        "page": Paginator(ledger_rows(evaluation), WORDS).get_page(request.GET.get("halaman")),
        "record": record_of(evaluation),
    }
    return render(request, "coordination/audit_one.html", context)
