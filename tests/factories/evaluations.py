"""Periods, teams, and evaluations with their sheets laid out and their grants set."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from apps.accounts.models import User
from apps.common.files import keep
from apps.evaluations.actions import advance, apply_windows, close_into_ledger
from apps.evaluations.actions.corrections import approve_correction, propose_correction
from apps.evaluations.actions.external import ExternalRow, bring_external
from apps.evaluations.external import external_indicators
from apps.evaluations.grants import set_grants, set_team_members
from apps.evaluations.models import AssessorTeam, Correction, Declaration, Evaluation, LedgerLevel, TeamMember
from apps.institutions.models import Role, Unit
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod, PeriodState, StageWindow
from apps.rules.stages import NEXT, Stage, Track
from apps.self_assessment.models import Answer, DocumentKind, SheetDocument, StoredFile, Submission
from tests.database import execute
from tests.factories.institutions import InstitutionFactory
from tests.factories.instruments import small_instrument
from tests.factories.people import UserFactory, member

FILL = """
    UPDATE self_assessment_answer answer
    SET level = (%(said)s::jsonb ->> indicator.number::text)::numeric,
        fact = 'Fakta ' || number, analysis = 'Analisis ' || number, justification = 'Justifikasi ' || number,
        service_name = CASE WHEN names_service THEN 'Layanan ' || number ELSE '' END,
        state = 'approved', version = version + 1, updated_by_id = %(by)s, updated_at = %(at)s
    FROM instruments_indicator indicator
    WHERE indicator.id = answer.indicator_id AND evaluation_id = %(evaluation)s AND external_index = ''
"""


class PeriodFactory(DjangoModelFactory[EvaluationPeriod]):
    """A simulation on the small instrument, with a window around now for every stage in which people work."""

    class Meta:
        model = EvaluationPeriod
        skip_postgeneration_save = True

    instrument = factory.LazyFunction(small_instrument)
    slug = factory.Sequence(lambda n: f"uji-{n}")
    name = factory.Sequence(lambda n: f"Periode uji {n}")
    year = 2001
    state = PeriodState.RUNNING
    simulation_label = "SIMULASI"

    @factory.post_generation
    def windows(self: EvaluationPeriod, create: bool, extracted: bool | None, **kwargs: object) -> None:
        """`windows=False` leaves every stage closed."""
        if create and extracted is not False:
            now = timezone.now()
            StageWindow.objects.bulk_create(
                StageWindow(
                    period=self,
                    stage=stage,
                    opens_at=now - timedelta(days=7),
                    closes_at=now + timedelta(days=30),
                )
                for stage in WINDOW_STAGES
            )


class TeamFactory(DjangoModelFactory[AssessorTeam]):
    """Two assessors, the first of whom leads; `members=[user, ...]` chooses others."""

    class Meta:
        model = AssessorTeam
        skip_postgeneration_save = True

    period = factory.SubFactory(PeriodFactory)
    name = factory.Sequence(lambda n: f"Tim {n}")

    @factory.post_generation
    def members(self: AssessorTeam, create: bool, extracted: list[User] | None, **kwargs: object) -> None:
        if not create:
            return
        people = [member(Role.ASSESSOR) for _ in range(2)] if extracted is None else extracted
        TeamMember.objects.bulk_create(
            TeamMember(team=self, user=user, is_lead=place == 0) for place, user in enumerate(people)
        )
        set_team_members(self)


class EvaluationFactory(DjangoModelFactory[Evaluation]):
    """An evaluation in penilaian mandiri: window applied, empty answers laid out, grants set.

    `with_team=True` adds a team of two; `stage=` is refused: use `bring_to`.
    """

    class Meta:
        model = Evaluation
        skip_postgeneration_save = True

    class Params:
        with_team = factory.Trait(team=factory.SubFactory(TeamFactory, period=factory.SelfAttribute("..period")))

    period = factory.SubFactory(PeriodFactory)
    institution = factory.SubFactory(InstitutionFactory)
    track = Track.EVALUATION

    @classmethod
    def _create(cls, model_class: type[Evaluation], *args: Any, **kwargs: Any) -> Evaluation:
        assert "stage" not in kwargs, "only advance writes the stage: use bring_to"
        evaluation = super()._create(model_class, *args, **kwargs)
        Answer.objects.bulk_create(
            Answer(evaluation=evaluation, indicator=indicator)
            for indicator in evaluation.period.instrument.indicators.all()
        )
        apply_windows(Evaluation.objects.filter(pk=evaluation.pk))
        set_grants([evaluation])
        evaluation.refresh_from_db()
        declare_for_all(evaluation)
        return evaluation


def declare_for_all(evaluation: Evaluation) -> None:
    """Everybody in the team has declared that nothing ties them to the institution."""
    Declaration.objects.bulk_create(
        Declaration(evaluation=evaluation, assessor=one) for one in assessors_of(evaluation)
    )


def lead_of(evaluation: Evaluation) -> User:
    """The lead of the evaluation's team."""
    return User.objects.get(team_memberships__team=evaluation.team, team_memberships__is_lead=True)


def assessors_of(evaluation: Evaluation) -> list[User]:
    """Everybody in the evaluation's team, the lead first."""
    members = TeamMember.objects.filter(team=evaluation.team).select_related("user")
    return [one.user for one in members]


