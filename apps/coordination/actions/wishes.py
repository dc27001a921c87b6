"""What an assessor knows, where they would go, how much they would take and what they would rather not judge."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.sheets import read_rows
from apps.coordination.models import AssessorWish, AvoidedInstitution, ImportedList, ListKind, WishCall
from apps.coordination.queries.locus import as_stored
from apps.coordination.queries.wishes import COLUMNS, Wishes, open_calls, preview_of
from apps.periods.models import EvaluationPeriod


@transaction.atomic
def set_wishes(rows: Mapping[User, Wishes], *, by: User) -> int:
    """Write down what weighs in the next proposal, in place of what stood there. Five statements, however many."""
    said = {person.pk: wishes for person, wishes in rows.items()}
    now = timezone.now()
    AssessorWish.objects.bulk_create(
        [
            AssessorWish(
                assessor=person,
                categories=sorted(wishes.categories),
                capacity=wishes.capacity,
                updated_by=by,
                updated_at=now,
            )
            for person, wishes in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["assessor"],
        update_fields=["categories", "capacity", "updated_by", "updated_at"],
    )
    stored = dict(AssessorWish.objects.filter(assessor__in=said).values_list("assessor", "pk"))
    places = AssessorWish.provinces.through
    places.objects.filter(assessorwish__in=stored.values()).delete()
    AvoidedInstitution.objects.filter(wish__in=stored.values()).delete()
    places.objects.bulk_create(
        places(assessorwish_id=stored[pk], province_id=one.pk)
        for pk, wishes in said.items()
        for one in wishes.provinces
    )
    AvoidedInstitution.objects.bulk_create(
        AvoidedInstitution(wish_id=stored[pk], institution=one, reason=why)
        for pk, wishes in said.items()
        for one, why in wishes.avoided.items()
    )
    return len(rows)


def set_own_wishes(wishes: Wishes, *, by: User) -> None:
    """What an assessor writes down of themselves, while the ministry asks for it."""
    if not open_calls().exists():
        raise DomainError("Pengisian keahlian dan keinginan tidak sedang dibuka. Isian belum disimpan.")
    set_wishes({by: wishes}, by=by)


def call_for_wishes(period: EvaluationPeriod, *, until: datetime, by: User) -> None:
    """Let the assessors write their own wishes until a moment; a moment that has passed ends it."""
    WishCall.objects.update_or_create(period=period, defaults={"until": until, "by": by})


def read_wishes(period: EvaluationPeriod, file: IO[bytes], name: str, *, by: User) -> ImportedList:
    """Keep an uploaded list as it was read; nothing changes until it is applied."""
    rows = as_stored(read_rows(file, COLUMNS))
    return ImportedList.objects.create(kind=ListKind.WISHES, period=period, name=name[:255], rows=rows, uploaded_by=by)


@transaction.atomic
def apply_wishes(imported: ImportedList, *, by: User) -> int:
    """Do what the preview said, once, if the list has no fault; returns how many assessors were written."""
    imported = ImportedList.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.applied_at:
        raise DomainError("Daftar ini sudah diterapkan. Tidak ada yang diubah lagi.")
    preview = preview_of(imported.rows)
    if preview.faults:
        raise InputRefusedError(f"Daftar ini masih salah pada {len(preview.faults)} hal. Belum ada yang diubah.")
    changed = {person for _, person, _, _ in preview.changed}
    written = set_wishes({one: wishes for one, wishes in preview.rows.items() if one in changed}, by=by)
    ImportedList.objects.filter(pk=imported.pk).update(applied_at=timezone.now())
    return written
