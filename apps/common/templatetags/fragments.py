"""`{% load fragments %}`: pieces of a page that many pages show word for word, rendered once in a process."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# The criteria of an instrument or two with every level chosen, and what little the frame adds.
MANY = 1024


@register.simple_tag
def fragment(template_name: str, **words: Any) -> SafeString:
    """Like an include that sees nothing but its `words`, which say all of it and are hashable: tuples, texts, numbers.

    Other words are another piece, so nothing here is ever out of date. Never for what is said of a person.
    """
    return _written(template_name, **words) if settings.DEBUG else _once(template_name, **words)


def _written(template_name: str, **words: Any) -> SafeString:
    return render_to_string(template_name, words)


# Typed: a text that is marked as safe is equal to one that is not.
_once = lru_cache(MANY, typed=True)(_written)
