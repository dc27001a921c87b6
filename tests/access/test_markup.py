"""Every page under a policy without unsafe sources, and nothing in it that such a policy would stop."""

import pytest

from tests.access.markup import offences, weaknesses
from tests.access.table import PAGES
from tests.access.visit import Seen

pytestmark = pytest.mark.django_db


def test_a_page_loads_and_runs_only_what_is_ours(seen: list[Seen]):
    found = [
        f"{one.url} as {one.who}: {wrong}" for one in seen for wrong in weaknesses(one.policy) + offences(one.html)
    ]

    assert {id(one.page) for one in seen} == {id(page) for page in PAGES if page.get}
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
