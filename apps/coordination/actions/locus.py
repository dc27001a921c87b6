"""Who takes part in a period: many at once while it is prepared, one by hand with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows
from apps.coordination.models import ImportedList, ListKind, TrackChange
from apps.coordination.queries.locus import (
    COLUMNS,
    LocusRow,
    as_stored,
    not_placed,
    preview_of,
)
from apps.coordination.queries.locus_proposals import DrawAsked, Proposed, proposed_by_draw, proposed_by_rules
from apps.evaluations import gate
from apps.evaluations.actions import apply_windows
from apps.evaluations.actions.conflicts import refresh_conflicts
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution
from apps.periods.models import (
    EvaluationPeriod,
    LocusApplication,
    LocusDecision,
    LocusLine,
    LocusMeans,
    LocusRule,
    PeriodState,
)
from apps.rules.locus import Rule, faults_of
from apps.rules.stages import LABELS, Stage, Track

FIXED_TRACK = "Jalur {name} tidak dapat diubah lagi setelah {stage} dimulai."


@transaction.atomic
def place_in_tracks(
    period: EvaluationPeriod, rows: Iterable[LocusRow], *, means: LocusMeans = LocusMeans.LIST, by: User | None
) -> int:
    """Put institutions into tracks and batches, in one statement; only while the period is prepared.

    An institution that already has a row keeps it. Returns how many rows were written.
    """
    _hold_in_preparation(period)
    return _write(LocusDecision(period=period, means=means, by=by), rows)


@transaction.atomic
def decide_by_rules(period: EvaluationPeriod, *, seen: str, by: User) -> int:
    """Put institutions where the period's rules say. `seen`: the fingerprint of the proposal that was looked at."""
    _hold_in_preparation(period)
    return _decide(period, LocusMeans.RULES, proposed_by_rules(period), seen, by=by)


@transaction.atomic
def decide_by_draw(period: EvaluationPeriod, asked: DrawAsked, *, seen: str, by: User) -> int:
    """Put institutions where a draw says. `seen`: the fingerprint of the proposal that was looked at."""
    _hold_in_preparation(period)
    return _decide(period, LocusMeans.DRAW, proposed_by_draw(period, asked), seen, seed=asked.seed, by=by)


@transaction.atomic
def set_rules(period: EvaluationPeriod, rules: Sequence[Rule]) -> None:
    """Make these the rules of the period, in this order."""
    _hold_in_preparation(period)
    if faults := faults_of(rules):
        raise DomainError(" ".join([*faults, "Aturan belum diubah."]))
    LocusRule.objects.filter(period=period).delete()
    LocusRule.objects.bulk_create(
        LocusRule(
            period=period,
            position=position,
            name=rule.name,
            condition=rule.condition,
            limit=rule.limit,
            track=rule.track,
        )
        for position, rule in enumerate(rules, 1)
    )


@transaction.atomic
def take_application(period: EvaluationPeriod, institution: Institution, letter: str, *, by: User) -> None:
    """Note that an institution asks to be taken up; a later letter takes the place of the first."""
    _hold_in_preparation(period)
    LocusApplication.objects.update_or_create(
        period=period, institution=institution, defaults={"letter": letter, "by": by, "at": timezone.now()}
    )


@transaction.atomic
def drop_application(application: LocusApplication) -> None:
    _hold_in_preparation(application.period)
    application.delete()


@transaction.atomic
def place_living(period: EvaluationPeriod, tracks: Mapping[Category, Track], *, reason: str, by: User) -> int:
    """Put every living institution that is not yet on the list into the track of its category."""
    if Track.NOT_ASSESSED in tracks.values() and not reason.strip():
        raise DomainError("Tulis alasan bagi kategori yang tidak dinilai. Lokus belum diubah.")
    rows = [
        LocusRow(pk, track, reason=reason.strip() if track == Track.NOT_ASSESSED else "")
        for pk, category in not_placed(period).values_list("pk", "category")
        if (track := tracks.get(Category(category)))
    ]
    return place_in_tracks(period, rows, means=LocusMeans.CATEGORY, by=by)


def read_locus(period: EvaluationPeriod, file: IO[bytes], name: str, *, by: User) -> ImportedList:
    """Keep an uploaded list as it was read; nothing changes until it is applied."""
    rows = as_stored(read_rows(file, COLUMNS))
    return ImportedList.objects.create(kind=ListKind.LOCUS, period=period, name=name[:255], rows=rows, uploaded_by=by)


