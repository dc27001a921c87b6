"""A year in bulk: each step is what people do at that stage, by the actions for many rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from django.db.models import Min, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.consolidation.actions import accept_many, draft_findings_many, hand_over_many
from apps.dashboard.demo import papers, words
from apps.dashboard.demo.people import Staff
from apps.desk_review.actions import JudgementRow, close_desk_reviews_many, lock_all_judgements, save_judgements
from apps.evaluations.actions.marked import Word
from apps.evaluations.models import Engagement, Evaluation, TeamMember
from apps.institutions.models import Role
from apps.instruments.models import Instrument
from apps.interview.actions import (
    Appointment,
    close_interviews_many,
    record_attendance_many,
    save_clarifications,
    schedule_many,
)
from apps.interview.models import InterviewSession
from apps.rules.stages import Stage
from apps.self_assessment.actions import (
    SheetRow,
    approve,
    save_sheet,
    sign_documents_of,
    submit,
    submit_for_approval,
    submit_many,
)
from apps.self_assessment.models import Answer
from apps.visitation.actions import choose_many, close_visits_many, mark_for_visit, plan_many, save_findings
from apps.visitation.models import Visit

SIGNED_NAME = "Dokumen bertanda tangan (simulasi).pdf"
VISIT_REASON = "Dipilih untuk divalidasi di tempat (simulasi)."
Levels = Mapping[int, Decimal]
PRESENT = ("Koordinator SPBE (nama bersifat simulasi)", "Tim instansi (nama bersifat simulasi)")


@dataclass(frozen=True)
class Script:
    """How one evaluation goes: the institution's levels, the final ones, and what the interview clears up.

    All by primary key of the indicator. An indicator of `clarified` is judged one level lower before.
    """

    evaluation: Evaluation
    claimed: Levels
    settled: Levels
    clarified: frozenset[int] = frozenset()


@dataclass
class Stageplay:
    """The people and texts of a period, and the steps."""

    instrument: Instrument
    staff: Staff
    ministry: User

    @cached_property
    def questions(self) -> list[words.Question]:
        return words.questions_of(self.instrument)

    @cached_property
    def seats(self) -> dict[int, list[User]]:
        """The members of each team, the lead first."""
        seats: dict[int, list[User]] = {}
        for one in TeamMember.objects.select_related("user").order_by("-is_lead", "pk"):
            seats.setdefault(one.team_id, []).append(one.user)
        return seats

    def person(self, evaluation: Evaluation, role: Role) -> User:
        return self.staff[evaluation.institution_id, role]

    def lead(self, evaluation: Evaluation) -> User:
        return self.seats[evaluation.team_id or 0][0]

    # --- penilaian mandiri

    def fill(self, script: Script, *, only: int | None = None) -> None:
        """The sheet is typed; with `only`, its first indicators."""
        rows = [SheetRow(one.pk, 0, words.claim(one, script.claimed[one.pk])) for one in self.questions[:only]]
        save_sheet(script.evaluation, rows, by=self.person(script.evaluation, Role.DATA_ENTRY))

    def hand_in(self, script: Script) -> None:
        self.fill(script)
        self.approve(script)

    def approve(self, script: Script) -> None:
        answers = Answer.objects.filter(evaluation=script.evaluation)
        submit_for_approval(answers, by=self.person(script.evaluation, Role.DATA_ENTRY))
        approve(answers, by=self.person(script.evaluation, Role.PERSON_IN_CHARGE))

    def send(self, script: Script) -> None:
        """The Koordinator signs and submits."""
        coordinator = self.person(script.evaluation, Role.COORDINATOR)
        self.sign([script.evaluation], by=coordinator)
        submit(script.evaluation, by=coordinator)

    def send_together(self, scripts: Sequence[Script]) -> None:
        """Many at once, by the hand of the ministry, as when sheets are imported."""
        evaluations = [one.evaluation for one in scripts]
        self.sign(evaluations, by=self.ministry)
        submit_many(evaluations, by=self.ministry)

    def sign(self, evaluations: Sequence[Evaluation], *, by: User) -> None:
        """Both documents, signed on one kept paper."""
        sha256, size = self.signed_paper
        sign_documents_of(evaluations, sha256=sha256, size=size, name=SIGNED_NAME, by=by)

    @cached_property
    def signed_paper(self) -> tuple[str, int]:
        """SHA-256 and size of the paper that stands for all signed ones."""
        return files.keep(papers.pdf(SIGNED_NAME, ["SIMULASI", "Dokumen bertanda tangan untuk peragaan."]).chunks())

    # --- penilaian dokumen

    def judge(self, script: Script, *, members: int | None = None) -> None:
        """Everybody of the team fills a sheet, and they agree; with `members`, only the first ones do."""
        rows = [self._judgement(script, one) for one in self.questions]
        for assessor in self.seats[script.evaluation.team_id or 0][:members]:
            save_judgements(script.evaluation, assessor, rows)

    def close_desk(self, scripts: Sequence[Script]) -> None:
        evaluations = [one.evaluation for one in scripts]
        lock_all_judgements(evaluations)
        for lead, theirs in self._by_lead(evaluations):
            close_desk_reviews_many(theirs, by=lead)

    def _judgement(self, script: Script, question: words.Question) -> JudgementRow:
        claimed, level = script.claimed[question.pk], script.settled[question.pk]
        if question.pk not in script.clarified:
            return JudgementRow(question.pk, level, words.finding(question, level, claimed))
        below = level - 1
        asked = words.to_clarify(question, level)
        return JudgementRow(question.pk, below, words.finding(question, below, claimed), asked)

    # --- interviu

    def invite(self, evaluations: Sequence[Evaluation]) -> None:
        """Appointments of an hour, one after the other from tomorrow on, behind those that were made before."""
        first = timezone.now().replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)
        schedule_many(
            [
                Appointment(
                    one,
                    starts_at=first + timedelta(days=place // 4, hours=2 * (place % 4)),
                    ends_at=first + timedelta(days=place // 4, hours=2 * (place % 4) + 1),
                    link="https://rapat.contoh.invalid/simulasi",
                )
                for place, one in enumerate(evaluations, start=InterviewSession.objects.count())
            ],
            by=self.ministry,
        )

    def interview(self, scripts: Sequence[Script]) -> None:
        """Every marked indicator is clarified."""
        evaluations = [one.evaluation for one in scripts]
        record_attendance_many(evaluations, institution=PRESENT, held_at=timezone.now())
        questions = {one.pk: one for one in self.questions}
        for script in scripts:
            cleared = [
                Word(pk, 0, script.settled[pk], words.clarified(questions[pk], script.settled[pk]))
                for pk in sorted(script.clarified)
            ]
            save_clarifications(script.evaluation, cleared, by=self.lead(script.evaluation))

    def close_interview(self, scripts: Sequence[Script]) -> None:
        for lead, theirs in self._by_lead([one.evaluation for one in scripts]):
            close_interviews_many(theirs, by=lead)

    # --- visitasi

    def choose_for_visit(self, evaluations: Sequence[Evaluation]) -> None:
        """The ministry chooses, plans, and says what is to be validated: the first indicator."""
        choose_many({one.pk: VISIT_REASON for one in evaluations}, by=self.ministry)
        for last, visits in self._days_of(Visit.objects.filter(evaluation__in=evaluations)).items():
            plan_many(visits, starts_on=last - timedelta(days=1), ends_on=last, locus="Kantor dinas (simulasi)")
        first = self.questions[0]
        for one in evaluations:
            mark_for_visit(one, {first.pk: f"Benarkah {first.indicator.name} berjalan sehari-hari?"}, by=self.ministry)

    def _days_of(self, visits: QuerySet[Visit]) -> dict[date, list[Visit]]:
        """Two days each, told by the last: back from yesterday, a day between the visits of one person."""
        taken = Engagement.objects.exclude(assessor=None).values_list("assessor").annotate(Min("starts_at"))
        free = {person: timezone.localdate(first) - timedelta(days=1) for person, first in taken}
        days: dict[date, list[Visit]] = {}
        for visit in visits.select_related("evaluation"):
            people = [one.pk for one in self.seats[visit.evaluation.team_id or 0]]
            yesterday = timezone.localdate() - timedelta(days=1)
            last = min([yesterday, *(free[one] for one in people if one in free)])
            days.setdefault(last, []).append(visit)
            free |= dict.fromkeys(people, last - timedelta(days=3))
        return days

    def visit(self, scripts: Sequence[Script]) -> None:
        """What was to be validated is as it was said; the visit ends."""
        first = self.questions[0]
        for script in scripts:
            found = Word(first.pk, 0, None, "Peninjauan di tempat sesuai dengan data dukung; tingkat tetap.")
            save_findings(script.evaluation, [found], by=self.lead(script.evaluation))
        for lead, theirs in self._by_lead([one.evaluation for one in scripts]):
            close_visits_many(theirs, by=lead)

    # --- konsolidasi, reviu

    def hand_over(self, scripts: Sequence[Script]) -> None:
        for lead, theirs in self._by_lead([one.evaluation for one in scripts]):
            draft_findings_many(theirs, by=lead)
            hand_over_many(theirs, by=lead)

    def accept(self, scripts: Sequence[Script]) -> None:
        accept_many(refreshed([one.evaluation for one in scripts]), by=self.ministry)

    def _by_lead(self, evaluations: Iterable[Evaluation]) -> list[tuple[User, list[Evaluation]]]:
        theirs: dict[User, list[Evaluation]] = {}
        for one in refreshed(evaluations):
            theirs.setdefault(self.lead(one), []).append(one)
        return list(theirs.items())


def refreshed(evaluations: Iterable[Evaluation]) -> list[Evaluation]:
    """The same evaluations as they stand now."""
    ids = [one.pk for one in evaluations]
    return list(
        Evaluation.objects.filter(pk__in=ids)
        .select_related("institution__province", "period__instrument", "team")
        .order_by("institution__code")
    )


def at_stage(scripts: Iterable[Script], stage: Stage) -> list[Script]:
    """Those whose evaluation has come to this stage."""
    found = list(scripts)
    there = set(
        Evaluation.objects.filter(pk__in=[one.evaluation.pk for one in found], stage=stage).values_list("pk", flat=True)
    )
    return [one for one in found if one.evaluation.pk in there]
