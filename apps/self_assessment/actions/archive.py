"""The archive of a sheet: asked for at any time, made by a worker, kept for a week."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.evaluations.models import Evaluation
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.self_assessment.archive import state_of, write_archive
from apps.self_assessment.models import Archive, StoredFile

JOB = "sheet_archive"
KEPT = timedelta(days=7)
CHUNK = 1 << 20


def ask_archive(evaluation: Evaluation, *, by: User) -> Job:
    """Ask a worker for everything of this sheet as it stands then."""
    return jobs.ask(JOB, evaluation.pk, by=by)


def make_archive(evaluation: Evaluation, job: Job) -> Archive:
    """Write the archive and keep it. The same state is the same archive, kept for a week from now."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=root) as written:
        members = write_archive(
            state_of(evaluation), written, lambda done, total: jobs.report(job, done, total, "Arsip sedang disusun.")
        )
        written.seek(0)
        sha256, size = files.keep(_chunks(written))
    jobs.report(job, members, members, "Arsip selesai.")
    archive, _ = Archive.objects.update_or_create(
        evaluation=evaluation,
        sha256=sha256,
        defaults={"size": size, "members": members, "made_by": job.created_by, "made_at": timezone.now()},
    )
    return archive


def forget_archives() -> int:
    """Take away every archive that has been kept long enough; returns how many. They can be made again."""
    forgotten, old = 0, Archive.objects.filter(made_at__lt=timezone.now() - KEPT)
    for archive in old:
        with transaction.atomic():
            # Asked again on the row itself: one that was made anew meanwhile is kept for another week.
            if not old.filter(pk=archive.pk).delete()[0]:
                continue
            forgotten += 1
            others = Archive.objects.filter(sha256=archive.sha256), StoredFile.objects.filter(sha256=archive.sha256)
            if not any(one.exists() for one in others):
                files.path_of(archive.sha256).unlink(missing_ok=True)
    return forgotten


def _chunks(opened: IO[bytes]) -> Iterator[bytes]:
    while chunk := opened.read(CHUNK):
        yield chunk
