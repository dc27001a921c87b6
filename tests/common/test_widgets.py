"""PlainSelect says what Django's select says."""

import pytest
from django import forms
from django.test.html import parse_html

from apps.common.widgets import PlainSelect

CHOICES = [("", "Semua"), ("a", "Satu & dua"), (3, "Tiga")]
GROUPED = [("", "Pilih"), ("Satu & dua", [("a", "A"), (3, "Tiga")]), ("Kosong", [])]


@pytest.mark.parametrize("value", ["", None, "a", "3", 3, "lain"])
@pytest.mark.parametrize("choices", [CHOICES, GROUPED])
def test_it_offers_and_selects_what_django_s_does(choices, value):
    plain, own = PlainSelect(choices=choices), forms.Select(choices=choices)

    made = plain.render("keadaan", value, {"id": "id_keadaan", "class": "input"})

    expected = own.render("keadaan", value, {"id": "id_keadaan", "class": "input"})
    assert parse_html(made) == parse_html(expected)


def test_what_is_offered_cannot_break_out():
    made = PlainSelect(choices=[('"><b>', "<b>")]).render("x", "")

    assert "<b>" not in made
