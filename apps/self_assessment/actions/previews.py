"""Looking into evidence: what to warn of at once, and pages as images. Everything here can be made anew."""

import shutil
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files, pages
from apps.common.sql import insert
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.self_assessment.models import Evidence, FileCheck, FilePage, FileWarning, StoredFile
from apps.self_assessment.queries.previews import folder_of, image_path, wanted_pages

KIND = "evidence_pages"
SMALL = 5_000_000  # bytes that are looked into while the person waits
QUICK, PATIENT, A_BATCH = 2, 20, 30  # seconds of the processor
BATCH = 10  # pages
PAGES_LIFE = timedelta(days=30)


def ask_for_pages(file: StoredFile, *, by: User | None) -> Job | None:
    """Have a worker look into the file and draw its pages; None where there is nothing to draw."""
    return jobs.ask(KIND, file.pk, by=by) if file.can_be_shown else None


def look_at_once(file: StoredFile) -> str:
    """The warning about a file in words, found while the person waits; empty if none is known yet.

    A large file, or one that takes long, is left to the worker.
    """
    check = FileCheck.objects.filter(file=file).first()
    if check is None and file.can_be_shown and file.size <= SMALL:
        check = _keep_look(file, pages.look(files.path_of(file.sha256), file.media_type, seconds=QUICK))
    return check.get_warning_display() if check else ""


def make_pages(file: StoredFile, job: Job) -> None:
    """Look into the file, then draw what is wanted and was asked for. Running twice draws nothing twice."""
    path = files.path_of(file.sha256)
    check = FileCheck.objects.filter(file=file).first()
    if check is None:
        found = pages.look(path, file.media_type, seconds=PATIENT)
        check = _keep_look(file, found or pages.Look(None, FileWarning.TOO_HEAVY))
    if check is None or not check.pages:
        return
    FilePage.objects.bulk_create(
        [FilePage(file=file, number=number) for number in wanted_pages(file, check.pages)], ignore_conflicts=True
    )
    while waiting := _undone(file)[:BATCH]:
        jobs.report(job, 0, len(waiting), "Menyiapkan halaman")
        failed = pages.draw(path, file.media_type, waiting, folder_of(file), seconds=A_BATCH)
        rows = FilePage.objects.filter(file=file, number__in=waiting)
        rows.exclude(number__in=failed).update(is_made=True, has_failed=False, at=timezone.now())
        rows.filter(number__in=failed).update(is_made=False, has_failed=True, at=timezone.now())


def ask_for_page(evidence: Evidence, number: int, *, by: User | None) -> None:
    """Have one more page drawn. Asking again while it waits asks once."""
    if evidence.file is None:
        return
    page, _ = FilePage.objects.get_or_create(file=evidence.file, number=number)
    if page.is_made and not image_path(evidence.file, number).is_file():
        FilePage.objects.filter(pk=page.pk).update(is_made=False)  # the row outlived its image
    ask_for_pages(evidence.file, by=by)


def forget_old_pages() -> int:
    """Delete images that are thirty days old, and return how many; whoever opens the page has it drawn again."""
    old = Q(is_made=True) | Q(has_failed=True)
    forgotten = list(FilePage.objects.filter(old, at__lt=timezone.now() - PAGES_LIFE).select_related("file"))
    FilePage.objects.filter(pk__in=[page.pk for page in forgotten]).delete()
    for page in forgotten:
        image_path(page.file, page.number).unlink(missing_ok=True)
    for file in {page.file for page in forgotten}:
        if not FilePage.objects.filter(file=file).exists():
            shutil.rmtree(folder_of(file), ignore_errors=True)
    return len(forgotten)


def _undone(file: StoredFile) -> list[int]:
    rows = FilePage.objects.filter(file=file, is_made=False, has_failed=False)
    return list(rows.values_list("number", flat=True))


def _keep_look(file: StoredFile, found: pages.Look | None) -> FileCheck | None:
    if found is None:
        return None
    check = FileCheck(file=file, pages=found.pages, warning=FileWarning(found.finding))
    insert(check, unless_there=True)  # whoever looked at the same time has seen the same
    return check
