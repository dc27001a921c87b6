"""Everything an institution has brought as evidence, where it is used, and using it once more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.common.requests import UserRequest
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import LibraryFilter
from apps.self_assessment.models import StoredFile
from apps.self_assessment.queries.asked import takes_evidence
from apps.self_assessment.queries.library import library_of
from apps.self_assessment.views.access import demand, is_mine, readable_evaluation
from apps.self_assessment.views.files import tell_warning


@login_required
@require_safe
def library(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = readable_evaluation(request, pk)
    demand(permissions.may_see_library(request.user, evaluation))
    asked = LibraryFilter(request.GET)
    found = library_of(
        evaluation,
        words=asked.words,
        links=asked.shows_links and not asked.indicator_number,
        page=request.GET.get("halaman"),
    )
    indicator = None
    if asked.indicator_number:
        indicators = evaluation.period.instrument.indicators
        wanted = get_object_or_404(indicators.only("number", "name"), number=asked.indicator_number)
        mine = is_mine(request, evaluation, wanted)
        may_add = permissions.may_add_evidence(request.user, evaluation, mine) and takes_evidence(evaluation, wanted)
        indicator = wanted if may_add else None
    context = {"evaluation": evaluation, "library": found, "page": found.page, "filter": asked, "indicator": indicator}
    return render(request, "self_assessment/library.html", context)


@login_required
@require_POST
def use(request: UserRequest, pk: int, number: int, file_pk: int) -> HttpResponse:
    """A file that the institution has already, for one more indicator."""
    evaluation = readable_evaluation(request, pk)
    indicator = get_object_or_404(evaluation.period.instrument.indicators, number=number)
    demand(permissions.brings(request.user, evaluation, is_mine(request, evaluation, indicator)))
    stored = get_object_or_404(StoredFile, institution=evaluation.institution_id, pk=file_pk)
    actions.use_file(evaluation, indicator, stored, by=request.user)
    messages.success(request, f"“{stored.name}” kini juga bukti indikator {number}. Lengkapi apa yang dibuktikannya.")
    tell_warning(request, stored)
    return redirect("self_assessment:indicator", pk, number)
