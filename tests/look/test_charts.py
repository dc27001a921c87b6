import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from apps.common.charts import (
    Axis,
    Band,
    Bar,
    Span,
    Tile,
    TrendPoint,
    distribution,
    index_bar,
    radar,
    spans,
    tile_map,
    trend,
    trend_key,
    words,
)
from apps.common.charts.tiles import PLACES
from apps.common.charts.trend import joined

Box = tuple[float, float, float, float]
OLD, NEW = "SPBE 35 indikator", "SPBE 47 indikator"
HOSTILE = "<script>\"&'"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter("text")]


def with_class(svg: str, *names: str) -> list[ElementTree.Element]:
    return [each for each in parsed(svg).iter() if set(names) <= set((each.get("class") or "").split())]


def four_axes(*values: str) -> list[Axis]:
    return [Axis(name, Decimal(value), Decimal(3)) for name, value in zip("ABCD", values, strict=True)]


class TestRadar:
    def test_values_lie_on_their_axes_in_proportion(self):
        svg = radar(four_axes("5", "3", "1", "2"), 1, 5, title="Nilai")

        (shape,) = with_class(svg, "s1")
        assert shape.get("points") == "0,-92 46,0 0,0 -23,0"

    def test_targets_are_dashed_at_their_own_place(self):
        svg = radar(four_axes("5", "3", "1", "2"), 1, 5, title="Nilai")

        (shape,) = with_class(svg, "s2")
        assert shape.get("points") == "0,-46 46,0 0,46 -46,0"

    def test_an_axis_without_a_figure_leaves_the_line_open(self):
        axes = [Axis("A", Decimal(5)), Axis("B", None), Axis("C", Decimal(5)), Axis("D", Decimal(5))]

        svg = radar(axes, 1, 5, title="Nilai")

        assert [line.get("d") for line in with_class(svg, "s1")] == ["M0 92L-92 0", "M-92 0L0 -92"]
        assert len(with_class(svg, "d1")) == 3
        assert with_class(svg, "s2") == []

    def test_it_says_its_figures_and_target_in_words(self):
        svg = radar(four_axes("5", "3", "1", "2"), 1, 5, title="Nilai aspek")

        assert parsed(svg).get("role") == "img"
        assert parsed(svg).findtext("title") == "Nilai aspek"
        assert parsed(svg).findtext("desc") == "A 5,00; B 3,00; C 1,00; D 2,00. Garis putus-putus: target 3,00."

    def test_fewer_than_three_axes_are_refused(self):
        with pytest.raises(ValueError, match="three"):
            radar([Axis("A", Decimal(1)), Axis("B", Decimal(1))], 1, 5, title="T")

    @pytest.mark.parametrize("values", [("5.01", "1", "1", "1"), ("0.99", "1", "1", "1")])
    def test_a_figure_outside_the_scale_is_refused(self, values):
        with pytest.raises(ValueError, match=r"A: .* outside 1\.\.5"):
            radar(four_axes(*values), 1, 5, title="T")

    @pytest.mark.parametrize("amount", [3, 4, 7, 8, 13, 20, 31])
    @pytest.mark.parametrize("name", ["A", "Keterpaduan Layanan Digital Pemerintah", "Kepenyelenggaraanpemerintahan"])
    def test_labels_neither_collide_nor_are_cut(self, amount, name):
        svg = radar([Axis(name, Decimal(3))] * amount, 1, 5, title="T")

        boxes = [label_box(text) for text in parsed(svg).iter("text")]
        left, top, width, height = map(float, parsed(svg).attrib["viewBox"].split())
        assert all(left <= a and b <= left + width and top <= c and d <= top + height for a, c, b, d in boxes)
        assert [pair for pair in pairs_of(boxes) if overlap(*pair)] == []


def test_words_are_never_wider_than_they_are_taken_for():
    font = TTFont(Path(__file__).parents[2] / "static" / "fonts" / "inter-subset.woff2")
    glyphs, advances, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    texts = [
        "Keterpaduan Rencana dan Anggaran SPBE",
        "Data",
        "Tata Kelola & Manajemen (TIK)",
        "WWW",
        "4,50",
        "jil",
    ]

    for text in texts:
        assert sum(advances[glyphs[ord(letter)]][0] for letter in text) / unit <= words.width(text, 1)


