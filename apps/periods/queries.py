"""Reading a period: its schedule as a table, and where its institutions stand."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, datetime
from itertools import pairwise

from django.db.models import Count
from django.http import Http404

from apps.common.formats import WIB
from apps.common.sql import columns, instances, rows
from apps.instruments.models import Instrument
from apps.periods.choices import PLACES, SHOWN_COLUMNS, WINDOW_STAGES, track_choices
from apps.periods.models import EvaluationPeriod, Shown, StageWindow
from apps.rules.stages import LABELS, NEXT, Stage, Track

# Before every page of the ministry's desk.
NAMED = f"""
    SELECT {columns("period", EvaluationPeriod)}, {columns("instrument", Instrument)}
    FROM periods_evaluationperiod period JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
    WHERE period.slug = %s
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Window:
    """A window that is wanted: for a stage, and a batch of institutions (0: for all without one of their own)."""

    stage: Stage
    batch: int
    opens_at: datetime
    closes_at: datetime

    @property
    def label(self) -> str:
        return label_of(self.stage, self.batch)


@dataclass(frozen=True, slots=True)
class TrackCount:
    """How many institutions of a track stand at each stage; None where the track never comes."""

    label: str
    total: int
    stages: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Something of a period, and from when on the institution itself and everybody read it."""

    what: str
    institution: str
    public: str


def period_named(slug: str) -> EvaluationPeriod:
    """The period of this address with its instrument, in one statement; 404 if there is none."""
    for row in rows(NAMED, [slug]):
        period, period.instrument = instances(row, EvaluationPeriod, Instrument)
        return period
    raise Http404


def label_of(stage: Stage, batch: int) -> str:
    return f"{LABELS[stage]}, gelombang {batch}" if batch else LABELS[stage]


def windows_of(period: EvaluationPeriod) -> list[Window]:
    """The windows in the order of the stages, the common one of a stage first."""
    order = {stage: place for place, stage in enumerate(WINDOW_STAGES)}
    windows = [
        Window(Stage(one.stage), one.batch, one.opens_at, one.closes_at)
        for one in StageWindow.objects.filter(period=period)
    ]
    return sorted(windows, key=lambda one: (order[one.stage], one.batch))


def years_later(windows: Iterable[Window], years: int) -> list[Window]:
    """The same windows so many years later, at the same day and hour in WIB; 29 February becomes the 28th."""
    return [
        replace(one, opens_at=_years_later(one.opens_at, years), closes_at=_years_later(one.closes_at, years))
        for one in windows
    ]


def reading_of(period: EvaluationPeriod) -> list[Reading]:
    """Who reads what of this period, and since when; from the first stage to the result."""
    levels = Shown.PUBLISHED.label if period.levels_are_public else Shown.NEVER.label
    own = LABELS[Stage.SELF_ASSESSMENT]
    return [
        Reading(f"{own}, jawaban dan data dukung", "Selalu, lembarnya sendiri", Shown.NEVER.label),
        *(
            Reading(
                f"{LABELS[stage]}, tingkat per indikator",
                shown.label,
                Shown.NEVER.label if shown == Shown.NEVER else levels,
            )
            for stage in SHOWN_COLUMNS
            if stage != Stage.CORRECTION
            for shown in [Shown(getattr(period, SHOWN_COLUMNS[stage]))]
        ),
        Reading("Nilai tiap bagian instrumen", Shown.PUBLISHED.label, Shown.PUBLISHED.label),
        Reading("Indeks dan predikat", Shown.PUBLISHED.label, Shown.PUBLISHED.label),
    ]


def out_of_order(windows: Iterable[Window]) -> list[str]:
    """Sentences about stages that begin or end before the stage they follow; batches are looked at apart."""
    windows = list(windows)
    sentences = []
    for batch in sorted({one.batch for one in windows}):
        way = _way_of(windows, batch)
        for earlier, later in pairwise(way):
            if batch not in (earlier.batch, later.batch):
                continue
            if later.opens_at < earlier.opens_at or later.closes_at < earlier.closes_at:
                sentences.append(f"{later.label} dibuka atau ditutup sebelum {earlier.label}.")
    return sentences


def without_window(windows: Iterable[Window], batches: Iterable[int]) -> list[str]:
    """Names of the stages that some batch could never work on."""
    present = {(one.stage, one.batch) for one in windows}
    wanted, bare = sorted(set(batches)), []
    for stage in WINDOW_STAGES:
        missing = [batch for batch in wanted if not {(stage, 0), (stage, batch)} & present]
        bare += [LABELS[stage]] if missing == wanted else [label_of(stage, batch) for batch in missing]
    return bare


def counts_by_track(period: EvaluationPeriod) -> list[TrackCount]:
    """A row for every track, in the order of PLACES."""
    counted = {
        (row["track"], row["stage"]): row["n"]
        for row in period.evaluations.order_by().values("track", "stage").annotate(n=Count("pk"))
    }
    return [
        TrackCount(
            label,
            sum(n for (track, _), n in counted.items() if track == value),
            tuple(counted.get((value, stage.value), 0) if stage in NEXT[Track(value)] else None for stage in PLACES),
        )
        for value, label in track_choices()
    ]


def _way_of(windows: list[Window], batch: int) -> list[Window]:
    """The windows that a batch goes through: its own before the common ones."""
    own = {one.stage: one for one in windows if one.batch == 0}
    own |= {one.stage: one for one in windows if one.batch == batch}
    return [own[stage] for stage in WINDOW_STAGES if stage in own]


def _years_later(moment: datetime, years: int) -> datetime:
    here = moment.astimezone(WIB)
    year = min(here.year + years, MAXYEAR)
    return here.replace(year=year, day=min(here.day, monthrange(year, here.month)[1]))
