"""Other agencies' indices of a period, many at once from a workbook: looked at first, then brought in, once."""

from typing import IO

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.queries.external import COLUMNS, preview_of
from apps.coordination.queries.locus import as_stored
from apps.evaluations.actions.external import bring_external
from apps.periods.models import EvaluationPeriod


def read_external(period: EvaluationPeriod, file: IO[bytes], name: str, *, by: User) -> ImportedList:
    """Keep an uploaded list as it was read; nothing changes until it is applied."""
    rows = as_stored(read_rows(file, COLUMNS))
    return ImportedList.objects.create(
        kind=ListKind.EXTERNAL, period=period, name=name[:255], rows=rows, uploaded_by=by
    )


@transaction.atomic
def apply_external(imported: ImportedList, *, by: User) -> int:
    """Do what the preview said, once, if the list has no fault; returns how many values were new."""
    imported = ImportedList.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.applied_at or imported.period is None:
        raise DomainError("Daftar ini sudah diterapkan. Nilai indeks tidak diubah lagi.")
    preview = preview_of(imported.period, imported.rows)
    if preview.faults:
        raise DomainError(f"Daftar ini masih salah pada {len(preview.faults)} hal. Nilai indeks belum diubah.")
    written = bring_external(preview.rows, by=by)
    ImportedList.objects.filter(pk=imported.pk).update(applied_at=timezone.now())
    return written
