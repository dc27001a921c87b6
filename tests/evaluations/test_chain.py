"""The chain of history: whoever rewrites what is on record, even as the database's owner, is found out."""

import threading

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations import chain
from apps.evaluations.actions.seals import seal, seal_all, seal_news
from apps.evaluations.models import Seal, SealedRows, StageChange
from apps.rules.stages import Stage
from apps.self_assessment.actions import save_answer
from tests.database import execute
from tests.factories import EvaluationFactory, UserFactory

pytestmark = pytest.mark.django_db


def answered(evaluation, *, number=1, fact="Peraturan Bupati 12/2024", version=0):
    indicator = evaluation.period.instrument.indicators.get(number=number)
    return save_answer(evaluation, indicator, version=version, by=UserFactory(), level=3, fact=fact)


@pytest.fixture
def sealed():
    evaluation = EvaluationFactory()
    answered(evaluation)
    seal(evaluation)
    answered(evaluation, fact="Diubah", version=1)
    seal(evaluation)
    return evaluation


def as_owner(sql: str) -> None:
    """What the owner of the database can do: rows change although every trigger refuses."""
    execute("SET LOCAL session_replication_role = replica")
    execute(sql)
    execute("SET LOCAL session_replication_role = origin")


def test_every_history_and_every_record_of_an_evaluation_is_in_the_chain():
    assert {source.table for source in chain.sources()} >= {
        "consolidation_review",
        "consolidation_settlementevent",
        "desk_review_agreedlevelevent",
        "desk_review_evidenceverdictevent",
        "desk_review_judgementevent",
        "evaluations_extension",
        "evaluations_ledgerlevel",
        "evaluations_stagechange",
        "interview_clarificationevent",
        "self_assessment_answerevent",
        "self_assessment_submission",
        "visitation_findingevent",
    }


def test_whatever_enters_the_chain_waits_while_it_is_sealed():
    """Each table of the chain, or the one whose history it is, takes the shared lock before a row is written."""
    locking = [model for model, trigger in pgtrigger.registered() if "xact_lock_shared" in str(trigger.func)]
    waiting = {model._meta.db_table for model in locking}
    histories = {
        model._meta.db_table: model.pgh_tracked_model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
    }

    written = {histories.get(source.table, source.table) for source in chain.sources()}

    assert written - waiting == set()


def test_a_chain_that_nobody_touched_is_whole(sealed):
    assert chain.broken_links() == []
    assert [(one.number, one.previous) for one in sealed.seals.all()] == [(1, ""), (2, sealed.seals.first().digest)]


def test_what_has_not_changed_is_not_sealed_again(sealed):
    assert seal_news() == 0
    assert sealed.seals.count() == 2


def test_an_empty_form_says_nothing_and_is_not_sealed():
    EvaluationFactory()

    assert seal_news() == 0


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE self_assessment_answerevent SET fact = 'Lain' WHERE version = 1",
        "UPDATE self_assessment_answerevent SET pgh_created_at = pgh_created_at + '1s' WHERE version = 1",
        "DELETE FROM self_assessment_answerevent WHERE version = 1",
        "UPDATE self_assessment_answerevent SET updated_by_id = NULL WHERE version = 1",
    ],
)
def test_a_rewritten_row_breaks_its_link(sealed, rewriting):
    as_owner(rewriting)

    assert chain.broken_links() == [
        f"{sealed.institution.code}, segel 1: isi self_assessment_answerevent berubah setelah disegel"
    ]


def test_a_row_slipped_in_behind_a_link_is_found(sealed):
    other = EvaluationFactory()
    answered(other)
    columns = "pgh_created_at, pgh_label, pgh_obj_id, id, indicator_id, level, fact, analysis, justification,"
    columns += "service_name, state, return_reason, version, updated_by_id, updated_at"
    as_owner(
        f"INSERT INTO self_assessment_answerevent (pgh_id, evaluation_id, {columns}) "
        f"SELECT -5, {sealed.pk}, {columns} FROM self_assessment_answerevent "
        f"WHERE evaluation_id = {other.pk} AND version = 1"
    )

    assert "segel 1: isi self_assessment_answerevent berubah setelah disegel" in chain.broken_links()[0]


