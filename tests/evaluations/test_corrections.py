"""Koreksi: the only way by which a level changes after the review, and nobody walks it alone."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations.actions.corrections import approve_correction, reject_correction
from apps.evaluations.corrections import corrections_of
from apps.evaluations.models import Correction, CorrectionApproval, Evaluation, LedgerLevel
from apps.evaluations.queries import settled_levels
from apps.institutions.models import Role, Unit
from apps.instruments.models import Indicator, Part, PredikatBand
from apps.notices.models import Notice
from apps.results.models import FinalisationRun, Recount, Result, ResultPart
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import EvaluationFactory, bring_to, correct, corrector, member, proposed
from tests.factories.results import agreed_run, finished_period, published_decree

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return bring_to(EvaluationFactory.create(), Stage.FINAL)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


def level_of(evaluation: Evaluation, number: int = 1) -> Decimal:
    return settled_levels([evaluation.pk])[evaluation.pk][evaluation.period.instrument.indicators.get(number=number).pk]


def test_it_enters_the_ledger_with_the_second_approval(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    (first, unit), (second, other) = corrector("Unit satu"), corrector("Unit dua")
    levels = [level_of(evaluation)]

    correction = approve_correction(correction, unit=unit, by=first)
    levels.append(level_of(evaluation))
    correction = approve_correction(correction, unit=other, by=second)
    levels.append(level_of(evaluation))

    word = evaluation.ledger.get(stage=Stage.CORRECTION)
    assert levels == [3, 3, 5]
    assert (correction.is_approved, correction.revision, word.revision) == (True, 1, 1)
    assert (word.reason, word.decided_by) == (correction.reason, second)


def test_a_second_correction_of_an_indicator_is_the_next_revision(evaluation: Evaluation) -> None:
    correct(evaluation, 1, 5)

    assert correct(evaluation, 1, 4).revision == 2
    assert level_of(evaluation) == 4


def test_the_institution_is_told_when_it_is_proposed_and_when_it_is_decided(evaluation: Evaluation) -> None:
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    correction = proposed(evaluation, 1, 5)
    told = [list(Notice.objects.filter(user=coordinator).values_list("text", flat=True))]

    for name in ("Unit satu", "Unit dua"):
        by, unit = corrector(name)
        approve_correction(correction, unit=unit, by=by)
    reject_correction(proposed(evaluation, 2, 5), remark="Tidak berdasar.", by=member(Role.EVALUATION_TEAM))

    told.append(list(Notice.objects.filter(user=coordinator).order_by("pk").values_list("text", flat=True)))
    assert told[0] == ["Koreksi indikator 1 diusulkan."]
    assert told[1][1:] == [
        "Koreksi indikator 1 disetujui.", "Koreksi indikator 2 diusulkan.", "Koreksi indikator 2 ditolak.",
    ]  # fmt: skip


def test_a_refused_one_changes_nothing_and_stays_on_record(evaluation: Evaluation) -> None:
    correction = reject_correction(
        proposed(evaluation, 1, 5), remark="Tidak berdasar.", by=member(Role.EVALUATION_TEAM)
    )

    assert (correction.outcome, level_of(evaluation)) == ("Ditolak", 3)
    assert proposed(evaluation, 1, 4).outcome == "Menunggu persetujuan"


def approve(correction: Correction, by: User, unit: Unit) -> None:
    with passing_the_gate():
        CorrectionApproval.objects.create(
            correction=correction, evaluation_id=correction.evaluation_id, unit=unit, by=by
        )


def test_who_proposed_it_does_not_approve_it(evaluation: Evaluation) -> None:
    by, unit = corrector("Unit satu")
    correction = proposed(evaluation, 1, 5, by=by)

    with pytest.raises(DomainError, match="bukan pengusulnya"):
        approve(correction, by, unit)


def test_two_of_one_unit_are_one(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    (first, unit), (second, same) = corrector("Unit satu"), corrector("Unit satu")
    approve(correction, first, unit)

    with pytest.raises(IntegrityError, match="one_approval_per_unit"):
        approve(correction, second, same)


def test_one_person_of_two_units_is_one(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    by, unit = corrector("Unit satu")
    _, other = corrector("Unit dua")
    by.memberships.get().units.add(other)
    approve(correction, by, unit)

    with pytest.raises(IntegrityError, match="one_approval_per_person"):
        approve(correction, by, other)


def test_only_the_ministry_approves_and_only_for_its_own_unit(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    (by, _), (_, foreign) = corrector("Unit satu"), corrector("Unit dua")
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    theirs = Unit.objects.create(institution=evaluation.institution, name="Bagian uji")
    coordinator.memberships.get().units.add(theirs)

    for who, unit in ((by, foreign), (coordinator, theirs), (coordinator, foreign)):
        with pytest.raises(DomainError, match="atas nama unit kerjanya sendiri"):
            approve(correction, who, unit)


def test_the_database_approves_nothing_with_one_voice(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    by, unit = corrector("Unit satu")
    approve(correction, by, unit)

    with pytest.raises(DomainError, match="dua orang dari unit kerja yang berbeda"), passing_the_gate():
        Correction.objects.filter(pk=correction.pk).update(
            is_approved=True, revision=1, decided_by=by, decided_at=timezone.now()
        )


def test_nothing_is_proposed_approved_already(evaluation: Evaluation) -> None:
    by = member(Role.EVALUATION_TEAM)
    indicator = evaluation.period.instrument.indicators.get(number=1)

    with pytest.raises(DomainError, match="diusulkan lebih dahulu"), passing_the_gate():
        Correction.objects.create(
            evaluation=evaluation, indicator=indicator, level_before=3, level=5, reason="-", document_sha256="a" * 64,
            document_name="nota.pdf", proposed_by=by, is_approved=True, revision=1, decided_by=by,
            decided_at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, "correction_says_why"),
        ({"document_sha256": ""}, "correction_has_a_document"),
        ({"level": 3}, "correction_changes_something"),
        ({"level_before": 2}, "Tingkat semula"),
        ({"level": 6}, "Tingkat di luar skala"),
    ],
)
def test_the_database_asks_for_from_to_reason_and_paper(
    evaluation: Evaluation, changes: dict[str, object], refusal: str
) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    fields: dict[str, object] = {"level_before": 3, "level": 5, "reason": "-", "document_sha256": "a" * 64} | changes

    with pytest.raises((IntegrityError, DomainError), match=refusal), passing_the_gate():
        Correction.objects.create(
            evaluation=evaluation,
            indicator=indicator,
            document_name="nota.pdf",
            proposed_by=member(Role.EVALUATION_TEAM),
            **fields,
        )


def test_what_was_proposed_is_not_rewritten_and_what_was_decided_stays(evaluation: Evaluation) -> None:
    correction = proposed(evaluation, 1, 5)
    with pytest.raises(DomainError, match="tidak ditimpa"), passing_the_gate():
        Correction.objects.filter(pk=correction.pk).update(level=4)
    with pytest.raises(DomainError, match="hanya dapat ditambah"), passing_the_gate():
        Correction.objects.filter(pk=correction.pk).delete()

    reject_correction(correction, remark="Tidak berdasar.", by=member(Role.EVALUATION_TEAM))

    with pytest.raises(DomainError, match="sudah diputus"), passing_the_gate():
        Correction.objects.filter(pk=correction.pk).update(remark="lain")
    by, unit = corrector("Unit satu")
    with pytest.raises(DomainError, match="sudah diputus"):
        approve(correction, by, unit)


def test_one_at_a_time(evaluation: Evaluation) -> None:
    proposed(evaluation, 1, 5)

    with pytest.raises(DomainError, match="belum diputus"):
        proposed(evaluation, 1, 4)


@pytest.mark.parametrize("stage", [Stage.SELF_ASSESSMENT, Stage.CONSOLIDATION, Stage.REVIEW])
def test_before_the_review_is_over_nothing_is_corrected(stage: Stage) -> None:
    evaluation = bring_to(EvaluationFactory.create(), stage)

    with pytest.raises(DomainError):
        proposed(evaluation, 1, 5)


def test_after_publication_a_level_is_corrected_and_what_is_published_stays() -> None:
    period = finished_period()
    run = published_decree(period).run
    before = list(run.results.values_list("numerator", "denominator"))

    correct(period.evaluations.get(), 1, 5)

    run.refresh_from_db()
    assert (run.state, list(run.results.values_list("numerator", "denominator"))) == ("computed", before)
    assert level_of(period.evaluations.get()) == 5


def test_the_decree_is_given_what_was_approved_and_nothing_else() -> None:
    period = finished_period([3, 3])
    first, second = period.evaluations.all()
    proposed(second, 2, 5)
    correct(second, 1, 4)
    correct(first, 3, 2)

    rows = corrections_of(period)

    assert [(one.evaluation, one.indicator.number, one.level_before, one.level) for one in rows] == [
        (first, 3, 3, 2), (second, 1, 3, 4),
    ]  # fmt: skip


def another_word(evaluation: Evaluation) -> None:
    row = evaluation.ledger.get(indicator__number=1, stage=Stage.DESK_REVIEW)
    row.pk, row.revision, row.level = None, 2, Decimal(5)
    row.save()


def a_correction_of_ones_own(evaluation: Evaluation) -> None:
    row = evaluation.ledger.get(indicator__number=1, stage=Stage.DESK_REVIEW)
    row.pk, row.stage, row.level = None, Stage.CORRECTION, Decimal(5)
    row.save()


def a_word_in_bulk(evaluation: Evaluation) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    LedgerLevel.objects.bulk_create(
        [LedgerLevel(evaluation=evaluation, indicator=indicator, stage=Stage.CONSOLIDATION, level=5, at=timezone.now())]
    )


def back_to_consolidation(evaluation: Evaluation) -> None:
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.CONSOLIDATION)


def one_result_more(evaluation: Evaluation) -> None:
    result = Result.objects.get(evaluation=evaluation)
    other = FinalisationRun.objects.get(pk=result.run_id)
    Result.objects.create(
        run=other, evaluation=EvaluationFactory.create(), numerator=5, denominator=1, stated=5, predikat=result.predikat
    )


def statement(sql: str) -> Callable[[Evaluation], None]:
    def write(evaluation: Evaluation) -> None:
        execute(sql)

    write.__name__ = sql
    return write


OTHER_WAYS: list[Callable[[Evaluation], None]] = [
    another_word,
    a_correction_of_ones_own,
    a_word_in_bulk,
    back_to_consolidation,
    one_result_more,
    lambda one: Result.objects.update(stated=5),
    lambda one: Result.objects.all().delete(),
    lambda one: ResultPart.objects.update(stated=5),
    lambda one: Recount.objects.all().update(stated=5),
    lambda one: Indicator.objects.filter(number=1).update(weight=99),
    lambda one: Part.objects.update(weight=99),
    lambda one: PredikatBand.objects.update(floor=0),
    *map(
        statement,
        [
            "UPDATE results_result SET numerator = 5, denominator = 1, stated = 5",
            "UPDATE results_result SET predikat_id = (SELECT max(id) FROM instruments_predikatband)",
            "DELETE FROM results_result",
            "TRUNCATE results_result CASCADE",
            "UPDATE results_resultpart SET stated = 5",
            "DELETE FROM results_resultpart",
            "UPDATE results_recount SET stated = 5",
            "UPDATE results_finalisationrun SET content_sha256 = repeat('0', 64)",
            "UPDATE results_finalisationrun SET state = 'computing'",
            "DELETE FROM results_finalisationrun",
            "UPDATE evaluations_ledgerlevel SET level = 5",
            "DELETE FROM evaluations_ledgerlevel",
            "TRUNCATE evaluations_ledgerlevel CASCADE",
            "UPDATE evaluations_evaluation SET stage = 'review', open_stage = ''",
            "UPDATE evaluations_correctionapproval SET at = now()",
            "UPDATE instruments_indicator SET weight = 99",
            "UPDATE instruments_predikatband SET floor = 0",
        ],
    ),
]


def test_there_is_no_other_way_to_change_a_figure() -> None:
    period = finished_period()
    evaluation = period.evaluations.get()
    correct(evaluation, 2, 4)
    run = agreed_run(period)
    before = (level_of(evaluation), list(run.results.values_list("numerator", "denominator", "stated", "predikat")))
    execute("SET CONSTRAINTS ALL IMMEDIATE")

    ways = [write.__name__ for write in OTHER_WAYS if not is_refused(write, evaluation)]

    run.refresh_from_db()
    after = (level_of(evaluation), list(run.results.values_list("numerator", "denominator", "stated", "predikat")))
    assert (ways, after, run.state) == ([], before, "computed")


def is_refused(write: Callable[[Evaluation], None], evaluation: Evaluation) -> bool:
    try:
        with passing_the_gate():
            write(evaluation)
    except DomainError:
        return True
    return False
