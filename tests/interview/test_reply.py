from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.evaluations.actions.marked import Word
from apps.interview.actions import save_clarification
from apps.interview.models import Clarification
from apps.self_assessment.models import Citation, Evidence
from tests.factories import member, move_window
from tests.marks import ask_for_evidence, indicator_of
from tests.self_assessment.support import PDF


@pytest.fixture
def proposal(evaluation, assessor):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Bukti lama"), by=assessor)
    return Clarification.objects.get()


def post(client, proposal, *, _files=None, **typed):
    said = {"version": 1, "reply": "contested", "requested_level": "4", "text": "Ada bukti baru", **typed}
    prefix = f"i{proposal.indicator_id}-"
    return client.post(
        reverse("interview:reply", args=[proposal.evaluation_id, 2]),
        {prefix + name: value for name, value in said.items()} | (_files or {}),
    )


def reply_of(proposal):
    proposal.refresh_from_db()
    return proposal.reply, proposal.requested_level, proposal.reply_text, proposal.version


NO_REPLY = ("", None, "", 1)


def test_coordinator_contests_with_a_level_and_a_reason(client, proposal, coordinator):
    client.force_login(coordinator)

    response = post(client, proposal)

    assert response.status_code == 302
    assert reply_of(proposal) == ("contested", Decimal(4), "Ada bukti baru", 2)
    assert proposal.replied_by == coordinator


def files(proposal, *names):
    return {f"i{proposal.indicator_id}-bukti": [SimpleUploadedFile(name, content) for name, content in names]}


def test_files_that_come_with_a_reply_become_evidence_and_are_cited(client, proposal, coordinator):
    client.force_login(coordinator)

    response = post(client, proposal, new_proves="Cakupan", new_place="hlm. 2", _files=files(proposal, ("a.pdf", PDF)))

    assert response.status_code == 302
    rows = Evidence.objects.values_list("indicator__number", "file__name", "proves", "place", "added_by")
    assert list(rows) == [(2, "a.pdf", "Cakupan", "hlm. 2", coordinator.pk)]
    assert list(Citation.objects.values_list("evidence", "reply", "place")) == [
        (Evidence.objects.get().pk, 2, "hlm. 2")
    ]


@pytest.mark.parametrize(
    ("typed", "name", "content", "status"),
    [({"reply": "agreed", "text": ""}, "a.pdf", PDF, 400), ({}, "a.exe", b"MZ", 400)],
)
def test_a_file_that_is_refused_takes_the_reply_with_it(client, proposal, coordinator, typed, name, content, status):
    client.force_login(coordinator)

    response = post(client, proposal, **typed, _files=files(proposal, (name, content)))

    assert response.status_code == status
    assert reply_of(proposal) == NO_REPLY
    assert not Evidence.objects.exists()


def test_after_an_announced_limit_no_reply_brings_evidence(client, evaluation, proposal, coordinator):
    ask_for_evidence(evaluation, 2, until=timezone.now() - timedelta(seconds=1))
    client.force_login(coordinator)

    with_file = post(client, proposal, _files=files(proposal, ("a.pdf", PDF)))
    without = post(client, proposal)

    assert (with_file.status_code, "sudah lewat" in with_file.content.decode()) == (409, True)
    assert without.status_code == 302
    assert not Evidence.objects.exists()


def test_who_agrees_asks_for_no_level(client, proposal, coordinator):
    client.force_login(coordinator)

    post(client, proposal, reply="agreed", text="")

    assert reply_of(proposal) == ("agreed", None, "", 2)


def test_contesting_needs_a_reason(client, proposal, coordinator):
    client.force_login(coordinator)

    response = post(client, proposal, text="")

    assert response.status_code == 400
    assert reply_of(proposal) == NO_REPLY


def test_contesting_names_the_level_it_asks_for(client, proposal, coordinator):
    client.force_login(coordinator)

    response = post(client, proposal, requested_level="")

    assert response.status_code == 400
    assert "Sebutkan tingkat yang Anda minta" in response.content.decode()
    assert reply_of(proposal) == NO_REPLY


def test_reply_to_another_version_is_refused_with_the_typed_words(client, evaluation, proposal, coordinator, assessor):
    save_clarification(evaluation, Word(proposal.indicator_id, 1, Decimal(3), "Berubah"), by=assessor)
    client.force_login(coordinator)

    response = post(client, proposal)

    assert response.status_code == 409
    assert "Ada bukti baru" in response.content.decode()
    assert reply_of(proposal) == ("", None, "", 2)


def test_another_level_asks_for_another_reply_and_keeps_the_words(client, evaluation, proposal, coordinator, assessor):
    client.force_login(coordinator)
    post(client, proposal)

    save_clarification(evaluation, Word(proposal.indicator_id, 2, Decimal(3), "Berubah"), by=assessor)

    assert reply_of(proposal) == ("", Decimal(4), "Ada bukti baru", 3)


def test_the_same_level_keeps_the_reply(client, evaluation, proposal, coordinator, assessor):
    client.force_login(coordinator)
    post(client, proposal)

    save_clarification(evaluation, Word(proposal.indicator_id, 2, Decimal(2), "Lebih jelas"), by=assessor)

    assert reply_of(proposal) == ("contested", Decimal(4), "Ada bukti baru", 3)


def test_late_reply_is_refused_with_the_typed_words(client, evaluation, proposal, coordinator):
    client.force_login(coordinator)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = post(client, proposal)

    assert response.status_code == 409
    assert "Ada bukti baru" in response.content.decode()
    assert reply_of(proposal) == NO_REPLY


@pytest.mark.parametrize("role", ["respondent", "data_entry", "person_in_charge"])
def test_only_who_speaks_for_the_institution_replies(client, evaluation, proposal, role):
    client.force_login(member(role, evaluation.institution))

    assert post(client, proposal).status_code == 403
    assert reply_of(proposal) == NO_REPLY


def test_assessors_do_not_reply(client, proposal, assessor):
    client.force_login(assessor)

    assert post(client, proposal).status_code == 403
    assert reply_of(proposal) == NO_REPLY


def test_without_a_proposed_level_there_is_nothing_to_reply_to(client, evaluation, proposal, coordinator, assessor):
    save_clarification(evaluation, Word(proposal.indicator_id, 1, None, "Tetap saja"), by=assessor)
    client.force_login(coordinator)

    assert post(client, proposal, version=2).status_code == 409
    assert reply_of(proposal) == ("", None, "", 2)
