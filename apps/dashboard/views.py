"""The first page after log-in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.common.requests import UserRequest
from apps.dashboard.home import desks_of
from apps.socialisation.queries import coming_events, shown_announcements

MOST = 3  # announcements and events that the first page names


@login_required
@require_GET
def home(request: UserRequest) -> HttpResponse:
    """What each of the person's roles has to do, returned work first."""
    desks = desks_of(request.user)
    evaluations = [desk.evaluation for desk in desks if desk.evaluation]
    periods = {period.pk: period for desk in desks for period in desk.periods}
    if len(desks) == len(evaluations) == 1:
        request.evaluation = evaluations[0]
    elif len(periods) == 1:
        request.period = next(iter(periods.values()))
    elif labels := {period.simulation_label for period in periods.values() if period.simulation_label}:
        request.simulation_label = min(labels, key=len)
    headline = desks[0].headline if len(desks) == 1 else ""
    context = {
        "desks": desks,
        "headline": headline,
        "announcements": shown_announcements(request.user)[:MOST],
        "coming_events": coming_events(request.user)[:MOST],
    }
    return render(request, "dashboard/home.html", context)
