"""A period laid out for the demonstration: windows around now, institutions in tracks, proposed teams, the opening."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.coordination.actions.locus import place_in_tracks
from apps.coordination.actions.opening import move_windows, open_period
from apps.coordination.actions.proposals import PROPOSAL, apply_proposal, ask_proposal
from apps.coordination.queries.locus import LocusRow
from apps.evaluations.actions.conflicts import declare_none_for_all
from apps.institutions.models import Institution
from apps.instruments.models import Instrument
from apps.jobs import actions as jobs
from apps.jobs.models import Job
from apps.periods.actions import create_period
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod
from apps.periods.queries import Window, windows_of
from apps.rules.stages import Stage, Track

OPENED_DAYS_AGO = 14
CLOSES_IN_DAYS = 30
TEAM_SIZE = 2
QUORUM = 4
SEED = "simulasi"


def windows_around_now() -> list[Window]:
    """Every stage is open today, for all: each opens and closes a day after the one before."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    return [
        Window(
            stage,
            0,
            now - timedelta(days=OPENED_DAYS_AGO - place),
            now + timedelta(days=CLOSES_IN_DAYS + place),
        )
        for place, stage in enumerate(WINDOW_STAGES)
    ]


def prepare_period(
    *, name: str, year: int, label: str, instrument: Instrument, levels_are_public: bool, by: User
) -> EvaluationPeriod:
    """A period of simulation in preparation."""
    fields = {
        "instrument": instrument,
        "year": year,
        "name": name,
        "simulation_label": label,
        "levels_are_public": levels_are_public,
        "assessors_per_team": TEAM_SIZE,
        "votes_required": QUORUM,
        "visit_drawn_percent": Decimal(5),
        "visit_seed": "Simulasi",
    }
    return create_period(fields, windows_around_now(), by=by)


def open_for(
    period: EvaluationPeriod,
    institutions: Iterable[Institution],
    *,
    left_out: Mapping[int, str] | None = None,
    monitored: Iterable[int] = (),
    late: Mapping[int, int] | None = None,
    by: User,
) -> None:
    """Place the institutions, give them the teams that the optimiser proposes, open.

    `left_out`: reason by institution for those who are not assessed; `monitored`: institutions on that track;
    `late`: batch by institution for those who are not in the first.
    """
    reasons, monitoring, batches = left_out or {}, set(monitored), late or {}
    rows = [_row(one.pk, reasons, monitoring, batches.get(one.pk, 1)) for one in institutions]
    place_in_tracks(period, rows, by=by)
    proposal = ask_proposal(period, seed=SEED, is_anew=False, by=by)
    jobs.run(Job.objects.get(kind=PROPOSAL, object_id=proposal.pk).pk)
    apply_proposal(proposal, by=by)
    open_period(period, by=by)
    declare_none_for_all(period)
    _look_at_the_tables()


def close_batch(period: EvaluationPeriod, batch: int, *, by: User) -> None:
    """End the penilaian mandiri of a batch yesterday, once, as the ministry moves a window."""
    windows = windows_of(period)
    if any(one.batch == batch for one in windows):
        return
    opened, ended = windows[0].opens_at, timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
    own = Window(Stage.SELF_ASSESSMENT, batch, opened, ended)
    move_windows(
        period, [*windows, own], reason=f"Gelombang {batch} ditutup lebih awal sesuai surat (simulasi).", by=by
    )


def _look_at_the_tables() -> None:
    """Many rows came at once, so the planner's picture of the tables is old: without this it loops over all."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _row(institution: int, reasons: Mapping[int, str], monitoring: set[int], batch: int) -> LocusRow:
    if institution in reasons:
        return LocusRow(institution, Track.NOT_ASSESSED, reason=reasons[institution])
    return LocusRow(institution, Track.MONITORING if institution in monitoring else Track.EVALUATION, batch)
