"""Sentences that are put together read as if somebody had written them."""

import pytest

from apps.common.sentences import listed, paragraph, plain, quoted, sentence


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a dan b"),
        (["a", "b", "c"], "a, b, dan c"),
        (["a", "", "c"], "a dan c"),
    ],
)
def test_a_list_ends_with_dan(items, words):
    assert listed(items) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kebijakan  ada", "Kebijakan ada."),
        ("Kebijakan ada.", "Kebijakan ada."),
        ("Apakah ada?", "Apakah ada?"),
        ("“kebijakan ada.”", "“Kebijakan ada.”"),
        ("kebijakan , data ;dan", "Kebijakan, data;dan."),
        ("kebijakan,", "Kebijakan."),
        ("3 dokumen", "3 dokumen."),
        ("", ""),
        (" -. ", ""),
    ],
)
def test_a_sentence_has_its_capital_and_its_full_stop(text, words):
    assert sentence(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("yang yang berlaku", "yang berlaku"),
        ("Pada pada Pada tahap", "Pada tahap"),
        ("rata-rata dan tahun-tahun", "rata-rata dan tahun-tahun"),
        ("dua dua puluh", "dua puluh"),
        ("tahun 2024 2024", "tahun 2024 2024"),
        ("dandan dan", "dandan dan"),
        ("satu,, dua", "satu, dua"),
    ],
)
def test_no_word_stands_twice(text, words):
    assert plain(text) == words


def test_a_paragraph_leaves_out_what_is_empty_or_said_already():
    assert paragraph("satu", "", "Satu.", "dua") == "Satu. Dua."


@pytest.mark.parametrize(("text", "words"), [("ada", "“Ada.”"), ("Ada.", "“Ada.”"), ("", "")])
def test_a_quotation_is_a_sentence_of_its_own(text, words):
    assert quoted(text) == words
