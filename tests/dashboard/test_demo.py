"""The demonstration on a small register: by the actions of the whole, and a second start that changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from apps.accounts.models import User
from apps.dashboard.demo import country
from apps.dashboard.demo.cast import SHOWN
from apps.desk_review.models import EvidenceVerdict, Verdict
from apps.evaluations.models import Evaluation
from apps.harmonisation.models import CalibrationLevel, CalibrationRound
from apps.institutions.models import Institution, Role
from apps.jobs.models import Job, JobState
from apps.periods.choices import PLACES
from apps.periods.models import EvaluationPeriod
from apps.results.models import Result
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer, Submission
from tests.invariants import assert_invariants
from tests.paper.reading import unprinted

TOLD = ("Bali", "Maluku Utara", "Jambi")


@pytest.fixture(scope="module")
def logins(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Iterator[Path]:
    """The demonstration with the institutions shown in detail, those of the stories, and few others beside them."""
    path = tmp_path_factory.mktemp("demo") / "logins.json"
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(path.parent / "media"))
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr("apps.common.printing.printed", unprinted)  # nobody reads a paper of it here
        call_command("load_reference", verbosity=0)
        few = Institution.objects.filter(name__in=SHOWN) | Institution.objects.filter(province__name__in=TOLD)
        patch.setattr(country, "living_institutions", lambda: few.filter(valid_to=None))
        patch.setattr(country, "ASSESSED", few.count() - 1)
        patch.setattr(country, "LATE_STEP", 2)
        call_command("demo", "--stories", logins=path)
        call_command("demo", "--country")
        yield path
        transaction.set_rollback(True)


@pytest.fixture
def filled(logins: Path, db: None, settings) -> Path:
    settings.MEDIA_ROOT = str(logins.parent / "media")
    return logins


def test_what_was_published_comes_out_of_the_reconstruction(filled):
    figures = Result.objects.filter(evaluation__period__year=2023).order_by("evaluation__institution__code")

    assert {str(one.evaluation.institution): f"{one.stated}" for one in figures} == {
        "Kabupaten Banyuwangi": "4.50",
        "Provinsi Bali": "4.07",
        "Kabupaten Jembrana": "3.14",
        "Kabupaten Tabanan": "3.77",
        "Kabupaten Badung": "3.66",
        "Kabupaten Gianyar": "3.14",
        "Kabupaten Klungkung": "3.02",
        "Kabupaten Bangli": "2.48",
        "Kabupaten Karangasem": "2.30",
        "Kabupaten Buleleng": "3.45",
        "Kota Denpasar": "3.80",
    }


def test_everything_of_it_is_marked_as_a_simulation(filled):
    assert {one.simulation_label for one in EvaluationPeriod.objects.all()} == {"SIMULASI", "SIMULASI - REKONSTRUKSI"}


def test_there_is_work_at_every_stage(filled):
    running = Evaluation.objects.filter(period=country.running_year()).exclude(track=Track.NOT_ASSESSED)

    assert set(running.values_list("stage", flat=True)) == set(PLACES) - {Stage.PUBLISHED}
    assert running.filter(frozen_at__isnull=False).exists()


def test_assessors_have_something_to_calibrate_with(filled):
    finished, standing = CalibrationRound.objects.filter(period=country.running_year())
    locked = {one: one.locks.count() for one in (finished, standing)}
    given = {one: CalibrationLevel.objects.filter(item__sheet__round=one).count() for one in (finished, standing)}

    assert (finished.closed_at is not None, standing.is_open) == (True, True)
    assert (locked[finished], locked[standing]) == (24, 1)
    assert (given[finished], given[standing]) == (24 * 6, 6 + 3)


def test_evidence_was_judged_in_every_way(filled):
    assert set(EvidenceVerdict.objects.values_list("verdict", flat=True)) == set(Verdict.values)


def test_the_invariants_hold(filled):
    assert_invariants()


def test_everybody_on_the_list_gets_in(filled, client):
    people = json.loads(filled.read_text())

    for person in people:
        door = {"login": person["username"], "password": person["password"]}
        assert client.post(reverse("account_login"), door).status_code == 302, person
        assert client.get(reverse("dashboard:home")).status_code == 200, person
        client.logout()
    assert {person["role"] for person in people} == {role.label for role in Role} | {"Ketua tim asesor"}


def test_a_second_start_changes_nothing(filled):
    before = counts(), filled.read_text()

    call_command("demo", "--stories", logins=filled)
    call_command("demo", "--country")

    assert (counts(), filled.read_text()) == before


def test_a_worker_that_comes_later_finds_nothing_of_the_reconstruction_to_do(filled):
    waiting = Job.objects.filter(state=JobState.WAITING).values_list("kind", flat=True)

    assert set(waiting) <= {
        "evidence_pages",
        "interview.minutes",
        "sheet_receipt",
        "visitation.minutes",
        "visitation.photo",
    }


def counts() -> list[int]:
    return [model.objects.count() for model in (User, EvaluationPeriod, Evaluation, Submission, Result, Job)] + list(
        Answer.objects.order_by("pk").values_list("version", flat=True)
    )
