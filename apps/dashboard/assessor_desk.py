"""Meja kerja: the institutions of an assessor, what is asked of them at each, and how much they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import date_id, wib
from apps.coordination.queries.papers import latest_letters
from apps.dashboard import queries
from apps.dashboard.desk import NOTHING_WAITS, Desk, role_labels
from apps.dashboard.navigation import address, section_of
from apps.evaluations.models import Evaluation, Handover
from apps.evaluations.questions import WaitingQuestion
from apps.institutions.models import Membership
from apps.rules.stages import LABELS, Stage

# Where a team works while an evaluation stands at a stage; elsewhere there is only the whole way to read.
ROOMS: Mapping[str, str] = {
    Stage.DESK_REVIEW: "desk_review:sheet",
    Stage.INTERVIEW: "interview:detail",
    Stage.VISITATION: "visitation:detail",
    Stage.CONSOLIDATION: "consolidation:detail",
}
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class AssessorRow:
    """One institution on the desk. Only this person's own judgements are counted; `all_locked` is told to all."""

    evaluation: Evaluation
    url: str
    is_lead: bool
    judged: int
    total: int
    is_locked: bool
    all_locked: bool
    has_declared: bool
    handover: Handover | None
    questions: Sequence[WaitingQuestion]
    now: datetime

    @property
    def stage_label(self) -> str:
        return LABELS[Stage(self.evaluation.stage)]

    @property
    def judges(self) -> bool:
        return self.evaluation.stage == Stage.DESK_REVIEW

    @property
    def is_typing(self) -> bool:
        """Whether a bar of own judgements says how far this person is."""
        return self.judges and not self.is_locked and self.has_declared

    @property
    def until(self) -> datetime | None:
        """When the next thing here is due: a question of the institution, or the stage; None without either."""
        limits = [self.evaluation.open_until, *(one.due for one in self.questions[:1])]
        return min((one for one in limits if one), default=None)

    @property
    def days_left(self) -> int | None:
        """Whole days until the limit of the stage; None without one or after it."""
        until = self.evaluation.open_until
        return (until - self.now).days if until and until > self.now else None

    @property
    def question_is_late(self) -> bool:
        return bool(self.questions) and self.questions[0].due <= self.now

    @property
    def is_pressing(self) -> bool:
        return self.waits and self.days_left is not None and self.days_left < SOON_DAYS

    @property
    def asked(self) -> str:
        """What is asked of this person now; empty if nothing is."""
        if not self.has_declared and self.evaluation.stage != Stage.PUBLISHED:
            return "Nyatakan dahulu ada tidaknya benturan kepentingan"
        return {
            Stage.DESK_REVIEW: self._asked_in_desk_review,
            Stage.INTERVIEW: self._asked_in_interview,
            Stage.VISITATION: self._asked_in_visitation,
            Stage.CONSOLIDATION: lambda: "Susun konsolidasi",
        }.get(Stage(self.evaluation.stage), lambda: "")()

    @property
    def waits(self) -> bool:
        return bool(self.asked or self.questions)

    @property
    def place(self) -> tuple[bool, bool, datetime]:
        """Where it stands among the others: what waits first, of that what is due soonest, without a limit last."""
        return not self.waits, self.until is None, self.until or self.now

    def _asked_in_desk_review(self) -> str:
        if not self.is_locked:
            return f"Nilai {self.total - self.judged} indikator lagi" if self.judged < self.total else "Kunci penilaian"
        if not self.all_locked:
            return ""
        return "Putuskan perbedaan dan tutup tahap" if self.is_lead else "Bahas perbedaan"

    def _asked_in_interview(self) -> str:
        session = getattr(self.evaluation, "interview", None)
        if session is None:
            return "Tetapkan jadwal interviu" if self.is_lead else "Jadwal interviu ditetapkan ketua tim"
        return "Catat hasil interviu" if session.starts_at <= self.now else f"Interviu {wib(session.starts_at)}"

    def _asked_in_visitation(self) -> str:
        visit = getattr(self.evaluation, "visit", None)
        if visit is None or not visit.is_planned:
            return "Tetapkan rencana visitasi" if self.is_lead else "Rencana visitasi ditetapkan ketua tim"
        is_due = visit.starts_on <= timezone.localdate(self.now)
        return "Catat hasil visitasi" if is_due else f"Visitasi {date_id(visit.starts_on)}"


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a period one holds."""

    period: str
    held: int
    capacity: int
    done: int


def assessor_desk(user: User, held: list[Membership]) -> Desk:
    evaluations = queries.evaluations_of_assessor(user)
    work = queries.assessor_work(user, evaluations)
    now = timezone.now()
    rows = [
        AssessorRow(
            evaluation=evaluation,
            url=address(ROOMS.get(evaluation.stage, "evaluations:detail"), evaluation.pk),
            is_lead=evaluation.pk in work.led,
            judged=work.judged.get(evaluation.pk, 0),
            total=work.indicators.get(evaluation.period.instrument_id, 0),
            is_locked=evaluation.pk in work.locked,
            all_locked=evaluation.pk in work.all_locked,
            has_declared=evaluation.pk in work.declared,
            handover=work.handovers.get(evaluation.pk),
            questions=work.questions.get(evaluation.pk, ()) if evaluation.pk in work.declared else (),
            now=now,
        )
        for evaluation in evaluations
    ]
    rows.sort(key=lambda row: row.place)
    waiting = sum(row.waits for row in rows)
    return Desk(
        kind="assessor",
        section=section_of(held[0]),
        title="Meja kerja asesor",
        role_labels=role_labels(held),
        rows=rows,
        periods=[row.evaluation.period for row in rows],
        waiting=waiting,
        headline=f"{waiting} instansi menunggu Anda" if waiting else NOTHING_WAITS,
        loads=loads_of(rows),
        letters=latest_letters(user),
        links={"conflicts": address("evaluations:conflicts"), "wishes": address("coordination:own_wish")},
    )


def loads_of(rows: list[AssessorRow]) -> list[Load]:
    by_period: dict[int, list[AssessorRow]] = {}
    for row in rows:
        by_period.setdefault(row.evaluation.period_id, []).append(row)
    return [
        Load(
            held[0].evaluation.period.name,
            len(held),
            held[0].evaluation.period.assessor_capacity,
            sum(not row.waits for row in held),
        )
        for held in by_period.values()
    ]
