"""One indicator: reading it, and saving my judgement by hand or by autosave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from apps.common.exceptions import DomainError
from apps.common.formats import clock
from apps.common.requests import UserRequest
from apps.desk_review import actions
from apps.desk_review.exceptions import NoLongerAssessingError, ReasonMissingError, StaleJudgementError
from apps.desk_review.forms import JudgementForm, as_typed, resolved
from apps.desk_review.models import Judgement
from apps.desk_review.queries import judged_at, left_behind, own_words, state_of
from apps.desk_review.texts import VERDICT, EvidenceWord, JudgementText, labels_of
from apps.desk_review.views.access import own_judgement
from apps.desk_review.views.indicator_page import page_of
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment.forms import shown_level
from apps.self_assessment.models import Evidence
from apps.self_assessment.texts import differing_parts
from apps.self_assessment.views.access import browser_key

AGREE = "setuju"
# A page that was shown or merged between two texts may lack its level, as what saves itself may.
DRAFTS = ("bandingkan", "resolve")


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    try:
        judgement = own_judgement(request, pk, number)
    except (Http404, PermissionDenied):
        left = left_behind(request.user, pk, number) if request.method == "POST" else None
        if left is None:
            raise
        return refuse_former(request, left)
    if request.method == "POST":
        return save(request, judgement.evaluation, judgement)
    return show(request, judgement.evaluation, judgement)


def save(request: UserRequest, evaluation: Evaluation, judgement: Judgement) -> HttpResponse:
    """Whoever may judge some day but not now is refused by the action, with the typed words kept on the screen."""
    is_automatic = "X-Autosave" in request.headers
    claimed, indicator = judgement.claimed, judgement.indicator  # type: ignore[attr-defined]
    is_draft = is_automatic or any(name in request.POST for name in DRAFTS)
    form = typed_form(request, evaluation, judgement, is_draft=is_draft)
    if not form.is_valid():
        return refuse(request, evaluation, judgement, form, is_automatic)
    version = form.cleaned_data["version"]
    text = form.text_over(read_text(judgement, form, version))
    try:
        saved = actions.save_judgement(judgement, version=version, claimed=claimed, **vars(text))
    except StaleJudgementError as stale:
        return show_conflict(request, evaluation, stale, version, is_automatic)
    except DomainError as refusal:
        return refuse(request, evaluation, judgement, form, is_automatic, refusal)
    if is_automatic:
        context = {"judgement": saved, "state": state_of(saved.level, claimed)}
        return JsonResponse(
            {
                "version": saved.version,
                "saved": f"Tersimpan {clock(saved.updated_at)}",
                "state": render_to_string("desk_review/_state.html", context),
            }
        )
    messages.success(request, f"Indikator {indicator.number} tersimpan {clock(saved.updated_at)}.")
    following = numbers_after(evaluation, indicator).first()
    if following is None:
        return redirect("desk_review:sheet", evaluation.pk)
    return redirect("desk_review:indicator", evaluation.pk, following)


def numbers_after(evaluation: Evaluation, indicator: Indicator) -> QuerySet[Indicator, int]:
    rows = Indicator.objects.filter(
        instrument=evaluation.period.instrument_id, number__gt=indicator.number, external_index=""
    )
    return rows.order_by("number").values_list("number", flat=True)


def typed_form(request: UserRequest, evaluation: Evaluation, judgement: Judgement, *, is_draft: bool) -> JudgementForm:
    """What was typed; the agree button stands for the institution's level, the page with two texts for its choices."""
    data, instrument = request.POST.dict(), evaluation.period.instrument
    if "resolve" in data:
        words = own_words(judgement)
        asked = JudgementForm(data, instrument=instrument).evidence
        stored = JudgementText.of(judgement, {pk: words.get(pk, EvidenceWord()) for pk in asked})
        data = resolved(data, as_typed(stored, instrument))
    elif AGREE in data:
        data["level"] = shown_level(judgement.claimed, instrument)  # type: ignore[attr-defined]
    return JudgementForm(data, instrument=instrument, is_draft=is_draft)


def read_text(judgement: Judgement, form: JudgementForm, version: int) -> JudgementText:
    """What the person had before them: what stands there, or what stood there at an earlier version."""
    if version != judgement.version:
        return judged_at(judgement, version) or JudgementText()
    return JudgementText.of(judgement, own_words(judgement) if form.evidence else None)


def refuse_former(request: UserRequest, left: Judgement) -> HttpResponse:
    """Whoever was taken from the team while they wrote reads what stands on record of them, and nothing else."""
    refusal = NoLongerAssessingError(left)
    if "X-Autosave" not in request.headers:
        raise refusal
    piece = render_to_string("desk_review/_former.html", {"refusal": refusal})
    return JsonResponse(
        {"message": "Tidak tersimpan", "piece": piece, "closed": True, "gone": True}, status=refusal.status
    )


def refuse(
    request: UserRequest,
    evaluation: Evaluation,
    judgement: Judgement,
    form: JudgementForm,
    is_automatic: bool,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """What was typed cannot be taken: it stays where it was typed."""
    is_open_to_change = refusal is None or isinstance(refusal, ReasonMissingError)
    status = 422 if is_open_to_change else refusal.status  # type: ignore[union-attr]
    if not is_automatic:
        return show(request, evaluation, judgement, form=form, refusal=refusal, status=status)
    if is_open_to_change:
        refusals = form.refusals if refusal is None else [str(refusal)]
        return JsonResponse({"message": "Belum tersimpan.", "refusals": refusals}, status=status)
    piece = render_to_string("desk_review/_refused.html", {"refusal": refusal, "judgement": judgement})
    return JsonResponse({"message": "Tidak tersimpan", "piece": piece, "closed": True}, status=status)


def show(
    request: UserRequest,
    evaluation: Evaluation,
    judgement: Judgement,
    *,
    form: JudgementForm | None = None,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    typed = form.typed if form else None
    context = page_of(request, evaluation, judgement, typed) | {"form": form, "refusal": refusal}
    return render(request, "desk_review/indicator.html", context, status=status)


def show_conflict(
    request: UserRequest, evaluation: Evaluation, stale: StaleJudgementError, version: int, is_automatic: bool
) -> HttpResponse:
    """Both texts side by side; nothing was overwritten and nothing typed is lost."""
    stored, instrument = stale.stored, evaluation.period.instrument
    evidence = Evidence.objects.filter(evaluation=evaluation, indicator=stored.indicator).select_related("file")
    known = evidence.in_bulk(list(stale.refused.evidence)) if stale.refused.evidence else {}
    words, read = own_words(stored), judged_at(stored, version) or JudgementText()
    mine, theirs, before = (
        JudgementText(*text.judged, {pk: text.evidence.get(pk, EvidenceWord()) for pk in known})
        for text in (stale.refused, JudgementText.of(stored, words), read)
    )
    chosen = ("level", *(f"{VERDICT}{pk}" for pk in known))
    context = {
        "evaluation": evaluation,
        "instrument": instrument,
        "indicator": stored.indicator,
        "stored": stored,
        "mine": as_typed(mine, instrument),
        "differences": differing_parts(mine.shown(), theirs.shown(), before.shown(), labels_of(known), chosen),
        "next_version": stored.version + 1,
        "browser_key": browser_key(request.user),
    }
    if is_automatic:
        piece = render_to_string("desk_review/_stale.html", context, request)
        return JsonResponse({"message": "Belum tersimpan", "piece": piece}, status=409)
    return render(request, "desk_review/conflict.html", context, status=409)
