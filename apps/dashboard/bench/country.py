"""What the figures are measured on: every institution of the register with a filled sheet."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.dashboard.demo.opening import open_for, prepare_period
from apps.dashboard.demo.people import assessors, centre, staff_of
from apps.dashboard.demo.year import Script, Stageplay, refreshed
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Role
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track

INSTRUMENT = "spbe-47"
INSTITUTIONS = 621
PASSWORD = "sandi hanya untuk pengukuran"


@dataclass(frozen=True)
class Country:
    """A period whose sheets are filled, the person who types in one of them, and the ministry."""

    period: EvaluationPeriod
    play: Stageplay
    scripts: list[Script]
    writer: User
    ministry: User

    @property
    def sheet(self) -> Evaluation:
        return self.scripts[0].evaluation


def fill() -> Country:
    """Everybody answers every indicator, by the actions of the application."""
    people = centre()
    instrument = Instrument.objects.get(code=INSTRUMENT)
    institutions = list(Institution.objects.filter(valid_to__isnull=True).order_by("code")[:INSTITUTIONS])
    period = prepare_period(
        name="Pengukuran",
        year=instrument.years[-1],
        label="SIMULASI",
        instrument=instrument,
        levels_are_public=True,
        by=people.ministry,
    )
    everybody = [one.pk for one in institutions]
    open_for(period, institutions, assessors(), monitored=everybody, by=people.ministry)
    play = Stageplay(instrument, staff_of(institutions), people.ministry)
    evaluations = refreshed(period.evaluations.exclude(track=Track.NOT_ASSESSED))
    scripts = [_script(one, play) for one in evaluations]
    for script in scripts:
        play.fill(script)
    writer = play.person(scripts[0].evaluation, Role.DATA_ENTRY)
    User.objects.filter(pk__in=[writer.pk, people.ministry.pk]).update(password=make_password(PASSWORD))
    return Country(period, play, scripts, writer, people.ministry)


def finish(country: Country) -> None:
    """Bring every evaluation past the review, on the shortest way."""
    play, scripts = country.play, country.scripts
    for script in scripts:
        play.approve(script)
        play.send(script)
    for script in scripts:
        play.judge(script)
    play.close_desk(scripts)
    play.hand_over(scripts)
    play.accept(scripts)
    waiting = country.period.evaluations.exclude(track=Track.NOT_ASSESSED).exclude(stage=Stage.FINAL).count()
    if waiting:
        raise RuntimeError(f"{waiting} evaluations did not reach the finalisation")


def _script(evaluation: Evaluation, play: Stageplay) -> Script:
    """Levels that differ from institution to institution and from indicator to indicator, always the same ones."""
    span = int(play.instrument.scale_max - play.instrument.scale_min) + 1
    levels = {
        question.pk: play.instrument.scale_min + Decimal((evaluation.institution_id + 3 * place) % span)
        for place, question in enumerate(play.questions)
    }
    return Script(evaluation, levels, levels)
