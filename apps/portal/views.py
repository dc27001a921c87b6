"""What everybody may read. Only published figures; simulations apart and marked."""

import hashlib
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from apps.awards.queries import announced_lists
from apps.common.files import path_of
from apps.decrees.queries import issued_decrees, made_copies, with_corrections
from apps.institutions.models import Institution, Province
from apps.institutions.queries import line_of
from apps.portal import exports
from apps.portal.caching import public_page
from apps.portal.papers import LONGEST_CODE, KnownPaper, paper_behind, paper_with
from apps.portal.queries import corrected_figures, found, published_periods, results_of_period, way_of
from apps.portal.rankings import (
    CATEGORIES,
    NOTHING_LISTED,
    REGIONAL,
    best_known_pair,
    figures_of_years,
    improvements,
    ranked,
    years_with_figures,
)
from apps.results.queries import current_publication, predikat_counts, published_results
from apps.results.series import (
    figures_of_predecessors,
    latest_change,
    national_series,
    parts_of,
    scale_of,
    series_of,
    trend_points,
)
from apps.rules.stages import Track

SEARCH_LIMIT = 50
LATEST_PERIODS = 6
LARGEST_PAPER = 20_000_000  # bytes


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Search, the nation through the years, the latest lists."""
    text = request.GET.get("q", "").strip()[:100]
    matches = list(found(text)[: SEARCH_LIMIT + 1])
    if len(matches) == 1:
        return redirect("portal:institution", matches[0].slug)
    nation = national_series()
    periods = published_periods()
    context = {
        "q": text,
        "matches": matches[:SEARCH_LIMIT],
        "more": len(matches) > SEARCH_LIMIT,
        "nation": nation,
        "points": trend_points(nation),
        "scale": scale_of(nation),
        "latest": next((line for line in nation if line.figure), None),
        "years": years_with_figures(),
        "official_periods": periods.filter(simulation_label="")[:LATEST_PERIODS],
        "simulations": periods.exclude(simulation_label="")[:LATEST_PERIODS],
    }
    return render(request, "portal/home.html", context)


@require_safe
@public_page
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """One institution through the years."""
    one = get_object_or_404(Institution.objects.select_related("province"), slug=slug)
    lines = series_of(one)
    computed = [line.figure.result for line in lines if line.figure and line.figure.result]
    context = {
        "institution": one,
        "corrected": corrected_figures(computed) if computed else [],
        "predecessors": line_of(one),
        "successors": one.successors.all(),
        "former_figures": figures_of_predecessors(one),
        "lines": lines,
        "points": trend_points(lines),
        "scale": scale_of(lines),
        "official": [line for line in lines if line.figure],
        "change": latest_change(lines),
        "with_parts": parts_of(lines),
        "breaks": [line for line in lines if line.replaced],
    }
    return render(request, "portal/institution.html", context)


@require_safe
@public_page
def institution_csv(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    one = get_object_or_404(Institution, slug=slug)
    return exports.csv_file(one.slug, exports.SERIES_COLUMNS, exports.series_rows(series_of(one)))


@require_safe
@public_page
def ranking(request: HttpRequest) -> HttpResponse:
    """The list of a year and category; a shareable address."""
    return render(request, "portal/ranking.html", _ranking_asked(request))


@require_safe
@public_page
def ranking_csv(request: HttpRequest) -> HttpResponse:
    asked = _ranking_asked(request)
    place = asked["province"].code if asked["province"] else "semua"
    name = f"hasil-{asked['year'] or 'tanpa-tahun'}-{asked['category']}-{place}"
    return exports.csv_file(name, exports.RANKING_COLUMNS, exports.ranking_rows(asked["list"], asked["year"]))


def _ranking_asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for; else the latest year, kabupaten and kota, everywhere."""
    years = years_with_figures()
    year = next((one for one in years if str(one) == request.GET.get("tahun")), years[0] if years else None)
    category = request.GET.get("kategori", REGIONAL)
    if category not in CATEGORIES:
        category = REGIONAL
    provinces = list(Province.objects.all())
    province = next((one for one in provinces if one.code == request.GET.get("provinsi")), None)
    return {
        "years": years,
        "year": year,
        "categories": [(key, label) for key, (label, _) in CATEGORIES.items()],
        "category": category,
        "category_label": CATEGORIES[category][0],
        "provinces": provinces,
        "province": province,
        "list": ranked(year, category, province.code if province else "") if year else NOTHING_LISTED,
    }


