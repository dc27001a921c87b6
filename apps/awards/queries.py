"""Whom the awards of a period go to: as they follow from the results now, or as they were decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from apps.awards.models import Award, AwardCategory, AwardList, AwardMeasure
from apps.awards.paper import CertificateSheet
from apps.common.formats import figure
from apps.common.paper import Proof
from apps.decrees.models import Decree, DecreeState
from apps.decrees.wording import CERTIFYING_OFFICE
from apps.evaluations.past import PastFigure, figures_in
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun, Result, RunState
from apps.results.queries import current_publication, published_results
from apps.rules.ranking import Improvement, YearFigure, first_places, largest_improvements

JOB = "awards.certificates"


@dataclass(frozen=True)
class Winner:
    """An award before it is decided."""

    result: Result
    place: int
    is_shared: bool
    before: Decimal | None

    @property
    def stated(self) -> Decimal:
        return self.result.stated

    @property
    def gain(self) -> Decimal | None:
        return None if self.before is None else self.stated - self.before


@dataclass(frozen=True)
class Judged:
    """A category with who wins it, of how many that could be compared."""

    category: AwardCategory
    winners: Sequence[Winner]
    compared: int


def list_of(period: EvaluationPeriod) -> AwardList | None:
    rows = AwardList.objects.select_related("period__instrument", "run", "decided_by", "announcement__by")
    return rows.filter(period=period).first()


def final_run(period: EvaluationPeriod) -> FinalisationRun | None:
    """What is published, before that the computation a decree was issued on; nothing else is awarded from."""
    if published := current_publication(period):
        return published.run
    issued = Exists(Decree.objects.filter(run=OuterRef("pk"), state=DecreeState.ISSUED))
    return period.runs.filter(issued, state=RunState.COMPUTED).order_by("-number").first()


def judged_of(awards: AwardList, run: FinalisationRun) -> list[Judged]:
    """Every category with its winners, as the results, the earlier year and the exclusions are now."""
    out = awards.exclusions.filter(lifted_at=None).values("institution")
    results = list(
        run.results.exclude(evaluation__institution__in=out)
        .select_related("evaluation__institution__province", "predikat")
        .order_by("evaluation__institution__code")
    )
    earlier = figures_in(awards.period, {one.evaluation.institution_id for one in results}, awards.year_before)
    return [_judged(category, results, earlier) for category in awards.categories.select_related("list__period")]


def decided_of(awards: AwardList) -> list[tuple[AwardCategory, list[Award]]]:
    """Every category with the awards as they were decided. Two queries."""
    given: dict[int, list[Award]] = {}
    for award in awards_of(awards):
        given.setdefault(award.category_id, []).append(award)
    return [(category, given.get(category.pk, [])) for category in awards.categories.all()]


@dataclass(frozen=True)
class CorrectedAward:
    """An award whose figure was corrected after the decision: the award stays, the figure is another."""

    award: Award
    current: Result


def corrected_since(given: Collection[Award]) -> list[CorrectedAward]:
    """Those of these decided awards whose index is published otherwise now. One query."""
    current = {
        one.evaluation_id: one
        for one in published_results().filter(evaluation__in=[award.result.evaluation_id for award in given])
    }
    found = [(award, current.get(award.result.evaluation_id)) for award in given]
    return [CorrectedAward(award, now) for award, now in found if now and now.stated != award.stated]


def awards_of(awards: AwardList) -> QuerySet[Award]:
    return Award.objects.filter(category__list=awards).select_related(
        "category__list__period__instrument",
        "result__evaluation__institution__province",
        "result__evaluation__period",
        "result__predikat",
        "certificate",
    )


def announced_lists() -> QuerySet[AwardList]:
    """What everybody may read, the latest first."""
    return (
        AwardList.objects.filter(announcement__isnull=False)
        .select_related("period__instrument", "announcement")
        .order_by("-period__year", "-pk")
    )


def announced_awards() -> QuerySet[Award]:
    """Awards that everybody may read, with their certificates."""
    return Award.objects.filter(category__list__announcement__isnull=False).select_related(
        "category__list__period",
        "result__evaluation__institution",
        "result__evaluation__period",
        "result__predikat",
        "certificate",
    )


def sheet_of(award: Award) -> CertificateSheet:
    """A decided award as its certificate says it."""
    awards, result = award.category.list, award.result
    period, instrument = awards.period, awards.period.instrument
    if awards.dated is None:
        raise ValueError("the awards are not decided")
    return CertificateSheet(
        office=CERTIFYING_OFFICE,
        number=awards.number,
        institution=str(result.evaluation.institution),
        award=award.category.name,
        rank=rank_of(award) if award.is_shared or award.category.places > 1 else "",
        matter=f"Evaluasi {instrument.subject_name}",
        year=period.year,
        index_name=f"Indeks {instrument.subject_short}",
        index=figure(award.stated),
        predikat=result.predikat.name,
        gain=_gain(award, awards.year_before),
        place=awards.place,
        dated=awards.dated,
        signatory=awards.signatory,
        signatory_office=tuple(awards.signatory_office.split("\n")),
        proof=Proof(award.code, settings.SITE_URL + reverse("portal:verify", args=[award.code]), ""),
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def _gain(award: Award, year: int) -> str:
    if award.before is None:
        return ""
    return f"naik {figure(award.stated - award.before)} dari {figure(award.before)} pada tahun {year}"


def rank_of(award: Award | Winner) -> str:
    """The place in words."""
    return f"Peringkat {award.place}{' bersama' if award.is_shared else ''}"


def latest_job(awards: AwardList) -> Job | None:
    return Job.objects.filter(kind=JOB, object_id=awards.pk).order_by("-pk").first()


def _judged(category: AwardCategory, results: Sequence[Result], earlier: Mapping[int, PastFigure]) -> Judged:
    among = {
        one.evaluation.institution_id: one
        for one in results
        if one.evaluation.institution.category in category.institutions
    }
    if category.measure == AwardMeasure.INDEX:
        first = first_places({pk: one.stated for pk, one in among.items()}, upto=category.places)
        return Judged(category, [Winner(among[one.key], one.place, one.is_shared, None) for one in first], len(among))
    before = {pk: one for pk, one in earlier.items() if pk in among}
    risen = _risen(category.list, among, before)
    first = first_places({pk: one.gain for pk, one in risen.items()}, upto=category.places)
    winners = [Winner(among[one.key], one.place, one.is_shared, risen[one.key].before) for one in first]
    is_compared = [one for one in before.values() if one.instrument_id == category.list.period.instrument_id]
    return Judged(category, winners, len(is_compared))


def _risen(
    awards: AwardList, now: Mapping[int, Result], before: Mapping[int, PastFigure]
) -> dict[int, Improvement[int]]:
    """institution -> how far it rose; the rule leaves out what cannot be compared."""
    period, year = awards.period, awards.year_before
    figures = [YearFigure(pk, year, str(one.instrument_id), one.index, official=True) for pk, one in before.items()]
    figures += [
        YearFigure(pk, period.year, str(period.instrument_id), one.stated, official=True) for pk, one in now.items()
    ]
    return {one.institution: one for one in largest_improvements(figures, before=year, after=period.year)}
