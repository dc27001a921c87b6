"""The agencies' word: on exactly what they saw, once, and voided by a new computation."""

from importlib import import_module

import pytest
from django.db import IntegrityError

from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.institutions.actions import join
from apps.institutions.models import Role
from apps.periods.models import EvaluationPeriod
from apps.results import actions
from apps.results.exceptions import ContentChangedError
from apps.results.models import FinalisationRun, PeriodAgency, Publication, RunState, Vote
from apps.results.queries import has_quorum
from apps.rules.stages import Stage, Track
from tests.database import execute
from tests.factories import AgencyFactory, EvaluationFactory, UserFactory, correct
from tests.factories.results import agreed_run, computed_run, finished_period, issued_decree, published_decree, seat

pytestmark = pytest.mark.django_db


def vote(run, user, **changes):
    agency = user.memberships.get().agency
    given = {"choice": "agree", "content_sha256": run.content_sha256} | changes
    return actions.cast_vote(run, agency, by=user, **given)


def test_the_quorum_counts_agreement_only():
    period = finished_period(votes_required=2)
    run = computed_run(period)
    first, second, third = seat(period), seat(period), seat(period)

    vote(run, first)
    vote(run, second, choice="dissent", note="Data Kota X belum dikonfirmasi.")
    before = has_quorum(run)
    vote(run, third)

    assert (before, has_quorum(run)) == (False, True)


def test_an_agency_speaks_once():
    period = finished_period()
    run, user = computed_run(period), seat(period)
    vote(run, user)

    with pytest.raises(DomainError, match="sudah memberi suara"):
        vote(run, user)

    assert run.votes.count() == 1


def test_a_dissent_says_why():
    period = finished_period()
    run, user = computed_run(period), seat(period)

    with pytest.raises(DomainError, match="memerlukan catatan"):
        vote(run, user, choice="dissent", note=" ")

    assert not run.votes.exists()


def test_a_vote_on_another_content_is_refused():
    period = finished_period()
    run, user = computed_run(period), seat(period)

    with pytest.raises(ContentChangedError):
        vote(run, user, content_sha256="0" * 64)

    assert not run.votes.exists()


def test_a_new_computation_voids_the_votes():
    period = finished_period()
    run = agreed_run(period)

    again = computed_run(period)

    assert (has_quorum(run), has_quorum(again)) == (True, False)


def test_a_vote_is_never_changed(django_assert_num_queries):
    period = finished_period()
    run = agreed_run(period)

    with pytest.raises(Exception, match="hanya dapat ditambah"):
        run.votes.update(choice="dissent", note="x")


def row(run, user, **changes):
    """A vote past the action, straight into the table."""
    agency = user.memberships.get().agency
    given = {"choice": "agree", "content_sha256": run.content_sha256, "agency": agency, "by": user} | changes
    with passing_the_gate():
        return Vote.objects.create(run=run, **given)


def test_the_database_takes_a_vote_on_the_present_content_only():
    period = finished_period()
    run, user = computed_run(period), seat(period)

    with pytest.raises(DomainError, match="hanya atas isi hitungan yang berlaku"):
        row(run, user, content_sha256="0" * 64)
    computed_run(period)
    with pytest.raises(DomainError, match="hanya atas isi hitungan yang berlaku"):
        row(run, user)

    assert not Vote.objects.exists()


def test_the_database_takes_a_vote_only_from_a_member_of_an_agency_with_a_seat():
    period = finished_period()
    run, user, stranger = computed_run(period), seat(period), UserFactory.create()
    unseated = AgencyFactory.create()
    join(stranger, Role.AGENCY_MEMBER, agency=unseated)

    for changes in ({"by": stranger}, {"by": stranger, "agency": unseated}):
        with pytest.raises(DomainError, match="anggota instansi yang berhak"):
            row(run, user, **changes)

    assert not Vote.objects.exists()


def test_the_database_takes_a_dissent_only_with_words():
    period = finished_period()
    run, user = computed_run(period), seat(period)

    with pytest.raises(IntegrityError, match="dissent_says_why"):
        row(run, user, choice="dissent", note=" \n")


def test_the_database_takes_one_vote_of_an_agency():
    period = finished_period()
    run, user = computed_run(period), seat(period)
    row(run, user)

    with pytest.raises(IntegrityError, match="one_vote_per_agency"):
        row(run, user)


def test_a_word_in_the_ledger_voids_the_votes_at_once():
    period = finished_period()
    run = agreed_run(period)

    correct(period.evaluations.get(), 1, 2)

    run.refresh_from_db()
    assert (run.state, has_quorum(run)) == (RunState.STALE, False)


@pytest.mark.parametrize("state", [RunState.COMPUTING, RunState.COMPUTED])
def test_another_track_or_another_institution_voids_them_too(state):
    for change in ("track", "coming"):
        period = finished_period()
        run = actions.start_run(period, by=None) if state == RunState.COMPUTING else computed_run(period)

        if change == "track":
            period.evaluations.update(track=Track.MONITORING)
        else:
            EvaluationFactory.create(period=period)

        run.refresh_from_db()
        assert run.state == RunState.STALE


