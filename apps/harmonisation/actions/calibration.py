"""A calibration round: put together, opened, judged by everybody alone, locked by each, closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import TeamMember
from apps.harmonisation.exceptions import StaleCalibrationError
from apps.harmonisation.models import (
    CalibrationItem,
    CalibrationLevel,
    CalibrationLock,
    CalibrationRound,
    CalibrationSheet,
)
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.periods.models import EvaluationPeriod


@transaction.atomic
def make_round(period: EvaluationPeriod, name: str, *, by: User) -> CalibrationRound:
    """A round without sheets yet. Raises DomainError for a name that is taken."""
    found, is_new = CalibrationRound.objects.get_or_create(period=period, name=name.strip(), defaults={"made_by": by})
    if not is_new:
        raise DomainError(f"Putaran kalibrasi bernama {found.name} sudah ada pada periode ini.")
    return found


def add_sheet(calibration: CalibrationRound, title: str, context: str) -> CalibrationSheet:
    """Raises DomainError once the round is open, or for a title that is taken."""
    with passing_the_gate():
        found, is_new = CalibrationSheet.objects.get_or_create(
            round=calibration, title=title.strip(), defaults={"context": context.strip()}
        )
    if not is_new:
        raise DomainError(f"Lembar contoh berjudul {found.title} sudah ada pada putaran ini.")
    return found


def set_item(
    sheet: CalibrationSheet, indicator: Indicator, *, text: str, reference_level: Decimal, reason: str
) -> CalibrationItem:
    """Write what the sheet says of an indicator, in place of what it said. Raises what the database refuses."""
    with passing_the_gate():
        item, _ = CalibrationItem.objects.update_or_create(
            sheet=sheet,
            indicator=indicator,
            defaults={"text": text.strip(), "reference_level": reference_level, "reason": reason.strip()},
        )
    return item


def remove_item(item: CalibrationItem) -> None:
    """Raises DomainError once the round is open."""
    with passing_the_gate():
        item.delete()


@transaction.atomic
def open_round(calibration: CalibrationRound, *, url: str) -> None:
    """From here on the samples stay as they are and everybody in the teams may judge them; they are told."""
    with passing_the_gate():
        opened = CalibrationRound.objects.filter(pk=calibration.pk, opened_at__isnull=True).update(
            opened_at=timezone.now()
        )
    if opened:
        people = User.objects.filter(
            pk__in=TeamMember.objects.filter(team__period=calibration.period_id).values("user")
        )
        notify(
            people,
            f"Putaran kalibrasi {calibration.name} dibuka. Nilailah lembar contohnya sendiri, lalu kunci.",
            url,
            simulation=calibration.period.simulation_label,
        )
    calibration.refresh_from_db()


def close_round(calibration: CalibrationRound) -> None:
    """From here on nobody gives or locks levels; what was not locked does not count."""
    with passing_the_gate():
        CalibrationRound.objects.filter(pk=calibration.pk, opened_at__isnull=False, closed_at__isnull=True).update(
            closed_at=timezone.now()
        )
    calibration.refresh_from_db()


def give_level(item: CalibrationItem, *, level: Decimal, reason: str, version: int, by: User) -> CalibrationLevel:
    """Write one's own level, if it still stands at `version`; 0 is the first word.

    Raises StaleCalibrationError, StageClosedError, LevelRefusedError.
    """
    words = {"level": level, "reason": reason.strip(), "updated_at": timezone.now()}
    mine = CalibrationLevel.objects.filter(item=item, assessor=by)
    with passing_the_gate():
        if version:
            written = bool(mine.filter(version=version).update(**words, version=F("version") + 1))
        else:
            _, written = CalibrationLevel.objects.get_or_create(item=item, assessor=by, defaults=words)
    if not written:
        raise StaleCalibrationError(mine.first())
    return mine.get()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What one assessor says of one item."""

    item: CalibrationItem
    assessor: User
    level: Decimal
    reason: str = ""


def give_levels(rows: Iterable[LevelRow]) -> int:
    """First words of many assessors, in one statement; what somebody has said already stays. Returns how many came.

    Raises StageClosedError, LevelRefusedError, and DomainError for whoever has locked.
    """
    given = [CalibrationLevel(item=one.item, assessor=one.assessor, level=one.level, reason=one.reason) for one in rows]
    with passing_the_gate():
        return len(CalibrationLevel.objects.bulk_create(given, ignore_conflicts=True))


def lock_round(calibration: CalibrationRound, *, by: User) -> None:
    """Lock one's own levels; locking twice is locking once. Raises DomainError while one is missing."""
    lock_round_of([by], calibration)


def lock_round_of(people: Iterable[User], calibration: CalibrationRound) -> None:
    """Lock the levels of each of these, all or none, in one statement."""
    locks = [CalibrationLock(round=calibration, assessor=one) for one in people]
    with passing_the_gate():
        CalibrationLock.objects.bulk_create(locks, ignore_conflicts=True)