def label_box(text: ElementTree.Element) -> Box:
    """Left, top, right, bottom of a line of text as it is estimated, without its line gap."""
    wide = words.width(text.text or "", 13)
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    classes = (text.get("class") or "").split()
    left = x - wide if "end" in classes else x - wide / 2 if "mid" in classes else x
    return left, y - 10, left + wide, y + 3


def pairs_of(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(one, other) for place, one in enumerate(boxes) for other in boxes[place + 1 :]]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def point(year: int, value: str | None, instrument: str = NEW, note: str = "", **rest) -> TrendPoint:
    return TrendPoint(year, None if value is None else Decimal(value), instrument, note, **rest)


BLITAR = [
    point(2018, "2.14", OLD),
    point(2019, "2.90", OLD),
    point(2020, None, OLD, "nilai mandiri 3,7"),
    point(2021, "2.76"),
]


class TestTrend:
    def test_figures_stand_at_their_height(self):
        svg = trend([point(2022, "1"), point(2023, "3"), point(2024, "5")], 1, 5, title="T")

        circles = [each for each in with_class(svg, "d1") if each.tag == "circle"]
        assert [each.get("cy") for each in circles] == ["274", "154", "34"]

    def test_years_stand_at_equal_distance(self):
        svg = trend([point(2020, "1"), point(2022, "3"), point(2025, "5")], 1, 5, title="T")

        assert [each.get("cx") for each in with_class(svg, "d1")] == ["50", "162.8", "332"]

    def test_no_line_crosses_a_break(self):
        points = [point(2019, "2.90", OLD), point(2020, "3", OLD), point(2021, "2.76"), point(2022, "3")]

        svg = trend(points, 1, 5, title="T")

        (band,) = with_class(svg, "brk")
        start, end = float(band.attrib["x"]), float(band.attrib["x"]) + float(band.attrib["width"])
        for line in with_class(svg, "s1"):
            xs = [float(x) for x in re.findall(r"[ML](\S+) ", line.attrib["d"])]
            assert max(xs) < start or min(xs) > end
        assert len(with_class(svg, "s1")) == 2

    def test_the_break_lies_between_the_instruments(self):
        svg = trend(BLITAR, 1, 5, title="T")

        (band,) = with_class(svg, "brk")
        middle = float(band.attrib["x"]) + float(band.attrib["width"]) / 2
        assert middle == pytest.approx(50 + 88 * 2.5, abs=0.1)
        assert len(with_class(svg, "hatch")) == 1

    def test_an_instrument_that_comes_back_is_not_joined_over_the_other(self):
        points = [point(2019, "2", OLD), point(2020, None, NEW), point(2021, "3", OLD)]

        assert joined(points) == []
        assert len(with_class(trend(points, 1, 5, title="T"), "brk")) == 2

    def test_missing_years_are_crossed_by_dots_only(self):
        svg = trend([point(2021, "3"), point(2022, None), point(2023, "4"), point(2024, "4")], 1, 5, title="T")

        assert [line.get("class") for line in with_class(svg, "s1")] == ["s1 gap", "s1"]

    def test_not_assessed_and_not_loaded_are_two_marks(self):
        svg = trend([point(2022, None), point(2023, None, absence="not_loaded")], 1, 5, title="T")

        assert len(with_class(svg, "ax2", "thick")) == 1
        assert len(with_class(svg, "d0")) == 1
        assert with_class(svg, "d1") == []

    def test_the_old_instrument_is_square_and_the_new_one_round(self):
        svg = trend(BLITAR, 1, 5, title="T")

        assert [each.tag for each in with_class(svg, "d1")] == ["rect", "rect", "circle"]

    def test_it_tells_its_story_in_words(self):
        svg = trend(BLITAR, 1, 5, title="Indeks")

        assert parsed(svg).findtext("desc") == (
            "2018 2,14; 2019 2,90; 2020 tidak dinilai (nilai mandiri 3,7); Instrumen berganti dari "
            "SPBE 35 indikator ke SPBE 47 indikator, tidak dapat dibandingkan; 2021 2,76."
        )

    def test_the_order_given_does_not_matter(self):
        assert trend(BLITAR[::-1], 1, 5, title="T") == trend(BLITAR, 1, 5, title="T")

    def test_no_points_make_an_empty_frame(self):
        svg = trend([], 1, 5, title="T")

        assert parsed(svg).findtext("desc") == "Belum ada data."
        assert with_class(svg, "d1") == with_class(svg, "s1") == []

    def test_a_year_that_stands_twice_is_refused(self):
        with pytest.raises(ValueError, match="2021 stands twice"):
            trend([point(2021, "2"), point(2021, "3")], 1, 5, title="T")

    def test_a_figure_outside_the_scale_is_refused(self):
        with pytest.raises(ValueError, match=r"2021: 0\.99"):
            trend([point(2021, "0.99")], 1, 5, title="T")

    def test_bands_meet_without_a_gap(self):
        bands = [Band(Decimal(0), "Kurang", 1, 2), Band(Decimal(3), "Baik", 2, 2)]

        svg = trend([point(2021, "2")], 1, 5, title="T", bands=bands)

        strips = [(each.get("class"), each.get("y"), each.get("height")) for each in with_class(svg, "fl")]
        assert strips == [("fl p5", "34", "120"), ("fl p1", "154", "120")]

    def test_the_key_explains_only_what_occurs(self):
        key = re.findall(r"</svg>([^<]+)</li>", trend_key(BLITAR))

        assert key == [OLD, NEW, "instrumen berganti, tidak dapat dibandingkan", "tidak dinilai"]
        assert re.findall(r"</svg>([^<]+)</li>", trend_key([point(2021, "3"), point(2023, "3")])) == [
            NEW,
            "melewati tahun tanpa angka",
        ]


