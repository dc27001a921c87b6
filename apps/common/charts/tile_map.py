"""A map of provinces as equal tiles: a small province weighs as much as a large one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString

from apps.common import formats
from apps.common.charts.canvas import Canvas
from apps.common.charts.tiles import PLACES
from apps.common.scales import band_step

TILE = 43
PITCH = 46


class Tile(NamedTuple):
    """A province's figure; value None where it is not loaded. position and of as in "_predikat.html"."""

    name: str
    value: Decimal | None = None
    predikat: str = ""
    position: int = 0
    of: int = 0


def tile_map(tiles: Mapping[str, Tile], *, title: str, for_paper: bool = False) -> SafeString:
    """Tiles by province code, coloured by predikat, dashed where there is no figure.

    Raises ValueError for a province that has no place on the map: none may vanish silently.
    """
    if homeless := sorted(set(tiles) - set(PLACES)):
        raise ValueError(f"no place on the map for {', '.join(homeless)}")
    canvas = Canvas(title=title, description=_description(tiles), classes="map", for_paper=for_paper)
    for code, place in PLACES.items():
        tile = tiles.get(code, Tile(place.letters))
        left, top = 1 + PITCH * place.column, 1 + PITCH * place.row
        middle = left + TILE / 2
        square = {"x": left, "y": top, "width": TILE, "height": TILE, "rx": 4}
        if tile.value is None:
            canvas.add("rect", "d0", hint=f"{tile.name}: belum dimuat", **square)
            canvas.text(middle, top + 26, place.letters, "m mid")
        else:
            step = band_step(tile.position, tile.of)
            figure = formats.figure(tile.value)
            canvas.add("rect", f"fl p{step} edge", hint=f"{tile.name}: {figure} {tile.predikat}", **square)
            canvas.text(middle, top + 19, place.letters, f"ft p{step} t{step} mid v")
            canvas.text(middle, top + 35, figure, f"ft p{step} t{step} mid")
    columns = 1 + max(place.column for place in PLACES.values())
    rows = 1 + max(place.row for place in PLACES.values())
    return canvas.render(PITCH * columns, PITCH * rows)


def _description(tiles: Mapping[str, Tile]) -> str:
    loaded = sum(tile.value is not None for tile in tiles.values())
    return f"Satu petak tiap provinsi; {loaded} dari {len(PLACES)} angkanya sudah dimuat dan ada pada tabel."
