"""Controls of forms that Django's own would make too slowly."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")


class PlainSelect(forms.Select):
    """A select, its options in groups or not. Django renders two templates for each option: a list of provinces took
    longer than the fifty rows beneath it.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - what is done without
    ) -> SafeString:
        chosen = set(self.format_value(value) or [""])
        options = format_html_join(
            "",
            "{}",
            (
                (_group(key, label, chosen) if isinstance(label, (list, tuple)) else _option(key, label, chosen),)
                for key, label in self.choices
            ),
        )
        framed = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(framed), options)


def _option(key: Any, label: Any, chosen: set[str]) -> SafeString:
    return format_html('<option value="{}"{}>{}</option>', key, SELECTED if str(key) in chosen else "", label)


def _group(name: str, options: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    inside = format_html_join("", "{}", ((_option(key, label, chosen),) for key, label in options))
    return format_html('<optgroup label="{}">{}</optgroup>', name, inside)