def test_who_is_not_assessed_voids_nothing_by_coming():
    period = finished_period()
    run = computed_run(period)

    EvaluationFactory.create(period=period, track=Track.NOT_ASSESSED)

    run.refresh_from_db()
    assert run.state == RunState.COMPUTED


def test_a_run_that_was_overtaken_while_it_computed_writes_nothing():
    period = finished_period()
    run = actions.start_run(period, by=None)
    correct(period.evaluations.get(), 1, 2)

    actions.compute(run)

    run = FinalisationRun.objects.get(pk=run.pk)
    assert (run.state, run.results.count()) == (RunState.STALE, 0)


def test_the_content_of_a_run_is_not_exchanged_beneath_its_votes():
    period = finished_period()
    run = agreed_run(period)

    for changes in ({"content_sha256": "0" * 64}, {"computed_at": None}, {"number": 9}, {"state": RunState.COMPUTING}):
        with pytest.raises(DomainError), passing_the_gate():
            FinalisationRun.objects.filter(pk=run.pk).update(**changes)
    with pytest.raises(DomainError), passing_the_gate():
        execute("DELETE FROM results_finalisationrun")

    run.refresh_from_db()
    assert has_quorum(run)


def test_a_run_that_was_replaced_does_not_come_back():
    period = finished_period()
    first = computed_run(period)
    computed_run(period).period.runs.exclude(pk=first.pk).update(state=RunState.REPLACED)

    with pytest.raises(DomainError, match="tidak dihidupkan lagi"), passing_the_gate():
        FinalisationRun.objects.filter(pk=first.pk).update(state=RunState.COMPUTED)


def test_the_composition_is_data_until_the_first_vote():
    period = finished_period()
    agencies = [AgencyFactory.create() for _ in range(3)]

    actions.set_composition(period, agencies, 2)
    actions.set_composition(period, agencies[1:], 1)

    period.refresh_from_db()
    assert [one.agency for one in period.agencies.all()] == agencies[1:]
    assert period.votes_required == 1


@pytest.mark.parametrize("quorum", [0, 3])
def test_the_quorum_fits_the_composition(quorum):
    period = finished_period()

    with pytest.raises(DomainError, match="Kuorum"):
        actions.set_composition(period, [AgencyFactory.create() for _ in range(2)], quorum)

    assert not period.agencies.exists()


def test_after_the_first_vote_the_composition_stays():
    period = finished_period()
    agreed_run(period)
    seated = period.agencies.get()

    with pytest.raises(DomainError, match="sudah dimulai"):
        actions.set_composition(period, [AgencyFactory.create()], 1)
    for change in (
        lambda: PeriodAgency.objects.create(period=period, agency=AgencyFactory.create()),
        lambda: PeriodAgency.objects.filter(pk=seated.pk).delete(),
        lambda: PeriodAgency.objects.filter(pk=seated.pk).update(agency=AgencyFactory.create()),
        lambda: EvaluationPeriod.objects.filter(pk=period.pk).update(votes_required=2),
    ):
        with pytest.raises(DomainError, match="sudah dimulai"), passing_the_gate():
            change()


def test_a_new_computation_does_not_open_the_composition_again():
    period = finished_period()
    agreed_run(period)
    computed_run(period)

    with pytest.raises(DomainError, match="sudah dimulai"), passing_the_gate():
        EvaluationPeriod.objects.filter(pk=period.pk).update(votes_required=2)


def test_the_database_publishes_nothing_without_the_quorum(monkeypatch):
    period = finished_period(votes_required=2)
    run = computed_run(period)
    user, _ = seat(period), seat(period)
    vote(run, user)
    monkeypatch.setattr(import_module("apps.decrees.actions.issue"), "has_quorum", lambda run: True)
    issued_decree(run)

    with pytest.raises(DomainError, match="kuorum"), passing_the_gate():
        Publication.objects.create(period=period, run=run, by=user)


def test_nothing_is_published_that_a_correction_has_overtaken():
    period = finished_period()
    decree = issued_decree(agreed_run(period))
    correct(period.evaluations.get(), 1, 2)

    with pytest.raises(DomainError, match="kuorum"):
        actions.publish(decree.run, by=UserFactory.create())

    assert not Publication.objects.exists()
    assert period.evaluations.get().stage == Stage.FINAL


def test_after_a_correction_there_may_be_another_run_though_a_decree_was_issued():
    period = finished_period()
    issued_decree(agreed_run(period))
    with pytest.raises(DomainError, match="sudah ditetapkan"):
        actions.start_run(period, by=None)

    correct(period.evaluations.get(), 1, 2)

    assert computed_run(period).state == RunState.COMPUTED


def test_what_is_published_is_not_voided_any_more():
    period = finished_period()
    run = published_decree(period).run

    with pytest.raises(DomainError, match="sudah terbit"), passing_the_gate():
        FinalisationRun.objects.filter(pk=run.pk).update(state=RunState.STALE)
    with pytest.raises(DomainError, match="sudah terbit"), passing_the_gate():
        EvaluationFactory.create(period=period)
