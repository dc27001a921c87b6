"""Requests for assistance: asked by institutions, answered by the ministry or by a university."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.evaluations.access import demand, visible_evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.follow_up import permissions
from apps.follow_up.actions import assistance as actions
from apps.follow_up.forms import HandOverForm, QuestionForm, WordForm
from apps.follow_up.models import AssistanceRequest, AssistanceState, Voice
from apps.follow_up.queries.assistance import universities_free_for, visible_requests
from apps.instruments.models import Indicator

PAGE = 50
COLUMNS = ("Instansi", "Indikator", "Pertanyaan", "Ditanyakan", "Menjawab", "Keadaan")


@login_required
@require_safe
def requests(request: UserRequest) -> HttpResponse:
    state = request.GET.get("keadaan", "")
    rows = visible_requests(request.user)
    if state in AssistanceState.values:
        rows = rows.filter(state=state)
    if asks_for_workbook(request):
        words = f"Keadaan: {AssistanceState(state).label}" if state in AssistanceState.values else ""
        return workbook(request, "Pendampingan", COLUMNS, map(_cells, rows), note=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("halaman"))
    return render(request, "assistance/list.html", {"page": page, "states": AssistanceState.choices, "chosen": state})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: UserRequest, pk: int, number: int) -> HttpResponse:
    evaluation = visible_evaluation(request, pk)
    demand(permissions.may_ask_for_assistance(request.user, evaluation))
    indicator = get_object_or_404(Indicator, instrument=evaluation.period.instrument_id, number=number)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        asked = actions.ask(evaluation.institution, indicator, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Permintaan pendampingan dikirim kepada tim evaluasi.")
        return redirect("assistance:request", asked.pk)
    before = visible_requests(request.user).filter(institution=evaluation.institution_id, indicator=indicator)
    context = {"evaluation": evaluation, "indicator": indicator, "form": form, "before": before[:PAGE]}
    return render(request, "assistance/ask.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def request_page(request: UserRequest, request_pk: int) -> HttpResponse:
    asked = request_of(request, request_pk)
    voice = permissions.voice_of(request.user, asked)
    form = WordForm(request.POST or None, voice=voice)
    if form.is_valid():
        actions.say(asked, voice, form.cleaned_data["text"], by=request.user)
        return redirect("assistance:request", asked.pk)
    return show(request, asked, form=form, status=400 if form.errors else 200)


@login_required
@require_POST
def hand_over(request: UserRequest, request_pk: int) -> HttpResponse:
    asked = request_of(request, request_pk)
    demand(permissions.voice_of(request.user, asked) == Voice.MINISTRY)
    form = HandOverForm(request.POST, universities=universities_free_for(asked.institution))
    if not form.is_valid():
        return show(request, asked, hand_over_form=form, status=400)
    actions.hand_over(asked, form.cleaned_data["university"], by=request.user)
    messages.success(request, f"Diserahkan kepada {form.cleaned_data['university']}.")
    return redirect("assistance:request", asked.pk)


@login_required
@require_POST
def close(request: UserRequest, request_pk: int) -> HttpResponse:
    asked = request_of(request, request_pk)
    demand(permissions.voice_of(request.user, asked) == Voice.INSTITUTION)
    actions.close(asked, by=request.user)
    messages.success(request, "Permintaan dinyatakan selesai.")
    return redirect("assistance:request", asked.pk)


def request_of(request: UserRequest, pk: int) -> AssistanceRequest:
    return get_object_or_404(visible_requests(request.user), pk=pk)


def show(request: UserRequest, asked: AssistanceRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    voice = permissions.voice_of(request.user, asked)
    context: dict[str, Any] = {
        "asked": asked,
        "words": asked.words.select_related("by"),
        "is_own": voice == Voice.INSTITUTION,
        "is_open": asked.state != AssistanceState.CLOSED,
        "form": WordForm(voice=voice),
    }
    if voice == Voice.MINISTRY:
        context["hand_over_form"] = HandOverForm(universities=universities_free_for(asked.institution))
    return render(request, "assistance/request.html", context | forms, status=status)


def _cells(one: AssistanceRequest) -> tuple[str | int, ...]:
    answering = str(one.university or "Kementerian PANRB")
    return str(one.institution), one.indicator.number, one.question, wib(one.at), answering, one.get_state_display()
