"""`{% load charts %}`: the charts of apps.common.charts as tags, with the same arguments."""

from django import template

from apps.common import charts

register = template.Library()

for _chart in (
    charts.radar,
    charts.trend,
    charts.trend_key,
    charts.distribution,
    charts.index_bar,
    charts.spans,
    charts.tile_map,
):
    register.simple_tag(_chart)
