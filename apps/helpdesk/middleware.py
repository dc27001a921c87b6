"""Looking at somebody's pages: as them, read-only, and never longer than it may last."""

from collections.abc import Callable
from typing import Any, cast

from csp.constants import HEADER, NONE
from csp.utils import build_policy
from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from apps.common.requests import UserRequest
from apps.exports.actions import asks_for_workbook
from apps.helpdesk.actions import end_look
from apps.helpdesk.models import Look, LookedPage
from apps.helpdesk.permissions import why_not
from apps.helpdesk.queries import LONGEST_PAGE

KEY = "look"  # in the session of the one who looks
SAFE = {"GET", "HEAD"}
# Where the one who looks stays themselves: the way out.
ONESELF = {"helpdesk:look_end", "account_logout"}
# What opens to somebody else, and nothing beside it: what is public, and what the ministry may read of institutions
# and assessors anyway. A page that is new is closed until it is named here.
OPEN_ROOMS = {"portal"}
OPEN_PAGES = {
    "dashboard:home", "notices:list", "jobs:progress",
    "evaluations:detail", "evaluations:declaration", "evaluations:conflicts", "evaluations:signed_paper",
    "self_assessment:sheet", "self_assessment:indicator", "self_assessment:earlier", "self_assessment:history",
    "self_assessment:figures", "self_assessment:readiness", "self_assessment:what_if", "self_assessment:approval",
    "self_assessment:submission", "self_assessment:document", "self_assessment:receipt", "self_assessment:file",
    "self_assessment:viewer", "self_assessment:page_image", "self_assessment:library",
    "visitation:detail", "visitation:indicator", "visitation:photo", "visitation:photo_image",
    "consolidation:detail", "consolidation:indicator", "consolidation:findings", "consolidation:objections",
    "coordination:university", "coordination:own_wish", "coordination:letter", "coordination:recap",
    "coordination:handover_ask", "reports:report", "reports:paper", "follow_up:list", "follow_up:edit",
    "follow_up:proof", "assistance:list", "assistance:request",
    "socialisation:home", "socialisation:public_material", "socialisation:material", "socialisation:announcement",
    "socialisation:event", "socialisation:event_calendar", "socialisation:letter",
}  # fmt: skip
WITHOUT_SCRIPTS = build_policy(replace={"script-src": [NONE]})


class LookedRequest(HttpRequest):
    """A request that may be somebody's look at the pages of another."""

    look: Look | None


class LookMiddleware:
    """Stands after whoever asks for the second factor: that is asked of the one who looks.

    Unsafe methods are refused here, and every transaction of the request is read-only in the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: LookedRequest) -> HttpResponseBase:
        # Said of every request: looking for what is not there costs a template the most.
        request.look = None
        try:
            response = self.get_response(request)
        finally:
            if _is_look(request):
                _let_write(True)
        if _is_look(request):
            response.headers.setdefault(HEADER, WITHOUT_SCRIPTS)
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request: LookedRequest, *_: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or KEY not in request.session:
            return None
        place = request.resolver_match
        name = place.view_name if place else ""
        if name in ONESELF:
            return None
        look = _living(request)
        if look is None:
            messages.warning(
                request, "Waktu melihat sebagai orang lain sudah berakhir. Anda kembali sebagai diri sendiri."
            )
            return redirect("helpdesk:looks")
        path = place.route if place and "secret" in place.kwargs else request.path
        LookedPage.objects.create(look=look, path=path[:LONGEST_PAGE])
        request.look = look
        look.of.is_looked_at = True
        request.user = look.of
        if request.method not in SAFE:
            return _closed(request, "Saat melihat sebagai orang lain tidak ada yang dapat diubah atau dikirim.")
        if not (name in OPEN_PAGES or (place and place.namespace in OPEN_ROOMS)):
            return _closed(request, "Halaman ini hanya untuk pemilik akunnya dan tidak dapat dilihat dari akun lain.")
        if asks_for_workbook(cast(UserRequest, request)):
            return _closed(request, "Saat melihat sebagai orang lain tidak ada daftar yang diunduh.")
        _let_write(False)
        return None


def _is_look(request: LookedRequest) -> bool:
    return request.look is not None


def _living(request: HttpRequest) -> Look | None:
    """The look that goes on; one that may no longer go on is ended here."""
    look = Look.objects.select_related("by", "of").filter(pk=request.session[KEY], by=request.user.pk).first()
    if look and look.ended_at is None and timezone.now() < look.until and not why_not(look.by, look.of):
        return look
    if look and look.ended_at is None:
        end_look(look)
    del request.session[KEY]
    return None


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "helpdesk/closed.html", {"why": why}, status=403)


def _let_write(allowed: bool) -> None:
    """Whether transactions that begin on this connection may write; the database refuses, whatever the code does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET default_transaction_read_only = {'off' if allowed else 'on'}")
