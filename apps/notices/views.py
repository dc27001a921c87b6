"""What a person was told, what they want to be told, and the calendar of their limits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from apps.common.requests import UserRequest
from apps.notices import calendars, queries
from apps.notices.actions import mark_read, set_preferences
from apps.notices.forms import FilterForm, PreferencesForm
from apps.notices.models import CalendarFeed

PAGE = 50


@login_required
@require_GET
def notices(request: UserRequest) -> HttpResponse:
    """Newest first. Looking marks nothing as read."""
    form = FilterForm(request.GET)
    rows = queries.shown_to(request.user)
    if form.is_valid():
        if kind := form.cleaned_data["jenis"]:
            rows = rows.filter(kind=kind)
        if form.cleaned_data["keadaan"]:
            rows = rows.filter(read_at__isnull=True)
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    request.simulation_label = min(filter(None, (one.simulation_label for one in page)), key=len, default="")
    narrowed = any(request.GET.get(name) for name in form.fields)
    return render(request, "notices/list.html", {"page": page, "form": form, "narrowed": narrowed})


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


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: UserRequest) -> HttpResponse:
    """Which kinds are wanted where; the fixed ones are shown with their reason."""
    form = PreferencesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        set_preferences(request.user, form.wanted)
        messages.success(request, "Pengaturan pemberitahuan disimpan.")
        return redirect("notices:preferences")
    return _preferences_page(request)


@login_required
@never_cache
@require_POST
def new_calendar(request: UserRequest) -> HttpResponse:
    """A new address of one's calendar, in the only answer that shows it."""
    secret = calendars.make_feed(request.user)
    return _preferences_page(request, calendars.feed_address(secret))


@login_required
@require_POST
def end_calendar(request: UserRequest) -> HttpResponse:
    calendars.end_feed(request.user)
    messages.success(request, "Alamat kalender Anda dimatikan.")
    return redirect("notices:preferences")


@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001
    """What a calendar program fetches. It cannot log in: the address is the key, and can be taken back."""
    feed = get_object_or_404(queries.feed_of(secret).select_related("user"))
    return HttpResponse(
        calendars.calendar_of(feed.user),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="batas-waktu.ics"', "X-Robots-Tag": "noindex"},
    )


def _preferences_page(request: UserRequest, calendar_address: str = "") -> HttpResponse:
    context = {
        "rows": queries.preferences_of(request.user),
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "calendar_address": calendar_address,
        "trail": [("Pemberitahuan", reverse("notices:list")), ("Pengaturan", "")],
    }
    return render(request, "notices/preferences.html", context)
