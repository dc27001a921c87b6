"""The visit's pages: whom to visit, and one visit."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.forms import MarkForm
from apps.evaluations.models import Evaluation
from apps.evaluations.pages import FormPage, WordRoom, form_page, item_as_seen, word_page
from apps.evaluations.papers import minutes_context
from apps.exports.actions import asks_for_workbook, workbook
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from apps.self_assessment.queries.said import answer_on, evidence_on
from apps.visitation import actions, permissions, queries
from apps.visitation.forms import (
    LONGEST_REASON,
    CandidateFilter,
    PhotosForm,
    PlanForm,
    ReasonForm,
)
from apps.visitation.lists import COLUMNS, cells_of
from apps.visitation.photos import (
    ACCEPT,
)
from apps.visitation.queries import visit_of
from apps.visitation.reasons import not_compared, thresholds_in_words
from apps.visitation.views.access import possible_visit, shows_agenda, visit_or_404
from apps.visitation.views.photos import photos_context

PER_PAGE = 50
BACK = {"stage_label": "Visitasi", "back": "visitation:detail"}
CHOOSE = FormPage("Pilih untuk visitasi", "Pilih instansi ini", "Instansi belum dipilih.", **BACK)
PLAN = FormPage("Rencana visitasi", "Simpan rencana", "Rencana belum disimpan.", **BACK)
MARK = FormPage("Indikator yang divalidasi", "Tambahkan indikator", "Daftar belum diubah.", **BACK)
ROOM = WordRoom("visitation", queries.item_of, actions.save_finding, queries.following, hides=Stage.VISITATION)


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: UserRequest, slug: str) -> HttpResponse:
    """Whom to visit: a period's institutions with what speaks for it, each chosen with its own reason."""
    demand(permissions.may_choose_visits(request.user))
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    request.period = period

    wanted = Filtered(request, period)
    if request.method == "GET":
        if asks_for_workbook(request):
            return workbook(request, "Calon visitasi", COLUMNS, map(cells_of, wanted.admitted), form=wanted.filter)
        return render(request, "visitation/choose.html", wanted.context())
    ticked = {int(pk) for pk in request.POST.getlist("dipilih") if pk.isdecimal()} & wanted.open_pks
    reasons = {pk: request.POST.get(f"alasan-{pk}", "")[:LONGEST_REASON] for pk in ticked}
    try:
        if not reasons:
            raise DomainError("Belum ada instansi yang dicentang. Belum ada yang dipilih.")
        printed = {pk: wanted.printed[pk] for pk in reasons}
        chosen = actions.choose_many(reasons, by=request.user, printed=printed)
    except DomainError as refusal:
        context = wanted.context() | {"refusal": refusal}
        return render(request, "visitation/choose.html", context, status=refusal.status)
    messages.success(request, f"{chosen} instansi dipilih untuk visitasi.")
    return redirect(request.get_full_path())


class Filtered:
    """The candidates that the filter admits, with what was typed beside each."""

    def __init__(self, request: UserRequest, period: EvaluationPeriod) -> None:
        self.request, self.period = request, period
        self.filter = CandidateFilter(request.GET)
        self.all = queries.candidates(request.user, period)
        self.admitted = [one for one in self.all if self.filter.admits(one)]
        self.open_pks = {one.evaluation.pk for one in self.all if one.visit is None}
        self.printed = {one.evaluation.pk: one.printed for one in self.all}

    def context(self) -> dict[str, Any]:
        page = Paginator(self.admitted, PER_PAGE).get_page(self.request.GET.get("halaman"))
        ticked = set(self.request.POST.getlist("dipilih"))
        rows = [
            (one, not_compared(one.case), str(pk) in ticked, self.request.POST.get(f"alasan-{pk}", ""))
            for one in page
            for pk in (one.evaluation.pk,)
        ]
        return {
            "period": self.period,
            "filter": self.filter,
            "page": page,
            "rows": rows,
            "chosen": len(self.all) - len(self.open_pks),
            "total": len(self.all),
            "proposed": sum(bool(one.reasons) for one in self.all),
            "thresholds": thresholds_in_words(self.period),
        }


