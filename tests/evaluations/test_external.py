"""Indicators whose level comes from another agency's index: brought with a source, and nobody else speaks on them."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, models
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, LevelRefusedError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.consolidation.actions import accept
from apps.consolidation.models import Settlement
from apps.desk_review.actions import lay_out_judgements
from apps.desk_review.models import Judgement
from apps.evaluations.actions.external import ExternalRow, bring_external
from apps.evaluations.external import lacking, missing_numbers, values_of
from apps.evaluations.models import Evaluation, ExternalValue, LedgerLevel, Mark
from apps.evaluations.queries import settled_levels
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.models import Delegation, Evidence
from apps.self_assessment.queries.submission import blockers
from tests.database import execute
from tests.evaluations.test_gate import stand
from tests.factories import EvaluationFactory, UserFactory, answer_all, bring, bring_to, real_instrument

pytestmark = pytest.mark.django_db

NUMBERS = [5, 6, 7, 18]
Build = Callable[[Evaluation, Indicator, User], models.Model]


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return EvaluationFactory.create(with_team=True, period__instrument=real_instrument("pemdi-20"))


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


def indicator(evaluation: Evaluation, number: int = 5) -> Indicator:
    return evaluation.period.instrument.indicators.get(number=number)


def row(evaluation: Evaluation, number: int = 5, **changes: object) -> ExternalRow:
    said = {"value": "3,4 (Baik)", "level": Decimal("3.40"), "source": "Indeks uji", "dated": date(2026, 3, 31)}
    return ExternalRow(evaluation.pk, indicator(evaluation, number).pk, **(said | changes))  # type: ignore[arg-type]


def test_a_value_stands_on_record_and_in_the_ledger(evaluation: Evaluation) -> None:
    somebody = UserFactory.create()

    assert bring_external([row(evaluation)], by=somebody) == 1

    word, brought = evaluation.ledger.get(), evaluation.external_values.get()
    assert (word.stage, word.level, word.revision, word.decided_by) == ("external_index", Decimal("3.40"), 1, somebody)
    assert word.reason == "Nilai 3,4 (Baik) menurut Indeks uji, 31 Maret 2026."
    assert (brought.value, brought.source, brought.dated, brought.by) == (
        "3,4 (Baik)", "Indeks uji", date(2026, 3, 31), somebody
    )  # fmt: skip


def test_a_better_value_is_the_next_revision_and_the_same_one_is_none(evaluation: Evaluation) -> None:
    somebody = UserFactory.create()
    bring_external([row(evaluation)], by=somebody)

    counts = [
        bring_external([row(evaluation)], by=somebody),
        bring_external([row(evaluation, level=Decimal("3.75"))], by=somebody),
    ]

    assert counts == [0, 1]
    assert list(evaluation.ledger.values_list("revision", "level")) == [(1, Decimal("3.40")), (2, Decimal("3.75"))]
    assert settled_levels([evaluation.pk])[evaluation.pk] == {indicator(evaluation).pk: Decimal("3.75")}
    assert values_of(evaluation)[indicator(evaluation).pk].revision == 2


def test_an_indicator_that_no_index_decides_takes_none(evaluation: Evaluation) -> None:
    with pytest.raises(DomainError, match="tidak diambil dari indeks instansi lain"):
        bring_external([row(evaluation), row(evaluation, 1)], by=UserFactory.create())

    assert not ExternalValue.objects.exists()


def test_a_level_off_the_scale_is_refused(evaluation: Evaluation) -> None:
    with pytest.raises(LevelRefusedError):
        bring_external([row(evaluation, level=Decimal("5.01"))], by=UserFactory.create())


@pytest.mark.parametrize("silent", ["source", "value"])
def test_a_value_names_its_source(evaluation: Evaluation, silent: str) -> None:
    with pytest.raises(IntegrityError, match="external_value_names_its_source"):
        bring_external([row(evaluation, **{silent: " "})], by=UserFactory.create())


@pytest.mark.parametrize("stage", [Stage.FINAL, Stage.PUBLISHED])
def test_once_accepted_nothing_is_brought(evaluation: Evaluation, stage: Stage) -> None:
    bring(evaluation)
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage, open_stage=stage, open_from=None, open_until=None)

    with pytest.raises(StageClosedError):
        bring_external([row(evaluation)], by=UserFactory.create())


def test_the_ledger_takes_no_index_without_its_source(evaluation: Evaluation) -> None:
    with pytest.raises(DomainError, match="bersama sumber dan tanggalnya"), passing_the_gate():
        LedgerLevel.objects.create(
            evaluation=evaluation,
            indicator=indicator(evaluation),
            stage=Stage.EXTERNAL_INDEX,
            level=3,
            at=timezone.now(),
        )


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW, Stage.CONSOLIDATION])
def test_the_ledger_takes_no_other_voice_on_it(evaluation: Evaluation, stage: Stage) -> None:
    with pytest.raises(DomainError, match="tahap ini tidak menilainya"), passing_the_gate():
        LedgerLevel.objects.create(
            evaluation=evaluation, indicator=indicator(evaluation), stage=stage, level=3, at=timezone.now()
        )


SPOKEN: dict[Stage, list[Build]] = {
    Stage.SELF_ASSESSMENT: [
        lambda one, about, user: Evidence(evaluation=one, indicator=about, url="https://bukti.invalid"),
        lambda one, about, user: Delegation(evaluation=one, indicator=about, by=user),
    ],
    Stage.DESK_REVIEW: [
        lambda one, about, user: Judgement(
            evaluation=one, indicator=about, assessor=one.team.members.get(is_lead=True).user, level=3, reason="-"
        ),
        lambda one, about, user: Mark(evaluation=one, indicator=about, stage=Stage.INTERVIEW, question="-", by=user),
    ],
    Stage.CONSOLIDATION: [
        lambda one, about, user: Settlement(evaluation=one, indicator=about, level=3, reason="-", by=user),
    ],
}


@pytest.mark.parametrize(("stage", "build"), [(stage, one) for stage, found in SPOKEN.items() for one in found])
def test_nobody_speaks_on_it(evaluation: Evaluation, stage: Stage, build: Build) -> None:
    stand(evaluation, stage)
    user = UserFactory.create()

    with pytest.raises(DomainError, match="diambil dari indeks instansi lain"), passing_the_gate():
        build(evaluation, indicator(evaluation), user).save()


def test_its_empty_answer_stays_empty(evaluation: Evaluation) -> None:
    with pytest.raises(DomainError, match="diambil dari indeks instansi lain"), passing_the_gate():
        execute(
            "UPDATE self_assessment_answer SET level = 3, version = 1 WHERE evaluation_id = %s AND indicator_id = %s",
            [evaluation.pk, indicator(evaluation).pk],
        )


def test_a_sheet_is_complete_without_it(evaluation: Evaluation) -> None:
    answer_all(evaluation, 3)

    numbers = [number for one in blockers(evaluation, sheet_sha256="0" * 64) for number in one.numbers]

    assert numbers == []


def test_assessors_are_given_only_what_is_asked(evaluation: Evaluation) -> None:
    bring_to(evaluation, Stage.DESK_REVIEW)

    lay_out_judgements([evaluation])

    judged = set(Judgement.objects.filter(evaluation=evaluation).values_list("indicator__number", flat=True))
    assert judged == set(range(1, 21)) - set(NUMBERS)


def test_what_is_missing_is_named(evaluation: Evaluation) -> None:
    bring_external([row(evaluation, 6)], by=UserFactory.create())

    assert missing_numbers([evaluation]) == {evaluation.pk: [5, 7, 18]}
    assert list(lacking(Evaluation.objects.all())) == [evaluation]


def test_nothing_is_missing_where_all_is_brought_or_nothing_is_taken(evaluation: Evaluation) -> None:
    bring(evaluation)
    EvaluationFactory.create()

    assert missing_numbers(list(Evaluation.objects.all())) == {}
    assert not lacking(Evaluation.objects.all()).exists()


def test_review_names_what_is_missing_and_accepts_nothing(evaluation: Evaluation) -> None:
    stand(evaluation, Stage.REVIEW)
    bring_external([row(evaluation, number) for number in (5, 6, 7)], by=UserFactory.create())

    with pytest.raises(DomainError, match="indikator 18"):
        accept(evaluation, by=UserFactory.create())

    evaluation.refresh_from_db()
    assert evaluation.stage == Stage.REVIEW


def test_the_database_accepts_no_evaluation_with_an_index_outstanding(evaluation: Evaluation) -> None:
    stand(evaluation, Stage.REVIEW)

    with pytest.raises(DomainError, match="belum lengkap"), passing_the_gate():
        execute("UPDATE evaluations_evaluation SET stage = 'final' WHERE id = %s", [evaluation.pk])


@pytest.mark.parametrize(("number", "index"), [(5, ""), (1, "Indeks baru")])
def test_where_a_level_comes_from_is_frozen_with_the_instrument(
    evaluation: Evaluation, number: int, index: str
) -> None:
    with pytest.raises(DomainError, match="sudah dipakai sebuah periode"), passing_the_gate():
        Indicator.objects.filter(pk=indicator(evaluation, number).pk).update(external_index=index)


def test_the_name_of_an_index_may_still_be_put_right(evaluation: Evaluation) -> None:
    with passing_the_gate():
        changed = Indicator.objects.filter(pk=indicator(evaluation, 18).pk).update(external_index="Indeks yang benar")

    assert changed == 1
