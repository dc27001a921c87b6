"""The words of a draft: its head and its paragraphs one by one, with a look at the whole."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.common.exceptions import StaleVersionError
from apps.common.requests import UserRequest
from apps.decrees import actions
from apps.decrees.forms import BlockForm, HeadForm, VersionForm
from apps.decrees.models import BlockKind, Decree, DecreeBlock, DecreeState
from apps.decrees.permissions import may_edit_decree
from apps.decrees.queries import block_history, removed_blocks, sheet_of, texts_before, words_of
from apps.decrees.views.access import visible_decree
from apps.evaluations.access import demand


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int) -> HttpResponse:
    decree = _own_draft(request, pk)

    form = HeadForm(request.POST) if request.method == "POST" else HeadForm.of(decree)
    status = 200
    if form.is_valid():
        try:
            actions.edit_head(decree, **form.cleaned_data)
        except StaleVersionError as refusal:
            status = refusal.status
            decree = visible_decree(request, pk)
            form = HeadForm(request.POST.dict() | {"head_version": decree.head_version})
            form.add_error(None, f"{refusal} Yang tersimpan tampak pada pratinjau; simpan lagi untuk menggantinya.")
        else:
            return redirect("decrees:edit", pk)

    if request.method == "POST" and status == 200:
        status = 422
    context = _whole(decree) | {"form": form, "removed": removed_blocks(decree)}
    return render(request, "decrees/edit.html", context, status=status)


@login_required
@require_GET
def preview(request: UserRequest, pk: int) -> HttpResponse:
    return render(request, "decrees/preview.html", _whole(visible_decree(request, pk)))


@login_required
@require_http_methods(["GET", "POST"])
def add(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    decree = _own_draft(request, pk)
    if kind not in BlockKind.values:
        raise Http404

    form = BlockForm(request.POST or None)
    if form.is_valid():
        block = actions.add_block(decree, BlockKind(kind), form.cleaned_data["text"], by=request.user)
        return _back_to(block)
    context = {"decree": decree, "kind": BlockKind(kind), "form": form}
    return render(request, "decrees/block.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def block(request: UserRequest, pk: int, block_pk: int) -> HttpResponse:
    decree = visible_decree(request, pk)
    one = decree.blocks.select_related("by").filter(pk=block_pk).first()
    if one is None:
        return _gone(request, decree, block_pk)
    demand(may_edit_decree(request.user, decree))

    form = BlockForm(request.POST or None, initial={"text": one.text, "version": one.version})
    context: dict[str, Any] = {"decree": decree, "kind": BlockKind(one.kind), "paragraph": one}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            actions.edit_block(one, form.cleaned_data["text"], version=form.read, by=request.user)
        except StaleVersionError as refusal:
            one = decree.blocks.select_related("by").filter(pk=block_pk).first()
            if one is None:
                return _gone(request, decree, block_pk)
            form = BlockForm(request.POST.dict() | {"version": one.version})
            context |= {"paragraph": one, "refusal": refusal}
            status = refusal.status
        else:
            return _back_to(one)
    return render(request, "decrees/block.html", context | {"form": form, "former": texts_before(one)}, status=status)


@login_required
@require_POST
def move(request: UserRequest, pk: int, block_pk: int) -> HttpResponse:
    one = _own_block(request, pk, block_pk)
    direction = request.POST.get("arah")
    if direction not in {"naik", "turun"}:
        raise Http404

    actions.move_block(one, up=direction == "naik", by=request.user)
    return _back_to(one)


@login_required
@require_POST
def remove(request: UserRequest, pk: int, block_pk: int) -> HttpResponse:
    one = _own_block(request, pk, block_pk)
    form = VersionForm(request.POST)
    form.full_clean()

    actions.remove_block(one, version=form.read)
    return redirect("decrees:edit", pk)


def _own_draft(request: UserRequest, pk: int) -> Decree:
    decree = visible_decree(request, pk)
    demand(may_edit_decree(request.user, decree))
    return decree


def _own_block(request: UserRequest, pk: int, block_pk: int) -> DecreeBlock:
    decree = visible_decree(request, pk)
    one = get_object_or_404(decree.blocks.select_related("decree"), pk=block_pk)
    demand(may_edit_decree(request.user, decree))
    return one


def _whole(decree: Decree) -> dict[str, Any]:
    """What the preview shows."""
    sheet = sheet_of(decree, is_draft=decree.state != DecreeState.ISSUED, signed_as=decree.signed_as)
    return {"decree": decree, "sheet": sheet, "parts": words_of(decree)}


def _gone(request: UserRequest, decree: Decree, block_pk: int) -> HttpResponse:
    """Somebody took the paragraph out meanwhile: what was typed can still be put in anew."""
    last = block_history().filter(id=block_pk, decree_id=decree.pk).order_by("-pgh_id").first()
    if last is None:
        raise Http404
    demand(may_edit_decree(request.user, decree))
    typed = request.POST.get("text", last.text)
    context = {"decree": decree, "kind": BlockKind(last.kind), "form": BlockForm(initial={"text": typed}), "gone": last}
    return render(request, "decrees/block.html", context, status=409)


def _back_to(one: DecreeBlock) -> HttpResponse:
    return redirect(f"{reverse('decrees:edit', args=[one.decree_id])}#butir-{one.pk}")
