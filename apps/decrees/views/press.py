"""The press list: who is told by mail that results are public."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.decrees import actions
from apps.decrees.forms import PressForm
from apps.decrees.models import PressAddress
from apps.decrees.permissions import may_keep_press
from apps.evaluations.access import demand
from apps.exports.actions import asks_for_workbook, workbook

PAGE = 50
COLUMNS = ("Penerima", "Alamat surel", "Diberi tahu tentang", "Ditambahkan oleh", "Ditambahkan")
EVERY_PERIOD = "Setiap periode resmi"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: UserRequest) -> HttpResponse:
    demand(may_keep_press(request.user))
    found = PressAddress.objects.select_related("period", "added_by")
    if request.method != "POST" and asks_for_workbook(request):
        rows = (
            (one.name, one.email, str(one.period or EVERY_PERIOD), str(one.added_by), wib(one.added_at))
            for one in found
        )
        return workbook(request, "Daftar pers", COLUMNS, rows)

    form = PressForm(request.POST or None)
    if form.is_valid():
        added = actions.add_press(**form.cleaned_data, by=request.user)
        messages.success(request, f"{added.email} ditambahkan pada daftar pers.")
        return redirect("decrees:press")

    page = Paginator(found, PAGE).get_page(request.GET.get("halaman"))
    return render(request, "decrees/press.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: UserRequest, address_pk: int) -> HttpResponse:
    demand(may_keep_press(request.user))
    address = get_object_or_404(PressAddress, pk=address_pk)

    actions.remove_press(address)
    messages.success(request, f"{address.email} dihapus dari daftar pers.")
    return redirect("decrees:press")
