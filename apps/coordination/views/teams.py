"""Assessor teams and which institutions they hold."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.requests import UserRequest
from apps.coordination.actions import TeamRow, assign_team, create_team, set_members
from apps.coordination.forms import TeamFilter, TeamForm, WaiverForm
from apps.coordination.models import TeamWaiver
from apps.coordination.permissions import may_change
from apps.coordination.queries.proposals import rules_kept
from apps.coordination.queries.teams import assignable, teams_of, without_team
from apps.coordination.views.common import PAGE, period_of, period_to_change
from apps.evaluations.models import AssessorTeam, Evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.rules.teams.checks import SOFT, broken

COLUMNS = ("Kode", "Instansi", "Kategori", "Provinsi", "Jalur", "Tim")


@login_required
@require_safe
def teams(request: UserRequest, slug: str) -> HttpResponse:
    period = period_of(request, slug)

    form = TeamFilter(request.GET, period=period)
    if asks_for_workbook(request):
        return workbook(request, "Penugasan tim", COLUMNS, map(_cells, form.narrowed(assignable(period))), form=form)
    context = {
        "period": period,
        "teams": teams_of(period),
        "without_team": without_team(period).count(),
        "waivers": TeamWaiver.objects.filter(team__period=period).select_related("team", "by"),
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
        row = TeamRow(form.cleaned_data["name"], members)
        create_team(period, row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"{row.name} dibuat.")
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
        set_members(team, typed["members"], typed["lead"], name=typed["name"], reason=typed["reason"], by=request.user)
        messages.success(request, f"{typed['name']} disimpan.")
        return redirect("coordination:teams", slug)

    return render(request, "coordination/team.html", {"period": period, "form": form, "team": team})


@login_required
@require_POST
def assign(request: UserRequest, slug: str) -> HttpResponse:
    """Give the ticked institutions, or all that the filters show, to one team; asks why where a rule gives way."""
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

    reason = request.POST.get("reason", "").strip()
    members = list(team.members.values_list("user_id", flat=True))
    waived = broken(rules_kept(period, members, chosen.exclude(team=team)), SOFT)
    if waived and not reason:
        context = {"period": period, "team": team, "chosen": chosen, "waived": waived.values(), "form": WaiverForm()}
        return render(request, "coordination/assign.html", context)

    assigned = assign_team(chosen, team, reason=reason, by=request.user)
    messages.success(request, f"{assigned} instansi ditugaskan kepada {team}.")
    return redirect(back)


def _cells(one: Evaluation) -> tuple[str, ...]:
    placed = one.institution
    return (
        placed.code,
        placed.name,
        placed.get_category_display(),
        str(placed.province or ""),
        one.get_track_display(),
        str(one.team or ""),
    )
