"""Pembukaan kembali: what was closed is opened again by two besides the one who asked, and the old revision stays."""

from copy import deepcopy
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.desk_review.actions import close_desk_review, lock_judgements, settle_difference
from apps.desk_review.models import Judgement, JudgementLock, LockLift
from apps.desk_review.queries import visible_judgements
from apps.evaluations.actions.reopenings import approve_reopening, propose_reopening, reject_reopening
from apps.evaluations.actions.seals import seal
from apps.evaluations.chain import broken_links
from apps.evaluations.minutes import minutes_of
from apps.evaluations.models import (
    Evaluation,
    Extension,
    Means,
    MinutesPaper,
    MinutesSignature,
    Reopening,
    ReopeningApproval,
    StageChange,
)
from apps.evaluations.models import Side as Party
from apps.evaluations.reopenings import reopenable, replaced
from apps.institutions.models import Role
from apps.interview.models import Clarification
from apps.notices.models import Notice
from apps.rules.stages import REOPENED, Stage, Track
from apps.self_assessment.actions import submit
from apps.self_assessment.models import Answer, ReplacedDocument, SheetDocument, Submission
from apps.self_assessment.queries import agreed_to_publication, standing_submissions
from tests.database import execute
from tests.factories import EvaluationFactory, assessors_of, bring_to, hand_over, member
from tests.marks import mark_numbers

pytestmark = pytest.mark.django_db


def soon() -> datetime:
    return timezone.now() + timedelta(days=3)


def asked(evaluation: Evaluation, stage: Stage, *, assessor: User | None = None) -> Reopening:
    return propose_reopening(
        evaluation,
        stage,
        until=soon(),
        reason="Bukti utama tertinggal.",
        by=member(Role.EVALUATION_TEAM),
        assessor=assessor,
    )


def reopened(evaluation: Evaluation, stage: Stage, *, assessor: User | None = None) -> Reopening:
    reopening = asked(evaluation, stage, assessor=assessor)
    for _ in range(2):
        reopening = approve_reopening(reopening, by=member(Role.EVALUATION_TEAM))
    evaluation.refresh_from_db()
    return reopening


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    found = EvaluationFactory.create(with_team=True)
    hand_over(found)
    return bring_to(found, Stage.DESK_REVIEW)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    """Its sheet was handed in with a signed consent."""
    return deepcopy(kept_evaluation)


def test_the_sheet_is_open_again_with_the_second_approval_and_not_before(evaluation: Evaluation) -> None:
    reopening = asked(evaluation, Stage.SELF_ASSESSMENT)
    stages = []
    for _ in range(2):
        reopening = approve_reopening(reopening, by=member(Role.EVALUATION_TEAM))
        evaluation.refresh_from_db()
        stages.append(evaluation.stage)

    change = StageChange.objects.filter(evaluation=evaluation).last()
    assert stages == [Stage.DESK_REVIEW, Stage.SELF_ASSESSMENT]
    assert evaluation.is_open(Stage.SELF_ASSESSMENT)
    assert evaluation.open_until == reopening.until
    assert change
    assert (change.to_stage, change.reason) == (Stage.SELF_ASSESSMENT, reopening.reason)


def test_the_next_closing_is_the_next_revision_and_the_old_one_stays(evaluation: Evaluation) -> None:
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    Answer.objects.filter(evaluation=evaluation, indicator__number=1).update(level=5, version=9)
    bring_to(evaluation, Stage.DESK_REVIEW)

    words = evaluation.ledger.filter(stage=Stage.SELF_ASSESSMENT, indicator__number=1).order_by("revision")
    assert list(words.values_list("revision", "level")) == [(1, 3), (2, 5)]


def test_signed_papers_are_kept_as_replaced_and_the_receipt_stands_no_more(evaluation: Evaluation) -> None:
    before = agreed_to_publication(evaluation)
    signed = SheetDocument.objects.get(evaluation=evaluation).signed
    reopened(evaluation, Stage.SELF_ASSESSMENT)

    kept = ReplacedDocument.objects.get(evaluation=evaluation)
    assert (before, agreed_to_publication(evaluation)) == (True, False)
    assert (kept.signed, kept.agrees_to_publication) == (signed, True)
    assert not SheetDocument.objects.filter(evaluation=evaluation).exists()
    assert Submission.objects.filter(evaluation=evaluation).count() == 1
    assert not standing_submissions().filter(evaluation=evaluation).exists()


def test_the_page_of_verification_says_that_they_are_replaced(client: Client, evaluation: Evaluation) -> None:
    receipt = Submission.objects.get(evaluation=evaluation).code
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    pages = [client.get(reverse("portal:verify", args=[code])) for code in (receipt, "PP-AAAA-AAAA-AAAA")]

    assert ["sudah digantikan" in page.content.decode() for page in pages] == [True, True]


