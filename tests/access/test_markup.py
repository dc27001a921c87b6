"""Every page under a policy without unsafe sources, and nothing in it that such a policy would stop."""

import pytest

from tests.access.addresses import addresses
from tests.access.markup import offences, weaknesses
from tests.access.table import PAGES, Page, readers
from tests.access.visit import Visitor
from tests.access.world import Object, World

pytestmark = pytest.mark.django_db

ADDRESSES = {one.name: one for one in addresses()}
READ = [page for page in PAGES if page.get]


@pytest.mark.parametrize("page", READ, ids=lambda page: f"{page.name} ({page.about.name})")
def test_a_page_loads_and_runs_only_what_is_ours(page: Page, world: World, visitor: Visitor):
    found = []
    for who in readers(page):
        url = world.url(ADDRESSES[page.name], page.about, who, Object.OWN)
        with visitor.visit(who, "GET", url) as response:
            wrong = weaknesses(response.headers.get("Content-Security-Policy", ""))
            if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
                wrong += offences(response.content.decode())
            found += [f"{url} as {who}: {one}" for one in wrong]

    assert found == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Teks</p><script src='/static/a.js'></script><a href='https://contoh.id'>x</a>", []),
        ("<script>alert(1)</script>", ["<script> in the page"]),
        ("<style>p{}</style>", ["<style> in the page"]),
        ("<p style='color:red'>", ["style at <p>"]),
        ("<svg><rect style='x'/></svg>", ["style at <rect>"]),
        ("<p onclick='x()'>", ["onclick at <p>"]),
        ("<script src='//cdn.example/x.js'></script>", ["<script> loads //cdn.example/x.js"]),
        ("<img src='https://contoh.id/x.png'>", ["<img> loads https://contoh.id/x.png"]),
        ("<a href=' javascript:x()'>", ["href of <a> is  javascript:x()"]),
    ],
)
def test_what_may_not_stand_in_a_page_is_found(html: str, found: list[str]):
    assert offences(html) == found


def test_an_open_policy_is_found():
    assert weaknesses("default-src 'none'; script-src 'self'") == []
    assert weaknesses("default-src 'none'; style-src 'self' 'unsafe-inline'") == ["style-src 'unsafe-inline'"]
    assert weaknesses("") == ["no default-src 'none'"]
