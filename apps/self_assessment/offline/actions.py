"""Keeping a filled workbook, and writing what was chosen of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError
from apps.evaluations.models import Evaluation
from apps.self_assessment.actions import SheetRow, save_sheet
from apps.self_assessment.models import OfflineUpload
from apps.self_assessment.offline.differences import RowChange
from apps.self_assessment.offline.reading import read_workbook

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Applied:
    """How many rows were written, and which indicators were changed by somebody since the preview."""

    written: int
    overtaken: list[int]


def keep_upload(evaluation: Evaluation, file: IO[bytes], *, name: str, by: User) -> OfflineUpload:
    """Read a filled workbook and keep what it says; those that are too old go. Changes no answer.

    Raises InputRefusedError, naming what is wrong with the file.
    """
    read = read_workbook(file, evaluation, evaluation.period.instrument.indicators.filter(external_index=""))
    if not read.rows and not read.faults:
        raise InputRefusedError("Tidak ada baris indikator di bawah judul kolom. Tidak ada yang diubah.")
    with transaction.atomic():
        OfflineUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT_FOR).delete()
        return OfflineUpload.objects.create(
            evaluation=evaluation,
            name=name[:255],
            made_at=datetime.fromisoformat(read.made_at),
            rows=[[row.row, row.number, row.version, row.said, row.faults] for row in read.rows],
            faults=read.faults,
            uploaded_by=by,
        )


def living_uploads(evaluation: Evaluation, *, of: User) -> QuerySet[OfflineUpload]:
    """The workbooks this person uploaded for this sheet and may still apply."""
    return OfflineUpload.objects.filter(
        evaluation=evaluation, uploaded_by=of, uploaded_at__gte=timezone.now() - KEPT_FOR
    )


def apply_rows(evaluation: Evaluation, rows: Sequence[RowChange], *, seen: Mapping[int, int], by: User) -> Applied:
    """Write these rows in one statement, each only while its answer still is at the version that was `seen`.

    `seen` holds versions by indicator number. Raises StageClosedError.
    """
    numbers = {row.answer.indicator_id: row.read.number for row in rows}
    said = [SheetRow(row.answer.indicator_id, seen[row.read.number], row.text) for row in rows]
    stale = save_sheet(evaluation, said, by=by)
    return Applied(len(said) - len(stale), [numbers[pk] for pk in stale])