def answer_all(
    evaluation: Evaluation, levels: Mapping[int, Decimal | int] | Decimal | int = 3, *, by: User | None = None
) -> None:
    """Fill and approve what the sheet asks: one level for all, or a level for each indicator's number."""
    numbers = evaluation.period.instrument.indicators.filter(external_index="").values_list("number", flat=True)
    said = {number: str(levels[number] if isinstance(levels, Mapping) else levels) for number in numbers}
    execute(FILL, {"evaluation": evaluation.pk, "said": json.dumps(said), "by": by and by.pk, "at": timezone.now()})


def speak(evaluation: Evaluation, stage: Stage, levels: Mapping[int, Decimal | int], *, by: User | None = None) -> None:
    """Put a stage's word into the ledger: a level for each of these numbers. A correction goes its own way there."""
    if stage == Stage.CORRECTION:
        for number, level in levels.items():
            correct(evaluation, number, level)
        return
    indicators = {one.number: one for one in evaluation.period.instrument.indicators.filter(external_index="")}
    LedgerLevel.objects.bulk_create(
        LedgerLevel(
            evaluation=evaluation,
            indicator=indicators[number],
            stage=stage,
            level=level,
            reason=f"Alasan {number}",
            decided_by=by,
            at=timezone.now(),
        )
        for number, level in levels.items()
        if number in indicators
    )


def bring(evaluation: Evaluation, level: Decimal | int = 3, *, by: User | None = None) -> None:
    """What other agencies' indices say of every indicator that takes its level from one."""
    rows = [
        ExternalRow(evaluation.pk, one.pk, f"{level} (baik)", Decimal(level), f"Indeks {one.number}", date(2026, 3, 31))
        for one in external_indicators(evaluation.period.instrument)
    ]
    if rows:
        bring_external(rows, by=by or UserFactory.create())


def corrector(unit: str) -> tuple[User, Unit]:
    """Somebody of the ministry's team with a unit."""
    user = member(Role.EVALUATION_TEAM)
    found, _ = Unit.objects.get_or_create(institution=None, name=unit)
    user.memberships.get(role=Role.EVALUATION_TEAM).units.add(found)
    return user, found


def proposed(evaluation: Evaluation, number: int, level: Decimal | int, *, by: User | None = None) -> Correction:
    """A correction that nobody has approved yet."""
    sha256, _ = keep([b"%PDF-1.7 nota koreksi %%EOF"])
    return propose_correction(
        evaluation,
        evaluation.period.instrument.indicators.get(number=number),
        level=Decimal(level),
        reason=f"Alasan koreksi {number}",
        document_sha256=sha256,
        document_name="nota.pdf",
        by=by or member(Role.EVALUATION_TEAM),
    )


def correct(evaluation: Evaluation, number: int, level: Decimal | int) -> Correction:
    """A correction that two have approved, so that it stands in the ledger."""
    correction = proposed(evaluation, number, level)
    for name in ("Unit uji A", "Unit uji B"):
        by, unit = corrector(name)
        correction = approve_correction(correction, unit=unit, by=by)
    return correction


def bring_to(
    evaluation: Evaluation, stage: Stage, *, level: Decimal | int = 3, judged: Mapping[int, Decimal] | None = None
) -> Evaluation:
    """Walk an evaluation to a stage on its shortest way; sheet and desk review say `level` throughout.

    With `judged` the desk review says these levels, by the indicator's number.
    """
    numbers = evaluation.period.instrument.indicators.values_list("number", flat=True)
    for following in _way(Track(evaluation.track), Stage(evaluation.stage), stage):
        if evaluation.stage == Stage.SELF_ASSESSMENT:
            bring(evaluation, level)
            if not evaluation.answers.filter(level__isnull=False).exists():
                answer_all(evaluation, level)
            close_into_ledger(
                Stage.SELF_ASSESSMENT,
                evaluation.answers.filter(indicator__external_index="").values_list(
                    "evaluation_id", "indicator_id", "level", "justification", "updated_by_id", "updated_at"
                ),
            )
        elif evaluation.stage == Stage.DESK_REVIEW:
            speak(evaluation, Stage.DESK_REVIEW, judged or dict.fromkeys(numbers, level))
        advance(evaluation, following, by=None)
    return evaluation


def hand_over(evaluation: Evaluation, *, agrees: bool | None = True, signed: bool = True) -> SheetDocument:
    """A submission of the sheet, and what the institution says about publication, signed for that sheet."""
    paper = StoredFile.objects.create(
        institution=evaluation.institution, sha256="c" * 64, name="pp.pdf", size=1, media_type="application/pdf"
    )
    Submission.objects.create(evaluation=evaluation, code=f"PM-{evaluation.pk}", sheet_sha256="a" * 64)
    return SheetDocument.objects.create(
        evaluation=evaluation,
        kind=DocumentKind.CONSENT,
        sheet_sha256="a" * 64,
        generated=paper,
        signed=paper if signed else None,
        agrees_to_publication=agrees,
    )


def move_window(evaluation: Evaluation, *, closes_in: timedelta) -> None:
    """Let the present stage end that long from now; a negative time has ended it. Never move the clock."""
    limit = timezone.now() + closes_in
    Evaluation.objects.filter(pk=evaluation.pk).update(open_until=limit, open_from=limit - timedelta(days=7))
    evaluation.refresh_from_db()


def _way(track: Track, start: Stage, end: Stage) -> list[Stage]:
    """The stages to be entered between two, on the shortest way that the table of stages allows."""
    ways: list[list[Stage]] = [[start]]
    for way in ways:
        if way[-1] == end:
            return way[1:]
        ways += [[*way, following] for following in NEXT[track][way[-1]] if following not in way]
    raise AssertionError(f"{end} cannot be reached from {start} on {track}")
