"""What everybody may read. Only published figures; simulations apart and marked."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from apps.common.files import path_of
from apps.decrees.models import Decree
from apps.decrees.queries import issued_decrees
from apps.institutions.models import Institution, Province
from apps.portal.queries import found, paper_behind, published_periods, results_of_period, way_of
from apps.portal.rankings import CATEGORIES, REGIONAL, best_known_pair, improvements, ranked, years_with_figures
from apps.results.queries import published_results
from apps.results.series import latest_change, national_series, parts_of, scale_of, series_of, trend_points

SEARCH_LIMIT = 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Search, the nation through the years, the latest lists."""
    text = request.GET.get("q", "").strip()
    matches = list(found(text)[: SEARCH_LIMIT + 1]) if text else []
    if len(matches) == 1:
        return redirect("portal:institution", matches[0].slug)
    nation = national_series()
    context = {
        "q": text,
        "matches": matches[:SEARCH_LIMIT],
        "more": len(matches) > SEARCH_LIMIT,
        "nation": nation,
        "points": trend_points(nation),
        "scale": scale_of(nation),
        "latest": next((line for line in nation if line.figure), None),
        "years": years_with_figures(),
        "periods": published_periods()[:6],
        "decrees": issued_decrees()[:4],
    }
    return render(request, "portal/home.html", context)


@require_GET
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """One institution through the years."""
    one = get_object_or_404(Institution.objects.select_related("province", "successor"), slug=slug)
    lines = series_of(one)
    context = {
        "institution": one,
        "predecessors": one.predecessors.all(),
        "lines": lines,
        "points": trend_points(lines),
        "scale": scale_of(lines),
        "official": [line for line in lines if line.figure],
        "change": latest_change(lines),
        "with_parts": parts_of(lines),
        "breaks": [line for line in lines if line.break_below],
    }
    return render(request, "portal/institution.html", context)


@require_GET
def ranking(request: HttpRequest) -> HttpResponse:
    """The list of a year and category; a shareable address."""
    years = years_with_figures()
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else 0)
    category = request.GET.get("kategori", REGIONAL)
    if category not in CATEGORIES:
        category = REGIONAL
    provinces = list(Province.objects.all())
    province = next((one for one in provinces if one.code == request.GET.get("provinsi")), None)
    context = {
        "years": years,
        "year": year,
        "categories": [(key, label) for key, (label, _) in CATEGORIES.items()],
        "category": category,
        "category_label": CATEGORIES[category][0],
        "provinces": provinces,
        "province": province,
        "list": ranked(year, category, province.code if province else ""),
    }
    return render(request, "portal/ranking.html", context)


@require_GET
def risen(request: HttpRequest) -> HttpResponse:
    """The largest improvements between two years of one instrument."""
    years = years_with_figures()
    pairs = [(before, after) for after in years for before in years if before < after]
    asked = (request.GET.get("dari", ""), request.GET.get("ke", ""))
    pair = next((one for one in pairs if (str(one[0]), str(one[1])) == asked), best_known_pair(pairs))
    rows = improvements(*pair) if pair else []
    context = {"years": years, "pair": pair, "rows": rows}
    return render(request, "portal/improvements.html", context)


@require_GET
def period(request: HttpRequest, slug: str) -> HttpResponse:
    """The published results of one period."""
    one = get_object_or_404(published_periods(), slug=slug)
    request.period = one  # type: ignore[attr-defined]
    context = {
        "period": one,
        "results": results_of_period(one),
        "bands": one.instrument.bands.count(),
        "decree": issued_decrees().filter(run__period=one).first(),
        "left_out": one.evaluations.filter(track="not_assessed").count(),
    }
    return render(request, "portal/period.html", context)


@require_GET
def result(request: HttpRequest, slug: str, institution_slug: str) -> HttpResponse:
    """The way back of one figure, as deep as the public may look."""
    one = get_object_or_404(
        published_results(), evaluation__period__slug=slug, evaluation__institution__slug=institution_slug
    )
    request.period = one.evaluation.period  # type: ignore[attr-defined]
    context = {
        "result": one,
        "period": one.evaluation.period,
        "institution": one.evaluation.institution,
        "bands": one.evaluation.period.instrument.bands.count(),
        "way": way_of(one),
        "line": one.decree_lines.filter(decree__state="issued").select_related("decree").first(),
    }
    return render(request, "portal/result.html", context)


@require_GET
def decrees(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/decrees.html", {"decrees": issued_decrees()})


@require_GET
def decree_paper(request: HttpRequest, code: str) -> FileResponse:  # noqa: ARG001
    """The bytes that were issued."""
    decree = get_object_or_404(issued_decrees(), code=code)
    return FileResponse(
        path_of(decree.issued_sha256).open("rb"),
        as_attachment=True,
        filename=f"keputusan-menteri-{decree.code}.pdf",
        content_type="application/pdf",
    )


@require_GET
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a paper and its figure are genuine."""
    if not code and (asked := request.GET.get("kode", "").strip()):
        return redirect("portal:verify", asked.upper()[:20].replace("/", "-"))
    paper = paper_behind(code) if code else None
    context = {
        "code": code,
        "decree": paper if isinstance(paper, Decree) else None,
        "report": paper if paper and not isinstance(paper, Decree) else None,
    }
    status = 404 if code and paper is None else 200
    return render(request, "portal/verify.html", context, status=status)
