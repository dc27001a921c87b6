"""What the figures are measured on: every institution of the register with a filled sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.accounts.models import User
from apps.dashboard.demo.opening import open_for, prepare_period
from apps.dashboard.demo.people import assessors, centre, staff_of
from apps.dashboard.demo.year import Script, Stageplay, at_stage, refreshed
from apps.desk_review.actions import lay_out_judgements
from apps.evaluations.actions.conflicts import declare_none_for_all
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Role
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from apps.self_assessment.actions import approve, submit_for_approval
from apps.self_assessment.models import Answer

INSTRUMENT = "spbe-47"
INSTITUTIONS = 621
CLARIFIED = 6  # indicators in the interview of the one that goes through every stage
AT_ONCE = 100
PASSWORD = "sandi hanya untuk pengukuran"  # noqa: S105 - of a database that is gone afterwards


@dataclass(frozen=True)
class Judging:
    """A sheet in desk review, and one of its assessors."""

    sheet: Evaluation
    assessor: User


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
        """The one that is written in, and goes through every stage."""
        return self.scripts[0].evaluation


def fill(say: Callable[[str], None]) -> Country:
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
    _, *monitored = [one.pk for one in institutions]
    assessors()
    open_for(period, institutions, monitored=monitored, by=people.ministry)
    play = Stageplay(instrument, staff_of(institutions), people.ministry)
    evaluations = refreshed(period.evaluations.exclude(track=Track.NOT_ASSESSED))
    say(f"{len(evaluations)} institutions are in their places")
    scripts = [_script(one, play) for one in evaluations]
    for script in scripts:
        play.fill(script)
    say("sheets are filled")
    writer = play.person(scripts[0].evaluation, Role.DATA_ENTRY)
    for person in (writer, people.ministry):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return Country(period, play, scripts, writer, people.ministry)


def hand_one_in(country: Country) -> Judging:
    """The sheet of the last one goes to its assessors, one of whom is half way through it."""
    play, script = country.play, country.scripts[-1]
    _send(country, [script])
    declare_none_for_all(country.period)
    [evaluation] = refreshed([script.evaluation])
    _, assessor = play.seats[evaluation.team_id or 0][:2]
    lay_out_judgements([evaluation])
    assessor.set_password(PASSWORD)
    assessor.save(update_fields=["password"])
    return Judging(evaluation, assessor)


def finish(country: Country, say: Callable[[str], None]) -> None:
    """Bring every evaluation past the review: one through every stage, the others on the short way."""
    play, scripts = country.play, country.scripts
    for first in range(0, len(scripts), AT_ONCE):
        _send(country, at_stage(scripts[first : first + AT_ONCE], Stage.SELF_ASSESSMENT))
    say("sheets are submitted")
    for script in scripts:
        play.judge(script)
    say("sheets are judged")
    play.close_desk(scripts)
    _through_every_stage(play, scripts[0])
    play.hand_over(scripts)
    play.accept(scripts)
    waiting = country.period.evaluations.exclude(track=Track.NOT_ASSESSED).exclude(stage=Stage.FINAL).count()
    if waiting:
        raise RuntimeError(f"{waiting} evaluations did not reach the finalisation")
    say("everybody is past the review")


def _send(country: Country, scripts: Sequence[Script]) -> None:
    """Approved and submitted."""
    answers = Answer.objects.filter(evaluation__in=[one.evaluation for one in scripts])
    submit_for_approval(answers, by=country.ministry)
    approve(answers, by=country.ministry)
    country.play.send_together(scripts)


def _through_every_stage(play: Stageplay, script: Script) -> None:
    play.invite([script.evaluation])
    play.interview([script])
    play.choose_for_visit([script.evaluation])
    play.close_interview([script])
    play.visit([script])


def _script(evaluation: Evaluation, play: Stageplay) -> Script:
    """Levels that differ from institution to institution and from indicator to indicator, always the same ones."""
    span = int(play.instrument.scale_max - play.instrument.scale_min) + 1
    levels = {
        question.pk: play.instrument.scale_min + Decimal((evaluation.institution_id + 3 * place) % span)
        for place, question in enumerate(play.questions)
    }
    doubtful = [pk for pk, level in levels.items() if level > play.instrument.scale_min][:CLARIFIED]
    clarified = frozenset(doubtful if evaluation.track == Track.EVALUATION else ())
    return Script(evaluation, levels, levels, clarified)