@login_required
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Why, when and where, what is validated and what was found."""
    evaluation = visible_evaluation(request, pk)
    visit = visit_of(evaluation)
    if visit is None or not permissions.sees(request.user, evaluation, visit):
        context = {
            "evaluation": evaluation,
            "is_possible": permissions.is_possible(evaluation),
            "may_choose": permissions.is_possible(evaluation) and permissions.may_choose(request.user, evaluation),
        }
        return render(request, "visitation/none.html", context)
    found = queries.agenda(evaluation) if shows_agenda(request, evaluation) else []
    items = [item_as_seen(request.user, evaluation, one, of=Stage.VISITATION) for one in found]
    context = _may(request, evaluation) | {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "visit": visit,
        "visitors": list(evaluation.visitors.select_related("assessor")),
        "items": items,
        "noted": sum(item.word is not None for item in items),
        "changed": sum(item.is_changed for item in items),
        "has_begun": permissions.has_begun(evaluation),
        "is_open": evaluation.is_open(Stage.VISITATION),
        "can_ask": permissions.finds(request.user, evaluation) and visit.is_planned,
        **minutes_context(evaluation, Stage.VISITATION, request.user),
    }
    return render(request, "visitation/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def choose_one(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = possible_visit(request, pk)
    demand(permissions.chooses(request.user, evaluation))

    form = ReasonForm(request.POST or None)

    def choose_it() -> str:
        found = queries.candidates(request.user, evaluation.period)
        printed = next((one.printed for one in found if one.evaluation == evaluation), [])
        actions.choose(evaluation, reason=form.cleaned_data["reason"], by=request.user, printed=printed)
        return f"{evaluation.institution} dipilih untuk visitasi."

    return form_page(request, evaluation, CHOOSE, form, choose_it)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = possible_visit(request, pk)
    demand(permissions.leads(request.user, evaluation))
    visit = visit_or_404(evaluation)

    form = PlanForm(request.POST or None, visit=visit)

    def settle() -> str:
        actions.plan(visit, **form.cleaned_data, by=request.user)
        return "Rencana disimpan; instansi dan tim asesor diberi tahu."

    return form_page(request, evaluation, PLAN, form, settle)


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = possible_visit(request, pk)
    demand(permissions.marks(request.user, evaluation))
    visit_or_404(evaluation)

    form = MarkForm(request.POST or None, evaluation=evaluation, stage=Stage.VISITATION)

    def add() -> str:
        actions.mark_for_visit(evaluation, form.questions, by=request.user)
        return f"Indikator {form.cleaned_data['indicator'].number} akan divalidasi."

    return form_page(request, evaluation, MARK, form, add)


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One validated indicator: what was found."""
    evaluation = possible_visit(request, pk)
    marked = queries.indicator_of(evaluation, number) if shows_agenda(request, evaluation) else None
    if marked is None:
        raise Http404
    if request.method == "POST":
        demand(permissions.finds(request.user, evaluation))

    return word_page(request, evaluation, ROOM, marked, lambda: _beside(request, evaluation, marked))


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """GET downloads the Berita Acara, POST asks a worker to make it."""
    evaluation = possible_visit(request, pk)
    visit = visit_or_404(evaluation)
    if request.method == "POST":
        demand(permissions.finds(request.user, evaluation))
        actions.request_minutes(evaluation, by=request.user)
        return redirect("visitation:detail", pk)
    if not permissions.sees(request.user, evaluation, visit):
        raise Http404
    return kept_pdf(visit.minutes_sha256, f"berita-acara-visitasi-{evaluation.institution.slug}.pdf")


@login_required
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = possible_visit(request, pk)
    demand(permissions.leads(request.user, evaluation))

    actions.close_visit(evaluation, by=request.user)
    messages.success(request, f"Visitasi ditutup. Tahap sekarang: {evaluation.get_stage_display()}.")
    return redirect("visitation:detail", pk)


def _may(request: UserRequest, evaluation: Evaluation) -> dict[str, bool]:
    user = request.user
    return {
        "may_plan": permissions.may_plan(user, evaluation),
        "may_mark": permissions.may_mark(user, evaluation),
        "may_find": permissions.may_find(user, evaluation),
        "may_close": permissions.may_close(user, evaluation),
    }


def _beside(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> dict[str, Any]:
    """What stands beside the words on an indicator: the institution's answer and evidence, the photos."""
    return photos_context(request, evaluation, marked) | {
        "answer": answer_on(evaluation, marked),
        "evidence": evidence_on(evaluation, marked),
        "photos_form": PhotosForm(),
        "accept": ACCEPT,
        "file_limit": settings.EVIDENCE_FILE_LIMIT,
    }
