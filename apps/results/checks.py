"""What stands between a period and its computation: nothing may be open, nothing missing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from apps.evaluations.corrections import open_corrections
from apps.evaluations.external import lacking
from apps.evaluations.models import Evaluation, MinutesSignature, Objection, Side, StageChange
from apps.evaluations.reopenings import replaced
from apps.periods.choices import MARKED_STAGES
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.quality.queries import is_outdated, latest_run, subject_of, unseen
from apps.results.queries import assessed, unready
from apps.rules.stages import LABELS, Stage

NAMED = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is open or missing, and where it is put right."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of the computation. `items` names the first of `count` things that stand against it."""

    title: str
    met: str
    count: int = 0
    items: tuple[Item, ...] = ()
    url: str = ""
    is_warning: bool = False
    """Shown and on record, but nobody can be held up by it."""

    @property
    def is_met(self) -> bool:
        return not self.count

    @property
    def more(self) -> int:
        """How many there are beyond those that are named."""
        return self.count - len(self.items)


def checks_of(period: EvaluationPeriod) -> list[Check]:
    """Every condition in the order of the year. The number of statements does not depend on the institutions."""
    return [
        _institutions(period),
        _reviewed(period),
        _external(period),
        _levels(period),
        _objections(period),
        _corrections(period),
        _seats(period),
        _minutes(period),
        _quality(period),
    ]


def standing_against(period: EvaluationPeriod) -> list[Check]:
    """What forbids a computation."""
    return [check for check in checks_of(period) if not check.is_met and not check.is_warning]


def _institutions(period: EvaluationPeriod) -> Check:
    number = assessed(period).count()
    locus = reverse("coordination:locus", args=[period.slug])
    return Check("Instansi yang dinilai", f"{number} instansi pada jalur penilaian.", int(not number), url=locus)


def _reviewed(period: EvaluationPeriod) -> Check:
    return _named(
        "Reviu",
        "Semua instansi yang dinilai sudah diterima pada reviu.",
        unready(period),
        lambda one: Item(f"{one.institution}: masih {LABELS[Stage(one.stage)].lower()}", _way(one)),
        reverse("coordination:control_room", args=[period.slug]),
    )


def _external(period: EvaluationPeriod) -> Check:
    return _named(
        "Indeks instansi lain",
        "Tidak ada nilai indeks instansi lain yang masih ditunggu.",
        lacking(assessed(period)).select_related("institution"),
        lambda one: Item(
            f"{one.institution}: nilai indeks belum lengkap",
            reverse("coordination:external", args=[period.slug]) + f"?{urlencode({'cari': one.institution.name})}",
        ),
        reverse("coordination:external", args=[period.slug]) + "?keadaan=kurang",
    )


def _levels(period: EvaluationPeriod) -> Check:
    """Those that are accepted, and published ones; the others are waited for anyway."""
    asked = period.instrument.indicators.count()
    accepted = assessed(period).filter(stage__in=[Stage.FINAL, Stage.PUBLISHED]).select_related("institution")
    short = accepted.annotate(spoken=Count("ledger__indicator", distinct=True)).filter(spoken__lt=asked)
    return _named(
        "Tingkat setiap indikator",
        "Setiap indikator memiliki tingkat.",
        short,
        lambda one: Item(f"{one.institution}: {asked - one.spoken} indikator tanpa tingkat", _way(one)),
    )


def _objections(period: EvaluationPeriod) -> Check:
    waiting = Objection.objects.filter(evaluation__in=assessed(period).values("pk"), answer=None)
    return _named(
        "Sanggah",
        "Tidak ada sanggah yang belum dijawab.",
        waiting.select_related("evaluation__institution", "indicator").order_by("pk"),
        lambda one: Item(
            f"{one.evaluation.institution}: sanggah indikator {one.indicator.number} belum dijawab",
            reverse("consolidation:objections", args=[one.evaluation_id]),
        ),
    )


def _corrections(period: EvaluationPeriod) -> Check:
    waiting = open_corrections(assessed(period)).select_related("evaluation__institution", "indicator")
    page = reverse("coordination:corrections", args=[period.slug])
    return _named(
        "Koreksi",
        "Tidak ada koreksi yang belum diputus.",
        waiting.order_by("pk"),
        lambda one: Item(f"{one.evaluation.institution}: koreksi indikator {one.indicator.number} belum diputus", page),
        page,
    )


def _seats(period: EvaluationPeriod) -> Check:
    seats, quorum = period.agencies.count(), period.votes_required
    page = reverse("results:seats", args=[period.slug])
    short = Item(f"Kuorum {quorum} suara, sedangkan yang berhak memberi suara {seats} instansi.", page)
    return Check(
        "Susunan dan kuorum suara",
        f"{seats} instansi berhak memberi suara, kuorum {quorum} suara setuju.",
        int(seats < quorum),
        (short,) if seats < quorum else (),
        page,
        is_warning=True,
    )


def _minutes(period: EvaluationPeriod) -> Check:
    """A side that does not sign cannot hold up the country, so this is said and no more."""
    other = MinutesSignature.objects.filter(
        evaluation=OuterRef("evaluation"),
        stage=OuterRef("stage"),
        levels_sha256=OuterRef("levels_sha256"),
        side=Side.INSTITUTION,
    )
    both = MinutesSignature.objects.exclude(
        reduce(or_, (Q(replaced(stage), stage=stage) for stage in MARKED_STAGES))
    ).filter(Exists(other), evaluation=OuterRef("evaluation"), stage=OuterRef("from_stage"), side=Side.ASSESSORS)
    unsigned = StageChange.objects.filter(
        ~Exists(both),
        evaluation__in=assessed(period).values("pk"),
        to_stage__in=[Stage.VISITATION, Stage.CONSOLIDATION],
        from_stage__in=[stage.value for stage in MARKED_STAGES],
    )
    return _named(
        "Berita acara",
        "Semua berita acara interviu dan visitasi ditandatangani kedua pihak.",
        unsigned.select_related("evaluation__institution").order_by("pk"),
        lambda one: Item(
            f"{one.evaluation.institution}: berita acara {LABELS[Stage(one.from_stage)].lower()} "
            "belum ditandatangani kedua pihak",
            _way(one.evaluation),
        ),
        is_warning=True,
    )


def _quality(period: EvaluationPeriod) -> Check:
    """Whether anybody looked at what stands out: asked, and never required."""
    page = reverse("quality:signals", args=[period.slug])
    if period.state == PeriodState.RUNNING and is_outdated(period, latest_run(period)):
        old = Item("Daftar yang menonjol belum disusun dari keadaan terakhir.", page)
        return Check("Mutu", "", 1, (old,), page, is_warning=True)
    return _named(
        "Mutu",
        "Semua yang menonjol sudah dilihat dan dicatat.",
        unseen(period),
        lambda one: Item(
            f"{subject_of(one)}: {one.get_kind_display().lower()}, belum dilihat",
            reverse("quality:signal", args=[period.slug, one.pk]),
        ),
        f"{page}?keadaan=belum",
        is_warning=True,
    )


def _named(
    title: str,
    met: str,
    against: QuerySet[Any, Any],
    item_of: Callable[[Any], Item],
    url: str = "",
    *,
    is_warning: bool = False,
) -> Check:
    """A condition against which these rows stand; the first of them by name, and asked for only if there are any."""
    count = against.count()
    items = tuple(map(item_of, against[:NAMED])) if count else ()
    return Check(title, met, count, items, url, is_warning)


def _way(evaluation: Evaluation) -> str:
    return reverse("evaluations:detail", args=[evaluation.pk])
