"""Pieces of a page that are written once for the same words."""

from typing import Any

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from apps.common.shell import StageMark
from apps.common.templatetags import fragments

STAGES = '{% load fragments %}{% fragment "_stages.html" stages=stages %}'


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were rendered for a fragment."""
    asked: list[str] = []
    render = fragments.render_to_string

    def count(template_name: str, words: Any) -> str:
        asked.append(template_name)
        return render(template_name, words)

    monkeypatch.setattr(fragments, "render_to_string", count)
    return asked


def test_the_same_words_are_written_once(written: list[str]) -> None:
    pages = [rendered(STAGES, stages=(StageMark("Uji sekali", "1 Jan", "now"),)) for _ in range(3)]

    assert len(set(pages)) == 1
    assert written == ["_stages.html"]


def test_other_words_are_another_piece(written: list[str]) -> None:
    first = rendered(STAGES, stages=(StageMark("Uji lain", "2 Jan", "now"),))
    second = rendered(STAGES, stages=(StageMark("Uji lain", "3 Jan", "now"),))

    assert ("2 Jan" in first, "3 Jan" in second) == (True, True)
    assert len(written) == 2


def test_while_templates_are_written_nothing_is_kept(settings: Any, written: list[str]) -> None:
    settings.DEBUG = True

    for _ in range(2):
        rendered(STAGES, stages=(StageMark("Uji templat", "", "todo"),))

    assert len(written) == 2


def test_a_text_marked_as_safe_lends_nothing_to_one_that_is_not() -> None:
    template = '{% load fragments %}{% fragment "_empty.html" empty_title=title %}'
    words = "<i>Judul uji</i>"

    assert words in rendered(template, title=mark_safe(words))
    assert words not in rendered(template, title=words)
