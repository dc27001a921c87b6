"""Assessor teams and which institutions they hold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.requests import UserRequest
from apps.coordination.actions import TeamRow, assign_team, make_teams, set_members, share_evenly
from apps.coordination.forms import TeamFilter, TeamForm
from apps.coordination.permissions import may_change
from apps.coordination.queries.teams import assignable, even_shares, teams_of, without_team
from apps.coordination.views.common import PAGE, period_of, period_to_change
from apps.evaluations.models import AssessorTeam


@login_required
@require_safe
def teams(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = TeamFilter(request.GET, period=period)
    context = {
        "period": period,
        "teams": teams_of(period),
        "without_team": without_team(period).count(),
        "form": form,
        "page": Paginator(form.narrowed(assignable(period)), PAGE).get_page(request.GET.get("halaman")),
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/teams.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: UserRequest, slug: str) -> HttpResponse:
    period = period_to_change(request, slug)

    form = TeamForm(request.POST or None, period=period)
    if request.method == "POST" and form.is_valid():
        lead, others = form.cleaned_data["lead"], form.cleaned_data["members"]
        members = (lead.pk, *(one.pk for one in others if one.pk != lead.pk))
        make_teams(period, [TeamRow(form.cleaned_data["name"], members)], by=request.user)
        messages.success(request, f"{form.cleaned_data['name']} dibuat.")
        return redirect("coordination:teams", slug)

    return render(request, "coordination/team.html", {"period": period, "form": form, "team": None})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = period_to_change(request, slug)
    team = get_object_or_404(AssessorTeam, pk=pk, period=period)

    members = list(team.members.all())
    initial = {
        "name": team.name,
        "lead": next((one.user_id for one in members if one.is_lead), None),
        "members": [one.user_id for one in members if not one.is_lead],
    }
    form = TeamForm(request.POST or None, initial=initial, period=period, team=team)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        set_members(team, typed["members"], typed["lead"], name=typed["name"], by=request.user)
        messages.success(request, f"{typed['name']} disimpan.")
        return redirect("coordination:teams", slug)

    return render(request, "coordination/team.html", {"period": period, "form": form, "team": team})


@login_required
@require_POST
def assign(request: UserRequest, slug: str) -> HttpResponse:
    """Give the ticked institutions, or all that the filters show, to one team."""
    period = period_to_change(request, slug)
    back = f"{reverse('coordination:teams', args=[slug])}?{request.GET.urlencode()}#penugasan"
    wanted = request.POST.get("team", "")
    team = AssessorTeam.objects.filter(period=period, pk=wanted).first() if wanted.isdecimal() else None

    if "semua" in request.POST:
        chosen = TeamFilter(request.GET, period=period).narrowed(assignable(period))
    else:
        chosen = assignable(period).filter(pk__in=[one for one in request.POST.getlist("i") if one.isdecimal()])
    if team is None or not chosen.exists():
        messages.warning(request, "Pilih tim dan sekurang-kurangnya satu instansi. Penugasan belum diubah.")
        return redirect(back)

    assigned = assign_team(chosen, team, by=request.user)
    messages.success(request, f"{assigned} instansi ditugaskan kepada {team}.")
    return redirect(back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: UserRequest, slug: str) -> HttpResponse:
    """The simple proposal: shown first, then done."""
    period = period_to_change(request, slug)

    if request.method == "POST":
        shared = share_evenly(period, by=request.user)
        messages.success(request, f"{shared} instansi dibagikan kepada tim yang bebannya paling ringan.")
        return redirect("coordination:teams", slug)

    shares = even_shares(period)
    names = AssessorTeam.objects.in_bulk(shares)
    context = {
        "period": period,
        "shares": [(names[pk], evaluations) for pk, evaluations in sorted(shares.items())],
        "left": without_team(period).count() - sum(len(one) for one in shares.values()),
    }
    return render(request, "coordination/share.html", context)