@transaction.atomic
def apply_locus(imported: ImportedList, *, by: User) -> int:
    """Do what the preview said, once, if the list has no fault; returns how many rows were written."""
    imported = ImportedList.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.applied_at or imported.period is None:
        raise DomainError("Daftar ini sudah diterapkan. Lokus tidak diubah lagi.")
    preview = preview_of(imported.period, imported.rows)
    if preview.faults:
        raise DomainError(f"Daftar ini masih salah pada {len(preview.faults)} hal. Lokus belum diubah.")
    written = place_in_tracks(imported.period, preview.rows, by=by)
    refresh_conflicts(by=by)
    ImportedList.objects.filter(pk=imported.pk).update(applied_at=timezone.now())
    return written


@transaction.atomic
def change_track(evaluation: Evaluation, track: Track, *, batch: int, reason: str, by: User) -> None:
    """Put one institution into another track, with a reason that stays on record.

    Out of the year only before it was handed in; between the assessed tracks only before assessors begin.
    """
    if not reason.strip():
        raise DomainError("Perubahan jalur memerlukan alasan. Jalur belum diubah.")
    gate.hold([evaluation.pk])
    evaluation.refresh_from_db()
    if evaluation.stage != Stage.SELF_ASSESSMENT:
        raise DomainError(
            FIXED_TRACK.format(name=evaluation.institution, stage=LABELS[Stage.DESK_REVIEW].lower())
            + " Jalur belum diubah."
        )
    TrackChange.objects.create(
        evaluation=evaluation, from_track=evaluation.track, to_track=track, reason=reason.strip(), by=by
    )
    Evaluation.objects.filter(pk=evaluation.pk).update(
        track=track, batch=batch, track_reason=reason.strip(), frozen_at=None
    )
    if evaluation.period.state == PeriodState.RUNNING:
        apply_windows(Evaluation.objects.filter(pk=evaluation.pk))
    evaluation.refresh_from_db()


@transaction.atomic
def move_out(evaluations: Iterable[Evaluation], *, reason: str, by: User) -> int:
    """Take institutions out of the year, with a reason: they are not assessed, which is not a zero."""
    if not reason.strip():
        raise DomainError("Pemindahan ke tidak dinilai memerlukan alasan. Jalur belum diubah.")
    evaluations = list(evaluations)
    gate.hold([one.pk for one in evaluations])
    rows = Evaluation.objects.filter(pk__in=[one.pk for one in evaluations]).select_related("institution")
    if begun := [str(one.institution) for one in rows if one.stage != Stage.SELF_ASSESSMENT]:
        raise DomainError(
            FIXED_TRACK.format(name=", ".join(begun[:5]), stage=LABELS[Stage.DESK_REVIEW].lower())
            + " Jalur belum diubah."
        )
    moved = [one for one in rows if one.track != Track.NOT_ASSESSED]
    TrackChange.objects.bulk_create(
        TrackChange(evaluation=one, from_track=one.track, to_track=Track.NOT_ASSESSED, reason=reason.strip(), by=by)
        for one in moved
    )
    Evaluation.objects.filter(pk__in=[one.pk for one in moved]).update(
        track=Track.NOT_ASSESSED, track_reason=reason.strip(), frozen_at=None
    )
    return len(moved)


def _decide(
    period: EvaluationPeriod, means: LocusMeans, proposed: Proposed, seen: str, *, seed: str = "", by: User
) -> int:
    if proposed.sha256 != seen:
        raise DomainError("Keadaan berubah sejak usulan ini ditampilkan. Periksa usulan yang baru. Lokus belum diubah.")
    decision = LocusDecision(period=period, means=means, rules=proposed.rules, seed=seed, by=by)
    written = _write(decision, proposed.preview.rows)
    refresh_conflicts(by=by)
    return written


def _write(decision: LocusDecision, rows: Iterable[LocusRow]) -> int:
    """The evaluations of these rows, and the decision that put them there. Nothing for no rows."""
    rows = list(rows)
    if not rows:
        return 0
    Evaluation.objects.bulk_create(
        [
            Evaluation(
                period=decision.period,
                institution_id=row.institution_id,
                track=row.track,
                batch=row.batch,
                track_reason=row.reason,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["period", "institution"],
        update_fields=["track", "batch", "track_reason"],
    )
    decision.save()
    LocusLine.objects.bulk_create(
        LocusLine(
            decision=decision, institution_id=row.institution_id, track=row.track, batch=row.batch, reason=row.reason
        )
        for row in rows
    )
    return len(rows)


def _hold_in_preparation(period: EvaluationPeriod) -> None:
    """Nobody opens the period while its list is being written; and an open one has no list any more."""
    state = EvaluationPeriod.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=period.pk)
    if state != PeriodState.PREPARATION:
        raise DomainError("Periode ini sudah dibuka: lokus diubah satu per satu, dengan alasan.")
