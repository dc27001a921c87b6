"""What a period still lacks before it can be opened."""

from dataclasses import dataclass

from apps.coordination.queries.locus import not_placed
from apps.coordination.queries.teams import teams_of, without_team
from apps.evaluations.external import lacking
from apps.evaluations.models import Evaluation
from apps.instruments.queries import has_criteria
from apps.periods.models import EvaluationPeriod
from apps.periods.queries import out_of_order, windows_of, without_window
from apps.rules.stages import LABELS, Track

NAMED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of the opening. `page` names the URL where it is put right."""

    title: str
    missing: str
    page: str
    is_warning: bool = False

    @property
    def is_met(self) -> bool:
        return not self.missing


def checks_of(period: EvaluationPeriod) -> list[Check]:
    return [
        _instrument(period),
        _criteria(period),
        _schedule(period),
        _locus(period),
        _assessed(period),
        _teams(period),
        _members(period),
        _external(period),
    ]


def missing_for(period: EvaluationPeriod) -> list[Check]:
    """What forbids the opening."""
    return [check for check in checks_of(period) if not check.is_met and not check.is_warning]


def _instrument(period: EvaluationPeriod) -> Check:
    count = period.instrument.indicators.count()
    missing = "" if count else f"{period.instrument} belum memuat indikator."
    return Check("Instrumen", missing, "periods:edit")


def _criteria(period: EvaluationPeriod) -> Check:
    missing = "" if has_criteria(period.instrument) else "Kriteria belum ditetapkan pada instrumen ini."
    return Check("Kriteria", missing, "coordination:criteria", is_warning=True)


def _external(period: EvaluationPeriod) -> Check:
    """They may come as late as the review, so this is said and no more."""
    names = list(lacking(Evaluation.objects.filter(period=period)).values_list("institution__name", flat=True))
    missing = _named(names, "instansi belum lengkap nilai indeksnya")
    return Check("Indeks instansi lain", missing, "coordination:external", is_warning=True)


def _schedule(period: EvaluationPeriod) -> Check:
    windows = windows_of(period)
    batches = Evaluation.objects.filter(period=period).order_by().values_list("batch", flat=True).distinct()
    bare = without_window(windows, list(batches) or [1])
    sentences = [f"Belum berjadwal: {', '.join(bare)}."] if bare else []
    return Check("Jadwal", " ".join(sentences + out_of_order(windows)), "coordination:schedule")


def _locus(period: EvaluationPeriod) -> Check:
    absent = not_placed(period)
    missing = _named(list(absent.values_list("name", flat=True)), "instansi belum punya jalur")
    return Check("Lokus", missing, "coordination:locus", is_warning=period.is_simulation)


def _assessed(period: EvaluationPeriod) -> Check:
    assessed = Evaluation.objects.filter(period=period).exclude(track=Track.NOT_ASSESSED).exists()
    tracks = f"{LABELS[Track.EVALUATION].lower()} atau {LABELS[Track.MONITORING].lower()}"
    return Check(
        "Jalur penilaian", "" if assessed else f"Belum ada instansi pada jalur {tracks}.", "coordination:locus"
    )


def _teams(period: EvaluationPeriod) -> Check:
    names = list(without_team(period).values_list("institution__name", flat=True))
    return Check("Tim setiap instansi", _named(names, "instansi belum punya tim"), "coordination:teams")


def _members(period: EvaluationPeriod) -> Check:
    short = [view.team.name for view in teams_of(period) if view.load and (view.shortage or not view.lead)]
    missing = _named(short, f"tim belum lengkap (ketua dan {period.assessors_per_team} asesor)")
    return Check("Kelengkapan tim", missing, "coordination:teams")


def _named(names: list[str], what: str) -> str:
    if not names:
        return ""
    more = f", dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f"{len(names)} {what}: {', '.join(names[:NAMED])}{more}."
