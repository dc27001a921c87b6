"""The gate: nothing is written in a stage that is not open, whoever writes and by whatever way."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.db import models, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, LevelRefusedError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.consolidation.models import Review, ReviewAnswer, ReviewDecision, ReviewPoint, Settlement
from apps.desk_review.models import AgreedLevel, EvidenceVerdict, Judgement, JudgementLock
from apps.evaluations.models import (
    Correction,
    Evaluation,
    EvidenceRequest,
    ExternalValue,
    LedgerLevel,
    Mark,
    Objection,
    PartFinding,
    Side,
)
from apps.instruments.models import Indicator
from apps.interview.models import Attendee, Clarification, InterviewSession
from apps.periods.choices import MARKED_STAGES, WINDOW_STAGES
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, Delegation, DocumentKind, Evidence, SheetDocument
from apps.visitation.models import Finding, Photo
from tests.database import execute, past_the_triggers
from tests.factories import (
    EvaluationFactory,
    PeriodFactory,
    UserFactory,
    move_window,
    real_instrument,
    small_instrument,
)

pytestmark = pytest.mark.django_db

Build = Callable[[Evaluation, Indicator, User], models.Model]

# table -> the stages in which it is written, and a row of it that says something
GATED: dict[type[models.Model], tuple[set[Stage], Build]] = {
    Answer: (
        {Stage.SELF_ASSESSMENT},
        lambda one, indicator, user: Answer(evaluation=one, indicator=indicator, level=3, version=1),
    ),
    Evidence: (
        {Stage.SELF_ASSESSMENT, Stage.INTERVIEW},
        lambda one, indicator, user: Evidence(
            evaluation=one, indicator=proved(one, user), url="https://contoh.invalid"
        ),
    ),
    Delegation: (
        {Stage.SELF_ASSESSMENT},
        lambda one, indicator, user: Delegation(evaluation=one, indicator=indicator, by=user),
    ),
    SheetDocument: (
        {Stage.SELF_ASSESSMENT},
        lambda one, indicator, user: SheetDocument(evaluation=one, kind=DocumentKind.MINUTES, sheet_sha256="0" * 64),
    ),
    Judgement: (
        {Stage.DESK_REVIEW},
        lambda one, indicator, user: Judgement(
            evaluation=one, indicator=indicator, assessor=user, level=3, reason="-", version=1
        ),
    ),
    EvidenceVerdict: (
        {Stage.DESK_REVIEW},
        lambda one, indicator, user: EvidenceVerdict(
            evaluation=one, evidence=one.evidence.get(), assessor=user, verdict="accepted"
        ),
    ),
    JudgementLock: (
        {Stage.DESK_REVIEW},
        lambda one, indicator, user: JudgementLock(evaluation=one, assessor=user),
    ),
    AgreedLevel: (
        {Stage.DESK_REVIEW},
        lambda one, indicator, user: AgreedLevel(evaluation=one, indicator=indicator, level=3, reason="-", by=user),
    ),
    Mark: (
        {Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.VISITATION},
        lambda one, indicator, user: Mark(
            evaluation=one, indicator=indicator, stage=Stage.VISITATION, question="-", by=user
        ),
    ),
    Clarification: (
        {Stage.INTERVIEW},
        lambda one, indicator, user: Clarification(
            evaluation=one, indicator=marked(one, Stage.INTERVIEW), level=3, reason="-", version=1
        ),
    ),
    EvidenceRequest: (
        {Stage.INTERVIEW},
        lambda one, indicator, user: EvidenceRequest(
            evaluation=one, indicator=marked(one, Stage.INTERVIEW), text="-", until=timezone.now(), by=user
        ),
    ),
    Finding: (
        {Stage.VISITATION},
        lambda one, indicator, user: Finding(
            evaluation=one, indicator=marked(one, Stage.VISITATION), level=3, reason="-", version=1
        ),
    ),
    Attendee: (
        {Stage.INTERVIEW},
        lambda one, indicator, user: Attendee(evaluation=one, side=Side.INSTITUTION, name="-"),
    ),
    Settlement: (
        {Stage.CONSOLIDATION},
        lambda one, indicator, user: Settlement(evaluation=one, indicator=indicator, level=3, reason="-", by=user),
    ),
    Photo: (
        {Stage.VISITATION},
        lambda one, indicator, user: Photo(
            evaluation=one, indicator=marked(one, Stage.VISITATION), sha256="-", name="-", size=1, added_by=user
        ),
    ),
    ReviewAnswer: (
        {Stage.CONSOLIDATION},
        lambda one, indicator, user: ReviewAnswer(evaluation=one, point=asked(one, indicator, user), text="-", by=user),
    ),
    PartFinding: (
        {Stage.CONSOLIDATION},
        lambda one, indicator, user: PartFinding(evaluation=one, part=indicator.part, kind="strength", by=user),
    ),
}


def asked(evaluation: Evaluation, indicator: Indicator, user: User) -> ReviewPoint:
    """A point of a returned review."""
    review = Review.objects.create(evaluation=evaluation, decision=ReviewDecision.RETURNED, remark="-", by=user)
    return ReviewPoint.objects.create(evaluation=evaluation, review=review, indicator=indicator, text="-")


def proved(evaluation: Evaluation, user: User) -> Indicator:
    """An indicator that takes evidence wherever its stage does: in the interview it is asked for."""
    indicator = marked(evaluation, Stage.INTERVIEW)
    if Evaluation.objects.filter(pk=evaluation.pk, stage=Stage.INTERVIEW).exists():
        request(evaluation, user)
    return indicator


def request(evaluation: Evaluation, user: User, *, hours: int = 1) -> None:
    """Ask for evidence on what was marked for the interview."""
    EvidenceRequest.objects.create(
        evaluation=evaluation,
        indicator=marked(evaluation, Stage.INTERVIEW),
        text="-",
        until=timezone.now() + timedelta(hours=hours),
        by=user,
    )


def stand(evaluation: Evaluation, stage: Stage) -> None:
    """Put an evaluation at a stage that is open now, without what would have led there."""
    now = timezone.now()
    with past_the_triggers():
        Evaluation.objects.filter(pk=evaluation.pk).update(
            stage=stage, open_stage=stage, open_from=now - timedelta(days=1), open_until=now + timedelta(days=1)
        )


def marked(evaluation: Evaluation, stage: Stage) -> Indicator:
    """The indicator that `mark` has marked for this stage."""
    return evaluation.marks.get(stage=stage).indicator


def mark(evaluation: Evaluation) -> None:
    """Mark an indicator for each stage that takes up marked ones only."""
    stand(evaluation, Stage.DESK_REVIEW)
    indicator, user = evaluation.period.instrument.indicators.get(number=2), UserFactory()
    for stage in MARKED_STAGES:
        Mark.objects.create(evaluation=evaluation, indicator=indicator, stage=stage, question="-", by=user)


def close(evaluation: Evaluation) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))


def test_every_gated_table_is_in_this_list() -> None:
    gated = {model for model, trigger in pgtrigger.registered() if trigger.name == "stage_gate"}

    # An appointment may be made earlier; what is recorded of it is tried where interviews are.
    assert gated == set(GATED) | {InterviewSession}


@pytest.mark.parametrize("table", GATED)
def test_a_table_is_written_in_its_own_stages_only(table: type[models.Model]) -> None:
    evaluation, user = EvaluationFactory(), UserFactory()
    indicator = evaluation.period.instrument.indicators.get(number=1)
    evaluation.answers.all().delete()
    Evidence.objects.create(evaluation=evaluation, indicator=indicator, url="https://bukti.invalid")
    mark(evaluation)
    stages, build = GATED[table]
    accepted = set()

    for stage in WINDOW_STAGES:
        stand(evaluation, stage)
        try:
            with passing_the_gate():
                build(evaluation, indicator, user).save()
                transaction.set_rollback(True)
        except StageClosedError:
            continue
        accepted.add(stage)

    assert accepted == stages


def save(answer: Answer) -> None:
    answer.level = Decimal(4)
    answer.save()


def save_over_update_or_create(answer: Answer) -> None:
    Answer.objects.update_or_create(evaluation=answer.evaluation, indicator=answer.indicator, defaults={"level": 4})


def update_rows(answer: Answer) -> None:
    Answer.objects.filter(pk=answer.pk).update(level=4)


def bulk_update(answer: Answer) -> None:
    answer.level = Decimal(4)
    Answer.objects.bulk_update([answer], ["level"])


def upsert(answer: Answer) -> None:
    answer.level = Decimal(4)
    answer.version = 1
    Answer.objects.bulk_create(
        [answer], update_conflicts=True, unique_fields=["pk"], update_fields=["level", "version"]
    )


def bulk_create_evidence(answer: Answer) -> None:
    Evidence.objects.bulk_create(
        [Evidence(evaluation=answer.evaluation, indicator=answer.indicator, url="https://contoh.invalid")]
    )


def sql_update(answer: Answer) -> None:
    execute("UPDATE self_assessment_answer SET level = 4 WHERE id = %s", [answer.pk])


def sql_insert(answer: Answer) -> None:
    execute(
        "INSERT INTO self_assessment_evidence (evaluation_id, indicator_id, url, proves, place, added_at)"
        " VALUES (%s, %s, 'https://contoh.invalid', '', '', now())",
        [answer.evaluation_id, answer.indicator_id],
    )


def delete(answer: Answer) -> None:
    answer.delete()


def sql_delete(answer: Answer) -> None:
    execute("DELETE FROM self_assessment_answer WHERE id = %s", [answer.pk])


WAYS = [
    save,
    save_over_update_or_create,
    update_rows,
    bulk_update,
    upsert,
    bulk_create_evidence,
    sql_update,
    sql_insert,
    delete,
    sql_delete,
]


@pytest.mark.parametrize("write", WAYS)
def test_no_way_of_writing_passes_a_closed_gate(write: Callable[[Answer], None]) -> None:
    evaluation = EvaluationFactory()
    answer = evaluation.answers.get(indicator__number=1)
    close(evaluation)

    with pytest.raises(StageClosedError), passing_the_gate():
        write(answer)

    assert not Evidence.objects.exists()
    assert evaluation.answers.filter(level__isnull=True, version=0).count() == 5


@pytest.mark.parametrize("write", WAYS)
def test_every_way_of_writing_passes_an_open_gate(write: Callable[[Answer], None]) -> None:
    answer = EvaluationFactory().answers.get(indicator__number=1)

    with passing_the_gate():
        write(answer)


@pytest.fixture
def interviewed() -> Evaluation:
    """In the interview, indicator 2 marked; nothing was asked for."""
    evaluation = EvaluationFactory()
    mark(evaluation)
    stand(evaluation, Stage.INTERVIEW)
    return evaluation


@pytest.mark.parametrize("write", [sql_insert, bulk_create_evidence])
def test_in_the_interview_evidence_is_only_added_where_it_was_asked_for(
    write: Callable[[Answer], None], interviewed: Evaluation
) -> None:
    for number in (1, 2):
        with pytest.raises(DomainError, match="hanya ditambahkan bila diminta"), passing_the_gate():
            write(interviewed.answers.get(indicator__number=number))
    request(interviewed, UserFactory())
    with pytest.raises(DomainError, match="hanya ditambahkan bila diminta"), passing_the_gate():
        write(interviewed.answers.get(indicator__number=1))
    write(interviewed.answers.get(indicator__number=2))

    assert Evidence.objects.get().indicator == marked(interviewed, Stage.INTERVIEW)


@pytest.mark.parametrize(("reply", "is_taken"), [("", False), ("agreed", False), ("contested", True)])
def test_in_the_interview_evidence_comes_with_a_reply_that_does_not_agree(
    reply: str, is_taken: bool, interviewed: Evaluation
) -> None:
    said = {"level": 2, "reason": "-", "version": 1, "reply": reply, "reply_text": "-", "requested_level": 3}
    Clarification.objects.create(evaluation=interviewed, indicator=marked(interviewed, Stage.INTERVIEW), **said)

    with suppress(DomainError), passing_the_gate():
        sql_insert(interviewed.answers.get(indicator__number=2))

    assert Evidence.objects.exists() == is_taken


@pytest.mark.parametrize("reply", ["", "contested"])
def test_an_announced_limit_binds_every_way_of_adding_evidence(reply: str, interviewed: Evaluation) -> None:
    said = {"level": 2, "reason": "-", "version": 1, "reply": reply, "reply_text": "-", "requested_level": 3}
    Clarification.objects.create(evaluation=interviewed, indicator=marked(interviewed, Stage.INTERVIEW), **said)
    user = UserFactory()
    request(interviewed, user)
    request(interviewed, user, hours=-1)

    with pytest.raises(StageClosedError, match="sudah lewat"), passing_the_gate():
        sql_insert(interviewed.answers.get(indicator__number=2))


def test_in_the_interview_evidence_is_not_moved_to_what_was_not_asked_for(interviewed: Evaluation) -> None:
    request(interviewed, UserFactory())
    sql_insert(interviewed.answers.get(indicator__number=2))

    with pytest.raises(DomainError, match="hanya ditambahkan bila diminta"), passing_the_gate():
        Evidence.objects.update(indicator=interviewed.period.instrument.indicators.get(number=1))


def test_nothing_is_written_before_the_stage_opens() -> None:
    evaluation = EvaluationFactory()
    now = timezone.now()
    Evaluation.objects.filter(pk=evaluation.pk).update(
        open_from=now + timedelta(hours=1), open_until=now + timedelta(days=1)
    )

    with pytest.raises(StageClosedError), passing_the_gate():
        evaluation.answers.update(level=4)


def test_a_period_without_windows_is_closed() -> None:
    evaluation = EvaluationFactory(period=PeriodFactory(windows=False))

    with pytest.raises(StageClosedError), passing_the_gate():
        evaluation.answers.update(level=4)


def test_empty_answers_may_be_laid_out_before_the_stage_opens_but_say_nothing() -> None:
    evaluation = EvaluationFactory(period=PeriodFactory(windows=False))
    row = Answer(
        evaluation=evaluation,
        indicator=evaluation.period.instrument.indicators.get(number=1),
        level=3,
        version=0,
    )

    with pytest.raises(StageClosedError), passing_the_gate():
        row.save()

    assert evaluation.answers.filter(version=0, level__isnull=True).count() == 5


def test_a_long_transaction_does_not_stretch_the_limit() -> None:
    """The limit lies after the transaction's beginning and before the save."""
    evaluation = EvaluationFactory()

    with transaction.atomic():
        execute(
            "UPDATE evaluations_evaluation SET open_until = now() + (clock_timestamp() - now()) / 2 WHERE id = %s",
            [evaluation.pk],
        )
        with pytest.raises(StageClosedError), passing_the_gate():
            evaluation.answers.update(level=4)


