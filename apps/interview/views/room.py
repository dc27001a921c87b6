"""The interview's pages: one address for assessors and institution, each sees what is theirs."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.exceptions import StaleWordError
from apps.evaluations.forms import MarkForm
from apps.evaluations.models import Evaluation
from apps.evaluations.pages import FormPage, WordRoom, form_page, item_as_seen, word_page
from apps.evaluations.papers import minutes_context
from apps.instruments.models import Indicator
from apps.interview import actions, permissions, queries
from apps.interview.forms import EvidenceRequestForm, ReplyForm
from apps.interview.models import Clarification, Reply
from apps.interview.views.access import BACK, interviewed, session_or_404
from apps.rules.stages import Stage
from apps.self_assessment.actions import add_file, add_link
from apps.self_assessment.filetypes import ACCEPT
from apps.self_assessment.forms import EvidenceForm
from apps.self_assessment.models import Citation, Evidence
from apps.self_assessment.queries.citations import citable
from apps.self_assessment.queries.said import answer_on, evidence_on
from apps.self_assessment.views.access import browser_key

MARK = FormPage("Tambah indikator ke agenda", "Masukkan ke agenda", "Agenda belum diubah.", **BACK)
ROOM = WordRoom("interview", queries.item_of, actions.save_clarification, queries.following, words=Clarification)


@login_required
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Appointment, agenda and what came of it."""
    evaluation = visible_evaluation(request, pk)
    if not permissions.is_interviewed(evaluation):
        return render(request, "interview/none.html", {"evaluation": evaluation})
    return render(request, "interview/detail.html", _detail_context(request, evaluation))


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = interviewed(request, pk)
    demand(permissions.conducts(request.user, evaluation))

    form = MarkForm(request.POST or None, evaluation=evaluation, stage=Stage.INTERVIEW)

    def add() -> str:
        actions.mark_for_interview(evaluation, form.questions, by=request.user)
        return f"Indikator {form.cleaned_data['indicator'].number} masuk agenda."

    return form_page(request, evaluation, MARK, form, add)


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One marked indicator: result for those who conduct, reply and evidence for the institution."""
    evaluation = interviewed(request, pk)
    marked = queries.indicator_of(evaluation, number) if permissions.has_agenda(evaluation) else None
    if marked is None:
        raise Http404
    if request.method == "POST":
        demand(permissions.conducts(request.user, evaluation))
    if not permissions.conducts(request.user, evaluation):
        return _item_page(request, evaluation, _item(evaluation, number))

    return word_page(request, evaluation, ROOM, marked, lambda: _beside(request, evaluation, marked))


@login_required
@require_POST
def reply(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The institution agrees or contests a proposed level."""
    evaluation = interviewed(request, pk)
    demand(permissions.replies(request.user, evaluation))
    item = _item(evaluation, number)
    if item.word is None:
        raise Http404

    form = ReplyForm(
        request.POST,
        clarification=item.word,
        instrument=evaluation.period.instrument,
        pieces=citable(evaluation),
    )
    refusal: DomainError | None = None
    if form.is_valid():
        try:
            actions.reply_to(
                item.word,
                version=form.cleaned_data["version"],
                reply=Reply(form.cleaned_data["reply"]),
                text=form.cleaned_data["text"],
                requested_level=form.cleaned_data["requested_level"],
                by=request.user,
                citations=form.citations,
                brought=actions.Brought(
                    request.FILES.getlist(form.files_name),
                    proves=form.cleaned_data["new_proves"],
                    place=form.cleaned_data["new_place"],
                ),
            )
        except StaleWordError as stale:
            form.after(stale.stored.version)
            refusal = stale
        except DomainError as closed:
            refusal = closed
        else:
            messages.success(request, f"Tanggapan atas indikator {number} tersimpan.")
            return redirect("interview:detail", pk)
    more = {"reply_form": form, "refusal": refusal}
    return _item_page(request, evaluation, item, more, status=refusal.status if refusal else 400)