def test_the_institution_reads_on_its_page_what_was_replaced(client: Client, evaluation: Evaluation) -> None:
    receipt = Submission.objects.get(evaluation=evaluation).code
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    client.force_login(member(Role.COORDINATOR, evaluation.institution))

    page = client.get(reverse("self_assessment:submission", args=[evaluation.pk])).content.decode()

    assert "Lembar belum dapat dikirim" in page
    assert receipt in page


def test_the_sheet_is_not_sent_again_without_new_signatures(evaluation: Evaluation) -> None:
    reopened(evaluation, Stage.SELF_ASSESSMENT)

    with pytest.raises(DomainError, match="belum dibuat"):
        submit(evaluation, by=member(Role.COORDINATOR, evaluation.institution))


def test_everybody_concerned_is_told_at_once(evaluation: Evaluation) -> None:
    people = [member(Role.COORDINATOR, evaluation.institution), *assessors_of(evaluation), member(Role.EVALUATION_TEAM)]
    reopening = reopened(evaluation, Stage.SELF_ASSESSMENT)

    said = f"dibuka kembali sampai {reopening.until.astimezone():%-d}"
    told = {one.user_id for one in Notice.objects.all() if said in one.text and reopening.reason in one.text}
    assert {one.pk for one in people} <= told


def test_who_proposed_it_does_not_approve_it(evaluation: Evaluation) -> None:
    reopening = asked(evaluation, Stage.SELF_ASSESSMENT)

    with pytest.raises(DomainError, match="bukan pengusulnya"):
        approve_reopening(reopening, by=reopening.proposed_by)


def test_one_person_approves_once(evaluation: Evaluation) -> None:
    reopening, by = asked(evaluation, Stage.SELF_ASSESSMENT), member(Role.EVALUATION_TEAM)
    approve_reopening(reopening, by=by)

    with pytest.raises(DomainError, match="orang lain"):
        approve_reopening(reopening, by=by)


def test_nobody_else_approves(evaluation: Evaluation) -> None:
    reopening = asked(evaluation, Stage.SELF_ASSESSMENT)

    with pytest.raises(DomainError, match="anggota tim evaluasi"):
        approve_reopening(reopening, by=member(Role.COORDINATOR, evaluation.institution))


def test_the_database_refuses_one_that_nobody_approved(evaluation: Evaluation) -> None:
    reopening = asked(evaluation, Stage.SELF_ASSESSMENT)
    ReopeningApproval.objects.create(reopening=reopening, evaluation=evaluation, by=member(Role.EVALUATION_TEAM))

    with pytest.raises(DomainError, match="disetujui dua orang"), passing_the_gate():
        Reopening.objects.filter(pk=reopening.pk).update(
            is_approved=True, decided_by=reopening.proposed_by, decided_at=timezone.now()
        )


def test_no_evaluation_goes_back_without_one(evaluation: Evaluation) -> None:
    with pytest.raises(DomainError, match="persetujuan dua orang"), passing_the_gate():
        execute(f"UPDATE evaluations_evaluation SET stage = 'self_assessment' WHERE id = {evaluation.pk}")


def test_one_reopening_opens_once(evaluation: Evaluation) -> None:
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    bring_to(evaluation, Stage.DESK_REVIEW)

    with pytest.raises(DomainError, match="persetujuan dua orang"), passing_the_gate():
        execute(f"UPDATE evaluations_evaluation SET stage = 'self_assessment' WHERE id = {evaluation.pk}")


@pytest.mark.parametrize("stage", [Stage.REVIEW, Stage.FINAL, Stage.PUBLISHED])
def test_from_the_review_on_nothing_is_opened_again(evaluation: Evaluation, stage: Stage) -> None:
    bring_to(evaluation, stage)

    with pytest.raises(DomainError, match="tidak dapat dibuka kembali"):
        asked(evaluation, Stage.SELF_ASSESSMENT)
    with pytest.raises(DomainError), passing_the_gate():
        Reopening.objects.create(
            evaluation=evaluation, from_stage=stage, stage=Stage.SELF_ASSESSMENT, begun_anew=["self_assessment"],
            until=soon(), reason="-", proposed_by=member(Role.EVALUATION_TEAM),
        )  # fmt: skip
    assert reopenable(evaluation) == []


