"""`{% load chips %}`: level, predikat and state of an answer as tags, for tables of many rows."""

from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.common import formats, scales

register = template.Library()

# A scale has a handful of levels and a country a handful of scales: the same chips stand in every table.
FEW = 512

NO_LEVEL = mark_safe('<span class="lv lv-0">–<span class="vh">belum diisi</span></span>')
STATES = {
    "EMPTY": ("st", "Kosong"),
    "DRAFT": ("st draft", "Draf"),
    "WAITING": ("st wait", "Menunggu persetujuan"),
    "RETURNED": ("st back", "Dikembalikan"),
    "APPROVED": ("st ok", "Disetujui"),
}


@register.simple_tag
@lru_cache(FEW)
def level_chip(
    level: Decimal | int | None, minimum: Decimal | int, maximum: Decimal | int, level_name: str = ""
) -> SafeString:
    """A level with its staircase, its word behind it where there is one."""
    step = scales.level_step(level, minimum, maximum)
    if not step:
        return NO_LEVEL
    words = f"{formats.level(level)} {level_name}".strip()
    return format_html('<span class="lv lv-{}"><span><span class="vh">Tingkat </span>{}</span></span>', step, words)


@register.simple_tag
@lru_cache(FEW)
def predikat_chip(predikat: str, position: int, of: int) -> SafeString:
    """A predikat in the colour of its band's place, counted from the lowest as 1 among `of`."""
    return format_html('<span class="p p{}">{}</span>', scales.band_step(position, of), predikat)


@register.simple_tag
@lru_cache(FEW)
def state_chip(state: str) -> SafeString:
    """The state of an answer: EMPTY, DRAFT, WAITING, RETURNED or APPROVED."""
    return format_html('<span class="{}">{}</span>', *STATES[state])
