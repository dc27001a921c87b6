"""What the last earlier year said of an indicator, and taking over what still holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.common.exceptions import StaleVersionError
from apps.common.requests import UserRequest
from apps.self_assessment import actions, permissions
from apps.self_assessment.forms import TakeoverForm
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries import EarlierYear, Source, earlier_years
from apps.self_assessment.queries.earlier import Part, identity_of
from apps.self_assessment.texts import LABELS
from apps.self_assessment.views.access import demand, readable_answer


@dataclass(frozen=True)
class Offer:
    """An earlier answer as it is shown: beside each thing, what this year already has in its place."""

    source: Source
    parts: list[tuple[Part, str]]
    evidence: list[tuple[Evidence, bool]]

    @property
    def has_something(self) -> bool:
        return bool(self.parts) or any(not is_here for _, is_here in self.evidence)


@login_required
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def earlier(request: UserRequest, pk: int, number: int) -> HttpResponse:
    answer = readable_answer(request, pk, number)
    demand(permissions.may_read_earlier(request.user, answer.evaluation))
    found = earlier_years(answer.evaluation, answer.indicator)
    if request.method == "GET":
        return show(request, answer, found)
    demand(permissions.is_left_to(request.user, answer.evaluation, answer.is_mine))
    return take_over(request, answer, found)


def take_over(request: UserRequest, answer: Answer, found: list[EarlierYear]) -> HttpResponse:
    """The chosen parts and pieces of evidence, from the earlier answer that was shown."""
    named = (request.POST.get("tahun"), request.POST.get("sumber"))
    sources = [(year, source) for year in found for source in year.sources]
    year, source = next(
        (one for one in sources if (str(one[0].evaluation.pk), str(one[1].indicator.pk)) == named), (None, None)
    )
    form = TakeoverForm(request.POST, source=source) if source else None
    if year is None or source is None or form is None or not form.is_valid():
        return show(request, answer, found, refusal="Pilihan itu tidak ada pada tahun lalu.", status=422)
    parts, evidence = form.cleaned_data["bagian"], form.cleaned_data["bukti"]
    if not parts and not evidence:
        return show(request, answer, found, refusal="Centang dahulu teks atau bukti yang diambil alih.", status=422)
    try:
        came = actions.take_over(
            answer, source, version=form.cleaned_data["version"], parts=parts, evidence=evidence, by=request.user
        )
    except StaleVersionError as stale:
        answer.refresh_from_db()
        return show(request, answer, found, refusal=str(stale), status=409)
    taken = [LABELS[name] for name in parts] + ([f"{came} bukti"] if came else [])
    messages.success(
        request,
        f"Diambil alih dari {year.evaluation.period.year}: {', '.join(taken) or 'tidak ada yang baru'}. "
        "Tinjau dahulu sebelum diajukan.",
    )
    return redirect("self_assessment:indicator", answer.evaluation_id, answer.indicator.number)


def show(
    request: UserRequest, answer: Answer, found: list[EarlierYear], *, refusal: str = "", status: int = 200
) -> HttpResponse:
    evaluation = answer.evaluation
    context = {
        "evaluation": evaluation,
        "indicator": answer.indicator,
        "answer": answer,
        "years": [(year, offers_of(answer, year.sources)) for year in found],
        "may_fill": permissions.may_fill_answer(request.user, evaluation, answer.is_mine),
        "refusal": refusal,
    }
    template = "_earlier.html" if request.htmx else "earlier.html"
    return render(request, f"self_assessment/{template}", context, status=status)


def offers_of(answer: Answer, sources: Iterable[Source]) -> list[Offer]:
    here = set(
        Evidence.objects.filter(
            evaluation=answer.evaluation_id, indicator=answer.indicator_id, withdrawn_at__isnull=True
        ).values_list("file__sha256", "file__name", "url")
    )
    return [
        Offer(
            source,
            [(part, getattr(answer, part.name)) for part in source.parts],
            [(one, identity_of(one) in here) for one in source.evidence],
        )
        for source in sources
    ]