def test_a_row_may_not_be_carried_over_to_an_open_evaluation() -> None:
    closed = EvaluationFactory()
    open_one = EvaluationFactory(period=closed.period)
    open_one.answers.all().delete()
    close(closed)

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        closed.answers.update(evaluation=open_one)

    assert str(refusal.value) == "Baris ini milik evaluasi lain."


@pytest.mark.parametrize("level", [Decimal("0"), Decimal("6"), Decimal("-1"), Decimal("3.5"), Decimal("0.99")])
def test_a_level_that_the_scale_does_not_know_is_refused(level: Decimal) -> None:
    evaluation = EvaluationFactory()

    with pytest.raises(LevelRefusedError), passing_the_gate():
        evaluation.answers.filter(indicator__number=1).update(level=level)


@pytest.mark.parametrize("level", [Decimal("1"), Decimal("5"), Decimal("3.25")])
def test_a_decimal_scale_takes_its_digits(level: Decimal) -> None:
    evaluation = EvaluationFactory(period=PeriodFactory(instrument=real_instrument("pemdi-20")))

    evaluation.answers.filter(indicator__number=1).update(level=level)

    assert evaluation.answers.get(indicator__number=1).level == level


@pytest.mark.parametrize("level", [Decimal("0.99"), Decimal("5.01")])
def test_a_decimal_scale_ends_where_it_ends(level: Decimal) -> None:
    evaluation = EvaluationFactory(period=PeriodFactory(instrument=real_instrument("pemdi-20")))

    with pytest.raises(LevelRefusedError), passing_the_gate():
        evaluation.answers.filter(indicator__number=1).update(level=level)


