"""PlainSelect says what Django's select says."""

import pytest
from django import forms
from django.test.html import parse_html

from apps.common.widgets import PlainSelect

CHOICES = [("", "Semua"), ("a", "Satu & dua"), (3, "Tiga")]


@pytest.mark.parametrize("value", ["", None, "a", "3", 3, "lain"])
def test_it_offers_and_selects_what_django_s_does(value):
    plain, own = PlainSelect(choices=CHOICES), forms.Select(choices=CHOICES)

    made = plain.render("keadaan", value, {"id": "id_keadaan", "class": "input"})

    expected = own.render("keadaan", value, {"id": "id_keadaan", "class": "input"})
    assert parse_html(made) == parse_html(expected)


def test_what_is_offered_cannot_break_out():
    made = PlainSelect(choices=[('"><b>', "<b>")]).render("x", "")

    assert "<b>" not in made
