"""One indicator: reading it, and writing its answer by hand or by autosave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.common.exceptions import DomainError, NotInChargeError, StageClosedError
from apps.common.formats import clock
from apps.common.requests import UserRequest
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment import actions, permissions
from apps.self_assessment.exceptions import StaleAnswerError
from apps.self_assessment.forms import AnswerForm, ChoiceForm, EvidenceForm, as_typed
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import text_at
from apps.self_assessment.texts import LABELS, AnswerText, differences
from apps.self_assessment.views.access import browser_key, demand, readable_answer
from apps.self_assessment.views.files import tell_warning
from apps.self_assessment.views.indicator_page import page_of

SUBMIT = "ajukan"
REVIEWED = "tinjau"
TEXT = "teks"
ELSEWHERE = "Indikator ini dikerjakan oleh unit atau orang lain; Anda dapat membacanya. Perubahan ini tidak disimpan."


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    answer = readable_answer(request, pk, number)
    evaluation = answer.evaluation
    if request.method == "GET":
        return show(request, evaluation, answer)
    demand(permissions.fills(request.user, evaluation))
    if evaluation.stage == Stage.INTERVIEW:
        return bring_evidence(request, evaluation, answer)
    return save(request, evaluation, answer)


def saves_itself(request: UserRequest) -> bool:
    """Whether the page saves by itself while somebody types, and shows nothing but what became of it."""
    return "X-Autosave" in request.headers


def save(request: UserRequest, evaluation: Evaluation, answer: Answer) -> HttpResponse:
    is_automatic = saves_itself(request)
    form = typed_form(request, evaluation, answer)
    if not form.is_valid():
        return refuse_typing(request, evaluation, answer, form, is_automatic)
    version = form.cleaned_data["version"]
    read = AnswerText.of(answer) if answer.version == version else text_at(answer, version) or AnswerText()
    text = form.text_over(read)
    try:
        if not permissions.is_left_to(request.user, evaluation, answer.is_mine):
            raise NotInChargeError(ELSEWHERE)
        saved = actions.save_answer(
            evaluation, answer.indicator, version=version, by=request.user, stored=answer, **vars(text)
        )
    except StaleAnswerError as stale:
        return show_conflict(request, evaluation, stale, version, is_automatic)
    except (StageClosedError, NotInChargeError) as closed:
        return show_closed(request, evaluation, answer, form, closed, is_automatic)
    if is_automatic:
        return JsonResponse(
            {
                "version": saved.version,
                "saved": f"Tersimpan {clock(saved.updated_at)}",
                "state": render_to_string("_answer_state.html", {"state": saved.state.upper()}),
            }
        )
    if REVIEWED in request.POST:
        confirm(request, saved)
    return bring_evidence(request, evaluation, saved)


def confirm(request: UserRequest, answer: Answer) -> None:
    """What was taken over still holds: the text as it was just saved, or a piece of evidence."""
    thing = request.POST[REVIEWED]
    if thing == TEXT:
        is_confirmed = actions.confirm_text(answer, by=request.user)
    else:
        chosen = [int(thing)] if thing.isdecimal() else []
        is_confirmed = bool(actions.confirm_evidence(answer.evaluation, answer.indicator, chosen, by=request.user))
    if is_confirmed:
        messages.success(request, "Dinyatakan sudah ditinjau dan masih berlaku.")


def typed_form(request: UserRequest, evaluation: Evaluation, answer: Answer) -> AnswerForm:
    """What was typed; from the conflict page, what was chosen there."""
    indicator, instrument = answer.indicator, evaluation.period.instrument
    if "resolve" not in request.POST:
        return AnswerForm(request.POST, indicator=indicator, instrument=instrument)
    stored = as_typed(AnswerText.of(answer), instrument)
    chosen = ChoiceForm(request.POST, indicator=indicator, instrument=instrument).resolved(stored)
    typed = {"version": request.POST.get("version", ""), **chosen}
    return AnswerForm(typed, indicator=indicator, instrument=instrument)


def bring_evidence(request: UserRequest, evaluation: Evaluation, answer: Answer) -> HttpResponse:
    """Add what was uploaded beside the answer; a file that is refused takes no other with it."""
    form = EvidenceForm(request.POST)
    uploads: list[UploadedFile] = list(request.FILES.getlist("bukti"))
    if not form.is_valid():
        messages.error(request, f"Tautan “{request.POST.get('url', '')}” tidak dicatat: tulis alamat http atau https.")
        return redirect("self_assessment:indicator", evaluation.pk, answer.indicator.number)
    said = {"proves": form.cleaned_data["proves"], "place": form.cleaned_data["place"]}
    added = 0
    for upload in uploads:
        try:
            brought = actions.add_file(evaluation, answer.indicator, upload, by=request.user, **said)
            added += 1
            tell_warning(request, brought.file)
        except DomainError as refusal:
            messages.error(request, str(refusal))
    if url := form.cleaned_data["url"]:
        actions.add_link(evaluation, answer.indicator, url, by=request.user, **said)
        added += 1
    if added:
        messages.success(request, f"{added} bukti ditambahkan.")
    if SUBMIT in request.POST:
        hand_in(request, answer)
    return redirect("self_assessment:indicator", evaluation.pk, answer.indicator.number)


def hand_in(request: UserRequest, answer: Answer) -> None:
    if missing := AnswerText.of(answer).missing(answer.indicator):
        wanted = " dan ".join(missing)
        messages.warning(request, f"Tersimpan, tetapi belum dapat diajukan: isi {wanted} dahulu.")
        return
    same = Answer.objects.filter(pk=answer.pk, version=answer.version)
    if actions.submit_for_approval(same, by=request.user):
        messages.success(request, "Tersimpan dan diajukan kepada penanggung jawab.")
    elif answer.state in (AnswerState.DRAFT, AnswerState.RETURNED):
        messages.warning(
            request, "Tersimpan, tetapi belum dapat diajukan: tinjau dahulu yang diambil alih dari tahun lalu."
        )


def show(
    request: UserRequest,
    evaluation: Evaluation,
    answer: Answer,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    restored = restored_text(request, answer)
    values = form.typed if form else as_typed(restored or AnswerText.of(answer), evaluation.period.instrument)
    context = page_of(request.user, evaluation, answer) | {"values": values, "form": form, "restored": restored}
    return render(request, "self_assessment/indicator.html", context, status=status)


def restored_text(request: UserRequest, answer: Answer) -> AnswerText | None:
    """An older version that the person wants to go on from: it fills the form, and is saved like anything typed."""
    asked = request.GET.get("versi", "")
    if not asked.isdecimal() or not 0 < int(asked) < answer.version:
        return None
    return (
        text_at(answer, int(asked))
        if permissions.may_fill_answer(request.user, answer.evaluation, answer.is_mine)
        else None
    )


def refuse_typing(
    request: UserRequest, evaluation: Evaluation, answer: Answer, form: AnswerForm, is_automatic: bool
) -> HttpResponse:
    if is_automatic:
        return JsonResponse({"message": "Belum tersimpan.", "refusals": form.refusals}, status=422)
    return show(request, evaluation, answer, form=form, status=422)


def show_conflict(
    request: UserRequest, evaluation: Evaluation, stale: StaleAnswerError, version: int, is_automatic: bool
) -> HttpResponse:
    """Both texts side by side; nothing was overwritten and nothing typed is lost."""
    stored, mine = stale.stored, stale.refused
    context = {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "indicator": stored.indicator,
        "stored": stored,
        "was_approved": stored.state == AnswerState.APPROVED,
        "mine": as_typed(mine, evaluation.period.instrument),
        "differences": differences(mine, AnswerText.of(stored), text_at(stored, version)),
        "next_version": stored.version + 1,
        "browser_key": browser_key(request.user),
    }
    if is_automatic:
        piece = render_to_string("self_assessment/_stale.html", context, request)
        return JsonResponse({"message": "Belum tersimpan", "piece": piece}, status=409)
    return render(request, "self_assessment/conflict.html", context, status=409)


def show_closed(
    request: UserRequest,
    evaluation: Evaluation,
    answer: Answer,
    form: AnswerForm,
    closed: DomainError,
    is_automatic: bool,
) -> HttpResponse:
    """The stage ended, or the work went to somebody else, while somebody typed.

    What was saved counts, what was not is there to copy.
    """
    context = {
        "evaluation": evaluation,
        "indicator": answer.indicator,
        "answer": answer,
        "closed": closed,
        "is_over": isinstance(closed, StageClosedError),
        "now": timezone.now(),
        "typed": [(name, LABELS[name], words) for name, words in form.typed.items() if words],
    }
    if is_automatic:
        piece = render_to_string("self_assessment/_closed.html", context, request)
        return JsonResponse({"message": "Tidak tersimpan", "piece": piece, "closed": True}, status=409)
    return render(request, "self_assessment/closed.html", context, status=409)
