"""Every page as people meet it: quiet, accessible, readable on a phone, light on the line."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import ConsoleMessage, Error, Page

from tests.access.addresses import addresses
from tests.access.table import PAGES, readers
from tests.access.who import Who
from tests.access.world import Object, World, build_world
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = {one.name: one for one in addresses()}
FIRST_LOAD = 60_000
# Pictures are no pages: what stands around them is the browser's own, and our policy lets nothing run there. Nor is a
# piece that a page fetches.
NO_PAGES = {"self_assessment:page_image", "visitation:photo_image", "coordination:figures"}
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# Compressed as they are.
PACKED = {".woff2", ".png", ".jpg"}

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOADED = "() => performance.getEntriesByType('resource').map(one => one.name)"
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const framed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const shown = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0;
  return one === document.body ? "none" : !shown ? "hidden" : framed ? "" : "without a frame";
}"""


def pages_of(world: World, share: int) -> Iterator[tuple[Who, str]]:
    """Who opens what, without repetition, each person's pages together: of all of it one in `share`, drawn."""
    seen = {
        (who, world.url(ADDRESSES[page.name], page.about, who, Object.OWN))
        for page in PAGES
        if page.name not in NO_PAGES
        for who in readers(page)
    }
    drawn = Random(7).sample(sorted(seen), len(seen) // share)
    yield from sorted(drawn, key=lambda one: (list(Who).index(one[0]), one[1]))


def weight(document: bytes, loaded: list[str]) -> int:
    """Bytes of a first load over the line, compressed as the server does it. Pieces that come later are not of it."""
    total = len(gzip.compress(document))
    for url in {path for one in loaded if (path := urlsplit(one).path).startswith(settings.STATIC_URL)}:
        found = finders.find(url.removeprefix(settings.STATIC_URL))
        if found:
            total += weight_of_file(Path(found))
    return total


@cache
def weight_of_file(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content))


def faults(page: Page, url: str) -> list[str]:
    """What is wrong with a page. A file that is only to be saved is no page."""
    with listening(page) as said:
        return seen(page, url) + said


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """What a page complains of meanwhile."""
    said: list[str] = []

    def in_the_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def as_an_error(error: Error) -> None:
        said.append(f"script error: {error}")

    page.on("console", in_the_console)
    page.on("pageerror", as_an_error)
    yield said
    page.remove_listener("console", in_the_console)
    page.remove_listener("pageerror", as_an_error)


def seen(page: Page, url: str) -> list[str]:
    """What can be found out by looking, first at a desk, then on a phone."""
    page.set_viewport_size(DESK)
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" in str(error):
            return []
        raise
    assert answer is not None
    found = [] if answer.status < 400 else [f"status {answer.status}"]
    if "html" not in answer.headers.get("content-type", ""):
        return found  # a picture of a page of evidence: no script runs in it, ours neither
    found += [f"axe: {one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in broken_rules(page)]
    if (bytes_loaded := weight(answer.body(), page.evaluate(LOADED))) > FIRST_LOAD:
        found.append(f"first load of {bytes_loaded} bytes")
    page.keyboard.press("Tab")
    if focus := page.evaluate(FOCUS):
        found.append(f"first tab stop {focus}")
    page.set_viewport_size(PHONE)
    if (wider := page.evaluate(WIDER)) > 0:
        found.append(f"{wider} px too wide for a phone")
    return found


def broken_rules(page: Page) -> list[dict[str, Any]]:
    violations: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return violations


@pytest.mark.parametrize("share", [24, pytest.param(1, marks=pytest.mark.trial)], ids=["a sample", "for everybody"])
def test_every_page_is_quiet_accessible_narrow_and_light(open_as: Open, share: int):
    world = build_world()
    found = []

    for who, pages in groupby(pages_of(world, share), key=itemgetter(0)):
        page = open_as(world.people.get(who)).new_page()
        found += [f"{url} as {who}: {one}" for _, url in pages for one in faults(page, url)]
        page.close()

    assert found == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<main><h1>Judul</h1><a href='#'>Tautan</a></main>", None),
        ("<main><h1>Judul</h1><a href='#'></a></main>", "axe: link-name"),
        ("<main><h1>Judul</h1><a href='#' style='outline:none'>x</a></main>", "first tab stop without a frame"),
        ("<main><h1>Judul</h1><a href='#'>x</a><pre style='width:900px'>x</pre></main>", "px too wide"),
        ("<main><h1>Judul</h1><a href='#'>x</a></main><script>throw 1</script>", "script error"),
    ],
)
def test_a_fault_is_found(open_as: Open, body: str, fault: str | None):
    html = (
        f"<!doctype html><html lang=id><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<link rel=icon href='data:,'><title>Uji</title>{body}</html>"
    )
    page = open_as(None).new_page()
    page.route("**/uji", lambda route: route.fulfill(body=html, content_type="text/html"))

    found = faults(page, "/uji")

    assert (fault in " ".join(found)) if fault else found == []