def test_a_proposal_lapses_when_the_evaluation_moves_on(evaluation: Evaluation) -> None:
    reopening = asked(evaluation, Stage.SELF_ASSESSMENT)
    bring_to(evaluation, Stage.INTERVIEW)
    approve_reopening(reopening, by=member(Role.EVALUATION_TEAM))

    with pytest.raises(DomainError, match="tidak lagi berada"):
        approve_reopening(reopening, by=member(Role.EVALUATION_TEAM))


def test_a_refused_one_opens_nothing_and_another_may_be_asked(evaluation: Evaluation) -> None:
    refused = reject_reopening(
        asked(evaluation, Stage.SELF_ASSESSMENT), remark="Tidak perlu.", by=member(Role.EVALUATION_TEAM)
    )

    assert refused.outcome == "Ditolak"
    assert asked(evaluation, Stage.SELF_ASSESSMENT).outcome == "Menunggu persetujuan"
    with pytest.raises(DomainError, match="belum diputus"):
        asked(evaluation, Stage.SELF_ASSESSMENT)


def judged(evaluation: Evaluation, *, locked: int) -> list[User]:
    """Everybody has judged everything, the first `locked` of the team have locked."""
    people = assessors_of(evaluation)
    indicators = evaluation.period.instrument.indicators.all()
    Judgement.objects.bulk_create(
        Judgement(evaluation=evaluation, indicator=one, assessor=user, level=3, version=1)
        for user in people
        for one in indicators
    )
    for user in people[:locked]:
        lock_judgements(evaluation, by=user)
    return people


def test_one_assessors_lock_is_lifted_while_a_colleague_still_judges(evaluation: Evaluation) -> None:
    lead, colleague = judged(evaluation, locked=1)
    reopened(evaluation, Stage.DESK_REVIEW, assessor=lead)
    Judgement.objects.filter(evaluation=evaluation, assessor=lead).update(level=4, reason="-", version=2)

    assert not JudgementLock.living.exists()
    assert JudgementLock.objects.get().assessor == lead
    lock_judgements(evaluation, by=lead)
    assert JudgementLock.living.get().round == 2
    assert not Notice.objects.filter(user=colleague).exists()


def test_once_the_whole_team_has_locked_no_single_lock_is_lifted(evaluation: Evaluation) -> None:
    lead, _ = judged(evaluation, locked=2)

    with pytest.raises(DomainError, match="saling membaca"):
        reopened(evaluation, Stage.DESK_REVIEW, assessor=lead)
    assert JudgementLock.living.count() == 2


def test_no_lock_is_lifted_without_an_approved_reopening(evaluation: Evaluation) -> None:
    lead, _ = judged(evaluation, locked=1)
    reopening = asked(evaluation, Stage.DESK_REVIEW, assessor=lead)

    with pytest.raises(DomainError, match="persetujuan dua orang"), passing_the_gate():
        LockLift.objects.create(evaluation=evaluation, lock=JudgementLock.objects.get(), reopening=reopening)


def test_nobody_reads_a_colleague_again_until_all_have_locked_again(evaluation: Evaluation) -> None:
    lead, colleague = judged(evaluation, locked=2)
    seen = [visible_judgements(lead).filter(assessor=colleague).exists()]
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    bring_to(evaluation, Stage.DESK_REVIEW)
    seen.append(visible_judgements(lead).filter(assessor=colleague).exists())
    for user in (lead, colleague):
        lock_judgements(evaluation, by=user)
    seen.append(visible_judgements(lead).filter(assessor=colleague).exists())

    assert seen == [True, False, True]


def test_a_closed_desk_review_is_judged_again_from_the_interview(evaluation: Evaluation) -> None:
    people = judged(evaluation, locked=2)
    close_desk_review(evaluation, by=people[0])
    reopened(evaluation, Stage.DESK_REVIEW)
    Judgement.objects.filter(evaluation=evaluation, indicator__number=1).update(level=4, reason="-", version=2)
    for user in people:
        lock_judgements(evaluation, by=user)
    close_desk_review(evaluation, by=people[0])

    words = evaluation.ledger.filter(stage=Stage.DESK_REVIEW, indicator__number=1).order_by("revision")
    assert evaluation.stage == Stage.INTERVIEW
    assert list(words.values_list("revision", "level")) == [(1, 3), (2, 4)]


def test_what_was_settled_in_the_former_round_settles_nothing_now(evaluation: Evaluation) -> None:
    people = judged(evaluation, locked=0)
    first = {"evaluation": evaluation, "indicator__number": 1}
    Judgement.objects.filter(**first, assessor=people[0]).update(level=5, reason="-", version=2)
    for user in people:
        lock_judgements(evaluation, by=user)
    indicator = evaluation.period.instrument.indicators.get(number=1)
    settle_difference(evaluation, indicator, level=Decimal(2), reason="-", version=0, by=people[0])
    close_desk_review(evaluation, by=people[0])
    reopened(evaluation, Stage.DESK_REVIEW)
    Judgement.objects.filter(**first).update(level=4, reason="-", version=3)
    for user in people:
        lock_judgements(evaluation, by=user)
    close_desk_review(evaluation, by=people[0])

    words = evaluation.ledger.filter(stage=Stage.DESK_REVIEW, indicator__number=1).order_by("revision")
    assert list(words.values_list("revision", "level")) == [(1, 2), (2, 4)]


