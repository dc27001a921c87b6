"""The reconstructions: periods that end with figures which were published, on levels that only could have been.

Every institution whose figure is told as a story passes every stage. The levels are searched (apps.rules.
reconstruction), so index and parts come out as published; nothing of this says what was really judged.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from apps.dashboard.demo.awarding import award_year
from apps.dashboard.demo.opening import open_for, prepare_period
from apps.dashboard.demo.people import Centre, staff_of
from apps.dashboard.demo.quality import look_closer
from apps.dashboard.demo.year import Script, Stageplay, at_stage, refreshed
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.evaluations.models import Evaluation
from apps.instruments.models import Instrument
from apps.jobs import actions as jobs
from apps.periods.models import EvaluationPeriod
from apps.results.actions import cast_vote, start_run
from apps.results.models import FinalisationRun, ImportedKind, ImportedResult, VoteChoice
from apps.rules.instrument import InstrumentSpec
from apps.rules.instrument_file import read_instrument
from apps.rules.reconstruction import reconstruct
from apps.rules.stages import Stage

YEAR = 2023
PROVINCE = "Bali"
REGENCY = "Kabupaten Banyuwangi"
NAME = f"Rekonstruksi {YEAR}"
LABEL = "SIMULASI - REKONSTRUKSI"
DECREE_NUMBER = "0/REKONSTRUKSI"
SIGNATORY = "NAMA PENANDATANGAN SIMULASI"
CLARIFIED = 2
RAISED = 3


@transaction.atomic
def reconstruct_year(centre: Centre) -> EvaluationPeriod:
    """The whole year, from opening to publication; a year that is there already stays as it is."""
    if standing := EvaluationPeriod.objects.filter(name=NAME, simulation_label=LABEL).first():
        return standing
    published = list(published_figures())
    instrument = published[0].instrument
    period = prepare_period(
        name=NAME, year=YEAR, label=LABEL, instrument=instrument, levels_are_public=True, by=centre.ministry
    )
    institutions = [one.institution for one in published if one.institution]
    open_for(period, institutions, by=centre.ministry)
    play = Stageplay(instrument, staff_of(institutions), centre.ministry)
    _pass_every_stage(play, scripts_for(period, published))
    _decide(period, centre)
    period.refresh_from_db()
    return period


def published_figures() -> QuerySet[ImportedResult]:
    """The official figures that are reconstructed, in the order of the register."""
    told = Q(institution__province__name=PROVINCE) | Q(institution__name=REGENCY)
    return (
        ImportedResult.objects.filter(told, year=YEAR, kind=ImportedKind.OFFICIAL)
        .select_related("institution__province", "instrument")
        .prefetch_related("parts__part")
        .order_by("institution__code")
    )


def levels_of(published: ImportedResult, spec: InstrumentSpec) -> dict[int, Decimal]:
    """Levels by the indicator's number that lead to exactly this figure and its parts."""
    parts = {(one.part.kind, one.part.number): one.index for one in published.parts.all()}
    return reconstruct(spec, published.index, parts)


def spec_of(instrument: Instrument) -> InstrumentSpec:
    return read_instrument(settings.BASE_DIR / "fixtures" / "instruments" / f"{instrument.code}.json")


def scripts_for(period: EvaluationPeriod, published: list[ImportedResult]) -> list[Script]:
    """How each institution of the period comes to its published figure."""
    spec = spec_of(period.instrument)
    keys = {one.number: one.pk for one in period.instrument.indicators.all()}
    figures = {one.institution_id: one for one in published}
    evaluations = refreshed(Evaluation.objects.filter(period=period))
    return [
        _script(
            one,
            {keys[number]: level for number, level in levels_of(figures[one.institution_id], spec).items()},
            period.instrument,
        )
        for one in evaluations
    ]


def _script(evaluation: Evaluation, settled: Mapping[int, Decimal], instrument: Instrument) -> Script:
    """The institution claims a level more here and there; of some indicators the interview brings the level back."""
    below_top = [pk for pk, level in settled.items() if level < instrument.scale_max]
    above_bottom = [pk for pk, level in settled.items() if level > instrument.scale_min]
    raised = set(below_top[:: max(1, len(below_top) // RAISED)][:RAISED])
    claimed = {pk: level + 1 if pk in raised else level for pk, level in settled.items()}
    clarified = frozenset(
        [pk for pk in above_bottom if pk not in raised][:: len(above_bottom) // CLARIFIED][:CLARIFIED]
    )
    return Script(evaluation, claimed, settled, clarified)


def _pass_every_stage(play: Stageplay, scripts: list[Script]) -> None:
    for script in scripts:
        play.hand_in(script)
        play.send(script)
    for script in scripts:
        play.judge(script)
    play.close_desk(scripts)
    play.invite([one.evaluation for one in scripts])
    play.interview(scripts)
    play.close_interview(scripts)
    play.hand_over(at_stage(scripts, Stage.CONSOLIDATION))
    play.accept(scripts)


def _decide(period: EvaluationPeriod, centre: Centre) -> None:
    """Computed, agreed to by every agency, drafted, issued, published."""
    run = start_run(period, by=centre.ministry)
    _do(run.job_id)
    run = FinalisationRun.objects.get(pk=run.pk)
    for agency, member in centre.members.items():
        cast_vote(run, agency, choice=VoteChoice.AGREE, content_sha256=run.content_sha256, by=member)
    decree = decrees.draft_decree(run, by=centre.ministry)
    _complete(decree)
    decrees.request_draft(decree, by=centre.ministry)
    _do(_again(decree).job_id)
    decrees.request_issue(decree, by=centre.ministry)
    _do(_again(decree).job_id)
    look_closer(period, by=centre.ministry)
    decrees.publish_decree(_again(decree), by=centre.ministry)
    award_year(period, number=DECREE_NUMBER, signatory=SIGNATORY, by=centre.ministry)


def _complete(decree: Decree) -> None:
    decrees.edit_head(
        decree,
        head_version=decree.head_version,
        number=DECREE_NUMBER,
        year=decree.year,
        title=decree.title,
        place=decree.place,
        dated=date(decree.year, 1, 1),
        signatory=SIGNATORY,
    )


def _again(decree: Decree) -> Decree:
    return Decree.objects.select_related("run__period__instrument").get(pk=decree.pk)


def _do(job_id: int | None) -> None:
    """Do a job here: no worker runs yet. One that comes later finds nothing to do."""
    if not job_id or not jobs.run(job_id):
        raise RuntimeError(f"Job {job_id} could not be done.")
