"""The criteria of an instrument from a workbook: looked at first, then written, once."""

from typing import IO

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.queries.criteria import COLUMNS, needs_reason, preview_of
from apps.coordination.queries.locus import as_stored
from apps.instruments.errata import Hand, note_errata, wording_of
from apps.instruments.models import Criterion, Instrument
from apps.periods.models import EvaluationPeriod


def read_criteria(period: EvaluationPeriod, file: IO[bytes], name: str, *, by: User) -> ImportedList:
    """Keep an uploaded list as it was read; nothing changes until it is applied."""
    rows = as_stored(read_rows(file, COLUMNS))
    return ImportedList.objects.create(
        kind=ListKind.CRITERIA, period=period, name=name[:255], rows=rows, uploaded_by=by
    )


@transaction.atomic
def apply_criteria(imported: ImportedList, *, reason: str, by: User) -> int:
    """Write what the preview showed, once; returns how many criteria are new or changed.

    Before a period with this instrument opens they are simply written. Afterwards each is an erratum: with a reason.
    """
    imported = ImportedList.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.applied_at or imported.period is None:
        raise DomainError("Daftar ini sudah diterapkan. Kriteria tidak diubah lagi.")
    # Nobody opens a period with this instrument, or loads other criteria, in between.
    instrument = Instrument.objects.select_for_update().get(pk=imported.period.instrument_id)
    list(EvaluationPeriod.objects.select_for_update(of=("self",)).filter(instrument=instrument))
    preview = preview_of(instrument, imported.rows)
    if preview.faults:
        raise DomainError(f"Daftar ini masih salah pada {len(preview.faults)} hal. Kriteria belum diubah.")
    is_erratum = needs_reason(imported.period)
    if is_erratum and not reason.strip():
        raise DomainError("Instrumen ini sudah dipakai periode yang dibuka: perubahan kriteria memerlukan alasan.")
    before = wording_of(instrument) if is_erratum else {}
    Criterion.objects.bulk_create(
        preview.rows,
        update_conflicts=True,
        unique_fields=["indicator", "level"],
        update_fields=["text", "evidence"],
    )
    if is_erratum:
        note_errata(before, wording_of(instrument), Hand(by, reason.strip()))
    ImportedList.objects.filter(pk=imported.pk).update(applied_at=timezone.now())
    return len(preview.rows)