def test_the_indicator_of_another_instrument_is_refused() -> None:
    evaluation = EvaluationFactory()
    foreign = small_instrument("lain").indicators.get(number=1)

    with pytest.raises(DomainError) as refusal, passing_the_gate():
        evaluation.answers.filter(indicator__number=1).update(indicator=foreign)

    assert str(refusal.value) == "Indikator ini bukan bagian dari instrumen periode."


def test_every_table_with_a_level_asks_the_scale() -> None:
    asked = {
        model
        for model, trigger in pgtrigger.registered()
        # Samples of a calibration belong to no evaluation: their gate is tested with them.
        if trigger.name == "level_gate" and model._meta.app_label != "harmonisation"
    }
    tables: list[type[models.Model]] = [*GATED, Correction, ExternalValue, LedgerLevel, Objection]
    with_level = {one for one in tables if any(field.name == "level" for field in one._meta.fields)}

    assert asked == with_level
    for model in with_level & set(GATED):
        evaluation, user = EvaluationFactory(), UserFactory()
        indicator = evaluation.period.instrument.indicators.get(number=1)
        evaluation.answers.all().delete()
        mark(evaluation)
        stages, build = GATED[model]
        stand(evaluation, min(stages))
        row = build(evaluation, indicator, user)
        setattr(row, "level", Decimal(6))  # noqa: B010 - not every table has one

        with pytest.raises(LevelRefusedError), passing_the_gate():
            row.save()
