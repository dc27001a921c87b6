"""Charts as SVG text: pure functions, the same for page and paper, each beside the table with its figures."""

from apps.common.charts.bars import Bar, distribution, index_bar
from apps.common.charts.radar import Axis, radar
from apps.common.charts.spans import Span, spans
from apps.common.charts.tile_map import Tile, tile_map
from apps.common.charts.trend import Band, TrendPoint, trend, trend_key

__all__ = [
    "Axis",
    "Band",
    "Bar",
    "Span",
    "Tile",
    "TrendPoint",
    "distribution",
    "index_bar",
    "radar",
    "spans",
    "tile_map",
    "trend",
    "trend_key",
]
