"""The paragraphs of a draft, one at a time. Editors take turns on the decree's row, so nobody's words are lost."""

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StaleVersionError
from apps.decrees.models import BlockKind, Decree, DecreeBlock, DecreeState
from apps.decrees.paper import ORDINALS

CHANGED = "Butir ini diubah atau dihapus orang lain sejak Anda membukanya. Perubahan Anda belum disimpan."


@transaction.atomic
def add_block(decree: Decree, kind: BlockKind, text: str, *, by: User | None) -> DecreeBlock:
    """A new paragraph behind the others of its kind."""
    change_words(decree)
    others = DecreeBlock.objects.filter(decree=decree, kind=kind)
    if kind == BlockKind.DICTUM and others.count() >= len(ORDINALS):
        raise DomainError(f"Keputusan memuat paling banyak {len(ORDINALS)} diktum. Diktum ini belum ditambahkan.")
    last = others.aggregate(last=Max("position"))["last"] or 0
    return DecreeBlock.objects.create(decree=decree, kind=kind, position=last + 1, text=text, by=by)


@transaction.atomic
def edit_block(block: DecreeBlock, text: str, *, version: int, by: User | None) -> None:
    """Other words for a paragraph; refused if they are no longer those that were read."""
    change_words(block.decree)
    read = DecreeBlock.objects.filter(pk=block.pk, version=version)
    if not read.update(text=text, version=F("version") + 1, by=by, at=timezone.now()):
        raise StaleVersionError(CHANGED)


@transaction.atomic
def remove_block(block: DecreeBlock, *, version: int) -> None:
    """Take a paragraph out; its words stay in history. Refused if somebody has changed them meanwhile."""
    change_words(block.decree)
    removed, _ = DecreeBlock.objects.filter(pk=block.pk, version=version).delete()
    if not removed:
        raise StaleVersionError(CHANGED)


@transaction.atomic
def move_block(block: DecreeBlock, *, up: bool, by: User | None) -> None:
    """Change places with the neighbour above or below; at the end of the row nothing moves."""
    change_words(block.decree)
    row = list(DecreeBlock.objects.filter(decree=block.decree_id, kind=block.kind).order_by("position"))
    place = next((place for place, one in enumerate(row) if one.pk == block.pk), None)
    if place is None:
        raise StaleVersionError(CHANGED)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(row):
        return
    moment = timezone.now()
    for one, position in ((row[place], row[other].position), (row[other], row[place].position)):
        DecreeBlock.objects.filter(pk=one.pk).update(position=position, by=by, at=moment)


def change_words(decree: Decree) -> None:
    """What was rendered no longer counts. Holds the decree's row until the change is done."""
    drafts = Decree.objects.filter(pk=decree.pk).exclude(state=DecreeState.ISSUED)
    if not drafts.update(state=DecreeState.DRAFT, draft_sha256="", version=F("version") + 1):
        raise DomainError("Keputusan ini sudah ditetapkan; naskahnya tidak berubah lagi.")
