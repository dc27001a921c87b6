"""Every list of the institutions and the assessors asks the database as often for fifty rows as for a few.

Lists with a test of their own in their room are not repeated here.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.consolidation.actions.objections import object_to
from apps.evaluations.actions.marked import Word
from apps.evaluations.models import Conflict, ConflictSource, Evaluation
from apps.harmonisation.actions import add_sheet, make_round, open_round, set_item
from apps.harmonisation.models import CalibrationRound
from apps.institutions.models import Role
from apps.interview.actions import make_slots, save_clarifications
from apps.interview.models import Clarification
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from apps.self_assessment.actions.citations import Cited, cite
from apps.self_assessment.models import Answer, AnswerState, Archive, Evidence
from apps.visitation.actions import save_findings
from apps.visitation.models import Photo, Visit
from apps.visitation.photos import MOST_PHOTOS
from tests.desk_review.conftest import judge
from tests.factories import (
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    assessors_of,
    bring_to,
    lead_of,
    member,
    wide_instrument,
)
from tests.marks import appoint, indicator_of, mark_numbers

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 50
Seen = tuple[User, str]


def wide(**settings: object) -> EvaluationPeriod:
    return PeriodFactory.create(instrument=wide_instrument(MANY), **settings)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def speaks(evaluation: Evaluation) -> User:
    return member(Role.COORDINATOR, evaluation.institution)


def bring_links(evaluation: Evaluation, number: int) -> list[Evidence]:
    """A link for each of the first so many indicators."""
    indicators = evaluation.period.instrument.indicators.order_by("number")[:number]
    return Evidence.objects.bulk_create(
        Evidence(evaluation=evaluation, indicator=one, url=f"https://contoh.invalid/{one.number}") for one in indicators
    )


def replied(number: int) -> Evaluation:
    """An interview with so many results, each contested with its evidence."""
    evaluation = EvaluationFactory.create(period=wide(), with_team=True)
    links = bring_links(evaluation, number)
    bring_to(evaluation, Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, *range(1, number + 1))
    appoint(evaluation, held=True)
    words = [Word(one.indicator_id, 0, Decimal(4), "-") for one in links]
    save_clarifications(evaluation, words, by=lead_of(evaluation))
    Clarification.objects.filter(evaluation=evaluation).update(
        reply="contested", reply_text="-", requested_level=5, reply_version=1
    )
    for one in links:
        cite(evaluation, one.indicator, Stage.INTERVIEW, [Cited(one)], at=timezone.now(), by=lead_of(evaluation))
    return evaluation


def agenda_of_the_institution(number: int) -> Seen:
    evaluation = replied(number)
    return speaks(evaluation), at("interview:detail", evaluation.pk)


def agenda_of_the_assessors(number: int) -> Seen:
    evaluation = replied(number)
    return lead_of(evaluation), at("interview:detail", evaluation.pk)


def evidence_of_a_clarification(number: int) -> Seen:
    evaluation = EvaluationFactory.create(with_team=True)
    first = indicator_of(evaluation, 1)
    Evidence.objects.bulk_create(
        Evidence(evaluation=evaluation, indicator=first, url=f"https://contoh.invalid/{n}") for n in range(number)
    )
    bring_to(evaluation, Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 1)
    return lead_of(evaluation), at("interview:indicator", evaluation.pk, 1)


def slots_to_choose_from(number: int) -> Seen:
    evaluation = bring_to(EvaluationFactory.create(with_team=True), Stage.INTERVIEW)
    begins = timezone.now() + timedelta(days=1)
    times = [(begins + timedelta(hours=n), begins + timedelta(hours=n + 1)) for n in range(number)]
    make_slots(evaluation.period, times, batch=0, capacity=1, link="", by=lead_of(evaluation))
    return lead_of(evaluation), at("interview:book", evaluation.pk)


def visited(*numbers: int) -> Evaluation:
    evaluation = bring_to(EvaluationFactory.create(period=wide(), with_team=True), Stage.INTERVIEW)
    Visit.objects.create(evaluation=evaluation, reason="-", chosen_by=lead_of(evaluation))
    bring_to(evaluation, Stage.VISITATION)
    mark_numbers(evaluation, Stage.VISITATION, *numbers)
    return evaluation


def agenda_of_a_visit(number: int) -> Seen:
    evaluation = visited(*range(1, number + 1))
    indicators = evaluation.period.instrument.indicators.filter(number__lte=number)
    save_findings(evaluation, [Word(one.pk, 0, Decimal(4), "-") for one in indicators], by=lead_of(evaluation))
    return lead_of(evaluation), at("visitation:detail", evaluation.pk)


def photos_of_a_visit(number: int) -> Seen:
    """As many as an indicator takes."""
    evaluation = visited(1)
    lead = lead_of(evaluation)
    Photo.objects.bulk_create(
        Photo(
            evaluation=evaluation,
            indicator=indicator_of(evaluation, 1),
            sha256=f"{n:064}",
            name="-",
            size=1,
            added_by=lead,
        )
        for n in range(min(number, MOST_PHOTOS))
    )
    return lead, at("visitation:indicator", evaluation.pk, 1)


def visits_to_choose(number: int) -> Seen:
    period = PeriodFactory.create()
    for one in EvaluationFactory.create_batch(number, period=period):
        bring_to(one, Stage.INTERVIEW)
    return member(Role.EVALUATION_TEAM), at("visitation:choose", period.slug)


def differences_by_indicator(number: int) -> Seen:
    period = PeriodFactory.create(instrument=wide_instrument(number))
    evaluation = bring_to(EvaluationFactory.create(period=period, with_team=True), Stage.DESK_REVIEW)
    for place, person in enumerate(assessors_of(evaluation)):
        judge(evaluation, person, 2 + place, lock=True, reason="-")
    return lead_of(evaluation), at("harmonisation:own", period.slug)


def calibrated(number: int) -> tuple[Evaluation, CalibrationRound]:
    evaluation = EvaluationFactory.create(period=wide(), with_team=True)
    calibration = make_round(evaluation.period, "Kalibrasi", by=lead_of(evaluation))
    sheet = add_sheet(calibration, "Contoh", "")
    for one in evaluation.period.instrument.indicators.order_by("number")[:number]:
        set_item(sheet, one, text="-", reference_level=Decimal(3), reason="-")
    open_round(calibration, url="/")
    return evaluation, calibration


def items_of_a_calibration(number: int) -> Seen:
    evaluation, calibration = calibrated(number)
    return lead_of(evaluation), at("harmonisation:calibration", evaluation.period.slug, calibration.pk)


def items_of_a_round(number: int) -> Seen:
    evaluation, calibration = calibrated(number)
    return member(Role.EVALUATION_TEAM), at("harmonisation:round", evaluation.period.slug, calibration.pk)


def rounds(number: int) -> Seen:
    period, ministry = PeriodFactory.create(), member(Role.EVALUATION_TEAM)
    for n in range(number):
        make_round(period, f"Kalibrasi {n}", by=ministry)
    return ministry, at("harmonisation:rounds", period.slug)


def objections(number: int) -> Seen:
    evaluation = EvaluationFactory.create(period=wide(objection_days=5), with_team=True)
    links = bring_links(evaluation, number)
    bring_to(evaluation, Stage.REVIEW)
    coordinator = speaks(evaluation)
    for one in links:
        said = {"level": Decimal(5), "text": "-", "citations": [Cited(one)]}
        object_to(evaluation, one.indicator, **said, by=coordinator)
    return coordinator, at("consolidation:objections", evaluation.pk)


def ties_of_an_assessor(number: int) -> Seen:
    assessor = member(Role.ASSESSOR)
    tie = {"assessor": assessor, "source": ConflictSource.FAMILY, "detail": "-", "from_date": timezone.localdate()}
    Conflict.objects.bulk_create(Conflict(institution=InstitutionFactory.create(), **tie) for _ in range(number))
    return assessor, at("evaluations:conflicts")


def evidence_of_a_judgement(number: int) -> Seen:
    evaluation = EvaluationFactory.create(with_team=True)
    first = indicator_of(evaluation, 1)
    Evidence.objects.bulk_create(
        Evidence(evaluation=evaluation, indicator=first, url=f"https://contoh.invalid/{n}") for n in range(number)
    )
    bring_to(evaluation, Stage.DESK_REVIEW)
    return lead_of(evaluation), at("desk_review:indicator", evaluation.pk, 1)


def answers_to_approve(number: int) -> Seen:
    evaluation = EvaluationFactory.create(period=wide())
    said = {"level": 3, "fact": "-", "analysis": "-", "justification": "-", "service_name": "-", "version": 1}
    waiting = Answer.objects.filter(evaluation=evaluation, indicator__number__lte=number)
    waiting.update(**said, state=AnswerState.WAITING)
    return member(Role.PERSON_IN_CHARGE, evaluation.institution), at("self_assessment:approval", evaluation.pk)


def archives(number: int) -> Seen:
    evaluation = EvaluationFactory.create()
    Archive.objects.bulk_create(
        Archive(evaluation=evaluation, sha256=f"{n:064}", size=1, members=1) for n in range(number)
    )
    return speaks(evaluation), at("self_assessment:archive", evaluation.pk)


def institutions(number: int) -> Seen:
    InstitutionFactory.create_batch(number)
    return member(Role.EVALUATION_TEAM), at("institutions:directory")


LISTS: list[Callable[[int], Seen]] = [
    agenda_of_the_assessors,
    agenda_of_the_institution,
    agenda_of_a_visit,
    answers_to_approve,
    archives,
    differences_by_indicator,
    evidence_of_a_clarification,
    evidence_of_a_judgement,
    institutions,
    items_of_a_calibration,
    items_of_a_round,
    objections,
    photos_of_a_visit,
    rounds,
    slots_to_choose_from,
    ties_of_an_assessor,
    visits_to_choose,
]


def asked(seen: Seen) -> tuple[int, int]:
    """How many statements the page takes, and how many bytes long it is."""
    user, url = seen
    client = Client()
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(url)
    assert page.status_code == 200
    return len(captured), len(page.content)


@pytest.mark.parametrize("rows", LISTS, ids=lambda one: one.__name__)
def test_fifty_rows_cost_as_many_statements_as_two(rows: Callable[[int], Seen]) -> None:
    few, short = asked(rows(FEW))
    many, long = asked(rows(MANY))

    assert (many, long > short) == (few, True)
