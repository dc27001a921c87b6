"""Photos of a visit: brought at once or piece by piece, shown, taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from apps.common import files
from apps.common.exceptions import InputRefusedError
from apps.common.requests import UserRequest
from apps.common.responses import attachment, sandboxed
from apps.evaluations.access import demand
from apps.evaluations.models import Evaluation
from apps.evaluations.permissions import hides_word
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.actions import uploads
from apps.self_assessment.queries.uploads import cut_uploads
from apps.self_assessment.views.uploads import refusing_in_json, take_piece, where_to
from apps.visitation import permissions, queries
from apps.visitation.forms import (
    PhotoAnnouncementForm,
    PhotosForm,
)
from apps.visitation.models import Photo, PhotoUpload
from apps.visitation.photos import (
    add_photos,
    announce_photo,
    check_takes_photos,
    finish_photo,
    withdraw_photo,
)
from apps.visitation.queries import photos_of, small_path
from apps.visitation.views.access import possible_visit, shows_agenda


@login_required
@require_POST
def add_photos_of(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Photos of one validated indicator, from the page's own form."""
    evaluation = possible_visit(request, pk)
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
    evaluation = possible_visit(request, pk)
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
@require_POST
def abandon(request: UserRequest, pk: int, upload_pk: int) -> HttpResponse:
    """Give up a photo that was cut on its way."""
    upload = _own_upload(request, pk, upload_pk)
    uploads.abandon(upload)
    messages.success(request, f"Unggahan “{upload.name}” yang terputus dibuang.")
    return redirect("visitation:indicator", pk, upload.indicator.number)


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
    demand(permissions.finds(request.user, possible_visit(request, pk)))
    found = _photo(request, pk, photo_pk)

    withdraw_photo(found, by=request.user)
    messages.success(request, f"Foto “{found}” ditarik. Catatannya tetap ada pada riwayat.")
    return redirect("visitation:indicator", pk, found.indicator.number)


def _own_upload(request: UserRequest, pk: int, upload_pk: int) -> PhotoUpload:
    """A photo that this very person sends; anybody else's is not there."""
    evaluation = possible_visit(request, pk)
    demand(permissions.finds(request.user, evaluation))
    rows = PhotoUpload.objects.select_related("indicator", "photo")
    upload = get_object_or_404(rows, pk=upload_pk, evaluation=evaluation, by=request.user)
    upload.evaluation = evaluation
    return upload


def _told(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> HttpResponse:
    """The photos as they stand now."""
    context = photos_context(request, evaluation, marked) | {"evaluation": evaluation}
    piece = render_to_string("visitation/_photo_list.html", context, request)
    return JsonResponse({"done": True, "warning": "", "piece": piece})


def photos_context(request: UserRequest, evaluation: Evaluation, marked: Indicator) -> dict[str, Any]:
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
    evaluation = possible_visit(request, pk)
    if not shows_agenda(request, evaluation) or hides_word(request.user, evaluation, Stage.VISITATION):
        raise Http404
    standing = Photo.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True)
    return get_object_or_404(standing.select_related("indicator"), pk=photo_pk)
