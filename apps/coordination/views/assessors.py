"""Assessors at work: the university coordinator's page, hand-overs asked, surat tugas and recap."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import User
from apps.common.files import path_of
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.coordination.actions.papers import LETTERS, RECAP, LetterHead, issue_letters, request_recap
from apps.coordination.assessor_forms import HandoverForm, LetterForm
from apps.coordination.models import AssignmentLetter, WorkRecap
from apps.coordination.permissions import Scope, may_ask_handover, may_change, may_read_letter, scope_of
from apps.coordination.queries.assessors import lecturers_of, work_done
from apps.coordination.queries.papers import RECAP_COLUMNS, LetterStanding, letter_standings
from apps.coordination.views.common import PAGE, period_of, period_to_change
from apps.evaluations.actions.teams import ask_handover
from apps.evaluations.models import Evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.models import Role
from apps.jobs.models import Job
from apps.jobs.permissions import may_watch
from apps.periods.models import EvaluationPeriod, PeriodState

LETTER_COLUMNS = ("Asesor", "Instansi", "Nomor surat tugas", "Tanggal", "Keadaan")


@login_required
@require_safe
def university(request: UserRequest) -> HttpResponse:
    """Load and progress of the lecturers of one's own universities; never a level."""
    held = request.user.memberships.filter(role=Role.UNIVERSITY_COORDINATOR)
    universities = list(held.values_list("university_id", flat=True))
    if not universities:
        raise PermissionDenied

    periods = EvaluationPeriod.objects.exclude(state=PeriodState.PREPARATION)
    context = {"lecturers": lecturers_of(universities, viewer=request.user), "periods": periods[:5]}
    return render(request, "coordination/university.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover_ask(request: UserRequest, pk: int, user_pk: int) -> HttpResponse:
    rows = Evaluation.objects.filter(period__state=PeriodState.RUNNING, team__members__user=user_pk)
    evaluation = get_object_or_404(rows.select_related("period__instrument", "institution", "team"), pk=pk)
    giver = get_object_or_404(User, pk=user_pk)
    if not may_ask_handover(request.user, giver):
        raise Http404
    request.period = evaluation.period

    form = HandoverForm(request.POST or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        ask_handover(evaluation, giver, typed["receiver"], reason=typed["reason"], by=request.user)
        messages.success(request, f"Pengalihan {evaluation.institution} diusulkan. Tim evaluasi memutusnya.")
        return redirect("dashboard:home")

    context = {"evaluation": evaluation, "giver": giver, "is_own": giver == request.user, "form": form}
    return render(request, "coordination/handover.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: UserRequest, slug: str) -> HttpResponse:
    """Who holds a surat tugas, and whose says something else than holds now; issuing them at once."""
    period = period_to_change(request, slug) if request.method == "POST" else period_of(request, slug)

    form = LetterForm(request.POST or None, initial={"dated": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        issued = issue_letters(period, LetterHead(**form.cleaned_data), by=request.user)
        messages.success(request, f"{issued} surat tugas diterbitkan dan sedang dibuat.")
        return redirect("coordination:letters", slug)

    standings = letter_standings(period)
    if asks_for_workbook(request):
        return workbook(request, "Surat tugas", LETTER_COLUMNS, map(_letter_cells, standings))
    job = Job.objects.filter(kind=LETTERS, object_id=period.pk).order_by("-pk").first()
    context = {
        "period": period,
        "page": Paginator(standings, PAGE).get_page(request.GET.get("halaman")),
        "due": sum(one.is_due for one in standings),
        "form": form,
        "job": job if job and may_watch(request.user, job) else None,
        "may_change": may_change(request.user, period),
    }
    return render(request, "coordination/letters.html", context)


@login_required
@require_safe
def letter(request: UserRequest, pk: int) -> FileResponse:
    """The paper itself: for whom it names, their coordinator, and the ministry."""
    found = get_object_or_404(AssignmentLetter.objects.select_related("period", "assessor"), pk=pk)
    if not (found.sha256 and may_read_letter(request.user, found)):
        raise Http404
    return _pdf(found.sha256, f"surat-tugas-{found.code}.pdf")


@login_required
@require_safe
def recap(request: UserRequest, slug: str) -> HttpResponse:
    period, scope = _recapped(request, slug)

    papers = WorkRecap.objects.filter(
        period=period, university=scope.university, assessor=scope.assessor
    ).select_related("asked_by")[:5]
    last = next(iter(papers), None)
    job = Job.objects.filter(kind=RECAP, object_id=last.pk).order_by("-pk").first() if last else None
    context = {
        "period": period,
        "scope": scope,
        "columns": RECAP_COLUMNS,
        "page": Paginator(work_done(period, scope.people), PAGE).get_page(request.GET.get("halaman")),
        "papers": [one for one in papers if one.sha256],
        "job": job if job and not (last and last.sha256) and may_watch(request.user, job) else None,
    }
    return render(request, "coordination/recap.html", context)


@login_required
@require_safe
def recap_export(request: UserRequest, slug: str) -> HttpResponse:
    period, scope = _recapped(request, slug)

    rows = [(str(one.assessor), one.university, *one.figures) for one in work_done(period, scope.people)]
    columns = ("Asesor", "Perguruan tinggi", *RECAP_COLUMNS)
    return workbook(request, "Rekap asesor", columns, rows, note=str(scope))


@login_required
@require_POST
def recap_ask(request: UserRequest, slug: str) -> HttpResponse:
    period, scope = _recapped(request, slug)

    request_recap(period, university=scope.university, assessor=scope.assessor, by=request.user)
    messages.success(request, "Rekap sedang dibuat.")
    return redirect("coordination:recap", slug)


@login_required
@require_safe
def recap_paper(request: UserRequest, slug: str, pk: int) -> FileResponse:
    period, scope = _recapped(request, slug)

    found = get_object_or_404(
        WorkRecap.objects.exclude(sha256=""),
        pk=pk,
        period=period,
        university=scope.university,
        assessor=scope.assessor,
    )
    return _pdf(found.sha256, f"rekap-asesor-{found.code}.pdf")


def _recapped(request: UserRequest, slug: str) -> tuple[EvaluationPeriod, Scope]:
    """The period and whose work this person may read of; nobody else learns whether the period exists."""
    scope = scope_of(request.user)
    if scope is None:
        raise Http404
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    request.period = period
    return period, scope


def _pdf(sha256: str, name: str) -> FileResponse:
    return FileResponse(path_of(sha256).open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def _letter_cells(one: LetterStanding) -> tuple[Value, ...]:
    letter = one.letter
    dated = letter.dated if letter else None
    standing = "Sesuai" if not one.is_due else "Penugasan berubah" if letter else "Perlu diterbitkan"
    return str(one.assessor), one.institutions, letter.number if letter else "", dated, standing
