"""The agencies' word: on exactly what they saw, once, and voided by a new computation."""

import pytest

from apps.common.exceptions import DomainError
from apps.results import actions
from apps.results.exceptions import ContentChangedError
from apps.results.queries import has_quorum
from tests.factories.results import agreed_run, computed_run, finished_period, seat

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
