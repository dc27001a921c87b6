"""A period on its way to the decree: finished evaluations, a computation, its votes, an issued decree."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest

from apps.accounts.models import User
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.evaluations.models import Evaluation
from apps.institutions.actions import join
from apps.institutions.models import Agency, Role
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.results import actions
from apps.results.models import FinalisationRun, PeriodAgency
from apps.rules.stages import Stage
from tests.factories.evaluations import EvaluationFactory, PeriodFactory, bring_to, correct, hand_over
from tests.factories.institutions import AgencyFactory
from tests.factories.people import UserFactory, member


def finished_period(levels: Sequence[Decimal | int] = (3,), **fields: object) -> EvaluationPeriod:
    """A period with one accepted evaluation for each of these levels, its publication agreed to."""
    period = PeriodFactory.create(**fields)
    for level in levels:
        evaluation = EvaluationFactory.create(period=period)
        hand_over(evaluation)
        bring_to(evaluation, Stage.FINAL, level=level)
    return period


def computed_run(period: EvaluationPeriod) -> FinalisationRun:
    """A computation of the period, done as the worker does it."""
    run = actions.start_run(period, by=member(Role.EVALUATION_TEAM))
    actions.compute(run)
    Job.objects.filter(pk=run.job_id).update(state="done")
    run.refresh_from_db()
    return run


def seat(period: EvaluationPeriod, agency: Agency | None = None) -> User:
    """Somebody who votes in this period for an agency of its own."""
    agency = agency or AgencyFactory.create()
    PeriodAgency.objects.create(period=period, agency=agency)
    user = UserFactory.create()
    join(user, Role.AGENCY_MEMBER, agency=agency)
    return user


def agreed_run(period: EvaluationPeriod) -> FinalisationRun:
    """A computation to which the quorum has agreed."""
    run = computed_run(period)
    for user in [seat(period) for _ in range(period.votes_required)]:
        agency = user.memberships.get().agency
        assert agency is not None
        actions.cast_vote(run, agency, choice="agree", content_sha256=run.content_sha256, by=user)
    return run


def complete_draft(run: FinalisationRun) -> Decree:
    """A draft with number, date and signatory, rendered."""
    decree = decrees.draft_decree(run, by=None)
    number = str(Decree.objects.filter(run__period=run.period, state="issued").count())
    decrees.edit_head(
        decree,
        head_version=decree.head_version,
        number=number,
        year=decree.year,
        title=decree.title,
        place="Jakarta",
        dated=date(decree.year, 1, 2),
        signatory="NAMA UJI",
    )
    decrees.render_draft(decree)
    decree.refresh_from_db()
    return decree


def issued_decree(run: FinalisationRun) -> Decree:
    """A decree issued on the run."""
    decree = complete_draft(run)
    decrees.request_issue(decree, by=member(Role.EVALUATION_TEAM))
    decrees.issue(Decree.objects.select_related("run__period__instrument").get(pk=decree.pk))
    decree.refresh_from_db()
    return decree


def agreed_again(run: FinalisationRun) -> FinalisationRun:
    """A later computation to which every agency with a seat has agreed."""
    for place in run.period.agencies.select_related("agency"):
        user = User.objects.filter(memberships__agency=place.agency).first()
        assert user is not None
        actions.cast_vote(run, place.agency, choice="agree", content_sha256=run.content_sha256, by=user)
    return run


def correcting_decree(evaluation: Evaluation, number: int, level: Decimal | int) -> Decree:
    """After publication: a correction of one level, computed, agreed, and the decree that names the old one issued."""
    correct(evaluation, number, level)
    return issued_decree(agreed_again(computed_run(evaluation.period)))


def corrected_and_published(evaluation: Evaluation, number: int, level: Decimal | int) -> Decree:
    """The same, and the publication that follows."""
    decree = correcting_decree(evaluation, number, level)
    decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))
    return decree


def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """How a decree looks is no matter to this test, so its paper costs nothing."""
    for module in ("render", "issue", "copy"):
        actions = import_module(f"apps.decrees.actions.{module}")
        monkeypatch.setattr(actions, "render_decree", lambda sheet: f"{sheet}".encode())


def published_decree(period: EvaluationPeriod) -> Decree:
    """The whole way: computed, agreed, issued, published."""
    decree = issued_decree(agreed_run(period))
    decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))
    return decree
