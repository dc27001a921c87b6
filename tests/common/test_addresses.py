"""Addresses whose paths are looked up once: the same as those that Django finds each time."""

from typing import Any

import pytest
from django.template import engines
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from apps.common.addresses import address


def pages_told_by_numbers(resolver: Any, namespace: str = "", above: int = 0) -> dict[str, int]:
    """Names of pages whose paths have whole numbers alone, with how many."""
    found: dict[str, int] = {}
    for one in resolver.url_patterns:
        converters = getattr(one.pattern, "converters", {}).values()
        if not all(isinstance(converter, IntConverter) for converter in converters):
            continue
        numbers = above + len(converters)
        if isinstance(one, URLResolver):
            beneath = f"{namespace}{one.namespace}:" if one.namespace else namespace
            found |= pages_told_by_numbers(one, beneath, numbers)
        elif isinstance(one, URLPattern) and one.name and not one.pattern.regex.groups - len(converters):
            found[namespace + one.name] = numbers
    return found


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


def test_every_page_told_by_numbers_has_the_address_that_django_finds() -> None:
    pages = pages_told_by_numbers(get_resolver())

    asked = {name: (7, 0, 1_000_000_000)[:numbers] for name, numbers in pages.items() if numbers <= 3}

    assert len(asked) > 100
    assert {name: address(name, *args) for name, args in asked.items()} == {
        name: reverse(name, args=args) for name, args in asked.items()
    }


def test_a_word_is_written_as_django_writes_it() -> None:
    assert address("coordination:control_room", "tahun-2026") == reverse(
        "coordination:control_room", args=["tahun-2026"]
    )


@pytest.mark.parametrize("args", [(), (-1,), ("satu",), (1, 2, 3)])
def test_what_names_no_page_is_refused(args: tuple[object, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        address("self_assessment:sheet", *args)


def test_the_tag_writes_addresses_and_keeps_them_under_a_name() -> None:
    sheet = reverse("self_assessment:sheet", args=[5])

    assert rendered('{% url "self_assessment:sheet" pk %}', pk=5) == sheet
    assert rendered('{% url "self_assessment:sheet" pk=5 %}') == sheet
    assert rendered('{% url "self_assessment:sheet" pk as here %}[{{ here }}]', pk=5) == f"[{sheet}]"


def test_the_tag_refuses_what_names_no_page_unless_it_keeps_it() -> None:
    assert rendered('{% url "no:page" 5 as here %}[{{ here }}]') == "[]"
    with pytest.raises(NoReverseMatch):
        rendered('{% url "no:page" 5 %}')
