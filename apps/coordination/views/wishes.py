"""What assessors know and would like: as they write it down themselves, and as the ministry does."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.coordination.actions.wishes import apply_wishes, call_for_wishes, read_wishes, set_own_wishes, set_wishes
from apps.coordination.forms import SheetForm
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.permissions import may_change
from apps.coordination.queries.teams import assessors, loads
from apps.coordination.queries.wishes import (
    COLUMNS,
    Wishes,
    call_of,
    cells_of,
    open_calls,
    preview_of,
    wish_views,
    wishes_of,
)
from apps.coordination.views.common import PAGE, period_of, period_to_change
from apps.coordination.wish_forms import CallForm, WishForm
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.models import EvaluationPeriod

APPOINTED = "ditunjuk"
SHOWN_BESIDE = ("Nama", "Perguruan tinggi", "Instansi dipegang")


@login_required
@require_safe
def wishes(request: UserRequest, slug: str) -> HttpResponse:
    """Every assessor, or only those appointed for the period; as a workbook it can be brought back."""
    period = period_of(request, slug)
    if not asks_for_workbook(request):
        return _page(request, period)
    held = loads(period)
    rows = (
        (
            one.assessor.username,
            *cells_of(one.wishes),
            str(one.assessor),
            one.assessor.university,  # type: ignore[attr-defined]
            held.get(one.assessor.pk, 0),
        )
        for one in wish_views(_shown(request, held))
    )
    return workbook(request, "Keahlian asesor", (*COLUMNS, *SHOWN_BESIDE), rows)


@login_required
@require_POST
def call(request: UserRequest, slug: str) -> HttpResponse:
    """Until when assessors write down their own."""
    period = period_to_change(request, slug)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, period, call_form=form, status=422)
    call_for_wishes(period, until=form.cleaned_data["until"], by=request.user)
    messages.success(request, f"Asesor dapat mengisi sampai {wib(form.cleaned_data['until'])}.")
    return redirect("coordination:wishes", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: UserRequest, slug: str, user_pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    assessor = get_object_or_404(assessors(), pk=user_pk)

    (known,) = wish_views([assessor])
    form = WishForm(request.POST if request.method == "POST" else None, wishes=known.wishes)
    if request.method == "POST" and form.is_valid():
        set_wishes({assessor: form.wishes}, by=request.user)
        messages.success(request, f"Keahlian dan keinginan {assessor} disimpan.")
        return redirect("coordination:wishes", slug)

    return render(request, "coordination/wish.html", {"period": period, "assessor": assessor, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_wish(request: UserRequest) -> HttpResponse:
    """An assessor's own; to be written while the ministry asks for it."""
    if not assessors().filter(pk=request.user.pk).exists():
        raise PermissionDenied
    known = wishes_of([request.user]).get(request.user.pk)
    stands = known.wishes if known else Wishes()
    form = WishForm(request.POST if request.method == "POST" else None, wishes=stands)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            set_own_wishes(form.wishes, by=request.user)
        except DomainError as closed:
            refusal = closed
        else:
            messages.success(request, "Keahlian dan keinginan Anda disimpan.")
            return redirect("coordination:own_wish")
    calls = list(open_calls())
    shown = form if calls or request.method == "POST" else None
    context = {"form": shown, "calls": calls, "wishes": stands, "refusal": refusal}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "coordination/own_wish.html", context, status=status)


@login_required
@require_POST
def upload(request: UserRequest, slug: str) -> HttpResponse:
    """Read a workbook and show what it would change."""
    period = period_to_change(request, slug)

    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = read_wishes(period, file, file.name, by=request.user)
        except InputRefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("coordination:wishes_preview", slug, imported.pk)
    return _page(request, period, sheet_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    imported = get_object_or_404(ImportedList, pk=pk, kind=ListKind.WISHES, period=period)

    if request.method == "POST":
        written = apply_wishes(imported, by=request.user)
        messages.success(request, f"Keahlian dan keinginan {written} asesor ditulis dari {imported.name}.")
        return redirect("coordination:wishes", slug)

    context = {"period": period, "imported": imported, "preview": preview_of(imported.rows)}
    return render(request, "coordination/wishes_preview.html", context)


def _page(
    request: UserRequest,
    period: EvaluationPeriod,
    *,
    call_form: CallForm | None = None,
    sheet_form: SheetForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = loads(period)
    page = Paginator(_shown(request, held), PAGE).get_page(request.GET.get("halaman"))
    standing = call_of(period)
    context = {
        "period": period,
        "page": page,
        "rows": [(one, held.get(one.assessor.pk, 0)) for one in wish_views(page.object_list)],
        "appointed": sum(1 for number in held.values() if number),
        "only_appointed": request.GET.get("tampil") == APPOINTED,
        "call": standing,
        "is_called": bool(standing and standing.until > timezone.now()),
        "call_form": call_form or CallForm(initial={"until": standing.until} if standing else None),
        "sheet_form": sheet_form or SheetForm(),
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/wishes.html", context, status=status)


def _shown(request: UserRequest, held: Mapping[int, int]) -> QuerySet[User]:
    """Every assessor, or those who hold something in the period."""
    people = assessors()
    if request.GET.get("tampil") == APPOINTED:
        people = people.filter(pk__in=[pk for pk, number in held.items() if number])
    return people