def signed_interview(evaluation: Evaluation) -> Clarification:
    """Word and minutes of an interview that both sides have signed; the evaluation has gone on."""
    bring_to(evaluation, Stage.INTERVIEW)
    lead = assessors_of(evaluation)[0]
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    indicator = evaluation.period.instrument.indicators.get(number=1)
    word = Clarification.objects.create(evaluation=evaluation, indicator=indicator, level=3, reason="-", version=1)
    about = {"evaluation": evaluation, "stage": Stage.INTERVIEW, "levels_sha256": "a" * 64}
    MinutesPaper.objects.create(**about, file_sha256="b" * 64)
    for side in Party:
        MinutesSignature.objects.create(**about, side=side, means=Means.CODE, by=lead)
    with pytest.raises(DomainError, match="ditandatangani kedua pihak"), passing_the_gate():
        Clarification.objects.filter(pk=word.pk).update(level=4, version=2)
    return word


def test_signatures_of_a_stage_that_is_opened_again_are_kept_and_count_no_more(evaluation: Evaluation) -> None:
    word = signed_interview(evaluation)
    bring_to(evaluation, Stage.CONSOLIDATION)
    reopened(evaluation, Stage.INTERVIEW)

    standing = minutes_of(evaluation, Stage.INTERVIEW)
    Clarification.objects.filter(pk=word.pk).update(level=4, version=2)
    assert (standing.is_signed, len(standing.fallen)) == (False, 2)
    assert MinutesSignature.objects.filter(replaced(Stage.INTERVIEW)).count() == 2


def test_a_stage_that_was_not_opened_again_keeps_its_signatures(evaluation: Evaluation) -> None:
    signed_interview(evaluation)
    bring_to(evaluation, Stage.CONSOLIDATION)
    execute(
        "INSERT INTO evaluations_stagechange (evaluation_id, from_stage, to_stage, at, reason)"
        f" VALUES ({evaluation.pk}, 'interview', 'visitation', now(), '')"
    )
    reopened(evaluation, Stage.VISITATION)

    assert minutes_of(evaluation, Stage.INTERVIEW).is_signed


def test_monitoring_goes_back_as_well() -> None:
    evaluation = bring_to(EvaluationFactory.create(with_team=True, track=Track.MONITORING), Stage.CONSOLIDATION)
    offered = reopenable(evaluation)
    reopened(evaluation, Stage.DESK_REVIEW)

    assert offered == [Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW]
    assert evaluation.stage == Stage.DESK_REVIEW


def test_a_stage_that_was_never_passed_is_not_offered(evaluation: Evaluation) -> None:
    bring_to(evaluation, Stage.CONSOLIDATION)

    assert Stage.VISITATION in REOPENED[Track.EVALUATION][Stage.CONSOLIDATION]
    assert Stage.VISITATION not in reopenable(evaluation)
    with pytest.raises(DomainError):
        asked(evaluation, Stage.VISITATION)


def test_a_limit_that_has_passed_opens_nothing(evaluation: Evaluation) -> None:
    with pytest.raises(DomainError, match="sudah lewat"):
        propose_reopening(
            evaluation, Stage.SELF_ASSESSMENT, until=timezone.now(), reason="-", by=member(Role.EVALUATION_TEAM)
        )


def test_a_reason_is_asked_by_the_database_too(evaluation: Evaluation) -> None:
    with pytest.raises(IntegrityError, match="reopening_says_why"), transaction.atomic():
        Reopening.objects.create(
            evaluation=evaluation, from_stage=Stage.DESK_REVIEW, stage=Stage.SELF_ASSESSMENT, until=soon(),
            begun_anew=["self_assessment", "desk_review"], reason=" ", proposed_by=member(Role.EVALUATION_TEAM),
        )  # fmt: skip


def test_history_stays_whole(evaluation: Evaluation) -> None:
    judged(evaluation, locked=2)
    seal(evaluation)
    reopened(evaluation, Stage.SELF_ASSESSMENT)
    seal(evaluation)

    assert broken_links() == []
    assert Extension.objects.get(evaluation=evaluation).stage == Stage.SELF_ASSESSMENT
