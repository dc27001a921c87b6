"""The running year of the demonstration: every institution of the register, at every stage of work."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from apps.coordination.actions.desk import freeze_overdue
from apps.dashboard.demo.cast import SHOWN, Part
from apps.dashboard.demo.opening import close_batch, open_for, prepare_period
from apps.dashboard.demo.people import Centre, Staff, staff_of
from apps.dashboard.demo.plan import Plan, plans_for
from apps.dashboard.demo.year import Stageplay, at_stage, refreshed
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution, Role
from apps.institutions.queries import living_institutions
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track
from apps.self_assessment.models import Answer

NAME = "Simulasi Nasional 2025"
YEAR = 2025
LABEL = "SIMULASI"
INSTRUMENT = "spbe-47"
ASSESSED = 621
NOT_IN_LOCUS = "Tidak termasuk lokus pada simulasi ini."
# Every so many-th kabupaten or kota is only monitored.
MONITORED_STEP = 6
LATE_BATCH = 2
LATE_STEP = 12
TYPING = (Role.DATA_ENTRY, Role.PERSON_IN_CHARGE, Role.COORDINATOR)
AT_ONCE = 40


def running_year() -> EvaluationPeriod | None:
    return EvaluationPeriod.objects.filter(name=NAME, simulation_label=LABEL).first()


@transaction.atomic
def open_year(centre: Centre) -> EvaluationPeriod:
    """The running year with everybody in their places; nobody has written anything yet."""
    if standing := running_year():
        return standing
    period = prepare_period(
        name=NAME,
        year=YEAR,
        label=LABEL,
        instrument=Instrument.objects.get(code=INSTRUMENT),
        levels_are_public=False,
        by=centre.ministry,
    )
    institutions = list(living_institutions().order_by("code"))
    staff_of(institutions, TYPING)
    regional = [
        one.pk for one in institutions if one.category in (Category.REGENCY, Category.CITY) and one.name not in SHOWN
    ]
    open_for(
        period,
        institutions,
        left_out=dict.fromkeys(_left_out(institutions), NOT_IN_LOCUS),
        monitored=regional[::MONITORED_STEP],
        late=dict.fromkeys(regional[1::LATE_STEP], LATE_BATCH),
        by=centre.ministry,
    )
    return period


def fill_year(centre: Centre) -> Iterator[str]:
    """Let every institution come as far as its plan says, some at a time; yields how far this is.

    What was filled before stays as it is, so it may be stopped and started again.
    """
    period = running_year()
    if period is None:
        return
    play = Stageplay(period.instrument, _staff(period), centre.ministry)
    # Team by team: what a lead closes is then closed together.
    others = sorted(_others(period), key=lambda one: one.team_id or 0)
    plans = plans_for(others, list(period.instrument.indicators.select_related("instrument")))
    for first in range(0, len(plans), AT_ONCE):
        some = plans[first : first + AT_ONCE]
        with transaction.atomic():
            if fresh := _untouched(some):
                perform(play, fresh)
        yield f"{first + len(some)} dari {len(plans)} instansi"
    close_batch(period, LATE_BATCH, by=centre.ministry)
    freeze_overdue()


def perform(play: Stageplay, plans: Sequence[Plan]) -> None:
    """Bring these evaluations from the opening to where their plans stop."""
    _assess_themselves(play, plans)
    _are_reviewed(play, plans)
    _are_interviewed(play, plans)
    _are_settled(play, plans)


def _assess_themselves(play: Stageplay, plans: Sequence[Plan]) -> None:
    for plan in plans:
        if plan.passes(Stage.SELF_ASSESSMENT) or plan.progress == 2:
            play.hand_in(plan.script)
        elif plan.progress == 1:
            play.fill(plan.script, only=len(play.questions) // 2)
    if sending := [plan.script for plan in plans if plan.passes(Stage.SELF_ASSESSMENT)]:
        play.send_together(sending)


def _are_reviewed(play: Stageplay, plans: Sequence[Plan]) -> None:
    passing = [plan for plan in plans if plan.passes(Stage.DESK_REVIEW)]
    for plan in passing:
        play.judge(plan.script)
    if passing:
        play.close_desk([plan.script for plan in passing])
    for plan in plans:
        if plan.stop == Stage.DESK_REVIEW and plan.progress:
            play.judge(plan.script, members=plan.progress)


def _are_interviewed(play: Stageplay, plans: Sequence[Plan]) -> None:
    there = [plan for plan in plans if plan.passes(Stage.INTERVIEW) or plan.stop == Stage.INTERVIEW]
    play.invite([plan.evaluation for plan in there if plan.progress or plan.stop != Stage.INTERVIEW])
    held = [plan.script for plan in there if plan.passes(Stage.INTERVIEW)]
    play.interview(held)
    visited = [plan for plan in there if plan.passes(Stage.VISITATION) and plan.progress == 0]
    visited += [plan for plan in there if plan.stop == Stage.VISITATION]
    play.choose_for_visit([plan.evaluation for plan in visited])
    play.close_interview(held)
    play.visit([plan.script for plan in visited if plan.stop != Stage.VISITATION])


def _are_settled(play: Stageplay, plans: Sequence[Plan]) -> None:
    settled = [plan.script for plan in plans if plan.passes(Stage.CONSOLIDATION)]
    play.hand_over(at_stage(settled, Stage.CONSOLIDATION))
    play.accept([plan.script for plan in plans if plan.passes(Stage.REVIEW)])


def _left_out(institutions: Sequence[Institution]) -> list[int]:
    """One that is shown filling a sheet of its own, and the last other bodies, until so many are left as in 2023."""
    own = [one.pk for one in institutions if SHOWN.get(one.name) == Part.OWN_SHEET]
    others = [one.pk for one in institutions if one.category == Category.OTHER_BODY]
    return own + others[len(others) - (len(institutions) - ASSESSED - len(own)) :]


def _others(period: EvaluationPeriod) -> list[Evaluation]:
    """Everybody in a track but those who are shown in detail."""
    others = Evaluation.objects.filter(period=period).exclude(track=Track.NOT_ASSESSED)
    return refreshed(others.exclude(institution__name__in=SHOWN))


def _untouched(plans: Sequence[Plan]) -> list[Plan]:
    """Those in whose sheet nobody has written yet, and whose institution has not moved on."""
    begun = set(
        Answer.objects.filter(evaluation__in=[one.evaluation.pk for one in plans], version__gt=0).values_list(
            "evaluation_id", flat=True
        )
    )
    return [one for one in plans if one.evaluation.pk not in begun]


def _staff(period: EvaluationPeriod) -> Staff:
    return staff_of(list(Institution.objects.filter(evaluations__period=period).order_by("code")), TYPING)
