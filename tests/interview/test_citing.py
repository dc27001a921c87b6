"""A reply points to the institution's own evidence: by piece and place, kept with the reply, printed and signed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError, StageClosedError
from apps.evaluations.actions.marked import Word
from apps.interview.actions import save_clarification
from apps.interview.minutes import sheet_of
from apps.interview.models import Clarification, InterviewSession
from apps.interview.queries import cited_in_replies
from apps.rules.stages import Stage
from apps.self_assessment.actions import add_file, add_link, withdraw_evidence
from apps.self_assessment.actions.citations import Cited, cite
from apps.self_assessment.models import Citation, Evidence
from tests.factories import EvaluationFactory, bring_to, move_window
from tests.interview.test_reply import post
from tests.marks import indicator_of, mark_numbers
from tests.self_assessment.support import PDF, upload


@pytest.fixture
def evaluation(db):
    """In interview, indicator 2 marked; a file was brought for indicator 1 and a link for indicator 2."""
    evaluation = EvaluationFactory(with_team=True)
    add_file(evaluation, indicator_of(evaluation, 1), upload(PDF, "peraturan.pdf"), by=None, place="Pasal 1")
    add_link(evaluation, indicator_of(evaluation, 2), "https://contoh.invalid/video", by=None)
    bring_to(evaluation, Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 2)
    return evaluation


@pytest.fixture
def proposal(evaluation, assessor):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Bukti lama"), by=assessor)
    return Clarification.objects.get()


def piece(evaluation, number):
    return evaluation.evidence.get(indicator__number=number)


def standing(evaluation):
    found = cited_in_replies(evaluation).get(indicator_of(evaluation, 2).pk, [])
    return [(one.evidence, one.place) for one in found]


def test_a_reply_points_to_pieces_of_any_indicator_and_to_a_place(client, evaluation, proposal, coordinator):
    client.force_login(coordinator)
    file, link = piece(evaluation, 1), piece(evaluation, 2)

    response = post(client, proposal, piece_1=file.pk, place_1="Pasal 9", piece_2=link.pk)

    assert response.status_code == 302
    assert standing(evaluation) == [(file, "Pasal 9"), (link, "")]


def test_without_a_place_the_one_of_the_piece_counts(client, evaluation, proposal, coordinator):
    client.force_login(coordinator)

    post(client, proposal, piece_1=piece(evaluation, 1).pk)

    assert standing(evaluation) == [(piece(evaluation, 1), "Pasal 1")]


def test_written_anew_a_reply_cites_anew_and_the_earlier_words_stay_on_record(
    client, evaluation, proposal, coordinator
):
    client.force_login(coordinator)
    post(client, proposal, piece_1=piece(evaluation, 1).pk)

    post(client, proposal, version=2)

    assert standing(evaluation) == []
    assert Citation.objects.count() == 1


def test_what_an_assessor_writes_afterwards_leaves_what_was_cited(client, evaluation, proposal, coordinator, assessor):
    client.force_login(coordinator)
    post(client, proposal, piece_1=piece(evaluation, 1).pk)

    save_clarification(evaluation, Word(proposal.indicator_id, 2, Decimal(2), "Lebih jelas"), by=assessor)

    assert standing(evaluation) == [(piece(evaluation, 1), "Pasal 1")]


def test_assessors_and_institution_open_what_is_cited(client, evaluation, proposal, coordinator, assessor):
    client.force_login(coordinator)
    post(client, proposal, piece_1=piece(evaluation, 1).pk)
    link = f'href="{reverse("self_assessment:file", args=[evaluation.pk, piece(evaluation, 1).pk])}"'

    for person in (coordinator, assessor):
        client.force_login(person)
        page = client.get(reverse("interview:indicator", args=[evaluation.pk, 2])).content.decode()
        assert (link in page, "Pasal 1" in page) == (True, True)


def test_the_minutes_name_what_is_cited(client, evaluation, proposal, coordinator):
    client.force_login(coordinator)
    now = timezone.now()
    InterviewSession.objects.create(
        evaluation=evaluation, starts_at=now, ends_at=now + timedelta(hours=1), scheduled_by=coordinator
    )
    post(client, proposal, piece_1=piece(evaluation, 1).pk)

    note = sheet_of(evaluation).summary.groups[0].rows[0].note

    sha256 = piece(evaluation, 1).file.sha256
    assert note.endswith(f"Bukti yang dirujuk: peraturan.pdf, Pasal 1, SHA-256 {sha256[:16]}….")


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"place_1": "Pasal 9"}, "Pilih bukti yang memuat"),
        ({"piece_1": "987654321"}, "Bukti ini tidak ada lagi"),
    ],
)
def test_a_place_without_its_piece_and_a_foreign_piece_are_refused(client, proposal, coordinator, typed, refusal):
    client.force_login(coordinator)

    response = (
        post(client, proposal, piece_1="", **typed) if "piece_1" not in typed else post(client, proposal, **typed)
    )

    assert (response.status_code, refusal in response.content.decode()) == (400, True)
    assert not Citation.objects.exists()


def test_the_same_piece_is_cited_once(client, evaluation, proposal, coordinator):
    client.force_login(coordinator)
    pk = piece(evaluation, 1).pk

    response = post(client, proposal, piece_1=pk, piece_2=pk)

    assert (response.status_code, "sudah dirujuk di atas" in response.content.decode()) == (400, True)


def write(evaluation, by, evidence, stage=Stage.INTERVIEW):
    indicator = indicator_of(evaluation, 2)
    cite(evaluation, indicator, stage, [Cited(evidence)], reply=2, at=timezone.now(), by=by)


def test_the_database_refuses_foreign_and_withdrawn_pieces(evaluation, proposal, coordinator):
    foreign = EvaluationFactory(period=evaluation.period)
    other = add_link(foreign, indicator_of(foreign, 2), "https://contoh.invalid/lain", by=None)
    taken_back = piece(evaluation, 2)
    withdraw_evidence(taken_back, by=coordinator)

    for evidence in (other, Evidence.objects.get(pk=taken_back.pk)):
        with pytest.raises(DomainError, match="bukan milik evaluasi ini atau sudah ditarik"):
            write(evaluation, coordinator, evidence)


def test_the_database_takes_none_out_of_time_and_none_without_an_objection(evaluation, proposal, coordinator):
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    for stage in (Stage.INTERVIEW, Stage.REVIEW):
        with pytest.raises(StageClosedError):
            write(evaluation, coordinator, piece(evaluation, 1), stage)
