"""The history of an answer: every version with what it changed, by whom and when; and an older text taken up again."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.models import Answer
from apps.self_assessment.queries import versions_of
from apps.self_assessment.queries.versions import VERSIONS
from apps.self_assessment.texts import MOST_COMPARED, Step, compared
from tests.factories import EvaluationFactory, bring_to, lead_of, member
from tests.self_assessment.support import indicator_url, statements, upload


def history_url(evaluation: Evaluation, number: int = 1) -> str:
    return reverse("self_assessment:history", args=[evaluation.pk, number])


def write(evaluation: Evaluation, indicator: Indicator, by: User, *facts: str) -> None:
    """One version for each of these facts, at level 3."""
    before = evaluation.answers.get(indicator=indicator).version
    for version, fact in enumerate(facts, start=before):
        actions.save_answer(evaluation, indicator, version=version, by=by, level=Decimal(3), fact=fact)


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


# -- how a text became another -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ("", "baru", [Step("insert", "", "baru")]),
        ("lama", "", [Step("delete", "lama", "")]),
        ("sama", "sama", [Step("same", "sama", "sama")]),
        ("Pasal 3", "Pasal 3 ayat 2", [Step("same", "Pasal 3", "Pasal 3"), Step("insert", "", " ayat 2")]),
        (
            "Peraturan 12 berlaku",
            "Peraturan 14 berlaku",
            [
                Step("same", "Peraturan", "Peraturan"),
                Step("replace", " 12", " 14"),
                Step("same", " berlaku", " berlaku"),
            ],
        ),
    ],
)
def test_words_that_came_and_went_are_told_apart(old: str, new: str, steps: list[Step]) -> None:
    assert compared(old, new) == steps


def test_a_long_text_is_compared_by_sentences_and_a_vast_one_as_a_whole() -> None:
    many = int(MOST_COMPARED**0.5) + 1
    sentence = " kata" * many + "."

    long = compared(f"Awal.{sentence} Akhir.", f"Mula.{sentence} Ujung.")
    vast = compared("a." * many, "b." * many)

    assert [step.kind for step in long] == ["replace", "same", "replace"]
    assert vast == [Step("replace", "a." * many, "b." * many)]


def test_both_texts_can_be_read_from_the_steps() -> None:
    old, new = "satu dua  tiga\n\nempat lima", "satu  dua tiga\nempat lima enam"

    steps = compared(old, new)

    assert "".join(step.old for step in steps) == old
    assert "".join(step.new for step in steps) == new


# -- the page ----------------------------------------------------------------------------------------------


def test_every_version_says_who_when_and_which_words(browser, evaluation, indicator, respondent, approver) -> None:
    write(evaluation, indicator, respondent, "Perbup 12 berlaku")
    write(evaluation, indicator, approver, "Perbup 14 berlaku")

    page = text_of(browser.get(history_url(evaluation)))

    assert f'<b class="b">{approver}</b> mengubah Fakta' in page
    assert (
        'Perbup<del><span class="vh">[dihapus: </span> 12<span class="vh">]</span></del>'
        '<ins><span class="vh">[ditambahkan: </span> 14<span class="vh">]</span></ins> berlaku' in page
    )
    assert f'<b class="b">{respondent}</b> memilih tingkat 3; mengubah Fakta' in page
    assert page.index("versi 2, yang berlaku") < page.index("versi 1<")


def test_who_handed_in_returned_and_approved_is_told(browser, evaluation, indicator, respondent, approver) -> None:
    write(evaluation, indicator, respondent, "Fakta")
    this = Answer.objects.filter(evaluation=evaluation, indicator=indicator)
    actions.submit_for_approval(this, by=respondent)
    actions.return_for_correction(this, reason="Sebut pasalnya", by=approver)
    actions.submit_for_approval(this, by=respondent)
    actions.approve(this, by=approver)

    entries = versions_of(this.get()).entries

    assert [(entry.by, entry.words) for entry in entries] == [
        (str(approver), "menyetujui"),
        (str(respondent), "mengajukan kepada penanggung jawab"),
        (str(approver), "mengembalikan: Sebut pasalnya"),
        (str(respondent), "mengajukan kepada penanggung jawab"),
        (str(respondent), "memilih tingkat 3; mengubah Fakta"),
    ]


def test_evidence_stands_between_the_versions(evaluation, indicator, respondent, approver) -> None:
    write(evaluation, indicator, respondent, "Fakta")
    evidence = actions.add_file(evaluation, indicator, upload(name="perbup.pdf"), by=respondent)
    write(evaluation, indicator, respondent, "Fakta lain")
    actions.withdraw_evidence(evidence, by=approver)

    answer = evaluation.answers.get(indicator=indicator)
    told = [(entry.by, entry.words) for entry in versions_of(answer).entries]

    assert told == [
        (str(approver), "menarik bukti"),
        (str(respondent), "mengubah Fakta"),
        (str(respondent), "menambahkan bukti"),
        (str(respondent), "memilih tingkat 3; mengubah Fakta"),
    ]


def test_other_words_for_what_evidence_proves_are_told(browser, evaluation, indicator, respondent, approver) -> None:
    evidence = actions.add_link(
        evaluation, indicator, "https://contoh.invalid", by=respondent, proves="Dasar hukum", place="pasal 3"
    )
    actions.describe_evidence(evidence, version=1, by=approver, proves="Dasar pelaksanaan", place="pasal 3")
    actions.describe_evidence(evidence, version=2, by=approver, proves="Dasar pelaksanaan", place="pasal 4")

    answer = evaluation.answers.get(indicator=indicator)
    moves = versions_of(answer).entries

    told = [(one.by, one.words, [change.label for change in one.changes]) for one in moves]
    assert told == [
        (str(approver), "mengubah keterangan bukti", ["Halaman atau pasal"]),
        (str(approver), "mengubah keterangan bukti", ["Apa yang dibuktikan"]),
        (str(respondent), "menambahkan bukti", []),
    ]
    page = text_of(browser.get(history_url(evaluation)))
    assert re.search(r"<del>[^/]*/span>[^<]*hukum", page)
    assert re.search(r"<ins>[^/]*/span>[^<]*pelaksanaan", page)


def test_every_version_and_move_is_on_exactly_one_page(evaluation, indicator, respondent) -> None:
    for number in range(VERSIONS * 2 + 3):
        write(evaluation, indicator, respondent, f"Fakta {number}")
        if number % 10 == 0:
            actions.add_link(evaluation, indicator, f"https://contoh.invalid/{number}", by=respondent)
    answer = evaluation.answers.get(indicator=indicator)

    pages = [versions_of(answer, page).entries for page in (1, 2, 3)]

    entries = [entry for page in pages for entry in page]
    assert len(entries) == VERSIONS * 2 + 3 + 5
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    numbers = [entry.number for entry in entries if hasattr(entry, "number")]
    assert numbers == list(range(VERSIONS * 2 + 3, 0, -1))


def test_one_version_is_read_whole(browser, evaluation, indicator, respondent) -> None:
    write(evaluation, indicator, respondent, "Awal " + "kata " * 500 + "akhir", "Pendek")

    shortened = text_of(browser.get(history_url(evaluation)))
    whole = text_of(browser.get(history_url(evaluation), {"versi": "1"}))

    assert ("kata " * 490 in shortened, "kata " * 490 in whole) == (False, True)
    assert "[…]" in shortened


@pytest.mark.parametrize("asked", ["0", "3", "-1", "x", "", "99999999999999999999"])
def test_a_version_that_never_was_is_not_there(browser, evaluation, indicator, respondent, asked) -> None:
    write(evaluation, indicator, respondent, "a", "b")

    assert browser.get(history_url(evaluation), {"versi": asked}).status_code == 404


def test_an_answer_nobody_wrote_has_no_history_yet(browser, evaluation) -> None:
    assert "Belum ada riwayat" in text_of(browser.get(history_url(evaluation)))


def test_texts_in_the_history_are_only_text(browser, evaluation, indicator, respondent) -> None:
    write(evaluation, indicator, respondent, "<script>alert(1)</script>", "<b>tebal</b>")

    page = browser.get(history_url(evaluation)).content.decode()

    assert "<script>alert" not in page
    assert "<b>tebal" not in page


@pytest.mark.parametrize("many", [1, 50])
def test_the_history_costs_the_same_for_one_and_fifty_versions(
    browser, evaluation, indicator, respondent, many
) -> None:
    write(evaluation, indicator, respondent, *(f"Fakta {number}" for number in range(many)))
    actions.add_link(evaluation, indicator, "https://contoh.invalid", by=respondent)

    with statements() as made:
        browser.get(history_url(evaluation))

    assert len(made) == 9


# -- who reads it ------------------------------------------------------------------------------------------


def test_another_institutions_history_is_not_there(browser: Client) -> None:
    assert browser.get(history_url(EvaluationFactory())).status_code == 404


def test_assessors_judge_what_was_handed_in_and_not_what_was_tried_before(db: None, client: Client) -> None:
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    seen = {}
    for who in (lead_of(evaluation), member(Role.COORDINATOR, evaluation.institution), member(Role.EVALUATION_TEAM)):
        client.force_login(who)
        seen[who] = (
            client.get(history_url(evaluation)).status_code,
            "Seluruh riwayat" in client.get(indicator_url(evaluation)).content.decode(),
        )

    assert list(seen.values()) == [(403, False), (200, True), (200, True)]


# -- an older text taken up again --------------------------------------------------------------------------


def test_an_older_text_fills_the_form_and_changes_nothing(browser, evaluation, indicator, respondent) -> None:
    write(evaluation, indicator, respondent, "Teks lama", "Teks baru")

    page = browser.get(indicator_url(evaluation), {"versi": "1"})

    assert page.context["values"]["fact"] == "Teks lama"
    assert "Formulir berisi teks versi 1, belum tersimpan." in page.content.decode()
    assert 'name="version" value="2"' in page.content.decode()
    assert evaluation.answers.get(indicator=indicator).fact == "Teks baru"


def test_an_older_text_is_saved_as_a_new_version(browser, post, evaluation, indicator, respondent) -> None:
    write(evaluation, indicator, respondent, "Teks lama", "Teks baru")

    post(version=2, level=3, fact="Teks lama")

    answer = evaluation.answers.get(indicator=indicator)
    assert (answer.fact, answer.version) == ("Teks lama", 3)


def test_an_older_text_conflicts_like_any_other(browser, post, evaluation, indicator, respondent, approver) -> None:
    write(evaluation, indicator, respondent, "Teks lama", "Teks baru")
    write(evaluation, indicator, approver, "Teks terbaru")

    response = post(version=2, level=3, fact="Teks lama")

    assert response.status_code == 409
    assert evaluation.answers.get(indicator=indicator).fact == "Teks terbaru"


def test_who_may_not_fill_gets_no_older_text(client, evaluation, indicator, respondent, ministry) -> None:
    write(evaluation, indicator, respondent, "Teks lama", "Teks baru")
    client.force_login(ministry)

    assert client.get(indicator_url(evaluation), {"versi": "1"}).context["values"]["fact"] == "Teks baru"