@login_required
@require_http_methods(["GET", "POST"])
def evidence_request(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """What is still asked for on an indicator, and until when."""
    evaluation = interviewed(request, pk)
    demand(permissions.conducts(request.user, evaluation))
    item = _item(evaluation, number)

    form = EvidenceRequestForm(request.POST or None)

    def request_it() -> str:
        actions.request_evidence(evaluation, item.indicator, **form.cleaned_data, by=request.user)
        return f"Bukti indikator {number} diminta; instansi diberi tahu."

    page = FormPage(f"Minta bukti indikator {number}", "Minta bukti", "Permintaan belum disimpan.", **BACK)
    return form_page(request, evaluation, page, form, request_it)


@login_required
@require_POST
def evidence(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The institution completes its evidence; a file that is refused takes no other with it."""
    evaluation = interviewed(request, pk)
    demand(permissions.brings_evidence(request.user, evaluation))
    item = _item(evaluation, number)

    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return _item_page(request, evaluation, item, {"evidence_form": form}, status=400)
    said = {"proves": form.cleaned_data["proves"], "place": form.cleaned_data["place"], "by": request.user}
    added = 0
    try:
        for upload in request.FILES.getlist("bukti"):
            add_file(evaluation, item.indicator, upload, **said)
            added += 1
        if form.cleaned_data["url"]:
            add_link(evaluation, item.indicator, form.cleaned_data["url"], **said)
            added += 1
    except DomainError as refusal:
        more = {"evidence_form": form, "refusal": refusal, "added": added}
        return _item_page(request, evaluation, item, more, status=refusal.status)
    if added:
        messages.success(request, f"{added} bukti ditambahkan pada indikator {number}.")
    return redirect("interview:indicator", pk, number)


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """GET downloads the Berita Acara, POST asks a worker to make it."""
    evaluation = interviewed(request, pk)
    session = session_or_404(evaluation)
    if request.method == "POST":
        demand(permissions.conducts(request.user, evaluation))
        actions.request_minutes(evaluation, by=request.user)
        return redirect("interview:detail", pk)
    return kept_pdf(session.minutes_sha256, f"berita-acara-interviu-{evaluation.institution.slug}.pdf")


@login_required
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = interviewed(request, pk)
    demand(permissions.leads(request.user, evaluation))

    actions.close_interview(evaluation, by=request.user)
    messages.success(request, f"Interviu ditutup. Tahap sekarang: {evaluation.get_stage_display()}.")
    return redirect("interview:detail", pk)


def _item(evaluation: Evaluation, number: int) -> queries.Item:
    item = queries.item_of(evaluation, number) if permissions.has_agenda(evaluation) else None
    if item is None:
        raise Http404
    return item


def _may(request: UserRequest, evaluation: Evaluation) -> dict[str, bool]:
    user = request.user
    return {
        "conducts": permissions.conducts(user, evaluation),
        "is_institution": permissions.brings_evidence(user, evaluation),
        "may_schedule": permissions.may_schedule(user, evaluation),
        "may_book": permissions.may_book(user, evaluation),
        "sees_link": permissions.sees_link(user, evaluation),
        "may_conduct": permissions.may_conduct(user, evaluation),
        "may_lead": permissions.may_conduct(user, evaluation) and permissions.leads(user, evaluation),
        "may_reply": permissions.may_reply(user, evaluation),
        "may_bring_evidence": permissions.may_bring_evidence(user, evaluation),
        "may_close": permissions.may_close(user, evaluation),
    }


def _detail_context(request: UserRequest, evaluation: Evaluation) -> dict[str, Any]:
    found = queries.agenda(evaluation) if permissions.has_agenda(evaluation) else []
    items = [item_as_seen(request.user, evaluation, one) for one in found]
    session = queries.session_of(evaluation)
    may = _may(request, evaluation)
    return may | {
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "session": session,
        "present": queries.present_at(evaluation) if session and session.held_at else {},
        "change": queries.last_change(evaluation),
        "has_agenda": permissions.has_agenda(evaluation),
        "is_open": evaluation.is_open(Stage.INTERVIEW),
        "items": items,
        "rows": _rows(evaluation, items, may),
        **_files(),
        "noted": sum(item.word is not None for item in items),
        "changed": sum(item.is_changed for item in items),
        **minutes_context(evaluation, Stage.INTERVIEW, request.user),
        "can_ask": may["conducts"] and session is not None and session.held_at is not None,
    }


def _rows(evaluation: Evaluation, items: list[queries.Item], may: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The agenda as _item.html takes it, each with what its reply points to. Two queries at most.

    A form among many offers the pieces of its own indicator; the page of the indicator offers all.
    """
    cited = queries.cited_in_replies(evaluation)
    pieces = list(citable(evaluation)) if may["may_reply"] else []
    rows = []
    for item in items:
        said = cited.get(item.indicator.pk, [])
        named = {one.evidence_id for one in said}
        own = [one for one in pieces if one.indicator_id == item.indicator.pk or one.pk in named]
        rows.append(_row(evaluation, item, may, own, said))
    return rows


def _row(
    evaluation: Evaluation,
    item: queries.Item,
    may: Mapping[str, bool],
    pieces: Iterable[Evidence],
    cited: list[Citation],
) -> dict[str, Any]:
    """One clarified indicator: what may be said and brought on it."""
    return {
        "item": item,
        "cited": cited,
        "reply_form": _reply_form(evaluation, item, pieces, cited) if may["may_reply"] else None,
        "may_come_with_reply": queries.may_come_with_reply(item),
        "takes_evidence": may["may_bring_evidence"] and queries.takes_evidence(item),
    }


def _reply_form(
    evaluation: Evaluation, item: queries.Item, pieces: Iterable[Evidence], cited: list[Citation]
) -> ReplyForm | None:
    """The form for a proposed level; nothing where no level is proposed."""
    if item.word is None or item.word.level is None:
        return None
    instrument = evaluation.period.instrument
    return ReplyForm(clarification=item.word, instrument=instrument, pieces=pieces, cited=cited)


def _item_page(
    request: UserRequest,
    evaluation: Evaluation,
    item: queries.Item,
    more: Mapping[str, Any] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HttpResponse:
    """One clarified indicator for everybody but the assessors."""
    may = _may(request, evaluation)
    cited = queries.cited_in_replies(evaluation).get(item.indicator.pk, [])
    pieces = citable(evaluation) if may["may_reply"] else []
    row = _row(evaluation, item_as_seen(request.user, evaluation, item), may, pieces, cited)
    context: dict[str, Any] = {
        **may,
        **row,
        **_files(),
        "evaluation": evaluation,
        "instrument": evaluation.period.instrument,
        "evidence": evidence_on(evaluation, item.indicator),
        "evidence_form": EvidenceForm() if row["takes_evidence"] else None,
    }
    return render(request, "interview/item.html", context | dict(more), status=status)


def _files() -> dict[str, Any]:
    """What a field for files says."""
    return {"accept": ACCEPT, "file_limit": settings.EVIDENCE_FILE_LIMIT}


def _beside(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> dict[str, Any]:
    """What stands beside the words on an indicator: the institution's answer and evidence, and what its reply cites."""
    return _may(request, evaluation) | {
        "answer": answer_on(evaluation, marked),
        "cited": queries.cited_in_replies(evaluation).get(marked.pk, []),
        "browser_key": browser_key(request.user),
        "evidence": evidence_on(evaluation, marked),
    }
