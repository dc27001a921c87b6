"""The lokus list of a period: all living institutions, a workbook with its preview, one by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.coordination.actions import LocusRow, apply_locus, change_track, place_in_tracks, place_living, read_locus
from apps.coordination.forms import CategoryTracksForm, LocusFilter, PlaceForm, SheetForm, TrackForm
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.queries.desk import rows_of
from apps.coordination.queries.locus import COLUMNS, category_counts, preview_of
from apps.coordination.queries.locus_proposals import decisions_of
from apps.coordination.views.common import PAGE, period_in_preparation, period_of, period_to_change
from apps.evaluations.models import Evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.queries import living_institutions
from apps.periods.models import EvaluationPeriod, LocusMeans, PeriodState
from apps.periods.queries import counts_by_track
from apps.rules.stages import LABELS, Track

DECISIONS = 10
LIST_COLUMNS = ("Kode", "Instansi", "Kategori", "Jalur", "Gelombang", "Alasan")


@login_required
@require_safe
def locus(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)
    return _page(request, period)


@login_required
@require_POST
def place(request: UserRequest, slug: str) -> HttpResponse:
    """Every living institution that is not on the list yet, by category."""
    period = period_to_change(request, slug)

    form = CategoryTracksForm(request.POST, categories=category_counts(period))
    if not form.is_valid():
        return _page(request, period, place_form=form, status=422)
    written = place_living(period, form.tracks(), reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"{written} instansi ditambahkan ke lokus.")
    return redirect("coordination:locus", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_one(request: UserRequest, slug: str) -> HttpResponse:
    """One institution that is not on the list yet, by hand, with a reason."""
    period = period_in_preparation(request, slug)

    initial = {"instansi": request.GET.get("instansi"), "track": Track.EVALUATION, "batch": 1}
    form = PlaceForm(request.POST or None, period=period, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        row = LocusRow(typed["instansi"].pk, Track(typed["track"]), typed["batch"], typed["reason"])
        place_in_tracks(period, [row], means=LocusMeans.HAND, by=request.user)
        messages.success(request, f"{typed['instansi']} masuk lokus.")
        return redirect("coordination:locus", slug)

    return render(request, "coordination/locus_one.html", {"period": period, "form": form})


@login_required
@require_POST
def upload(request: UserRequest, slug: str) -> HttpResponse:
    """Read a workbook and show what it would change."""
    period = period_to_change(request, slug)

    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = read_locus(period, file, file.name, by=request.user)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coordination:locus_preview", slug, imported.pk)
    return _page(request, period, sheet_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    imported = get_object_or_404(ImportedList, pk=pk, kind=ListKind.LOCUS, period=period)

    if request.method == "POST":
        written = apply_locus(imported, by=request.user)
        messages.success(request, f"{written} baris lokus ditulis dari {imported.name}.")
        return redirect("coordination:locus", slug)

    context = {"period": period, "imported": imported, "preview": preview_of(period, imported.rows)}
    return render(request, "coordination/locus_preview.html", context)


@login_required
@require_safe
def template(request: UserRequest, slug: str) -> HttpResponse:
    """The list as it stands, with those that are not on it yet: to be filled in and brought back."""
    period = period_of(request, slug)

    placed = {one.institution_id: one for one in rows_of(period)}
    rows = [
        (institution.code, LABELS[Track(one.track)], one.batch, one.track_reason, institution.name)
        if (one := placed.get(institution.pk))
        else (institution.code, "", None, "", institution.name)
        for institution in living_institutions()
    ]
    return workbook(request, "Lokus", (*COLUMNS, "Nama instansi"), rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """One institution, by hand, with a reason."""
    period = period_to_change(request, slug)
    evaluation = get_object_or_404(rows_of(period), pk=pk)

    form = TrackForm(request.POST or None, initial={"track": evaluation.track, "batch": evaluation.batch})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        change_track(evaluation, Track(typed["track"]), batch=typed["batch"], reason=typed["reason"], by=request.user)
        messages.success(request, f"Jalur {evaluation.institution}: {evaluation.get_track_display()}.")
        return redirect("coordination:locus", slug)

    context = {
        "period": period,
        "evaluation": evaluation,
        "form": form,
        "changes": evaluation.track_changes.select_related("by"),
    }
    return render(request, "coordination/track.html", context)


def _page(
    request: UserRequest,
    period: EvaluationPeriod,
    *,
    place_form: CategoryTracksForm | None = None,
    sheet_form: SheetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = LocusFilter(request.GET)
    if asks_for_workbook(request):
        return workbook(request, "Daftar lokus", LIST_COLUMNS, map(_cells, form.narrowed(rows_of(period))), form=form)
    categories = category_counts(period)
    context = {
        "period": period,
        "form": form,
        "page": Paginator(form.narrowed(rows_of(period)), PAGE).get_page(request.GET.get("halaman")),
        "living": sum(one.living for one in categories),
        "missing": sum(one.missing for one in categories),
        "tracks": counts_by_track(period),
        "place_form": place_form or CategoryTracksForm(categories=categories),
        "sheet_form": sheet_form or SheetForm(),
        "decisions": decisions_of(period)[:DECISIONS],
        "is_preparation": period.state == PeriodState.PREPARATION,
    }
    return render(request, "coordination/locus.html", context, status=status)


def _cells(one: Evaluation) -> tuple[str | int, ...]:
    placed = one.institution
    track = one.get_track_display()
    return placed.code, placed.name, placed.get_category_display(), track, one.batch, one.track_reason
