"""Awards as everybody reads them: announced ones alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.awards.queries import announced_awards, announced_lists, corrected_since, decided_of
from apps.common.responses import kept_pdf
from apps.portal.caching import public_page


@require_safe
@public_page
def awards(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/awards.html", {"lists": announced_lists()})


@require_safe
@public_page
def period_awards(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was awarded, category by category, and who was left out and why."""
    found = get_object_or_404(announced_lists(), period__slug=slug)
    request.period = found.period  # type: ignore[attr-defined]
    decided = decided_of(found)
    context = {
        "awards": found,
        "period": found.period,
        "bands": found.period.instrument.bands.count(),
        "decided": decided,
        "corrected": corrected_since([award for _, given in decided for award in given]),
        "exclusions": found.exclusions.filter(lifted_at=None).select_related("institution"),
    }
    return render(request, "portal/period_awards.html", context)


@require_safe
@public_page
def certificate(request: HttpRequest, slug: str, code: str) -> HttpResponse:  # noqa: ARG001
    """The bytes of a certificate."""
    award = get_object_or_404(announced_awards(), category__list__period__slug=slug, code=code)
    return kept_pdf(award.certificate.sha256, f"piagam-{award.code}.pdf")
