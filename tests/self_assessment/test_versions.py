"""Evidence in versions: described better, replaced, used again; nothing is overwritten and all of it is history."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError, StaleVersionError
from apps.common.gate import passing_the_gate
from apps.evaluations.chain import sources
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.models import Evidence, StoredFile
from apps.self_assessment.queries import sheet_sha256
from tests.factories import EvaluationFactory, bring_to, member, move_window
from tests.marks import ask_for_evidence, mark_numbers
from tests.self_assessment.support import PDF, PNG, indicator_url, upload


@pytest.fixture
def evidence(evaluation, indicator, respondent) -> Evidence:
    return actions.add_file(evaluation, indicator, upload(), by=respondent, proves="Kebijakan", place="hlm. 1")


def newer(evaluation: Evaluation, by: User, name: str = "baru.pdf") -> StoredFile:
    return actions.store(evaluation.institution, upload(PDF + b"\n", name), by=by)


def url(name: str, evidence: Evidence) -> str:
    return reverse(f"self_assessment:{name}", args=[evidence.evaluation_id, evidence.pk])


def history(evidence: Evidence) -> list[Any]:
    events = apps.get_model("self_assessment", "EvidenceEvent").objects.filter(pgh_obj=evidence.pk)
    return list(events.order_by("pgh_id").values_list("version", "proves", "changed_by", "withdrawn_by"))


def test_a_new_version_takes_the_place_and_the_old_one_stays(evidence, evaluation, respondent) -> None:
    new = actions.replace_evidence(evidence, newer(evaluation, respondent), by=respondent)

    evidence.refresh_from_db()
    assert (new.replaces, new.edition, new.proves, new.place) == (evidence, 2, "Kebijakan", "hlm. 1")
    assert (evidence.withdrawn_by, evidence.file.name) == (respondent, "bukti.pdf")


def test_of_two_who_replace_the_same_piece_one_does(evidence, evaluation, respondent) -> None:
    actions.replace_evidence(evidence, newer(evaluation, respondent), by=respondent)

    with pytest.raises(DomainError, match="sudah ditarik atau diganti"):
        actions.replace_evidence(evidence, newer(evaluation, respondent, "lain.pdf"), by=respondent)

    assert Evidence.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_a_piece_is_not_replaced_by_itself(evidence, respondent) -> None:
    other = actions.add_link(evidence.evaluation, evidence.indicator, "https://contoh.example", by=respondent)

    with pytest.raises(InputRefusedError, match="sudah menjadi bukti"):
        actions.replace_evidence(other, evidence.file, by=respondent)

    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_the_page_takes_a_new_version_and_shows_the_old(browser, evidence, evaluation) -> None:
    browser.post(url("replace", evidence), {"bukti": upload(PDF + b"\n", "baru.pdf")})

    page = browser.get(indicator_url(evaluation)).content.decode()
    assert "baru.pdf" in page
    assert "versi 2" in page
    assert "1 versi sebelumnya" in page
    assert browser.get(url("file", evidence)).content == PDF


def test_replacing_without_a_file_is_refused(browser, evidence) -> None:
    response = browser.post(url("replace", evidence))

    assert response.status_code == 400
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("change", [{"url": "https://lain.example", "file": None}, {"edition": 2}, {"file_id": 0}])
def test_file_and_link_are_written_once(evidence, evaluation, respondent, change) -> None:
    if "file_id" in change:
        change = {"file_id": newer(evaluation, respondent).pk}

    with pytest.raises(DomainError, match="tidak ditimpa"), passing_the_gate():
        Evidence.objects.filter(pk=evidence.pk).update(**change)


def test_what_it_proves_is_said_better_and_who_did_is_history(browser, evidence, respondent) -> None:
    browser.post(url("describe", evidence), {"version": 1, "proves": "Arsitektur", "place": "Pasal 3"})

    evidence.refresh_from_db()
    assert (evidence.proves, evidence.place, evidence.version) == ("Arsitektur", "Pasal 3", 2)
    assert history(evidence) == [(1, "Kebijakan", None, None), (2, "Arsitektur", respondent.pk, None)]


def test_a_stale_description_overwrites_nothing_and_shows_both(browser, evidence, approver) -> None:
    actions.describe_evidence(evidence, version=1, by=approver, proves="Milik lain", place="")

    response = browser.post(url("describe", evidence), {"version": 1, "proves": "Milik saya", "place": ""})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Milik lain" in page
    assert "Milik saya" in page
    assert 'name="version" value="2"' in page
    evidence.refresh_from_db()
    assert evidence.proves == "Milik lain"


def test_a_withdrawn_piece_is_not_described(evidence, respondent) -> None:
    actions.withdraw_evidence(evidence, by=respondent)

    with pytest.raises(StaleVersionError):
        actions.describe_evidence(evidence, version=1, by=respondent, proves="x", place="")


def test_a_description_that_is_too_long_is_refused(browser, evidence) -> None:
    response = browser.post(url("describe", evidence), {"version": 1, "proves": "x" * 301, "place": ""})

    evidence.refresh_from_db()
    assert (response.status_code, evidence.proves) == (400, "Kebijakan")


def test_the_history_of_evidence_is_part_of_the_chain() -> None:
    assert "self_assessment_evidenceevent" in {source.table for source in sources()}


def test_in_the_interview_a_new_version_comes_and_what_was_handed_in_stays(db: None) -> None:
    evaluation = EvaluationFactory(with_team=True)
    respondent = member(Role.RESPONDENT, evaluation.institution)
    indicator = evaluation.period.instrument.indicators.get(number=1)
    old = actions.add_file(evaluation, indicator, upload(), by=respondent, proves="Lama")
    bring_to(evaluation, Stage.DESK_REVIEW)
    handed_in, at = sheet_sha256(evaluation), timezone.now()
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    bring_to(evaluation, Stage.INTERVIEW)
    with pytest.raises(DomainError, match="hanya ditambahkan bila diminta"):
        actions.replace_evidence(old, newer(evaluation, respondent), by=respondent)
    ask_for_evidence(evaluation, 1)

    with pytest.raises(DomainError, match="sudah terkirim bersama lembar"):
        actions.describe_evidence(old, version=1, by=respondent, proves="Baru", place="")
    new = actions.replace_evidence(old, newer(evaluation, respondent), by=respondent)

    assert new.edition == 2
    assert sheet_sha256(evaluation, at=at) == handed_in
    assert sheet_sha256(evaluation) != handed_in


def test_a_file_serves_another_indicator_without_being_sent_again(browser, evidence, evaluation) -> None:
    browser.post(reverse("self_assessment:use", args=[evaluation.pk, 2, evidence.file_id]))

    rows = Evidence.objects.order_by("pk").values_list("indicator__number", "file__name")
    assert list(rows) == [(1, "bukti.pdf"), (2, "bukti.pdf")]
    assert StoredFile.objects.count() == 1


def test_a_foreign_file_is_not_there_and_is_not_used(browser, evaluation, indicator, respondent) -> None:
    foreign = EvaluationFactory()
    theirs = actions.store(foreign.institution, upload(), by=member(Role.RESPONDENT, foreign.institution))

    response = browser.post(reverse("self_assessment:use", args=[evaluation.pk, 1, theirs.pk]))
    with pytest.raises(DomainError, match="bukan milik"):
        actions.use_file(evaluation, indicator, theirs, by=respondent)

    assert response.status_code == 404
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["describe", "replace", "withdraw"])
def test_a_closed_stage_changes_no_evidence(browser, evidence, name) -> None:
    move_window(evidence.evaluation, closes_in=timedelta(seconds=-1))

    response = browser.post(url(name, evidence), {"version": 1, "proves": "x", "bukti": upload(PNG, "baru.png")})

    assert response.status_code == 409
    evidence.refresh_from_db()
    assert (evidence.proves, evidence.withdrawn_at) == ("Kebijakan", None)
    assert Evidence.objects.count() == 1


def test_the_piece_of_another_sheet_is_not_changed(client: Client, evidence, evaluation) -> None:
    foreign = EvaluationFactory(period=evaluation.period)
    client.force_login(member(Role.RESPONDENT, foreign.institution))

    through_own = reverse("self_assessment:describe", args=[foreign.pk, evidence.pk])

    assert client.post(through_own, {"version": 1, "proves": "x"}).status_code == 404
    assert client.post(url("describe", evidence), {"version": 1, "proves": "x"}).status_code == 404
