"""Strengths, weaknesses and recommendations of one part, as the report prints them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.consolidation import actions
from apps.consolidation.exceptions import StaleFindingsError
from apps.consolidation.forms import FindingsForm
from apps.consolidation.permissions import may_write_findings
from apps.consolidation.queries import Group, kinds_of, side_by_side
from apps.consolidation.views.access import consolidated_evaluation, demand
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.instruments.queries import Shape, shape_of


@login_required
@require_http_methods(["GET", "POST"])
def findings(request: UserRequest, pk: int, part_pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    shape = shape_of(evaluation.period.instrument)
    if part_pk not in {part.pk for part in shape.leaves}:
        raise Http404
    group = next(group for group in side_by_side(evaluation, shape) if group.part.pk == part_pk)
    if request.method == "GET":
        return show(request, evaluation, shape, group)
    demand(may_write_findings(request.user, evaluation))

    form = FindingsForm(request.POST, kinds=kinds_of(evaluation))
    if not form.is_valid():
        return show(request, evaluation, shape, group, form=form, status=422)
    try:
        actions.save_findings(evaluation, group.part, form.texts, form.versions, by=request.user)
    except DomainError as refusal:
        return show(request, evaluation, shape, group, form=form, refusal=refusal, status=refusal.status)
    messages.success(request, f"{group.part} tersimpan.")
    following = next_part(shape, part_pk)
    return redirect("consolidation:findings", pk, following) if following else redirect("consolidation:detail", pk)


@login_required
@require_POST
def draft(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = consolidated_evaluation(request, pk)
    demand(may_write_findings(request.user, evaluation))

    if drafted := actions.draft_findings(evaluation, by=request.user):
        messages.success(request, f"{drafted} tulisan disusun dari kriteria. Periksa dan lengkapi sebelum diserahkan.")
    else:
        messages.warning(request, "Tidak ada tulisan kosong yang dapat disusun dari kriteria.")
    return redirect("consolidation:detail", pk)


def show(
    request: UserRequest,
    evaluation: Evaluation,
    shape: Shape,
    group: Group,
    *,
    form: FindingsForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The part with its indicators; after a stale save what stands there now, and what was typed."""
    rows = PartFinding.objects.filter(evaluation=evaluation, part=group.part).select_related("by")
    stored = {FindingKind(one.kind): one for one in rows}
    is_stale = isinstance(refusal, StaleFindingsError)
    context = {
        "evaluation": evaluation,
        "instrument": shape.instrument,
        "group": group,
        "stored": stored.values(),
        "form": form_of(evaluation, stored, form, is_stale),
        "refusal": refusal,
        "is_stale": is_stale,
        "next": next_part(shape, group.part.pk),
        "may_write": may_write_findings(request.user, evaluation),
    }
    return render(request, "consolidation/findings.html", context, status=status)


def form_of(
    evaluation: Evaluation, stored: dict[FindingKind, PartFinding], typed: FindingsForm | None, is_stale: bool
) -> FindingsForm:
    """What stands there; what was typed where something was; with the versions of now after a stale save."""
    versions = {f"{kind.value}_version": stored[kind].version if kind in stored else 0 for kind in kinds_of(evaluation)}
    texts = {kind.value: one.text for kind, one in stored.items()}
    if typed is None:
        return FindingsForm(initial=versions | texts, kinds=kinds_of(evaluation))
    if is_stale:
        data: dict[str, Any] = dict(typed.data.items()) | versions
        return FindingsForm(data, kinds=kinds_of(evaluation))
    return typed


def next_part(shape: Shape, part_pk: int) -> int | None:
    leaves = [part.pk for part in shape.leaves]
    place = leaves.index(part_pk) + 1
    return leaves[place] if place < len(leaves) else None
