"""The tokens promise legible pairs in both themes, and two dark blocks that never drift apart."""

import gzip
import re
from pathlib import Path

import pytest

from apps.common.charts.canvas import PAPER

STATIC = Path(__file__).parents[2] / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
SCREEN = "".join((STATIC / "css" / f"{name}.css").read_text() for name in ("app", "charts"))
APP = SCREEN + (STATIC / "css" / "print.css").read_text()

GROUNDS = ("--bg", "--surface", "--sunken")
WORDS = ("--text", "--muted", "--link", "--brand", "--ok", "--warn", "--err", "--info")
TEXT_PAIRS = [
    *((word, ground) for word in WORDS for ground in GROUNDS),
    *((f"--{mood}", f"--{mood}-tint") for mood in ("ok", "warn", "err", "info")),
    *(("--text", f"--{tint}-tint") for tint in ("ok", "warn", "err", "info", "brand")),
    *(("--muted", tint) for tint in ("--info-tint", "--brand-tint")),
    *((f"--{scale}{step}-t", f"--{scale}{step}") for scale in "lp" for step in range(1, 6)),
    ("--on-brand", "--brand-fill"),
    ("--on-brand", "--brand-hover"),
    ("--sim-text", "--sim"),
]
CONTROL_PAIRS = [
    *((control, ground) for control in ("--line-strong", "--focus") for ground in GROUNDS),
    *((fill, "--surface") for fill in ("--brand-fill", "--ok", "--err", "--info")),
]


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+|color-scheme):\s*([^;]+);", block))


def block_after(selector: str) -> dict[str, str]:
    start = TOKENS.index(selector)
    return declarations(TOKENS[start : TOKENS.index("}", start)])


THEMES = {
    "light": block_after(':root, [data-theme="light"]'),
    "dark": block_after('[data-theme="dark"] {'),
    "followed": block_after(":root:not([data-theme]) {"),
}


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reads_on_its_ground(theme, text, ground):
    colours = THEMES[theme]

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize(("control", "ground"), CONTROL_PAIRS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_controls_stand_out_from_their_ground(theme, control, ground):
    colours = THEMES[theme]

    assert contrast(colours[control], colours[ground]) >= 3


def test_the_measure_itself_is_right():
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#767676", "#fff"), 2) == 4.54


def test_both_dark_blocks_are_equal():
    assert THEMES["dark"] == THEMES["followed"]


def test_dark_names_every_colour_that_light_names():
    colours = {name for name, value in THEMES["light"].items() if value.startswith("#")}

    assert {name for name, value in THEMES["dark"].items() if value.startswith("#")} == colours


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", ["l", "p"])
def test_the_order_of_a_scale_survives_grey_paper(theme, scale):
    shades = [luminance(THEMES[theme][f"--{scale}{step}"]) for step in range(1, 6)]

    assert shades == sorted(shades, reverse=theme == "light")


def test_only_the_tokens_name_colours():
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", SCREEN)) == set()


def test_paper_paints_with_the_light_tokens():
    light = set(THEMES["light"].values())
    colours = {value for paint in PAPER.values() for value in paint.values() if value.startswith("#")}

    assert colours - light == set()


def test_every_token_that_is_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", TOKENS + APP))

    assert set(re.findall(r"var\((--[\w-]+)", TOKENS + APP)) - defined == set()


def test_the_style_sheets_stay_within_their_bytes():
    assert sum(len(gzip.compress(sheet.encode())) for sheet in (TOKENS, APP)) <= 20_000


def test_own_script_stays_small():
    assert len((STATIC / "js" / "app.js").read_bytes()) <= 3_000
