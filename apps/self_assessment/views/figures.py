"""What the sheet amounts to for now: a piece that follows every save, and what it would be with other levels."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from apps.common.charts import Axis, radar
from apps.common.requests import UserRequest
from apps.instruments.models import Part
from apps.instruments.queries import Shape, shape_of
from apps.self_assessment import permissions
from apps.self_assessment.forms import WhatIfForm
from apps.self_assessment.queries import Provisional, levels_of, provisional_of, readiness_of, suppose
from apps.self_assessment.views.access import demand, readable_evaluation

SMALLEST_RADAR = 3


@login_required
@require_safe
def figures(request: UserRequest, pk: int) -> HttpResponse:
    """Index, predikat, parts and radar as the answers stand. A piece; without scripts the sheet itself shows them."""
    evaluation = readable_evaluation(request, pk)
    if not request.htmx:
        return redirect("self_assessment:sheet", pk)
    shape = shape_of(evaluation.period.instrument)
    context = figures_context(shape, provisional_of(shape, levels_of(evaluation)))
    return render(request, "self_assessment/_figures.html", {"evaluation": evaluation} | context)


@login_required
@require_safe
def readiness(request: UserRequest, pk: int) -> HttpResponse:
    """What blocks and what warns, also against last year. A piece; without scripts the submission's page shows it."""
    evaluation = readable_evaluation(request, pk)
    demand(permissions.may_read_earlier(request.user, evaluation))
    if not request.htmx:
        return redirect("self_assessment:submission", pk)
    context = {"evaluation": evaluation, "readiness": readiness_of(evaluation)}
    return render(request, "self_assessment/_readiness.html", context)


@login_required
@require_safe
def what_if(request: UserRequest, pk: int) -> HttpResponse:
    """Other levels, tried out: the address holds them, the database nothing."""
    evaluation = readable_evaluation(request, pk)
    shape, levels = shape_of(evaluation.period.instrument), levels_of(evaluation)
    form = WhatIfForm(request.GET or None, shape=shape, levels=levels)
    supposed = form.supposed() if form.is_valid() else {}
    context = {
        "evaluation": evaluation,
        "instrument": shape.instrument,
        "form": form,
        "bands": len(shape.bands),
        "supposition": suppose(shape, levels, supposed),
    }
    template = "self_assessment/_what_if.html" if request.htmx else "self_assessment/what_if.html"
    return render(request, template, context)


def figures_context(shape: Shape, figures: Provisional) -> dict[str, object]:
    """What "_figures.html" asks for."""
    return {
        "instrument": shape.instrument,
        "figures": figures,
        "axes": axes_of(shape, figures),
        "radar": radar_of(shape, figures),
    }


def axes_of(shape: Shape, figures: Provisional) -> list[tuple[Part, Decimal]]:
    return [(part, figures.parts[part.pk]) for part in shape.leaves]


def radar_of(shape: Shape, figures: Provisional) -> SafeString | None:
    axes = [Axis(part.name, figure, shape.instrument.target_level) for part, figure in axes_of(shape, figures)]
    if len(axes) < SMALLEST_RADAR:
        return None
    return radar(
        axes,
        shape.instrument.scale_min,
        shape.instrument.scale_max,
        title="Nilai sementara tiap bagian terhadap target",
    )
