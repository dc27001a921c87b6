"""Questions from any page: asked by everybody, answered by the ministry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.evaluations.grants import visible_evaluations
from apps.evaluations.models import Evaluation
from apps.exports.actions import asks_for_workbook, workbook
from apps.helpdesk import actions, permissions
from apps.helpdesk.forms import AnswerForm, AskForm
from apps.helpdesk.models import PageQuestion
from apps.helpdesk.queries import institutions_asking, page_of, questions_of, with_answers
from apps.helpdesk.queries import queue as everybodys

PAGE = 30
COLUMNS = (
    "Jenis", "Pertanyaan atau masalah", "Penanya", "Instansi", "Halaman", "Dikirim", "Keadaan", "Ditangani oleh",
    "Jawaban",
)  # fmt: skip


@login_required
@require_safe
def mine(request: UserRequest) -> HttpResponse:
    """What one has asked, with the answers."""
    page = Paginator(questions_of(request.user), PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "answers": permissions.may_answer(request.user)}
    return render(request, "helpdesk/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: UserRequest) -> HttpResponse:
    """Ask or report from a page; `dari` is its path, `evaluasi` the evaluation that it is about."""
    given = request.POST if request.method == "POST" else request.GET
    page, evaluation = page_of(given.get("dari", "")), _evaluation(request, given.get("evaluasi", ""))

    form = AskForm(request.POST or None, initial={"kind": PageQuestion.Kind.QUESTION})
    if form.is_valid():
        kind = PageQuestion.Kind(form.cleaned_data["kind"])
        actions.ask(kind, form.cleaned_data["text"], page=page, evaluation=evaluation, by=request.user)
        messages.success(
            request, "Terkirim kepada tim evaluasi. Jawabannya muncul di sini dan pada pemberitahuan Anda."
        )
        return redirect("helpdesk:mine")

    context = {"form": form, "from_page": page, "about": evaluation}
    return render(request, "helpdesk/ask.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def queue(request: UserRequest) -> HttpResponse:
    """Everybody's questions, for the ministry."""
    if not permissions.may_answer(request.user):
        raise PermissionDenied
    state, institution = request.GET.get("keadaan", ""), request.GET.get("instansi", "")
    found = everybodys()
    if state in PageQuestion.State.values:
        found = found.filter(state=state)
    if institution.isdecimal() and len(institution) < 10:
        found = found.filter(institution=int(institution))

    if asks_for_workbook(request):
        narrowed = [PageQuestion.State(state).label] if state in PageQuestion.State.values else []
        narrowed += [name for pk, name, _ in institutions_asking() if str(pk) == institution]
        note = f"Saringan: {', '.join(narrowed)}" if narrowed else ""
        return workbook(request, "Pertanyaan dari halaman", COLUMNS, map(_cells, with_answers(found)), note=note)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("halaman")),
        "states": PageQuestion.State.choices,
        "state": state,
        "institution": institution,
        "institutions": institutions_asking(),
    }
    return render(request, "helpdesk/queue.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: UserRequest, pk: int) -> HttpResponse:
    """One question: take it, answer it."""
    if not permissions.may_answer(request.user):
        raise PermissionDenied
    rows = PageQuestion.objects.select_related("asker", "institution", "evaluation__period", "handled_by")
    asked = get_object_or_404(rows, pk=pk)
    if "tangani" in request.POST:
        actions.take(asked, by=request.user)
        messages.success(request, "Pertanyaan ini Anda tangani.")
        return redirect("helpdesk:question", pk)

    form = AnswerForm(request.POST or None)
    if form.is_valid():
        actions.answer(asked, form.cleaned_data["text"], by=request.user)
        messages.success(request, "Jawaban terkirim kepada penanya.")
        return redirect("helpdesk:queue")

    context = {"asked": asked, "given": asked.answers.select_related("by"), "form": form}
    return render(request, "helpdesk/question.html", context, status=400 if form.errors else 200)


def _cells(one: PageQuestion) -> tuple[Value, ...]:
    return (
        one.get_kind_display(),
        one.text,
        str(one.asker),
        str(one.institution or ""),
        one.page,
        wib(one.at),
        one.get_state_display(),
        str(one.handled_by or ""),
        "\n".join(f"{given.by}, {wib(given.at)}: {given.text}" for given in one.answers.all()),
    )


def _evaluation(request: UserRequest, text: str) -> Evaluation | None:
    """The evaluation that the page was about, where the asker sees it."""
    return visible_evaluations(request.user).filter(pk=text).first() if text.isdecimal() and len(text) < 10 else None
