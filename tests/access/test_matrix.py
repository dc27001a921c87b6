"""Every address, by every method, for everybody, on one's own object, another's and none. Deny by default."""

from collections import Counter

import pytest

from tests.access.addresses import addresses
from tests.access.table import PAGES, Page
from tests.access.visit import FORBIDDEN, HIDDEN, IN, LOGIN, NO_METHOD, Visitor
from tests.access.who import ALL, Who
from tests.access.world import Object, World

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")
ADDRESSES = {one.name: one for one in addresses()}


def expected(page: Page, method: str, who: Who, thing: Object) -> str:
    """What the table says, spelled out."""
    allowed, about = page.let_in(method), page.about
    is_open = who in (page.get or page.post or ())
    if who == Who.PUBLIC and not is_open:
        return LOGIN
    if allowed is None:
        return NO_METHOD
    denied = FORBIDDEN if who in about.seen else HIDDEN
    if about.has_object:
        hidden = FORBIDDEN if about.refuses_first and who not in about.everywhere else HIDDEN
        if thing == Object.NONE or (thing == Object.OTHER and who not in about.everywhere):
            return hidden
    return IN if who in allowed else denied


def objects(page: Page) -> tuple[Object, ...]:
    if not page.about.has_object:
        return (Object.OWN,)
    if page.about.everywhere == ALL:
        return (Object.OWN, Object.NONE)
    return tuple(Object)


def test_every_address_has_a_name_of_its_own():
    counted = Counter(one.name for one in addresses())

    assert [name for name, number in counted.items() if number > 1] == []


def test_the_table_names_every_address_and_no_other():
    named = {page.name for page in PAGES}

    assert (ADDRESSES.keys() - named, named - ADDRESSES.keys()) == (set(), set())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.name} ({page.about.name})")
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(page: Page, world: World, visitor: Visitor):
    wrong = []
    for who in Who:
        for thing in objects(page):
            url = world.url(ADDRESSES[page.name], page.about, who, thing)
            for method in METHODS:
                if page.let_in(method) is None and thing != Object.OWN:
                    continue  # a method that does not exist is refused before the object is looked for
                found = visitor.outcome(who, method, url, page.body)
                if found != expected(page, method, who, thing):
                    wrong.append(f"{method} {url} as {who}, {thing}: {found}, not {expected(page, method, who, thing)}")

    assert wrong == []
