"""Files that come piece by piece from uploads.js. Every answer is JSON; a refusal says in words what to do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from apps.common.addresses import address
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.requests import UserRequest
from apps.evaluations.grants import keep_grants
from apps.self_assessment import actions, permissions
from apps.self_assessment.actions import uploads
from apps.self_assessment.actions.evidence import plain_name
from apps.self_assessment.exceptions import PiecesMissingError
from apps.self_assessment.forms import AnnouncementForm
from apps.self_assessment.models import Answer, Evidence, FileInPieces, Upload
from apps.self_assessment.queries import evidence_of
from apps.self_assessment.queries.evidence import standing_use
from apps.self_assessment.queries.uploads import missing_pieces, own_upload
from apps.self_assessment.views.access import admit, demand, readable_answer

View = Callable[..., HttpResponse]


def refusing_in_json(view: View) -> View:
    """The view's refusals as the message and status that the script shows."""

    @wraps(view)
    def answer(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PiecesMissingError as missing:
            return JsonResponse({"message": str(missing), "missing": missing.numbers}, status=missing.status)
        except DomainError as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)

    return answer


def where_to(upload: FileInPieces, *, receive: str, finish: str) -> JsonResponse:
    """Where a file goes, in pieces of which size, and which of them are missing; the pages by their names."""
    pk = upload.evaluation_id
    return JsonResponse(
        {
            "pieces": address(receive, pk, upload.pk, 0).removesuffix("0/"),
            "finish": address(finish, pk, upload.pk),
            "pieceSize": upload.piece_size,
            "missing": missing_pieces(upload),
        }
    )


def take_piece(request: UserRequest, upload: FileInPieces, number: int) -> HttpResponse:
    """One piece, as the body of the request; its SHA-256 in hex travels in X-Piece-SHA256."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > upload.piece_size:
        raise InputRefusedError("Potongan berkas ini lebih besar daripada yang diumumkan.")
    uploads.receive(upload, number, request.body, sha256=request.headers.get("X-Piece-SHA256", ""))
    return HttpResponse(status=204)


@login_required
@require_POST
@refusing_in_json
def announce(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Which file is to come; the answer says where to, in pieces of which size, and which of them are missing."""
    answer = readable_answer(request, pk, number)
    evaluation, indicator = answer.evaluation, answer.indicator
    demand(permissions.brings(request.user, evaluation, answer.is_mine))
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        raise InputRefusedError("Berkas ini tidak dapat diumumkan: nama, ukuran, atau keterangannya tidak sesuai.")
    said = form.cleaned_data
    if brought := standing_use(evaluation, indicator, sha256=said["sha256"], name=plain_name(said["name"])):
        return told(request, answer, brought)
    replaced = said.pop("replaces")
    upload = uploads.announce(
        evaluation,
        indicator,
        by=request.user,
        replaces=replaced and get_object_or_404(Evidence, pk=replaced, evaluation=evaluation, indicator=indicator),
        **said,
    )
    return where_to(upload, receive="self_assessment:receive", finish="self_assessment:finish")


@login_required
@require_POST
@refusing_in_json
def receive(request: UserRequest, pk: int, upload_pk: int, piece: int) -> HttpResponse:
    upload = readable_upload(request, pk, upload_pk)
    actions.check_takes_evidence(upload.evaluation)
    return take_piece(request, upload, piece)


@login_required
@require_POST
@refusing_in_json
def finish(request: UserRequest, pk: int, upload_pk: int) -> HttpResponse:
    upload = readable_upload(request, pk, upload_pk)
    return told(request, upload, uploads.finish(upload, by=request.user))


@login_required
@require_POST
def abandon(request: UserRequest, pk: int, upload_pk: int) -> HttpResponse:
    upload = readable_upload(request, pk, upload_pk)
    uploads.abandon(upload)
    messages.success(request, f"Unggahan “{upload.name}” yang terputus dibuang.")
    return redirect("self_assessment:indicator", pk, upload.indicator.number)


def readable_upload(request: UserRequest, pk: int, upload_pk: int) -> Upload:
    """An upload of this very person, with its evaluation and indicator; anybody else's is not there."""
    found = own_upload(request.user, pk, upload_pk)
    if found is None:
        raise Http404
    evaluation, upload, held = found
    keep_grants(request.user, pk, held)
    admit(request, evaluation)
    demand(permissions.fills(request.user, evaluation))
    if upload is None:
        raise Http404
    return upload


def told(request: UserRequest, place: Answer | Upload, brought: Evidence) -> HttpResponse:
    """What became of a file, and the list of evidence of its place as it stands now."""
    evaluation, indicator = place.evaluation, place.indicator
    warning = actions.look_at_once(brought.file) if brought.file else ""
    context = evidence_of(request.user, evaluation, indicator, is_mine=place.is_mine) | {
        "evaluation": evaluation,
        "indicator": indicator,
    }
    piece = render_to_string("self_assessment/_evidence_list.html", context, request)
    return JsonResponse({"done": True, "warning": warning, "piece": piece})
