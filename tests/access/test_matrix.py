"""Every address, by every method, for everybody, on one's own object, another's and none. Deny by default.

`make trial` knocks as everybody at everything. `make test` knocks at every address by every method as well, but of
those of whom the table says the same about the same object it draws one, always the same: see `alike`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from random import Random

import pytest

from tests.access.addresses import addresses
from tests.access.table import PAGES, Page
from tests.access.visit import FORBIDDEN, HIDDEN, IN, LOGIN, NO_METHOD, Visitor
from tests.access.who import ALL, Who
from tests.access.world import Object, World

METHODS = ("GET", "POST")
ADDRESSES = {one.name: one for one in addresses()}
AWAY = (LOGIN, FORBIDDEN, HIDDEN)
SEED = 7
# By which method somebody knocks, and whose object it is.
Knock = tuple[str, Who, Object]


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


def whole(page: Page) -> Iterator[Knock]:
    """A method that does not exist is refused before the object is looked for."""
    for method in METHODS:
        for thing in objects(page) if page.let_in(method) is not None else (Object.OWN,):
            yield from ((method, who, thing) for who in Who)


def sample(page: Page) -> Iterator[Knock]:
    draw = Random(f"{SEED} {page.name} {page.about.name}")

    def kind(knock: Knock) -> tuple[object, ...]:
        return alike(page, *knock)

    for _, knocks in groupby(sorted(whole(page), key=kind), key=kind):
        yield draw.choice(list(knocks))


def alike(page: Page, method: str, who: Who, thing: Object) -> tuple[object, ...]:
    """Who is told the same about the same object. The public is nobody else, and at another's object it matters
    whether one would be let in at one's own."""
    may = thing == Object.OTHER and expected(page, method, who, Object.OWN) == IN
    return method, thing, expected(page, method, who, thing), may, who == Who.PUBLIC


def test_every_address_has_a_name_of_its_own():
    counted = Counter(one.name for one in addresses())

    assert [name for name, number in counted.items() if number > 1] == []


def test_the_table_names_every_address_and_no_other():
    named = {page.name for page in PAGES}

    assert (ADDRESSES.keys() - named, named - ADDRESSES.keys()) == (set(), set())


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.name} ({page.about.name})")
@pytest.mark.parametrize("knocks", [sample, pytest.param(whole, marks=pytest.mark.trial)])
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(
    knocks: Callable[[Page], Iterator[Knock]], page: Page, world: World, visitor: Visitor
):
    wrong = []
    for method, who, thing in knocks(page):
        url = world.url(ADDRESSES[page.name], page.about, who, thing)
        found = visitor.outcome(who, method, url, page.body)
        if found != expected(page, method, who, thing):
            wrong.append(f"{method} {url} as {who}, {thing}: {found}, not {expected(page, method, who, thing)}")

    assert wrong == []


def test_the_sample_leaves_out_nothing_that_the_table_tells_apart():
    def told(page: Page, knocks: Iterator[Knock]) -> set[tuple[str, Object, str, bool]]:
        return {(method, thing, expected(page, method, who, thing), who == Who.PUBLIC) for method, who, thing in knocks}

    assert [page.name for page in PAGES if told(page, sample(page)) != told(page, whole(page))] == []


def test_the_sample_lets_everybody_in_and_sends_everybody_away():
    told = Counter((who, expected(page, *knock)) for page in PAGES for knock in sample(page) for who in knock[1:2])

    assert [who for who in Who if told[who, IN] < 10 or sum(told[who, away] for away in AWAY) < 100] == []
