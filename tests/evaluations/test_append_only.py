"""What is on record stays on record: append-only tables refuse UPDATE, DELETE and TRUNCATE."""

from collections.abc import Callable

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.consolidation.models import Review, ReviewAnswer, ReviewPoint
from apps.desk_review.models import LockLift
from apps.evaluations.models import (
    CorrectionApproval,
    EvidenceRequest,
    Extension,
    ExternalValue,
    LedgerLevel,
    MinutesPaper,
    MinutesSignature,
    Objection,
    ObjectionAnswer,
    Remark,
    ReopeningApproval,
    StageChange,
)
from apps.follow_up.models import AssistanceWord
from apps.institutions.models import PeopleRecord
from apps.interview.models import AppointmentChange
from apps.results.models import Publication, Vote
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation, ReplacedDocument, StoredFile, Submission
from tests.database import execute
from tests.factories import EvaluationFactory, bring_to

pytestmark = pytest.mark.django_db

REFUSAL = "Catatan ini hanya dapat ditambah, tidak diubah atau dihapus."
HISTORIES = {model for model in apps.get_models() if issubclass(model, pghistory.models.Event)}
RECORDS = {model for model, trigger in pgtrigger.registered() if trigger.name == "append_only"} - HISTORIES
# At least these are records; a room that adds one is tested with them.
KNOWN = {
    ExternalValue,
    AppointmentChange,
    AssistanceWord,
    Citation,
    CorrectionApproval,
    EvidenceRequest,
    Extension,
    LedgerLevel,
    LockLift,
    MinutesPaper,
    MinutesSignature,
    Objection,
    ObjectionAnswer,
    PeopleRecord,
    Publication,
    Remark,
    ReopeningApproval,
    ReplacedDocument,
    Review,
    ReviewAnswer,
    ReviewPoint,
    StageChange,
    StoredFile,
    Submission,
    Vote,
}
EVENTS = {
    "consolidation_settlementevent",
    "decrees_decreeblockevent",
    "desk_review_agreedlevelevent",
    "desk_review_evidenceverdictevent",
    "desk_review_judgementevent",
    "evaluations_partfindingevent",
    "follow_up_followupevent",
    "harmonisation_calibrationlevelevent",
    "interview_clarificationevent",
    "self_assessment_answerevent",
    "self_assessment_delegationevent",
    "self_assessment_evidenceevent",
    "visitation_findingevent",
    "visitation_photoevent",
}


@pytest.fixture
def row() -> LedgerLevel:
    evaluation = bring_to(EvaluationFactory(), Stage.DESK_REVIEW)
    return evaluation.ledger.get(indicator__number=1)


def save(row: LedgerLevel) -> None:
    row.reason = "lain"
    row.save()


def update(row: LedgerLevel) -> None:
    LedgerLevel.objects.update(reason="lain")


def bulk_update(row: LedgerLevel) -> None:
    row.reason = "lain"
    LedgerLevel.objects.bulk_update([row], ["reason"])


def delete(row: LedgerLevel) -> None:
    row.delete()


def delete_all(row: LedgerLevel) -> None:
    LedgerLevel.objects.all().delete()


def sql_update(row: LedgerLevel) -> None:
    execute("UPDATE evaluations_ledgerlevel SET level = 5")


def sql_delete(row: LedgerLevel) -> None:
    execute("DELETE FROM evaluations_ledgerlevel")


def sql_truncate(row: LedgerLevel) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse it as well
    execute("TRUNCATE evaluations_ledgerlevel CASCADE")


@pytest.mark.parametrize("write", [save, update, bulk_update, delete, delete_all, sql_update, sql_delete, sql_truncate])
def test_the_ledger_is_only_added_to(row: LedgerLevel, write: Callable[[LedgerLevel], None]) -> None:
    with pytest.raises(DomainError) as refusal, passing_the_gate():
        write(row)

    assert str(refusal.value) == REFUSAL
    row.refresh_from_db()
    assert (row.level, row.reason) == (3, "Justifikasi 1")


def test_the_same_word_of_a_stage_is_not_written_twice(row: LedgerLevel) -> None:
    row.pk = None

    with pytest.raises(IntegrityError, match="one_ledger_level_per_revision"):
        row.save()


def test_these_tables_and_every_history_are_records() -> None:
    append_only = {model for model, trigger in pgtrigger.registered() if trigger.name == "append_only"}

    assert append_only >= KNOWN | HISTORIES
    assert {model._meta.db_table for model in HISTORIES} == EVENTS


@pytest.mark.parametrize("model", sorted(RECORDS, key=str))
def test_a_record_refuses_truncation(model: type[models.Model]) -> None:
    with pytest.raises(DomainError) as refusal, passing_the_gate():
        execute(f"TRUNCATE {model._meta.db_table} CASCADE")

    assert str(refusal.value) == REFUSAL


@pytest.mark.parametrize("table", sorted(EVENTS))
def test_a_history_refuses_truncation(table: str) -> None:
    with pytest.raises(DomainError) as refusal, passing_the_gate():
        execute(f"TRUNCATE {table}")

    assert str(refusal.value) == REFUSAL


@pytest.mark.parametrize("statement", ["UPDATE {} SET level = 5", "DELETE FROM {}"])
def test_the_history_of_answers_cannot_be_rewritten(statement: str) -> None:
    bring_to(EvaluationFactory(), Stage.DESK_REVIEW)

    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"), transaction.atomic():
        execute(statement.format("self_assessment_answerevent"))


def test_records_are_refused_row_by_row_in_the_database() -> None:
    """The trigger stands on every table that is a record, for UPDATE and for DELETE."""
    tables = sorted(model._meta.db_table for model in RECORDS)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT event_object_table::text, event_manipulation::text
            FROM information_schema.triggers
            WHERE trigger_name LIKE 'pgtrigger_append_only%%' AND action_timing = 'BEFORE'
              AND event_object_table = ANY(%s)
            ORDER BY 1, 2
            """,
            [tables],
        )
        found = cursor.fetchall()

    assert found == [(table, event) for table in tables for event in ("DELETE", "UPDATE")]