@require_safe
@public_page
def risen(request: HttpRequest) -> HttpResponse:
    """The largest improvements between two years of one instrument."""
    years = years_with_figures()
    figures = figures_of_years(years)
    pairs = [(before, after) for after in years for before in years if before < after]
    asked = (request.GET.get("dari"), request.GET.get("ke"))
    pair = next((one for one in pairs if (str(one[0]), str(one[1])) == asked), best_known_pair(figures, pairs))
    context = {"years": years, "pair": pair, "list": improvements(figures, pair) if pair else None}
    return render(request, "portal/improvements.html", context)


@require_safe
@public_page
def period(request: HttpRequest, slug: str) -> HttpResponse:
    """The published results of one period."""
    one = get_object_or_404(published_periods(), slug=slug)
    request.period = one  # type: ignore[attr-defined]
    published = current_publication(one)
    context = {
        "period": one,
        "publication": published,
        "results": results_of_period(one),
        "counts": predikat_counts(published.run) if published else (),
        "bands": one.instrument.bands.count(),
        "decree": issued_decrees().filter(run__period=one).first(),
        "left_out": one.evaluations.filter(track=Track.NOT_ASSESSED).count(),
        "has_awards": announced_lists().filter(period=one).exists(),
    }
    return render(request, "portal/period.html", context)


@require_safe
@public_page
def result(request: HttpRequest, slug: str, institution_slug: str) -> HttpResponse:
    """The way back of one figure, as deep as the public may look."""
    one = get_object_or_404(
        published_results(), evaluation__period__slug=slug, evaluation__institution__slug=institution_slug
    )
    request.period = one.evaluation.period  # type: ignore[attr-defined]
    lines = one.decree_lines.filter(decree__in=issued_decrees()).select_related("decree")
    context = {
        "result": one,
        "period": one.evaluation.period,
        "institution": one.evaluation.institution,
        "bands": one.evaluation.period.instrument.bands.count(),
        "way": way_of(one),
        "corrected": corrected_figures([one]),
        "line": lines.order_by("-decree_id").first(),
    }
    return render(request, "portal/result.html", context)


@require_safe
@public_page
def decrees(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/decrees.html", {"decrees": with_corrections(issued_decrees())})


@require_safe
@public_page
def decree_paper(request: HttpRequest, code: str) -> FileResponse:  # noqa: ARG001
    """The bytes that were issued."""
    decree = get_object_or_404(issued_decrees(), code=code)
    return FileResponse(
        path_of(decree.issued_sha256).open("rb"),
        as_attachment=True,
        filename=f"keputusan-menteri-{decree.code}.pdf",
        content_type="application/pdf",
    )


@require_safe
@public_page
def decree_copy(request: HttpRequest, code: str) -> FileResponse:  # noqa: ARG001
    """The bytes of the latest certified copy."""
    copy = made_copies(get_object_or_404(issued_decrees(), code=code)).first()
    if copy is None:
        raise Http404
    return FileResponse(
        path_of(copy.sha256).open("rb"),
        as_attachment=True,
        filename=f"salinan-keputusan-menteri-{code}.pdf",
        content_type="application/pdf",
    )


@require_safe
@public_page
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a paper and its figure are genuine."""
    asked = "".join(request.GET.get("kode", "").upper().split()).replace("/", "-").strip(".")[:LONGEST_CODE]
    if asked and not code:
        return redirect("portal:verify", asked)
    paper = paper_behind(code)
    return _verdict(request, {"code": code, "paper": paper}, paper, status=404 if code and paper is None else 200)


@csrf_exempt  # It changes nothing, and a page that anybody may keep carries no token.
@require_POST
@never_cache
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether an uploaded file is, to the byte, one of the papers that went out from here. The file is not kept."""
    length = str(request.META.get("CONTENT_LENGTH"))
    if length.isdecimal() and int(length) > LARGEST_PAPER:
        return _verdict(request, {"too_large": True}, None, status=413)
    file = request.FILES.get("berkas")
    if file is None:
        return _verdict(request, {"no_file": True}, None, status=422)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    paper = paper_with(sha256)
    return _verdict(request, {"paper": paper, "file": file.name, "sha256": sha256}, paper, status=200 if paper else 404)


def _verdict(
    request: HttpRequest, context: dict[str, object], paper: KnownPaper | None, *, status: int
) -> HttpResponse:
    request.simulation_label = paper.period.simulation_label if paper else ""  # type: ignore[attr-defined]
    return render(request, "portal/verify.html", context, status=status)
