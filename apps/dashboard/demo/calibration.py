"""Two calibration rounds of the running year: one that is over, and one that stands open."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse

from apps.accounts.models import User
from apps.dashboard.demo import words
from apps.evaluations.models import TeamMember
from apps.harmonisation.actions import (
    LevelRow,
    add_sheet,
    close_round,
    give_levels,
    lock_round_of,
    make_round,
    open_round,
    set_item,
)
from apps.harmonisation.models import CalibrationItem, CalibrationRound
from apps.periods.models import EvaluationPeriod

FINISHED, OPEN = "Kalibrasi I (simulasi)", "Kalibrasi II (simulasi)"
JUDGES = 24
SHEETS = (
    ("Kabupaten Contoh A", "Kabupaten rekaan dengan kebijakan yang sudah ditetapkan dan layanan yang baru berjalan."),
    ("Kota Contoh B", "Kota rekaan dengan layanan yang sudah terhubung, tetapi belum ditinjau berkala."),
)
ITEMS = 3  # of each sheet


def calibrate(period: EvaluationPeriod, team: Sequence[User], *, by: User) -> None:
    """In the finished round two dozen have judged and locked; in the open one the team of the examples is at work."""
    seats = TeamMember.objects.filter(team__period=period).select_related("user").order_by("user__username")
    people = list({one.user_id: one.user for one in seats}.values())
    judges = [*team, *(one for one in people if one not in team)][:JUDGES]

    finished, items = _opened(period, FINISHED, by=by)
    give_levels(_row(one, item, place + at) for place, one in enumerate(judges) for at, item in enumerate(items))
    lock_round_of(judges, finished)
    close_round(finished)

    standing, items = _opened(period, OPEN, by=by)
    lead, *others = team
    give_levels(_row(lead, item, at) for at, item in enumerate(items))
    lock_round_of([lead], standing)
    give_levels(_row(one, item, at + 1) for one in others for at, item in enumerate(items[:ITEMS]))


def _opened(period: EvaluationPeriod, name: str, *, by: User) -> tuple[CalibrationRound, list[CalibrationItem]]:
    calibration, questions = make_round(period, name, by=by), words.questions_of(period.instrument)
    items = []
    for place, (title, context) in enumerate(SHEETS):
        sheet = add_sheet(calibration, title, context)
        for at, question in enumerate(questions[place::7][:ITEMS]):
            level = period.instrument.scale_min + 1 + (place + at) % 3
            said = words.claim(question, level)
            items.append(
                set_item(
                    sheet,
                    question.indicator,
                    text=f"{said.fact} {said.analysis}",
                    reference_level=level,
                    reason=words.finding(question, level, level),
                )
            )
    open_round(calibration, url=reverse("harmonisation:calibration", args=[period.slug, calibration.pk]))
    return calibration, items


def _row(assessor: User, item: CalibrationItem, number: int) -> LevelRow:
    """Most give the reference level, some a step more or less; always the same ones."""
    step = {0: Decimal(-1), 3: Decimal(1)}.get(number % 5, Decimal(0))
    return LevelRow(item, assessor, item.reference_level + step, "Menurut dokumen yang disebut." if step else "")
