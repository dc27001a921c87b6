"""Autosave sends only what changed; what it leaves out stands as it was read, and nothing typed is lost."""

from decimal import Decimal
from urllib.parse import quote

import pytest

from apps.self_assessment import actions
from apps.self_assessment.forms import LONGEST_TEXT
from apps.self_assessment.models import AnswerState
from apps.self_assessment.texts import AnswerText, marked
from tests.self_assessment.support import indicator_url, statements

BROKEN = ["\0", "\ud800", "\udfff"]


@pytest.fixture
def said(evaluation, indicator, approver) -> None:
    actions.save_answer(
        evaluation, indicator, version=0, by=approver, level=Decimal(2), fact="fakta", analysis="analisis"
    )


def test_a_part_alone_leaves_the_others_as_they_are(said, post, answer) -> None:
    response = post(version=1, fact="fakta baru", automatic=True)

    answer.refresh_from_db()
    assert response.status_code == 200
    assert AnswerText.of(answer) == AnswerText(Decimal(2), "fakta baru", "analisis")


def test_a_part_can_be_emptied(said, post, answer) -> None:
    post(version=1, fact="", automatic=True)

    answer.refresh_from_db()
    assert AnswerText.of(answer) == AnswerText(Decimal(2), "", "analisis")


def test_only_what_changed_is_written(said, post) -> None:
    with statements() as made:
        post(version=1, fact="fakta baru", automatic=True)

    (update,) = [sql for sql in made if sql.startswith('UPDATE "self_assessment_answer"')]
    assert '"fact" = ' in update
    assert '"analysis" = ' not in update
    assert '"level" = ' not in update


def test_a_stale_part_shows_what_i_read_with_my_change_in_it(said, post, evaluation, indicator, approver) -> None:
    actions.save_answer(evaluation, indicator, version=1, by=approver, level=Decimal(3), fact="fakta", analysis="rekan")

    response = post(version=1, fact="saya", automatic=True)
    page = post(version=1, level="2", fact="saya", analysis="analisis", justification="").content.decode()

    assert response.status_code == 409
    assert 'name="fact_choice" value="mine" checked' in page
    assert 'name="analysis_choice" value="theirs" checked' in page


def test_the_same_words_said_twice_are_no_conflict(said, post, answer) -> None:
    first = post(version=1, fact="sama", automatic=True)
    again = post(version=1, fact="sama", automatic=True)

    answer.refresh_from_db()
    assert [first.json()["version"], again.json()["version"]] == [2, 2]
    assert answer.version == 2


def test_a_version_that_never_was_is_stale(said, post, answer) -> None:
    response = post(version=7, fact="x", automatic=True)

    answer.refresh_from_db()
    assert response.status_code == 409
    assert answer.version == 1


def test_a_text_that_is_too_long_stays_on_the_screen(post, answer) -> None:
    words = "kata " * (LONGEST_TEXT // 5) + "ujung"

    page = post(version=0, fact=words)
    heard = post(version=0, fact=words, automatic=True)

    answer.refresh_from_db()
    assert (page.status_code, heard.status_code) == (422, 422)
    assert words in page.content.decode()
    assert "Fakta: " in heard.json()["refusals"][0]
    assert answer.version == 0


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("name", ["fact", "service_name", "level"])
def test_what_cannot_be_stored_is_named_and_shown(browser, evaluation, name, broken) -> None:
    address = indicator_url(evaluation, 5)
    body = f"version=0&{name}=sebelum{quote(broken.encode('utf-8', 'surrogatepass'))}sesudah"

    response = browser.post(address, body, content_type="application/x-www-form-urlencoded")

    stored = evaluation.answers.get(indicator__number=5)
    if response.status_code == 302:  # a browser's half character has become the sign for it on its way
        assert "sebelum\ufffd" in getattr(stored, name)
    else:
        assert response.status_code == 422
        assert "sebelum\ufffd" in response.content.decode() or name == "level"
        assert stored.version == 0


def test_a_form_in_another_alphabet_is_read_as_utf8(browser, evaluation, answer) -> None:
    boundary = "batas"
    parts = {"version": "0", "fact": r"satu \ud800 dua"}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )

    response = browser.generic(
        "POST",
        indicator_url(evaluation),
        f"{body}--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}; charset=unicode_escape",
    )

    answer.refresh_from_db()
    assert response.status_code == 302
    assert answer.fact == r"satu \ud800 dua"


def test_an_emptied_text_is_no_longer_taken_over(evaluation, indicator, respondent, answer) -> None:
    type(answer).objects.filter(pk=answer.pk).update(
        fact="dari tahun lalu", taken_over_from=answer, version=1, state=AnswerState.DRAFT
    )

    saved = actions.save_answer(evaluation, indicator, version=1, by=respondent, level=Decimal(3))

    assert (saved.taken_over_from, saved.is_unconfirmed) == (None, False)


@pytest.mark.parametrize(
    ("text", "other", "own"),
    [
        ("satu dua tiga", "satu tiga", [" dua"]),
        ("sama", "sama", []),
        ("", "ada", []),
    ],
)
def test_differing_words_are_marked_and_none_is_lost(text, other, own) -> None:
    pieces = marked(text, other)

    assert "".join(piece.words for piece in pieces) == text
    assert [piece.words for piece in pieces if piece.only_here] == own
