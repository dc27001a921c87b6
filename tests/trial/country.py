"""A country in small: people who keep saving, a sheet to be sent, a decree to be published, a period to be computed."""

import os
from importlib import import_module
from unittest.mock import patch

from django.db import connection

from apps.common.files import keep
from apps.dashboard.demo import papers
from apps.decrees.models import Decree
from apps.evaluations.models import Evaluation, LedgerLevel, StageChange
from apps.institutions.models import Institution, Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results import actions as results
from apps.results.models import FinalisationRun, Publication, Result, ResultPart, RunState
from apps.rules.stages import Stage
from apps.self_assessment.actions import sign_documents_of
from apps.self_assessment.models import Answer, Submission
from tests.factories import EvaluationFactory, PeriodFactory, answer_all, bring_to, member
from tests.factories.results import agreed_run, issued_decree
from tests.trial.machines import Cluster, wait_until
from tests.trial.people import Saved, Saver, Visitor

RENDER, ISSUE = (import_module(f"apps.decrees.actions.{name}") for name in ("render", "issue"))
INDICATORS = 5  # of the small instrument
SAVERS = 4
PARTS = 5  # domains and aspects of the small instrument


def environment(cluster: Cluster, media: str) -> dict[str, str]:
    """What a process finds that works on this cluster. DEBUG, so that no static files have to be collected."""
    return os.environ | {"DATABASE_URL": cluster.url, "MEDIA_ROOT": media, "DEBUG": "true"}


def kept(saved: list[Saved]) -> set[Saved]:
    """Those of them that stand in the history with their text, and whose row is not older."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT past.pgh_obj_id, past.version, past.fact FROM self_assessment_answerevent past
            JOIN self_assessment_answer answer ON answer.id = past.pgh_obj_id
            WHERE answer.version > past.version OR (answer.version = past.version AND answer.fact = past.fact)
            """
        )
        return set(saved) & {Saved(*row) for row in cursor.fetchall()}


class Savers:
    """Four people, each at an answer of their own."""

    def __init__(self, port: int) -> None:
        evaluation = EvaluationFactory.create()
        answers = Answer.objects.filter(evaluation=evaluation).select_related("indicator")[:SAVERS]
        self.threads = [Saver(port, member(Role.DATA_ENTRY, evaluation.institution), one) for one in answers]
        for one in self.threads:
            one.start()

    def go_on(self) -> None:
        for one in self.threads:
            one.goes_on.set()

    def rest(self) -> None:
        for one in self.threads:
            one.goes_on.clear()

    @property
    def acknowledged(self) -> list[Saved]:
        return [saved for one in self.threads for saved in list(one.acknowledged)]

    def save_again(self) -> None:
        """Wait until everybody has saved once more."""
        before = [len(one.acknowledged) for one in self.threads]

        def all_have() -> bool:
            return all(len(one.acknowledged) > count for one, count in zip(self.threads, before, strict=True))

        wait_until(all_have, "somebody cannot save any more")

    def leave(self) -> None:
        for one in self.threads:
            one.stop.set()
            one.goes_on.set()
        for one in self.threads:
            one.join(60)
            assert not one.is_alive()


def coordinator_of(port: int, institution: Institution) -> Visitor:
    return Visitor(port, member(Role.COORDINATOR, institution))


def complete_sheet(institution: Institution) -> Evaluation:
    """Approved and signed; only the sending is missing."""
    evaluation = EvaluationFactory.create(institution=institution, with_team=True)
    answer_all(evaluation)
    sha256, size = keep(papers.pdf("bertanda-tangan.pdf", ["SIMULASI"]).chunks())
    sign_documents_of(
        [evaluation], sha256=sha256, size=size, name="bertanda-tangan.pdf", by=member(Role.COORDINATOR, institution)
    )
    return evaluation


def finished_period() -> EvaluationPeriod:
    """Two institutions whose evaluations were accepted."""
    period = PeriodFactory.create()
    for level in (2, 4):
        bring_to(EvaluationFactory.create(period=period, with_team=True), Stage.FINAL, level=level)
    return period


def decree_to_publish() -> Decree:
    """Issued and agreed to. What stands on the paper does not matter here, and drawing it costs a second."""
    with patch.object(RENDER, "render_decree", paper), patch.object(ISSUE, "render_decree", paper):
        return issued_decree(agreed_run(finished_period()))


def paper(sheet: object) -> bytes:
    return b"%PDF-"


def run_to_compute() -> FinalisationRun:
    return results.start_run(finished_period(), by=None)


# --- done, or not at all; nothing between


def was_submitted(evaluation: Evaluation) -> bool:
    """Whether the sheet was sent; everything that belongs to it is there, or nothing of it."""
    evaluation.refresh_from_db()
    traces = (
        evaluation.stage,
        LedgerLevel.objects.filter(evaluation=evaluation, stage=Stage.SELF_ASSESSMENT).count(),
        Submission.objects.filter(evaluation=evaluation).count(),
        StageChange.objects.filter(evaluation=evaluation, from_stage=Stage.SELF_ASSESSMENT).count(),
    )
    assert traces in [(Stage.SELF_ASSESSMENT, 0, 0, 0), (Stage.DESK_REVIEW, INDICATORS, 1, 1)]
    return evaluation.stage == Stage.DESK_REVIEW


def was_published(decree: Decree) -> bool:
    """Whether the period was published; its publication, its state and every evaluation say the same."""
    period = EvaluationPeriod.objects.get(pk=decree.run.period_id)
    stages = set(period.evaluations.values_list("stage", flat=True))
    traces = (period.state, stages, Publication.objects.filter(period=period).count())
    assert traces in [(PeriodState.RUNNING, {Stage.FINAL}, 0), (PeriodState.PUBLISHED, {Stage.PUBLISHED}, 1)]
    return period.state == PeriodState.PUBLISHED


def was_computed(run: FinalisationRun) -> bool:
    """Whether the period was computed; every figure is there, or none, and none is used before all are."""
    run.refresh_from_db()
    traces = (run.state, Result.objects.filter(run=run).count(), ResultPart.objects.filter(result__run=run).count())
    figures = 2, 2 * PARTS
    assert traces in [(RunState.COMPUTING, 0, 0), (RunState.COMPUTING, *figures), (RunState.COMPUTED, *figures)]
    return run.state == RunState.COMPUTED


def do_what_waits() -> None:
    """As the worker does when everything is up again."""
    for job in Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING]).values_list("pk", flat=True):
        wait_until(lambda job=job: jobs.run(job) or not Job.objects.get(pk=job).is_living, "a job is held by nobody")
