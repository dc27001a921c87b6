"""The visit's pages: whom to visit, and one visit."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common import files
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.requests import UserRequest
from apps.common.responses import attachment, kept_pdf, sandboxed
from apps.evaluations.access import demand, visible_evaluation
from apps.evaluations.forms import MarkForm
from apps.evaluations.models import Evaluation
from apps.evaluations.pages import FormPage, WordRoom, form_page, item_as_seen, word_page
from apps.evaluations.papers import minutes_context
from apps.evaluations.permissions import hides_word
from apps.exports.actions import asks_for_workbook, workbook
from apps.instruments.models import Indicator
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from apps.self_assessment.queries.said import answer_on, evidence_on
from apps.self_assessment.queries.uploads import cut_uploads
from apps.self_assessment.views.uploads import refusing_in_json, take_piece, where_to
from apps.visitation import actions, permissions, queries
from apps.visitation.forms import (
    LONGEST_REASON,
    CandidateFilter,
    PhotoAnnouncementForm,
    PhotosForm,
    PlanForm,
    ReasonForm,
)
from apps.visitation.lists import COLUMNS, cells_of
from apps.visitation.models import Photo, PhotoUpload, Visit
from apps.visitation.photos import (
    ACCEPT,
    add_photos,
    announce_photo,
    check_takes_photos,
    finish_photo,
    withdraw_photo,
)
from apps.visitation.queries import photos_of, small_path, visit_of
from apps.visitation.reasons import not_compared, thresholds_in_words

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
    found = queries.agenda(evaluation) if _shows_agenda(request, evaluation) else []
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
    evaluation = _possible(request, pk)
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
    evaluation = _possible(request, pk)
    demand(permissions.leads(request.user, evaluation))
    visit = _visit(evaluation)

    form = PlanForm(request.POST or None, visit=visit)

    def settle() -> str:
        actions.plan(visit, **form.cleaned_data, by=request.user)
        return "Rencana disimpan; instansi dan tim asesor diberi tahu."

    return form_page(request, evaluation, PLAN, form, settle)


@login_required
@require_http_methods(["GET", "POST"])
def mark(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = _possible(request, pk)
    demand(permissions.marks(request.user, evaluation))
    _visit(evaluation)

    form = MarkForm(request.POST or None, evaluation=evaluation, stage=Stage.VISITATION)

    def add() -> str:
        actions.mark_for_visit(evaluation, form.questions, by=request.user)
        return f"Indikator {form.cleaned_data['indicator'].number} akan divalidasi."

    return form_page(request, evaluation, MARK, form, add)


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One validated indicator: what was found."""
    evaluation = _possible(request, pk)
    marked = queries.indicator_of(evaluation, number) if _shows_agenda(request, evaluation) else None
    if marked is None:
        raise Http404
    if request.method == "POST":
        demand(permissions.finds(request.user, evaluation))

    return word_page(request, evaluation, ROOM, marked, lambda: _beside(request, evaluation, marked))


