"""The works of a worker that many people wait for, each as what anybody can see of it: nothing, or everything."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import Any, Protocol
from unittest.mock import patch

from django.db.models import F
from django.utils import timezone

from apps.common.files import path_of, read
from apps.decrees import actions as decrees
from apps.decrees.models import Decree, DecreeState, PlanState, PressAddress, PublicationPlan
from apps.decrees.paper import render_decree
from apps.decrees.queries import sheet_of
from apps.institutions.models import Role
from apps.notices.models import Letter, Notice
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.reports.actions import ask_batch
from apps.reports.models import BatchState, ReportBatch
from apps.results import actions as results
from apps.results.models import FinalisationRun, Publication, Recount, Result, ResultPart, RunState
from apps.results.queries import published_results
from apps.rules.stages import Stage
from tests.factories import member
from tests.factories.results import agreed_run, complete_draft, computed_run, finished_period, issued_decree
from tests.trial.workers import do_what_lives

RENDER, ISSUE, RUN = (
    import_module(f"apps.{name}") for name in ("decrees.actions.render", "decrees.actions.issue", "results.actions.run")
)
NOTHING = "nothing of it"
LEVELS = (2, 3, 4, 3, 2)


class Work(Protocol):
    workers: int
    """How many are at it at once, all of which are killed."""

    def begin(self) -> None:
        """Ask for it anew."""

    def seen(self) -> Any:
        """What anybody can see now; AssertionError where a piece of it is not whole."""

    @property
    def everything(self) -> Any:
        """What is seen in the end, whoever was killed."""


class Finalisation:
    """Figures of a period in three shares: each whole or not there, and none in use before the last."""

    workers = 2

    def __init__(self) -> None:
        self.period = finished_period(LEVELS)
        whole = computed_run(self.period)
        self.figures = {pk: list(self._figures(whole, pk)) for pk in self._assessed()}
        self.everything = (whole.content_sha256, self.figures)

    def begin(self) -> None:
        with patch.object(RUN, "SHARE", 2):
            self.run = results.start_run(self.period, by=None)

    def seen(self) -> Any:
        self.run.refresh_from_db()
        shares = {pk: share for share in self.run.shares.all() for pk in share.evaluations}
        assert list(shares) == self._assessed()
        figures = {pk: list(self._figures(self.run, pk)) for pk in shares}
        for pk, share in shares.items():
            assert figures[pk] == (self.figures[pk] if share.computed_at else [])
        if self.run.state == RunState.COMPUTING:
            assert (self.run.content_sha256, self.run.ledger_upto, self.run.computed_at) == ("", None, None)
            return NOTHING
        assert self.run.state == RunState.COMPUTED
        return self.run.content_sha256, figures

    def _assessed(self) -> list[int]:
        return list(self.period.evaluations.order_by("institution__code").values_list("pk", flat=True))

    def _figures(self, run: FinalisationRun, evaluation: int) -> Iterator[tuple[object, ...]]:
        """Every row that a computation leaves of one institution."""
        its = Result.objects.filter(run=run, evaluation=evaluation)
        yield from its.values_list("numerator", "denominator", "stated", "predikat")
        parts = ResultPart.objects.filter(result__in=its).order_by("part")
        yield from parts.values_list("part", "numerator", "denominator", "stated")
        again = Recount.objects.filter(run=run, evaluation=evaluation).order_by(F("part").asc(nulls_first=True))
        yield from again.values_list("part", "numerator", "denominator", "stated", "predikat")


class Draft:
    """A draft on paper: its words rendered, or waiting for it."""

    workers = 1

    def __init__(self) -> None:
        self.decree = decrees.draft_decree(agreed_run(finished_period(LEVELS[:2])), by=None)
        self._write_head()
        self.everything = (DecreeState.RENDERED, render_decree(sheet_of(self.decree, is_draft=True)))

    def begin(self) -> None:
        self._write_head()
        forget(self.everything[1])
        decrees.request_draft(self.decree, by=None)

    def _write_head(self) -> None:
        """The same words again: what was rendered no longer counts."""
        self.decree.refresh_from_db()
        kept = {name: getattr(self.decree, name) for name in ("head_version", "year", "title", "place")}
        decrees.edit_head(self.decree, **kept, number="0", dated=date(self.decree.year, 1, 2), signatory="NAMA UJI")

    def seen(self) -> Any:
        self.decree.refresh_from_db()
        if self.decree.state == DecreeState.DRAFT:
            assert self.decree.draft_sha256 == ""
            return NOTHING
        return self.decree.state, kept(self.decree.draft_sha256)


class Issue:
    """A decree: a draft, or issued with its bytes."""

    workers = 1

    def begin(self) -> None:
        run = agreed_run(finished_period(LEVELS[:2]))
        with patch.object(RENDER, "render_decree", paper):
            self.decree = complete_draft(run)
        decrees.request_issue(self.decree, by=member(Role.EVALUATION_TEAM))
        decree = Decree.objects.select_related("run__period__instrument").get(pk=self.decree.pk)
        self.everything = (DecreeState.ISSUED, render_decree(sheet_of(decree, is_draft=False)))

    def seen(self) -> Any:
        self.decree.refresh_from_db()
        if self.decree.state == DecreeState.RENDERED:
            assert (self.decree.issued_sha256, self.decree.issued_at) == ("", None)
            return NOTHING
        return self.decree.state, kept(self.decree.issued_sha256)


class Batch:
    """All reports of a period: each with its bytes or still to be made, and the ZIP after the last."""

    workers = 2

    def __init__(self) -> None:
        self.run, self.by = computed_run(finished_period(LEVELS[1:3])), member(Role.EVALUATION_TEAM)
        self.everything: tuple[dict[int, bytes], bytes] = ({}, b"")
        self.begin()
        do_what_lives()
        self.reports = self._made()
        self.batch.refresh_from_db()
        self.everything = (self.reports, kept(self.batch.sha256))

    def begin(self) -> None:
        reports, packed = self.everything
        forget(packed, *reports.values())
        self.batch: ReportBatch = ask_batch(self.run, by=self.by)

    def seen(self) -> Any:
        self.batch.refresh_from_db()
        made = self._made()
        assert made.items() <= self.reports.items()
        if self.batch.packed_at is None:
            assert self.batch.sha256 == ""
            return NOTHING
        return made, kept(self.batch.sha256)

    def _made(self) -> dict[int, bytes]:
        return {one.report_id: kept(one.sha256) for one in self.batch.items.filter(state=BatchState.MADE)}


class Publishing:
    """A publication at its hour: period, institutions, notices, letters and portal, all at once."""

    workers = 1
    everything = (1, {Stage.PUBLISHED}, PeriodState.PUBLISHED, 1, 1, PlanState.DONE, ["2.00", "3.00", "4.00"])

    def begin(self) -> None:
        """With one person of an institution and one of the press to be told."""
        with patch.object(RENDER, "render_decree", paper), patch.object(ISSUE, "render_decree", paper):
            decree = issued_decree(agreed_run(finished_period(LEVELS[:3])))
        self.period, ministry, now = decree.run.period, member(Role.EVALUATION_TEAM), timezone.now()
        self.evaluations = self.period.evaluations.order_by("pk")
        member(Role.COORDINATOR, self.evaluations[0].institution)
        PressAddress.objects.create(
            email=f"{self.period.pk}@pers.test", name="Redaksi", period=self.period, added_by=ministry
        )
        PublicationPlan.objects.create(
            period=self.period,
            decree=decree,
            at=now - timedelta(hours=1),
            set_at=now - timedelta(hours=2),
            set_by=ministry,
        )
        decrees.ask_for_what_is_due()

    def seen(self) -> Any:
        stated = published_results().filter(evaluation__in=self.evaluations).order_by("evaluation_id")
        found = (
            Publication.objects.filter(period=self.period).count(),
            set(self.evaluations.values_list("stage", flat=True)),
            EvaluationPeriod.objects.get(pk=self.period.pk).state,
            Notice.objects.filter(url=f"/evaluasi/{self.evaluations[0].pk}/", text__contains="sudah terbit").count(),
            Letter.objects.filter(address=f"{self.period.pk}@pers.test").count(),
            PublicationPlan.objects.get(period=self.period).state,
            [str(one) for one in stated.values_list("stated", flat=True)],
        )
        return NOTHING if found == (0, {Stage.FINAL}, PeriodState.RUNNING, 0, 0, PlanState.WAITING, []) else found


def paper(sheet: object) -> bytes:
    """What stands on a paper that nobody looks at; drawing it costs a second."""
    return b"%PDF-"


def forget(*contents: bytes) -> None:
    """Bytes that stand there from before would hide a worker that names them before it keeps them."""
    for content in contents:
        path_of(hashlib.sha256(content).hexdigest()).unlink(missing_ok=True)


def kept(sha256: str) -> bytes:
    """The bytes that a row names: they are there, and they are these."""
    try:
        return read(sha256)
    except OSError as error:
        raise AssertionError(f"a row names bytes that are not there: {error}") from error