class TestDistribution:
    def test_bars_are_as_long_as_their_share_of_the_most(self):
        svg = distribution([Bar("Baik", 20, 2, 2), Bar("Kurang", 5, 1, 2)], title="T")

        assert [(each.get("class"), each.get("width")) for each in with_class(svg, "fl")] == [
            ("fl p5 edge", "240"),
            ("fl p1 edge", "60"),
        ]

    def test_an_empty_band_says_zero(self):
        svg = distribution([Bar("Baik", 1200, 2, 2), Bar("Kurang", 0, 1, 2)], title="T")

        assert texts(svg) == ["Baik", "1.200", "Kurang", "0"]
        assert len(with_class(svg, "fl")) == 1

    def test_no_bands_make_an_empty_frame(self):
        assert parsed(distribution([], title="T")).findtext("desc") == "Belum ada data."


class TestIndexBar:
    @pytest.mark.parametrize(("value", "width"), [("1", "0"), ("3", "50"), ("4.5", "87.5"), ("5", "100")])
    def test_it_begins_at_the_minimum(self, value, width):
        svg = index_bar(Decimal(value), 1, 5)

        assert [each.get("width") for each in with_class(svg, "b1")] == [width]

    def test_absence_has_no_bar(self):
        svg = index_bar(None, 1, 5)

        assert with_class(svg, "b1") == []
        assert parsed(svg).findtext("title") == "– pada skala 1 sampai 5"

    def test_the_target_is_a_tick(self):
        assert [each.get("d") for each in with_class(index_bar(None, 1, 5, target=Decimal(3)), "tick")] == [
            "M50 0L50 10"
        ]


class TestSpans:
    ROWS = (Span("Satu", Decimal("0.5"), Decimal("0.25"), Decimal("0.75")), Span("Dua", None))

    def test_a_figure_lies_in_the_middle_of_its_range(self):
        svg = spans(self.ROWS, 0, 1, title="T")

        (dot,), (line,) = with_class(svg, "d1"), with_class(svg, "tick", "thick")
        left, right = (float(point.split()[0]) for point in line.get("d", "").removeprefix("M").split("L"))
        assert float(dot.get("cx", "")) == pytest.approx((left + right) / 2)

    def test_it_says_its_figures_in_words(self):
        said = parsed(spans(self.ROWS, 0, 1, title="T")).findtext("desc")

        assert said == "Satu: 0,50 (0,25 sampai 0,75); Dua: –."

    def test_signed_figures_show_their_sign(self):
        svg = spans([Span("A", Decimal("0.3"))], -1, 1, title="T", signed=True)

        assert {"+0,30", "−1,00", "0", "+1,00"} <= set(texts(svg))

    def test_what_lies_outside_ends_at_the_edge(self):
        svg = spans([Span("A", Decimal(-3)), Span("B", Decimal(-1))], -1, 1, title="T")

        assert len({dot.get("cx") for dot in with_class(svg, "d1")}) == 1

    def test_no_rows_make_an_empty_frame(self):
        assert parsed(spans([], 0, 1, title="T")).findtext("desc") == "Belum ada data."


