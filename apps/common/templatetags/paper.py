"""`{% load paper %}`: what only papers write."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def exact(value: Decimal | Fraction | int, places: int = 0) -> str:
    """A figure with every digit it has and at least `places`: "2,9475", "13,00".

    A fraction that never ends as a decimal is written as one: "27/7".
    """
    figure = Fraction(value)
    digits = places
    while digits < 12 and (figure * 10**digits).denominator != 1:
        digits += 1
    if (figure * 10**digits).denominator != 1:
        return f"{figure.numerator}/{figure.denominator}"
    return f"{Decimal(int(figure * 10**digits)).scaleb(-digits):.{digits}f}".replace(".", ",")


@register.simple_tag
def dots(level: Decimal, maximum: Decimal) -> str:
    """A whole level as filled dots of as many as there are levels: "•••◦◦"."""
    return "•" * int(level) + "◦" * (int(maximum) - int(level))


@register.filter
def letter(position: int) -> str:
    """The letter of a list: 1 is A, 27 is AA."""
    word = ""
    while position:
        position, place = divmod(position - 1, 26)
        word = chr(ord("A") + place) + word
    return word


@register.filter
def roman(position: int) -> str:
    """The Roman numeral of a chapter."""
    word = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, position = divmod(position, value)
        word += sign * times
    return word


@register.filter
def lines(texts: Iterable[str]) -> SafeString:
    """Each text on a line of its own."""
    return format_html_join(mark_safe("<br/>"), "{}", ((text,) for text in texts))


@register.filter
def grouped(fingerprint: str) -> str:
    """A SHA-256 in groups of eight, so that an eye can follow it."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))
