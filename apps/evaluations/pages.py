"""Pages that interview and visit have alike: a form on its own, and the three columns of a marked indicator."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.formats import clock
from apps.common.requests import UserRequest
from apps.evaluations.agenda import AgendaItem
from apps.evaluations.exceptions import StaleWordError
from apps.evaluations.forms import WordForm, typed_level
from apps.evaluations.models import Evaluation, MarkedWord
from apps.evaluations.permissions import hides_word, stages_shown
from apps.instruments.models import Indicator
from apps.rules.stages import Stage


@dataclass(frozen=True)
class FormPage:
    """A page with one form: its title, its button, what to say of a refusal, and where it leads back to."""

    title: str
    verb: str
    kept: str
    stage_label: str
    back: str


@dataclass(frozen=True)
class WordRoom:
    """Where marked indicators are spoken on: its name in addresses and templates, and its own ways."""

    name: str
    item_of: Callable[[Evaluation, int], AgendaItem[Any] | None]
    save: Callable[..., None]
    following: Callable[[Evaluation, int], int | None]
    hides: Stage | None = None
    """The stage whose word is kept from the institution here, too, where the period says so."""
    words: type[MarkedWord] | None = None
    """The table that is written, where the page saves by itself while somebody types (autosave.js)."""


def form_page(
    request: UserRequest, evaluation: Evaluation, page: FormPage, form: Form, act: Callable[[], str]
) -> HttpResponse:
    """Do what a valid form asks, say what `act` returns, and lead back.

    Otherwise the form with what was typed; a refusal stands above it.
    """
    refusal: DomainError | None = None
    if form.is_valid():
        try:
            done = act()
        except DomainError as refused:
            refusal = refused
        else:
            messages.success(request, done)
            return redirect(page.back, evaluation.pk)
    context = {"evaluation": evaluation, "form": form, "refusal": refusal, **asdict(page)}
    return render(request, "marked/form.html", context, status=_status(form, refusal))


def word_page(
    request: UserRequest,
    evaluation: Evaluation,
    room: WordRoom,
    indicator: Indicator,
    more: Callable[[], Mapping[str, Any]],
) -> HttpResponse:
    """One marked indicator: save what was typed and lead to the next, or show it.

    After a stale save the stored words stand beside those that were typed.
    """
    if room.words is not None and request.method == "POST" and "X-Autosave" in request.headers:
        return _saved_by_itself(request, evaluation, room, room.words, indicator)
    instrument = evaluation.period.instrument
    form = WordForm(request.POST or None, indicator=indicator, instrument=instrument)
    refusal: DomainError | None = None
    if form.is_valid():
        try:
            room.save(evaluation, form.word, by=request.user)
        except StaleWordError as stale:
            form.after(stale.stored.version)
            refusal = stale
        except DomainError as refused:
            refusal = refused
        else:
            messages.success(request, f"Indikator {indicator.number} tersimpan.")
            if following := room.following(evaluation, indicator.number):
                return redirect(f"{room.name}:indicator", evaluation.pk, following)
            return redirect(f"{room.name}:detail", evaluation.pk)
    if (item := room.item_of(evaluation, indicator.number)) is None:
        raise Http404
    item = item_as_seen(request.user, evaluation, item, of=room.hides)
    form.show(item)
    context = {
        **more(),
        "evaluation": evaluation,
        "instrument": instrument,
        "item": item,
        "form": form,
        "refusal": refusal,
        "stored": getattr(refusal, "stored", None),
        "criteria": item.indicator.criteria.all(),
    }
    return render(request, f"{room.name}/indicator.html", context, status=_status(form, refusal))


def item_as_seen(
    user: User, evaluation: Evaluation, item: AgendaItem[Any], *, of: Stage | None = None
) -> AgendaItem[Any]:
    """A marked indicator with as much of its way as this person may read; the word of stage `of` itself, too."""
    seen = item.narrowed(stages_shown(user, evaluation))
    return seen.hushed() if of and hides_word(user, evaluation, of) else seen


def _saved_by_itself(
    request: UserRequest, evaluation: Evaluation, room: WordRoom, words: type[MarkedWord], indicator: Indicator
) -> JsonResponse:
    """What became of it, for autosave.js: it sends the parts that changed; the others stand as they were read."""
    instrument = evaluation.period.instrument
    stored = words._default_manager.filter(evaluation=evaluation, indicator=indicator).first()
    read = {"version": 0, "level": "", "reason": ""}
    if stored is not None:
        read = {"version": stored.version, "level": typed_level(stored.level, instrument), "reason": stored.reason}
    form = WordForm({**read, **request.POST.dict()}, indicator=indicator, instrument=instrument)
    if not form.is_valid():
        refusals = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"message": "Belum dapat disimpan.", "refusals": refusals}, status=422)
    try:
        room.save(evaluation, form.word, by=request.user)
    except DomainError as refusal:
        context = {"refusal": refusal, "stored": getattr(refusal, "stored", None), "instrument": instrument}
        piece = render_to_string("marked/_not_saved.html", context)
        said = {"message": "Belum tersimpan", "piece": piece, "closed": not isinstance(refusal, StaleWordError)}
        return JsonResponse(said, status=409)
    saved = f"Tersimpan {clock(timezone.now())}"
    return JsonResponse({"version": form.word.version + 1, "saved": saved, "state": ""})


def _status(form: Form, refusal: DomainError | None) -> int:
    if refusal:
        return refusal.status
    return 400 if form.errors else 200
