"""What an assessor declares before the first look, and whenever something ties them to an institution."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from apps.common.requests import UserRequest
from apps.evaluations.access import demand
from apps.evaluations.actions.conflicts import declare, declare_none, declare_tie
from apps.evaluations.deadlines import room_of
from apps.evaluations.declaration_forms import DeclarationForm, OwnTieForm
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation
from apps.evaluations.queries.conflicts import alumni_count, conflicts_of, declarations_of
from apps.evaluations.rooms import ROOMS
from apps.institutions.models import Role
from apps.rules.stages import Stage


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = get_object_or_404(visible_evaluations(request.user).select_related("team"), pk=pk)
    demand(evaluation.team is not None and evaluation.team.members.filter(user=request.user).exists())
    request.period = evaluation.period

    said = declarations_of(request.user, evaluation)
    onward = _onward(request, evaluation)
    form = DeclarationForm(
        request.POST or None, may_say_none=not said, alumni_count=evaluation.period.conflict_alumni_counts
    )
    if request.method == "POST" and form.is_valid():
        row = form.row()
        if row is None:
            declare_none(evaluation, by=request.user)
            messages.success(request, f"Pernyataan Anda tentang {evaluation.institution} tercatat.")
            return redirect(onward)
        declare(evaluation, row, by=request.user)
        messages.success(request, f"Hubungan Anda dengan {evaluation.institution} tercatat.")
        return redirect("dashboard:home")

    context = {"evaluation": evaluation, "form": form, "said": said, "onward": onward}
    return render(request, "evaluations/declaration.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: UserRequest) -> HttpResponse:
    """What is on record about this assessor, and a tie to any institution."""
    if not request.user.memberships.filter(role=Role.ASSESSOR).exists():
        raise PermissionDenied

    form = OwnTieForm(request.POST or None, alumni_count=alumni_count())
    if request.method == "POST" and form.is_valid() and (row := form.row()):
        institution = form.cleaned_data["institution"]
        declare_tie(institution, row, by=request.user)
        messages.success(request, f"Hubungan Anda dengan {institution} tercatat.")
        return redirect("evaluations:conflicts")

    return render(request, "evaluations/conflicts.html", {"form": form, "conflicts": conflicts_of(request.user)})


def _onward(request: UserRequest, evaluation: Evaluation) -> str:
    """Where the person was going, if it is a page of ours; else the room of the stage."""
    wanted = request.GET.get("lanjut", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    stage = Stage(evaluation.stage)
    worked_on = any(room.stage == stage and room.codename == "judge" for room in ROOMS)
    return reverse(room_of(stage) if worked_on else "evaluations:detail", args=[evaluation.pk])
