"""What a person was told."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.common.requests import UserRequest
from apps.notices.actions import mark_read

PAGE = 50


@login_required
@require_GET
def notices(request: UserRequest) -> HttpResponse:
    """Newest first. Looking marks nothing as read."""
    page = Paginator(request.user.notices.all(), PAGE).get_page(request.GET.get("halaman"))
    return render(request, "notices/list.html", {"page": page})


@login_required
@require_POST
def read_all(request: UserRequest) -> HttpResponse:
    mark_read(request.user.notices.all())
    return redirect("notices:list")


@login_required
@require_POST
def follow(request: UserRequest, pk: int) -> HttpResponse:
    """Go where a notice leads; from then on it is read."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    mark_read(request.user.notices.filter(pk=pk))
    return redirect(notice.url or "notices:list")
