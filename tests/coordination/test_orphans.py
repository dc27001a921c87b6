"""Files without a row are swept away after a day; what a row names stays, whoever is faster."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from apps.common import files
from apps.coordination.actions.orphans import REST, sweep_files
from apps.coordination.queries.orphans import hash_columns
from apps.coordination.tasks import sweep_files as task
from apps.self_assessment.models import StoredFile
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db


def kept(content: bytes, *, age: timedelta = REST + timedelta(hours=1)) -> str:
    sha256, _ = files.keep([content])
    moment = (timezone.now() - age).timestamp()
    os.utime(files.path_of(sha256), (moment, moment))
    return sha256


def name(sha256: str) -> None:
    StoredFile.objects.create(
        institution=InstitutionFactory(), sha256=sha256, name="bukti.pdf", size=1, media_type="application/pdf"
    )


def test_an_old_file_that_no_row_names_goes_and_one_that_is_named_stays() -> None:
    orphan, named = kept(b"tanpa baris"), kept(b"dengan baris")
    name(named)

    swept = [sweep_files(), task()]

    assert swept == [1, 0]
    assert (files.path_of(orphan).exists(), files.path_of(named).exists()) == (False, True)


def test_a_young_file_waits_for_its_row() -> None:
    young = kept(b"baru datang", age=REST - timedelta(hours=1))

    assert sweep_files() == 0
    assert files.path_of(young).exists()


def test_bytes_that_are_kept_again_while_the_sweep_runs_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    again = kept(b"datang lagi")
    asked = files.kept_before

    def then_kept(moment):
        found = asked(moment)
        files.keep([b"datang lagi"])
        return found

    monkeypatch.setattr(files, "kept_before", then_kept)

    assert sweep_files() == 0
    assert files.path_of(again).exists()


def test_what_was_being_written_when_a_process_died_goes_too() -> None:
    kept(b"folder")
    left = files.Path(settings.MEDIA_ROOT) / ".incoming-lama"
    left.write_bytes(b"x")
    long_ago = (timezone.now() - REST - timedelta(hours=1)).timestamp()
    os.utime(left, (long_ago, long_ago))

    sweep_files()

    assert not left.exists()


def test_every_table_that_names_a_file_is_asked() -> None:
    assert set(hash_columns()) >= {
        ("self_assessment_storedfile", "sha256"),
        ("self_assessment_archive", "sha256"),
        ("reports_report", "sha256"),
        ("decrees_decreecopy", "sha256"),
        ("decrees_decree", "draft_sha256"),
        ("decrees_decree", "issued_sha256"),
        ("interview_interviewsession", "minutes_sha256"),
        ("visitation_visit", "minutes_sha256"),
        ("notices_letter", "attachment_sha256"),
    }
