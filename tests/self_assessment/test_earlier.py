"""Last year's answer beside this one: what is shown, to whom, and how it is taken over."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Crosswalk, CrosswalkKind, Indicator, Instrument
from apps.rules.stages import Stage, Track
from apps.self_assessment import actions
from apps.self_assessment.models import Answer, AnswerState, Evidence
from apps.self_assessment.queries import (
    EarlierYear,
    Glance,
    UnconfirmedTakeover,
    blockers,
    earlier_at_a_glance,
    earlier_levels,
    earlier_years,
    history_of,
    unconfirmed_takeovers,
)
from tests.factories import (
    EvaluationFactory,
    InstitutionFactory,
    bring_to,
    lead_of,
    member,
    move_window,
    small_instrument,
    succeed,
)
from tests.self_assessment.support import PDF, indicator_url, statements, upload

ASSESSOR = "Nama Asesor Rahasia"


def earlier_url(evaluation: Evaluation, number: int = 1) -> str:
    return reverse("self_assessment:earlier", args=[evaluation.pk, number])


def the_year(evaluation: Evaluation, indicator: Indicator) -> EarlierYear:
    [year] = earlier_years(evaluation, indicator)
    return year


def glance_at(evaluation: Evaluation, indicator: Indicator) -> Glance:
    [glance] = earlier_at_a_glance(evaluation, indicator)
    return glance


def a_year_before(evaluation: Evaluation, instrument: Instrument, *, year: int = 2000, level: int = 2) -> Evaluation:
    """A published evaluation of the same institution, with a text, a file and a link at its first indicator."""
    before = EvaluationFactory(
        institution=evaluation.institution, period__instrument=instrument, period__year=year, with_team=True
    )
    writer = member(Role.DATA_ENTRY, evaluation.institution)
    first = instrument.indicators.get(number=1)
    actions.add_file(before, first, upload(PDF, "perbup.pdf"), by=writer, proves="Dasar hukum", place="pasal 3")
    actions.add_link(before, first, "https://contoh.invalid/video", by=writer)
    bring_to(before, Stage.DESK_REVIEW, level=4)
    assessor = lead_of(before)
    User.objects.filter(pk=assessor.pk).update(name=ASSESSOR)
    return bring_to(before, Stage.PUBLISHED, level=level)


@pytest.fixture
def last_year(evaluation: Evaluation) -> Evaluation:
    return a_year_before(evaluation, evaluation.period.instrument)


@pytest.fixture
def page(browser: Client, evaluation: Evaluation) -> str:
    return browser.get(earlier_url(evaluation)).content.decode()


@pytest.fixture
def take(browser: Client, evaluation: Evaluation, last_year: Evaluation, indicator: Indicator):
    """Take over parts and evidence of the first indicator."""

    def send(*parts: str, version: int = 0, evidence: list[int] | None = None):
        proofs = last_year.evidence.values_list("pk", flat=True) if evidence is None else evidence
        body = {
            "version": version,
            "tahun": last_year.pk,
            "sumber": indicator.pk,
            "bagian": parts,
            "bukti": list(proofs),
        }
        return browser.post(earlier_url(evaluation), body)

    return send


# -- what is shown ---------------------------------------------------------------------------------------


def test_the_page_shows_text_evidence_levels_and_the_assessors_words(last_year, page) -> None:
    for words in ("Fakta 1", "Analisis 1", "Justifikasi 1", "perbup.pdf", "https://contoh.invalid/video", "pasal 3"):
        assert words in page
    assert '<b class="b">Penilaian dokumen</b>, tim asesor, tingkat 2</p>' in page
    assert "Alasan 1" in page


def test_assessors_are_named_by_role_only(last_year, page) -> None:
    assert ASSESSOR not in page


def test_the_indicator_shows_last_years_level_and_leads_there(browser, evaluation, last_year) -> None:
    shown = browser.get(indicator_url(evaluation)).content.decode()

    assert "Hasil 2000" in shown
    assert f'data-lazy="{earlier_url(evaluation)}"' in shown
    assert f'<a href="{earlier_url(evaluation)}">' in shown


def test_a_piece_of_the_page_comes_alone(browser, evaluation, last_year) -> None:
    piece = browser.get(earlier_url(evaluation), headers={"HX-Request": "true"})

    assert "<html" not in piece.content.decode()
    assert "HX-Request" in piece["Vary"]


def test_the_settled_level_counts(evaluation, indicator, last_year) -> None:
    glance = glance_at(evaluation, indicator)

    assert glance == (2000, False, True, Decimal(2), "")


def test_without_an_earlier_year_nothing_is_offered(evaluation, indicator, page) -> None:
    assert earlier_at_a_glance(evaluation, indicator) == []
    assert "belum mempunyai penilaian yang selesai" in page


def test_an_unfinished_year_another_institutions_and_an_official_one_stay_out(evaluation, indicator) -> None:
    instrument = evaluation.period.instrument
    EvaluationFactory(institution=evaluation.institution, period__instrument=instrument, period__year=2000)
    bring_to(EvaluationFactory(period__instrument=instrument, period__year=1999), Stage.PUBLISHED)
    official = {"period__simulation_label": "", "period__year": 1998, "period__instrument": instrument}
    bring_to(EvaluationFactory(institution=evaluation.institution, **official), Stage.PUBLISHED)

    assert earlier_years(evaluation, indicator) == []


def test_an_own_sheet_is_called_so_and_has_no_assessors(evaluation, indicator, browser) -> None:
    own = EvaluationFactory(
        institution=evaluation.institution, track=Track.NOT_ASSESSED, period__year=2000,
        period__instrument=evaluation.period.instrument,
    )  # fmt: skip
    Answer.objects.filter(evaluation=own).update(level=3, fact="x", version=1, state=AnswerState.APPROVED)
    Answer.objects.filter(evaluation=own, indicator__names_service=True).update(service_name="y", version=2)
    actions.submit(own, by=member(Role.COORDINATOR, own.institution))

    page = browser.get(earlier_url(evaluation)).content.decode()

    assert "Penilaian sendiri 2000" in page
    assert "Kata asesor" not in page


def test_this_years_assessors_do_not_read_it(db, client) -> None:
    evaluation = EvaluationFactory(with_team=True)
    a_year_before(evaluation, evaluation.period.instrument)
    bring_to(evaluation, Stage.DESK_REVIEW)
    client.force_login(lead_of(evaluation))

    shown = client.get(indicator_url(evaluation)).content.decode()

    assert client.get(earlier_url(evaluation)).status_code == 403
    assert "Hasil 2000" not in shown


def test_the_indicators_of_another_instrument_are_marked_as_such(evaluation, indicator, browser) -> None:
    old = small_instrument("lama")
    before = a_year_before(evaluation, old)
    for number, kind in ((1, CrosswalkKind.PARTIAL), (3, CrosswalkKind.SAME)):
        Crosswalk.objects.create(
            earlier=old.indicators.get(number=number), later=indicator, kind=kind, note=f"Catatan padanan {number}."
        )

    found = the_year(evaluation, indicator)
    page = browser.get(earlier_url(evaluation)).content.decode()
    beside = browser.get(indicator_url(evaluation)).content.decode()

    assert [(one.indicator.number, one.kind) for one in found.sources] == [
        (3, "pokok yang dinilai sama"),
        (1, "sebagian pokoknya sama"),
    ]
    assert found.evaluation == before
    assert "Instrumennya berubah." in page
    assert old.name in page
    assert "Catatan padanan 1." in page
    assert glance_at(evaluation, indicator).level is None
    assert "instrumen lain" in beside


def test_over_two_changes_of_instrument_the_way_is_shown_as_indirect(evaluation, indicator, browser) -> None:
    first, between = small_instrument("pertama"), small_instrument("antara")
    a_year_before(evaluation, first)
    passed = between.indicators.get(number=4)
    Crosswalk.objects.create(earlier=passed, later=indicator, kind=CrosswalkKind.SAME)
    for number, kind in ((2, CrosswalkKind.PARTIAL), (3, CrosswalkKind.SAME)):
        Crosswalk.objects.create(earlier=first.indicators.get(number=number), later=passed, kind=kind)

    found = the_year(evaluation, indicator)

    told = [(one.indicator.number, one.kind, [via.number for via in one.link.via]) for one in found.sources]
    assert told == [(3, "pokok yang dinilai sama", [4]), (2, "sebagian pokoknya sama", [4])]
    page = " ".join(browser.get(earlier_url(evaluation)).content.decode().split())
    assert "tidak langsung" in page
    assert f"Padanan melalui indikator 4 {between.name}." in page


def test_what_a_crosswalk_says_itself_leaves_the_long_way_out(evaluation, indicator) -> None:
    first, between = small_instrument("pertama"), small_instrument("antara")
    a_year_before(evaluation, first)
    passed = between.indicators.get(number=4)
    Crosswalk.objects.create(earlier=passed, later=indicator, kind=CrosswalkKind.SAME)
    Crosswalk.objects.create(earlier=first.indicators.get(number=3), later=passed, kind=CrosswalkKind.SAME)
    Crosswalk.objects.create(
        earlier=first.indicators.get(number=1), later=indicator, kind=CrosswalkKind.PARTIAL, note="Langsung."
    )

    found = the_year(evaluation, indicator)

    assert [(one.indicator.number, one.link.via, one.link.note) for one in found.sources] == [(1, [], "Langsung.")]


def test_links_that_lead_in_a_circle_end(evaluation, indicator) -> None:
    first, between = small_instrument("pertama"), small_instrument("antara")
    a_year_before(evaluation, first)
    passed = between.indicators.get(number=4)
    Crosswalk.objects.create(earlier=passed, later=indicator, kind=CrosswalkKind.SAME)
    Crosswalk.objects.create(earlier=indicator, later=passed, kind=CrosswalkKind.SAME)

    assert the_year(evaluation, indicator).sources == []


# -- a predecessor's year ------------------------------------------------------------------------------------


@pytest.fixture
def predecessor(evaluation: Evaluation) -> Evaluation:
    """The year of an institution that was renamed twice before it became this one."""
    before = a_year_before(EvaluationFactory(institution__name="Badan Lama"), evaluation.period.instrument)
    between = InstitutionFactory(name="Badan Antara")
    succeed(between, evaluation.institution)
    succeed(before.institution, between)
    return before


def test_a_predecessors_year_is_shown_and_marked_as_such(browser, evaluation, indicator, predecessor) -> None:
    page = browser.get(earlier_url(evaluation)).content.decode()
    beside = browser.get(indicator_url(evaluation)).content.decode()

    assert "Tahun instansi pendahulu." in page
    assert "dilakukan terhadap Badan Lama" in page
    assert "Hasil 2000, Badan Lama" in beside
    assert glance_at(evaluation, indicator).level == 2
    assert earlier_levels(evaluation).levels[indicator.pk] == 2


def test_the_files_of_a_predecessor_are_named_and_not_led_to(browser, evaluation, predecessor) -> None:
    file = predecessor.evidence.get(url="")

    page = browser.get(earlier_url(evaluation)).content.decode()

    assert "perbup.pdf" in page
    assert reverse("self_assessment:file", args=[predecessor.pk, file.pk]) not in page


def test_a_year_of_its_own_comes_before_that_of_a_predecessor(evaluation, indicator, predecessor) -> None:
    own = a_year_before(evaluation, evaluation.period.instrument)

    assert the_year(evaluation, indicator).evaluation == own
    assert the_year(evaluation, indicator).predecessor == ""


def test_a_successor_is_no_predecessor(evaluation, indicator, predecessor) -> None:
    later = EvaluationFactory(institution=InstitutionFactory(), period=evaluation.period)
    succeed(evaluation.institution, later.institution)
    a_year_before(evaluation, evaluation.period.instrument)

    former = EvaluationFactory(institution=predecessor.institution, period=evaluation.period)

    assert the_year(former, indicator).evaluation == predecessor


@pytest.fixture
def merged(evaluation: Evaluation) -> list[Evaluation]:
    """The years of two institutions that were merged into this one."""
    found = []
    for name, year, level in (("Badan Satu", 1999, 3), ("Badan Dua", 2000, 2)):
        former = EvaluationFactory(institution__name=name)
        found.append(a_year_before(former, evaluation.period.instrument, year=year, level=level))
        succeed(former.institution, evaluation.institution)
    return found


def test_of_merged_predecessors_all_are_shown(browser, evaluation, indicator, merged) -> None:
    page = browser.get(earlier_url(evaluation)).content.decode()
    beside = browser.get(indicator_url(evaluation)).content.decode()

    assert [one.evaluation for one in earlier_years(evaluation, indicator)] == merged[::-1]
    assert ("dilakukan terhadap Badan Satu" in page, "dilakukan terhadap Badan Dua" in page) == (True, True)
    assert ("Hasil 1999, Badan Satu" in beside, "Hasil 2000, Badan Dua" in beside) == (True, True)


def test_of_merged_predecessors_the_highest_level_is_compared_with(evaluation, indicator, merged) -> None:
    levels = earlier_levels(evaluation)

    assert (levels.year, levels.number, levels.levels[indicator.pk]) == (2000, 2, 3)


def test_words_are_taken_from_the_predecessor_that_was_chosen(browser, evaluation, indicator, merged) -> None:
    body = {"version": 0, "tahun": merged[0].pk, "sumber": indicator.pk, "bagian": ["fact"]}

    browser.post(earlier_url(evaluation), body)

    assert Answer.objects.get(evaluation=evaluation, indicator=indicator).taken_over_from.evaluation == merged[0]


def test_a_predecessor_of_a_predecessor_with_a_year_is_not_shown(evaluation, indicator, merged) -> None:
    long_ago = EvaluationFactory(institution__name="Badan Nol")
    a_year_before(long_ago, evaluation.period.instrument, year=1998)
    succeed(long_ago.institution, merged[0].institution)

    assert [one.evaluation for one in earlier_years(evaluation, indicator)] == merged[::-1]


def test_a_file_of_a_predecessor_becomes_a_file_of_this_institution(
    browser, evaluation, predecessor, indicator
) -> None:
    proofs = list(predecessor.evidence.values_list("pk", flat=True))
    body = {"version": 0, "tahun": predecessor.pk, "sumber": indicator.pk, "bukti": proofs}

    for version in (0, 1):
        browser.post(earlier_url(evaluation), body | {"version": version})

    taken = Evidence.objects.filter(evaluation=evaluation)
    file = taken.get(url="").file
    assert taken.count() == 2
    assert (file.institution, file.sha256) == (evaluation.institution, predecessor.evidence.get(url="").file.sha256)
    page = browser.get(earlier_url(evaluation)).content.decode()
    assert "perbup.pdf sudah menjadi bukti tahun ini." in page


def test_the_page_costs_the_same_for_one_source_and_three(evaluation, indicator, browser) -> None:
    old = small_instrument("lama")
    a_year_before(evaluation, old)
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            Crosswalk.objects.create(earlier=old.indicators.get(number=number), later=indicator, kind="same")
        with statements() as made:
            browser.get(earlier_url(evaluation), headers={"HX-Request": "true"})
        costs.append(len(made))

    assert costs[0] == costs[1]
    assert costs[0] <= 12


# -- taking over -----------------------------------------------------------------------------------------


def test_chosen_parts_and_evidence_come_marked_and_the_level_does_not(take, answer, last_year, respondent) -> None:
    response = take("fact", "analysis")

    answer.refresh_from_db()
    assert response.status_code == 302
    assert (answer.fact, answer.analysis, answer.justification, answer.level) == ("Fakta 1", "Analisis 1", "", None)
    assert (answer.version, answer.state, answer.updated_by) == (1, AnswerState.DRAFT, respondent)
    assert answer.taken_over_from.evaluation == last_year
    assert answer.is_unconfirmed
    proofs = Evidence.objects.filter(evaluation=answer.evaluation)
    assert {(str(one), one.proves, one.place, one.is_unconfirmed) for one in proofs} == {
        ("perbup.pdf", "Dasar hukum", "pasal 3", True),
        ("https://contoh.invalid/video", "", "", True),
    }


def test_one_piece_of_evidence_alone_may_come(take, answer, last_year) -> None:
    link = last_year.evidence.get(file=None)

    take(evidence=[link.pk])

    answer.refresh_from_db()
    assert (answer.fact, answer.taken_over_from, answer.version) == ("", None, 1)
    assert [str(one) for one in answer.evaluation.evidence.all()] == [link.url]


def test_what_is_here_already_does_not_come_twice(take, answer) -> None:
    take("fact")
    take("analysis", version=1)

    assert answer.evaluation.evidence.count() == 2


def test_a_stale_take_over_changes_nothing(take, evaluation, indicator, approver, answer) -> None:
    actions.save_answer(evaluation, indicator, version=0, by=approver, level=Decimal(1), fact="tulisan rekan")

    response = take("fact", version=0)

    answer.refresh_from_db()
    page = response.content.decode()
    assert response.status_code == 409
    assert "sudah diubah orang lain" in page
    assert 'name="version" value="1"' in page
    assert (answer.fact, evaluation.evidence.count()) == ("tulisan rekan", 0)


def test_a_closed_sheet_takes_nothing_over(take, evaluation, answer) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = take("fact")

    answer.refresh_from_db()
    assert (response.status_code, answer.version, evaluation.evidence.count()) == (409, 0, 0)


@pytest.mark.parametrize(
    "body", [{}, {"bagian": "level"}, {"bukti": "0"}, {"version": "x", "bagian": "fact"}, {"sumber": "0"}]
)
def test_a_choice_that_is_none_is_refused(browser, evaluation, last_year, indicator, answer, body) -> None:
    response = browser.post(
        earlier_url(evaluation), {"version": 0, "tahun": last_year.pk, "sumber": indicator.pk} | body
    )

    answer.refresh_from_db()
    assert (response.status_code, answer.version) == (422, 0)


def test_whoever_is_not_in_charge_takes_nothing_over(take, browser, evaluation, indicator, coordinator, answer) -> None:
    other = member(Role.RESPONDENT, evaluation.institution)
    actions.delegate(evaluation, [indicator], to=other, due_on=localdate(), by=coordinator)

    response = take("fact")

    answer.refresh_from_db()
    assert (response.status_code, answer.version) == (403, 0)
    assert "Ambil alih yang dicentang" not in browser.get(earlier_url(evaluation)).content.decode()


def test_evidence_of_another_evaluation_cannot_be_taken(take, last_year, answer) -> None:
    foreign = EvaluationFactory(period=last_year.period)
    proof = actions.add_link(
        foreign, answer.indicator, "https://contoh.invalid/lain", by=member(Role.DATA_ENTRY, foreign.institution)
    )

    response = take(evidence=[proof.pk])

    assert response.status_code == 422
    assert answer.evaluation.evidence.count() == 0


# -- until somebody has looked at it ---------------------------------------------------------------------


def test_an_unconfirmed_answer_is_neither_handed_in_nor_approved(take, post, evaluation, answer, respondent) -> None:
    take("fact")

    response = post(version=1, level="3", fact="Fakta 1", ajukan="1", follow=True)

    answer.refresh_from_db()
    assert response.status_code == 302
    assert (answer.state, answer.version) == (AnswerState.DRAFT, 2)
    assert actions.submit_for_approval(evaluation.answers.all(), by=respondent) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(state=AnswerState.WAITING, version=3)


def test_unconfirmed_evidence_alone_holds_the_answer_back(take, post, evaluation, answer, respondent) -> None:
    take(evidence=None)
    post(version=1, level="3", fact="tulisan sendiri")
    held_back = actions.submit_for_approval(evaluation.answers.all(), by=respondent)
    for proof in evaluation.evidence.all():
        actions.confirm_evidence(evaluation, answer.indicator, [proof.pk], by=respondent)

    handed_in = actions.submit_for_approval(evaluation.answers.all(), by=respondent)

    assert (held_back, handed_in) == (0, 1)


def test_what_waits_is_named(take, evaluation) -> None:
    nothing = unconfirmed_takeovers(evaluation)
    take("fact", evidence=[])
    text = unconfirmed_takeovers(evaluation)
    take("analysis", version=1)

    with statements() as made:
        both = unconfirmed_takeovers(evaluation)

    assert (nothing, text, both) == (
        [],
        [UnconfirmedTakeover(1, True, False)],
        [UnconfirmedTakeover(1, True, True)],
    )
    assert len(made) == 1


def test_it_stands_between_the_sheet_and_its_submission(take, post, browser, evaluation) -> None:
    take("fact")
    post(version=1, level="3", fact="Fakta 1")

    named = [str(one) for one in blockers(evaluation, sheet_sha256="")]
    sheet = browser.get(reverse("self_assessment:sheet", args=[evaluation.pk])).content.decode()

    assert "Belum ditinjau setelah diambil alih dari tahun lalu, indikator: 1." in named
    assert sheet.count("Belum ditinjau</span>") == 1


def test_withdrawn_evidence_waits_for_nobody(take, evaluation, respondent) -> None:
    take()
    for proof in evaluation.evidence.all():
        actions.withdraw_evidence(proof, by=respondent)

    assert unconfirmed_takeovers(evaluation) == []


def test_the_page_says_what_was_not_looked_at_yet(take, browser, evaluation) -> None:
    take("fact")

    page = browser.get(indicator_url(evaluation)).content.decode()

    assert "Belum ditinjau: diambil alih dari tahun lalu." in page
    assert "Teks penjelasan tahun 2000" in page
    assert page.count('name="tinjau"') == 3


def test_confirming_saves_what_was_typed_with_it(take, post, answer, respondent) -> None:
    take("fact")

    post(version=1, level="3", fact="Fakta 1, diperbarui", analysis="", justification="", tinjau="teks")

    answer.refresh_from_db()
    assert (answer.fact, answer.version, answer.confirmed_by) == ("Fakta 1, diperbarui", 3, respondent)
    assert not answer.is_unconfirmed
    assert answer.taken_over_from is not None


def test_a_single_piece_of_evidence_is_confirmed(take, post, evaluation, respondent) -> None:
    take(evidence=None)
    first, *_ = evaluation.evidence.order_by("pk")

    post(version=1, tinjau=str(first.pk))

    assert [one.confirmed_by for one in evaluation.evidence.order_by("pk")] == [respondent, None]


@pytest.mark.parametrize("thing", ["", "0", "teks", "٣", "9" * 30, "-1"])
def test_there_may_be_nothing_to_confirm(post, answer, thing) -> None:
    response = post(version=0, fact="x", tinjau=thing)

    answer.refresh_from_db()
    assert (response.status_code, answer.version, answer.confirmed_by) == (302, 1, None)


def test_editing_alone_confirms_nothing(take, post, answer) -> None:
    take("fact")

    post(version=1, fact="disunting", automatic=True)

    answer.refresh_from_db()
    assert answer.is_unconfirmed


def test_history_tells_of_take_over_and_confirmation(take, post, answer, respondent) -> None:
    take("fact")
    post(version=1, fact="Fakta 1", tinjau="teks")

    texts = [entry.text for entry in history_of(answer)]

    assert texts == [
        f"{respondent} menyatakan teks tahun lalu sudah ditinjau",
        f"{respondent} mengambil alih teks tahun lalu; mengubah Fakta",
    ]
