"""The line of stages above a page: what is over, where one is, what comes, and when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from apps.common import formats
from apps.common.shell import StageMark
from apps.common.sql import rows
from apps.evaluations.models import Evaluation
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.rules.stages import SHORT_LABELS, Stage, Track, stages_of

OF_BATCH = """
    SELECT stage, opens_at, closes_at FROM periods_stagewindow WHERE period_id = %s AND batch = ANY(%s) ORDER BY batch
"""


class Window(NamedTuple):
    opens_at: datetime
    closes_at: datetime


def marks_of_evaluation(evaluation: Evaluation) -> tuple[StageMark, ...]:
    """Where one evaluation stands on its track. One query."""
    windows = _windows(rows(OF_BATCH, [evaluation.period_id, [0, evaluation.batch]]))
    stages = stages_of(Track(evaluation.track))
    if evaluation.open_stage and evaluation.open_from and evaluation.open_until:
        windows[Stage(evaluation.open_stage)] = Window(evaluation.open_from, evaluation.open_until)
    return _marks(stages, Stage(evaluation.stage), windows)


def marks_of_period(period: EvaluationPeriod) -> tuple[StageMark, ...]:
    """Where a whole period is by its calendar: the first window that has not closed. One query."""
    windows = _windows(rows(OF_BATCH, [period.pk, [0]]))
    if not windows:
        return ()
    stages = tuple(stage for stage in stages_of(Track.EVALUATION) if stage in windows)
    stages += (Stage.FINAL, Stage.PUBLISHED)
    if period.state == PeriodState.PREPARATION:
        return _marks(stages, None, windows)
    if period.state == PeriodState.PUBLISHED:
        return _marks(stages, Stage.PUBLISHED, windows)
    now = timezone.now()
    here = next((stage for stage in stages if stage in windows and windows[stage].closes_at > now), Stage.FINAL)
    return _marks(stages, here, windows)


def _windows(found: Iterable[tuple[str, datetime, datetime]]) -> dict[Stage, Window]:
    """One window a stage; that of the evaluation's own batch before that of all."""
    return {Stage(stage): Window(opens, closes) for stage, opens, closes in found}


def _marks(stages: tuple[Stage, ...], here: Stage | None, windows: Mapping[Stage, Window]) -> tuple[StageMark, ...]:
    place = stages.index(here) if here in stages else -1
    return tuple(
        StageMark(
            label=SHORT_LABELS[stage],
            dates=_dates(windows.get(stage), is_here=number == place),
            state="now" if number == place else "done" if number < place else "todo",
        )
        for number, stage in enumerate(stages)
    )


def _dates(window: Window | None, *, is_here: bool) -> str:
    if window is None:
        return ""
    if is_here:
        closes = window.closes_at.astimezone(formats.WIB)
        return f"s.d. {formats.date_short(closes)} {closes:%H.%M} WIB"
    return f"{formats.date_short(window.opens_at)}–{formats.date_short(window.closes_at)}"