def test_links_rewritten_without_the_key_are_found_out(sealed, settings):
    """The owner rewrites a row and makes the whole chain anew, but the signing key is not in the database."""
    as_owner("DELETE FROM evaluations_sealedrows")
    as_owner("DELETE FROM evaluations_seal")
    as_owner("UPDATE self_assessment_answerevent SET fact = 'Lain' WHERE version = 1")
    settings.SEAL_KEY = "11" * 32
    seal_all([sealed.pk])
    settings.SEAL_KEY = ""

    assert chain.broken_links() == [
        f"{sealed.institution.code}, segel 1: ditandatangani dengan kunci yang tidak dikenal"
    ]


def test_a_forged_signature_under_our_name_is_found_out(sealed):
    as_owner("UPDATE evaluations_seal SET signature = repeat('ab', 64) WHERE number = 2")

    assert chain.broken_links() == [f"{sealed.institution.code}, segel 2: tanda tangannya tidak cocok"]


def test_a_link_that_was_taken_out_is_missed(sealed):
    first = sealed.seals.get(number=1)
    as_owner(f"DELETE FROM evaluations_sealedrows WHERE seal_id = {first.pk}")
    as_owner(f"DELETE FROM evaluations_seal WHERE id = {first.pk}")

    assert chain.broken_links() == [f"{sealed.institution.code}, segel 2: mata rantai sebelumnya hilang atau diganti"]


def test_a_former_key_stays_known(sealed, settings):
    former = sealed.seals.first().public_key
    settings.SEAL_KEY = "22" * 32
    settings.FORMER_SEAL_KEYS = [former]

    assert chain.broken_links() == []


def test_a_receipt_of_a_chain_made_anew_no_longer_fits(sealed):
    """Even with the key: what an institution holds on paper is not in the new chain."""
    receipt = sealed.seals.get(number=2)
    as_owner("DELETE FROM evaluations_sealedrows")
    as_owner("DELETE FROM evaluations_seal")
    as_owner("UPDATE self_assessment_answerevent SET fact = 'Lain' WHERE version = 1")
    seal_all([sealed.pk])

    with pytest.raises(CommandError, match="1 mata rantai tidak cocok"):
        call_command(
            "verify_history", institution=sealed.institution.code, number=receipt.number, digest=receipt.digest
        )


def test_the_command_confirms_a_receipt(sealed, capsys):
    receipt = sealed.seals.get(number=1)

    call_command("verify_history", institution=sealed.institution.code, number=1, digest=receipt.digest)

    assert capsys.readouterr().out == "2 segel cocok.\n"


def test_two_evaluations_of_one_institution_are_one_chain():
    first = EvaluationFactory()
    second = EvaluationFactory(institution=first.institution)
    for one in (first, second):
        answered(one)

    seal_news()

    assert sorted(Seal.objects.values_list("institution", "number")) == [
        (first.institution_id, 1),
        (first.institution_id, 2),
    ]
    assert chain.broken_links() == []


def test_many_evaluations_cost_as_many_reading_statements_as_one(django_assert_num_queries):
    several = [EvaluationFactory() for _ in range(3)]
    for one in several:
        answered(one)
    counted = len(chain.sources())

    with django_assert_num_queries(counted):
        for source in chain.sources():
            chain.unsealed(source, [one.pk for one in several])


def test_links_refuse_to_be_changed(sealed):
    with pytest.raises(DomainError), passing_the_gate():
        Seal.objects.update(digest="0" * 64)
    with pytest.raises(DomainError), passing_the_gate():
        SealedRows.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_record_under_way_is_waited_for():
    """A row that has its key but is not committed would be missed behind the link; sealing waits for it."""
    evaluation = EvaluationFactory()
    answered(evaluation)
    written, may_commit = threading.Event(), threading.Event()

    def changing():
        with transaction.atomic():
            StageChange.objects.create(evaluation=evaluation, to_stage=Stage.SELF_ASSESSMENT, reason="Uji")
            written.set()
            may_commit.wait(10)
        connection.close()

    def sealing():
        seal_news()
        connection.close()

    changer = threading.Thread(target=changing)
    changer.start()
    written.wait(10)
    sealer = threading.Thread(target=sealing)
    sealer.start()
    sealer.join(0.5)
    waited = sealer.is_alive()
    may_commit.set()
    changer.join()
    sealer.join()

    assert waited
    assert SealedRows.objects.filter(source="evaluations_stagechange").count() == 1
    assert chain.broken_links() == []
