"""What assessors know and where they would go, as the ministry writes it down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.requests import UserRequest
from apps.coordination.actions.wishes import set_wish
from apps.coordination.forms import WishForm
from apps.coordination.models import AssessorWish
from apps.coordination.permissions import may_change
from apps.coordination.queries.teams import assessors
from apps.coordination.queries.wishes import wishes_of_all
from apps.coordination.views.common import period_of, period_to_change
from apps.exports.actions import asks_for_workbook, workbook

COLUMNS = ("Asesor", "Perguruan tinggi", "Keahlian", "Wilayah")


@login_required
@require_safe
def wishes(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    if asks_for_workbook(request):
        rows = (
            (str(one.assessor), one.assessor.university, ", ".join(one.categories), ", ".join(one.provinces))  # type: ignore[attr-defined]
            for one in wishes_of_all()
        )
        return workbook(request, "Keahlian dan wilayah", COLUMNS, rows)
    context = {"period": period, "rows": wishes_of_all(), "may_change": may_change(request.user, period)}
    return render(request, "coordination/wishes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: UserRequest, slug: str, user_pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    assessor = get_object_or_404(assessors(), pk=user_pk)

    known = AssessorWish.objects.filter(assessor=assessor).first()
    initial = {"categories": known.categories, "provinces": known.provinces.all()} if known else {}
    form = WishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_wish(assessor, **form.cleaned_data, by=request.user)
        messages.success(request, f"Keahlian dan wilayah {assessor} disimpan.")
        return redirect("coordination:wishes", slug)

    return render(request, "coordination/wish.html", {"period": period, "assessor": assessor, "form": form})