class TestTileMap:
    def test_no_two_provinces_share_a_tile(self):
        squares = {(place.column, place.row) for place in PLACES.values()}
        letters = {place.letters for place in PLACES.values()}

        assert len(squares) == len(letters) == len(PLACES) == 38

    def test_a_figure_colours_its_province(self):
        svg = tile_map({"51": Tile("Bali", Decimal("4.07"), "Sangat Baik", 4, 5)}, title="T")

        (tile,) = with_class(svg, "fl")
        place = PLACES["51"]
        assert tile.get("class") == "fl p4 edge"
        assert (tile.get("x"), tile.get("y")) == (str(1 + 46 * place.column), str(1 + 46 * place.row))
        assert tile.findtext("title") == "Bali: 4,07 Sangat Baik"
        assert "4,07" in texts(svg)

    def test_all_others_are_dashed(self):
        svg = tile_map({"51": Tile("Bali")}, title="T")

        assert len(with_class(svg, "d0")) == 38
        assert parsed(svg).findtext("desc") == (
            "Satu petak tiap provinsi; 0 dari 38 angkanya sudah dimuat dan ada pada tabel."
        )

    def test_a_province_without_a_tile_is_refused(self):
        with pytest.raises(ValueError, match="99"):
            tile_map({"99": Tile("Baru")}, title="T")


def every_chart(words_in: str, *, for_paper: bool) -> list[str]:
    return [
        radar([Axis(words_in, Decimal(3), Decimal(2))] * 3, 1, 5, title=words_in, for_paper=for_paper),
        trend(
            [point(2020, "2", words_in, words_in), point(2021, None, NEW), point(2022, "3", NEW)],
            1,
            5,
            title=words_in,
            bands=[Band(Decimal(1), words_in, 1, 1)],
            for_paper=for_paper,
        ),
        spans([Span(words_in, Decimal(1))], 0, 1, title=words_in, for_paper=for_paper),
        distribution([Bar(words_in, 3, 1, 5)], title=words_in, for_paper=for_paper),
        index_bar(Decimal(3), 1, 5, target=Decimal(2), for_paper=for_paper),
        tile_map({"51": Tile(words_in, Decimal(3), words_in, 3, 5)}, title=words_in, for_paper=for_paper),
    ]


@pytest.mark.parametrize("for_paper", [True, False])
def test_words_from_outside_never_become_markup(for_paper):
    for svg in every_chart(HOSTILE, for_paper=for_paper):
        assert parsed(svg).find(".//script") is None
        assert "<script" not in svg
    assert "<script" not in trend_key([point(2020, "2", HOSTILE)])


def test_the_screen_gets_classes_and_no_paint():
    for svg in every_chart("Kata", for_paper=False):
        assert re.findall(r' (style|fill|stroke|font-family)="', svg) == []


def test_paper_gets_paint_and_a_font_on_every_text():
    for svg in every_chart("Kata", for_paper=True):
        assert ' class="' not in svg
        assert all(text.get("font-family") and text.get("fill") for text in parsed(svg).iter("text"))
        shapes = [each for each in parsed(svg).iter() if each.tag in {"rect", "circle", "polygon", "path"}]
        assert all(shape.get("fill") or shape.get("stroke") for shape in shapes)


def test_every_paint_of_the_screen_is_in_the_style_sheet(style_sheet):
    used = set()
    for svg in [*every_chart("Kata", for_paper=False), trend(BLITAR, 1, 5, title="T"), trend_key(BLITAR)]:
        used |= {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()}

    paints = {name for name in used if not re.fullmatch(r"t[1-5]", name)}
    assert {name for name in paints if f".{name}" not in style_sheet} == set()