@login_required
@require_POST
def add_photos_of(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Photos of one validated indicator, from the page's own form."""
    evaluation = _possible(request, pk)
    demand(permissions.finds(request.user, evaluation))
    marked = queries.indicator_of(evaluation, number)
    if marked is None:
        raise Http404

    form, chosen = PhotosForm(request.POST), request.FILES.getlist("foto")
    if not form.is_valid():
        raise InputRefusedError("Keterangan foto terlalu panjang: paling banyak 300 huruf. Foto belum disimpan.")
    if not chosen:
        raise InputRefusedError("Belum ada foto yang dipilih. Pilih fotonya, lalu kirim lagi.")
    added = add_photos(evaluation, marked, chosen, caption=form.cleaned_data["caption"], by=request.user)
    messages.success(request, f"{len(added)} foto disimpan pada indikator {number}.")
    return redirect("visitation:indicator", pk, number)


@login_required
@require_POST
@refusing_in_json
def announce(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Which photo is to come piece by piece; the answer says where to, and which pieces are missing."""
    evaluation = _possible(request, pk)
    demand(permissions.finds(request.user, evaluation))
    marked = queries.indicator_of(evaluation, number)
    if marked is None:
        raise Http404
    form = PhotoAnnouncementForm(request.POST)
    if not form.is_valid():
        raise InputRefusedError("Foto ini tidak dapat diumumkan: nama, ukuran, atau keterangannya tidak sesuai.")
    there = Photo.objects.filter(evaluation=evaluation, indicator=marked, withdrawn_at__isnull=True)
    if there.filter(sha256=form.cleaned_data["sha256"]).exists():
        return _told(request, evaluation, marked)
    upload = announce_photo(evaluation, marked, by=request.user, **form.cleaned_data)
    return where_to(upload, receive="visitation:receive_photo", finish="visitation:finish_photo")


@login_required
@require_POST
@refusing_in_json
def receive(request: UserRequest, pk: int, upload_pk: int, piece: int) -> HttpResponse:
    upload = _own_upload(request, pk, upload_pk)
    check_takes_photos(upload.evaluation)
    return take_piece(request, upload, piece)


@login_required
@require_POST
@refusing_in_json
def finish(request: UserRequest, pk: int, upload_pk: int) -> HttpResponse:
    upload = _own_upload(request, pk, upload_pk)
    finish_photo(upload, by=request.user)
    return _told(request, upload.evaluation, upload.indicator)


@login_required
@require_safe
def photo(request: UserRequest, pk: int, photo_pk: int) -> HttpResponse:
    """The photo as it was brought, as a download."""
    found = _photo(request, pk, photo_pk)
    return attachment(files.read(found.sha256), found.name, found.media_type)


@login_required
@require_safe
def photo_image(request: UserRequest, pk: int, photo_pk: int) -> HttpResponse | FileResponse:
    """Its small picture, which a worker has drawn; 404 until then."""
    try:
        opened = small_path(_photo(request, pk, photo_pk)).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return sandboxed(FileResponse(opened, content_type="image/jpeg"))


@login_required
@require_POST
def withdraw(request: UserRequest, pk: int, photo_pk: int) -> HttpResponse:
    demand(permissions.finds(request.user, _possible(request, pk)))
    found = _photo(request, pk, photo_pk)

    withdraw_photo(found, by=request.user)
    messages.success(request, f"Foto “{found}” ditarik. Catatannya tetap ada pada riwayat.")
    return redirect("visitation:indicator", pk, found.indicator.number)


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """GET downloads the Berita Acara, POST asks a worker to make it."""
    evaluation = _possible(request, pk)
    visit = _visit(evaluation)
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
    evaluation = _possible(request, pk)
    demand(permissions.leads(request.user, evaluation))

    actions.close_visit(evaluation, by=request.user)
    messages.success(request, f"Visitasi ditutup. Tahap sekarang: {evaluation.get_stage_display()}.")
    return redirect("visitation:detail", pk)


def _possible(request: UserRequest, pk: int) -> Evaluation:
    evaluation = visible_evaluation(request, pk)
    if not permissions.is_possible(evaluation):
        raise Http404
    return evaluation


def _visit(evaluation: Evaluation) -> Visit:
    visit = visit_of(evaluation)
    if visit is None:
        raise Http404
    return visit


def _own_upload(request: UserRequest, pk: int, upload_pk: int) -> PhotoUpload:
    """A photo that this very person sends; anybody else's is not there."""
    evaluation = _possible(request, pk)
    demand(permissions.finds(request.user, evaluation))
    rows = PhotoUpload.objects.select_related("indicator", "photo")
    upload = get_object_or_404(rows, pk=upload_pk, evaluation=evaluation, by=request.user)
    upload.evaluation = evaluation
    return upload


def _told(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> HttpResponse:
    """The photos as they stand now."""
    context = _photos(request, evaluation, marked) | {"evaluation": evaluation}
    piece = render_to_string("visitation/_photo_list.html", context, request)
    return JsonResponse({"done": True, "warning": "", "piece": piece})


def _photos(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> dict[str, Any]:
    """The photos of an indicator, and those of this person that were cut on their way."""
    is_hidden = hides_word(request.user, evaluation, Stage.VISITATION)
    may_find = permissions.may_find(request.user, evaluation)
    return {
        "may_find": may_find,
        "photos": [] if is_hidden else [(one, small_path(one).is_file()) for one in photos_of(evaluation, marked)],
        "cut": cut_uploads(request.user, evaluation, marked, kind=PhotoUpload) if may_find else [],
    }


def _photo(request: UserRequest, pk: int, photo_pk: int) -> Photo:
    """A photo that stands; 404 for whoever does not see what was found."""
    evaluation = _possible(request, pk)
    if not _shows_agenda(request, evaluation) or hides_word(request.user, evaluation, Stage.VISITATION):
        raise Http404
    standing = Photo.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True)
    return get_object_or_404(standing.select_related("indicator"), pk=photo_pk)


def _shows_agenda(request: UserRequest, evaluation: Evaluation) -> bool:
    """What is to be validated is the assessors' and the ministry's own until the visit begins."""
    return permissions.has_begun(evaluation) or permissions.sees(request.user, evaluation, None)


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
    return _photos(request, evaluation, marked) | {
        "answer": answer_on(evaluation, marked),
        "evidence": evidence_on(evaluation, marked),
        "photos_form": PhotosForm(),
        "accept": ACCEPT,
        "file_limit": settings.EVIDENCE_FILE_LIMIT,
    }
