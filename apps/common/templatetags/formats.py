"""`{% load formats %}`: the functions of apps.common.formats as filters, and the colour steps."""

from django import template

from apps.common import formats, scales

register = template.Library()

for _filter in (
    formats.figure,
    formats.change,
    formats.level,
    formats.percent,
    formats.count,
    formats.size,
    formats.wib,
    formats.wib_local,
    formats.date_id,
    formats.date_short,
    formats.clock,
    formats.iso,
):
    register.filter(_filter.__name__, _filter)

register.simple_tag(scales.level_step)
register.simple_tag(scales.band_step)
