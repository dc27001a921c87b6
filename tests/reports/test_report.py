"""/laporan/<pk>/: the report of one institution."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from apps.common.files import read
from apps.evaluations.models import FindingKind, LedgerLevel, PartFinding
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.reports import queries
from apps.reports.actions import render, request_report
from apps.reports.models import Report
from apps.reports.queries import _note, means_of, number_ranges, sheet_of
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer, AnswerState
from tests.factories import EvaluationFactory, bring_to, member
from tests.factories.results import computed_run, finished_period, published_decree
from tests.paper.reading import pages

pytestmark = pytest.mark.django_db


def url(result, name="report"):
    return reverse(f"reports:{name}", args=[result.pk])


def published_result(*, track=Track.EVALUATION):
    period = finished_period([])
    evaluation = EvaluationFactory.create(period=period, track=track)
    bring_to(evaluation, Stage.CONSOLIDATION, level=2)
    part = period.instrument.parts.filter(kind="aspect").first()
    for kind, text in [
        (FindingKind.STRENGTH, "Kebijakan sudah ditetapkan."),
        (FindingKind.WEAKNESS, "Kebijakan belum direviu."),
        (FindingKind.RECOMMENDATION, "Lakukan reviu berkala."),
    ]:
        PartFinding.objects.create(evaluation=evaluation, part=part, kind=kind, text=text)
    bring_to(evaluation, Stage.FINAL)
    published_decree(period)
    return period.runs.get().results.get()


def test_the_institution_asks_for_its_report_and_takes_it(client):
    result = published_result()
    client.force_login(member(Role.COORDINATOR, result.evaluation.institution))

    asked = client.post(url(result, "ask"))
    jobs.run(Report.objects.get().job_id)
    taken = client.get(url(result, "paper"))

    assert asked.status_code == 302
    assert b"".join(taken.streaming_content) == read(Report.objects.get().sha256)
    assert taken["Content-Disposition"].startswith("attachment")


def test_the_report_says_what_the_assessors_wrote_and_the_label_of_the_simulation():
    result = published_result()

    text = " ".join(pages(_paper(result)))

    for words in ("Kebijakan sudah ditetapkan.", "Kebijakan belum direviu.", "Lakukan reviu berkala.", "SIMULASI"):
        assert words in text
    assert "2,00" in text


def test_the_summary_says_of_which_part_a_word_is():
    result = published_result()
    texts = {one.part.name: one.text for one in PartFinding.objects.filter(kind=FindingKind.STRENGTH)}

    said = sheet_of(request_report(result, by=None)).main_strengths

    assert texts
    assert set(said) == {f"{name}: {text}" for name, text in texts.items()}


def test_a_monitoring_report_recommends_nothing():
    result = published_result(track=Track.MONITORING)

    sheet = sheet_of(request_report(result, by=None))

    assert sheet.kind == "Laporan Hasil Pemantauan"
    assert sheet.recommendations is None


@pytest.mark.printed
def test_the_same_result_gives_the_same_bytes():
    result = published_result()

    assert _paper(result) == _paper(result)


def test_what_a_recommendation_adds_is_weight_times_rise():
    result = published_result()

    recommendation = sheet_of(request_report(result, by=None)).recommendations[0]

    assert recommendation.gain == Decimal("0.40")  # an aspect of 40 % from 2 to the target 3
    assert (recommendation.indicators, recommendation.step) == ("1–2", "2 ke 3")


@pytest.mark.parametrize(
    ("level", "indicators", "step", "gain"),
    [(3, "1–2", "naik satu", "0.4"), (5, "1–2", "dipertahankan", "0")],  # the target is 3, the scale ends at 5
)
def test_where_the_target_is_reached_the_next_level_is_counted(level, indicators, step, gain):
    period = finished_period([])
    evaluation = EvaluationFactory.create(period=period)
    bring_to(evaluation, Stage.CONSOLIDATION, level=level)
    part = period.instrument.parts.filter(kind="aspect").first()
    PartFinding.objects.create(evaluation=evaluation, part=part, kind=FindingKind.RECOMMENDATION, text="Lanjutkan.")
    bring_to(evaluation, Stage.FINAL)
    result = computed_run(period).results.get()

    found = sheet_of(request_report(result, by=None)).recommendations[0]

    assert (found.indicators, found.step, found.gain) == (indicators, step, Fraction(gain))


def test_a_correction_in_the_ledger_is_named_with_what_it_changed(monkeypatch):
    result = published_result()
    number = result.evaluation.period.instrument.indicators.first().number
    ledger = queries.ledger_of

    def corrected(pks, **upto):
        found = ledger(pks, **upto)
        words = found[result.evaluation_id][result.evaluation.period.instrument.indicators.get(number=number).pk]
        words[Stage.CORRECTION] = LedgerLevel(level=3, reason="Bukti terlewat.")
        return found

    assert sheet_of(request_report(result, by=None)).corrections == []

    monkeypatch.setattr(queries, "ledger_of", corrected)
    [found] = sheet_of(request_report(result, by=None)).corrections

    assert (found.number, found.before, found.after, found.reason) == (str(number), 2, 3, "Bukti terlewat.")


def test_the_means_are_exact_until_they_are_stated():
    run = computed_run(finished_period([2, 3, 3]))

    assert means_of(run.pk, run.content_sha256, "").index == Decimal("2.67")


@pytest.mark.parametrize(("numbers", "text"), [([], ""), ([7], "7"), ([3, 1, 2, 7], "1–3, 7"), ([1, 3], "1, 3")])
def test_numbers_are_read_as_ranges(numbers, text):
    assert number_ranges(numbers) == text


def test_before_publication_nobody_but_the_ministry_sees_that_there_is_a_result(client):
    period = finished_period()
    result = computed_run(period).results.get()
    client.force_login(member(Role.COORDINATOR, result.evaluation.institution))
    seen_by_institution = client.get(url(result)).status_code
    client.force_login(member(Role.EVALUATION_TEAM))

    page = client.get(url(result))

    assert (seen_by_institution, page.status_code) == (404, 200)
    assert "bertanda DRAF" in page.content.decode()


def test_a_draft_from_before_the_publication_is_no_longer_given_out(client):
    period = finished_period()
    published_decree(period)
    result = period.runs.exclude(state="replaced").get().results.get()
    render(_loaded(request_report(result, by=None)))
    Report.objects.filter(result=result).update(asked_at=period.created_at)
    client.force_login(member(Role.COORDINATOR, result.evaluation.institution))

    assert client.get(url(result, "paper")).status_code == 404
    assert "Unduh laporan" not in client.get(url(result)).content.decode()


def test_another_institution_sees_nothing(client):
    result = published_result()
    client.force_login(member(Role.COORDINATOR, EvaluationFactory.create().institution))

    assert [client.get(url(result)).status_code, client.get(url(result, "paper")).status_code] == [404, 404]
    assert client.post(url(result, "ask")).status_code == 404


def _paper(result):
    report = request_report(result, by=None)
    render(_loaded(report))
    report.refresh_from_db()
    return read(report.sha256)


def _loaded(report):
    """As the worker loads it."""
    return Report.objects.select_related("result__run", "result__evaluation__period__instrument").get(pk=report.pk)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ({"state": AnswerState.EMPTY}, "tidak dijawab oleh instansi"),
        (
            {"state": AnswerState.DRAFT, "taken_over_from_id": 1},
            "diambil alih dari tahun lalu, tidak ditinjau oleh instansi",
        ),
        ({"state": AnswerState.DRAFT, "taken_over_from_id": 1, "confirmed_by_id": 1}, ""),
        ({"state": AnswerState.DRAFT}, ""),
    ],
)
def test_a_sheet_that_passed_unsigned_says_what_nobody_answered(said: dict[str, Any], note: str) -> None:
    assert _note(Answer(**said), None, unsigned_reason="batas terlewati") == note
