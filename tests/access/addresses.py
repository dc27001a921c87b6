"""Every address of the URLconf, found by walking it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """A name to reverse, the route as people read it, and the names of its parts."""

    name: str
    route: str
    parts: tuple[str, ...]

    def url(self, kwargs: dict[str, object]) -> str:
        return reverse(self.name, kwargs={part: kwargs[part] for part in self.parts})


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", "/"))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, prefix: str) -> Iterator[Address]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, inner, route)
        else:
            assert one.name, f"{route} has no name"
            yield Address(f"{namespace}{one.name}", route, tuple(one.pattern.converters))
