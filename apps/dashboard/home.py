"""The desks of a person: one for each institution they work for, one for each other role."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.dashboard import queries
from apps.dashboard.navigation import address, section_of
from apps.evaluations.models import Evaluation
from apps.evaluations.roles import INSTITUTION_GRANTS
from apps.institutions.models import INSTITUTION_ROLES, Membership, Role
from apps.institutions.queries import memberships_of
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, SHORT_LABELS, Stage
from apps.self_assessment.models import AnswerState

# Where a team works while an evaluation stands at a stage; elsewhere there is only the whole way to read.
ASSESSOR_ROOMS: Mapping[str, str] = {
    Stage.DESK_REVIEW: "desk_review:sheet",
    Stage.INTERVIEW: "interview:detail",
    Stage.VISITATION: "visitation:detail",
    Stage.CONSOLIDATION: "consolidation:detail",
}

NOTHING_WAITS = "Tidak ada yang menunggu Anda"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits. `state` is a class of the visual language: "", "draft", "wait", "back", "ok"."""

    title: str
    text: str
    url: str
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One evaluation as its institution sees it on the home page."""

    evaluation: Evaluation
    url: str
    tasks: Sequence[Task]
    counts: Mapping[str, int]
    total: int
    remaining: str

    @property
    def stage_label(self) -> str:
        return LABELS[Stage(self.evaluation.stage)]

    @property
    def answered(self) -> int:
        return self.total - self.counts.get(AnswerState.EMPTY, 0)

    @property
    def approved(self) -> int:
        return self.counts.get(AnswerState.APPROVED, 0)

    @property
    def fills(self) -> bool:
        """Whether the institution is still at its own sheet."""
        return self.evaluation.stage == Stage.SELF_ASSESSMENT


@dataclass(frozen=True, slots=True)
class AssessorRow:
    """One institution on the desk of an assessor; only this person's own judgements are counted."""

    evaluation: Evaluation
    url: str
    is_lead: bool
    judged: int
    total: int
    is_locked: bool

    @property
    def stage_label(self) -> str:
        return LABELS[Stage(self.evaluation.stage)]

    @property
    def judges(self) -> bool:
        return self.evaluation.stage == Stage.DESK_REVIEW

    @property
    def waits(self) -> bool:
        """Whether something is asked of this person now."""
        return self.evaluation.stage in ASSESSOR_ROOMS and not (self.judges and self.is_locked)


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period as the ministry counts it."""

    period: EvaluationPeriod
    url: str
    details_url: str
    results_url: str
    stages: Sequence[tuple[str, int]]
    not_assessed: int
    total: int


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A computation that one agency is asked about."""

    asked: queries.RunToVote
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One part of the home page. `kind` names its template, dashboard/_KIND.html.

    `waiting` counts what is asked of the person, `headline` says it; `evaluation` is the only one there is.
    """

    kind: str
    section: str
    title: str
    role_labels: str
    rows: Sequence[object] = ()
    periods: Sequence[EvaluationPeriod] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    headline: str = ""
    evaluation: Evaluation | None = None


def desks_of(user: User) -> list[Desk]:
    """Every desk of a person. The number of statements depends on the kinds of roles, never on rows."""
    memberships = memberships_of(user)
    desks: list[Desk] = []
    own = [one for one in memberships if one.role in INSTITUTION_ROLES]
    if own:
        desks += _institution_desks(user, own)
    for role, build in BUILDERS.items():
        if held := [one for one in memberships if one.role == role]:
            desks.append(build(user, held))
    return desks


def remaining(until: datetime | None, now: datetime) -> str:
    """How long a limit is away: "12 hari 13 jam", "3 jam 20 menit", "" when it is over."""
    if until is None or until <= now:
        return ""
    left = until - now
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left >= timedelta(days=1):
        return f"{left.days} hari {hours} jam"
    return f"{hours} jam {minutes} menit"


# -- the institution ----------------------------------------------------------------------------------


def _institution_desks(user: User, memberships: list[Membership]) -> list[Desk]:
    evaluations = queries.evaluations_of_institutions(user, {one.institution_id for one in memberships})
    work = queries.institution_work(evaluations)
    places: dict[str, list[Membership]] = {}
    for membership in memberships:
        places.setdefault(section_of(membership), []).append(membership)
    return [_institution_desk(section, held, evaluations, work) for section, held in places.items()]


def _institution_desk(
    section: str, held: list[Membership], evaluations: Iterable[Evaluation], work: queries.InstitutionWork
) -> Desk:
    institution = held[0].institution
    assert institution is not None  # noqa: S101 - the database holds institution roles to an institution
    grants = {codename for one in held for codename in INSTITUTION_GRANTS[one.role]}
    rows = [_sheet(one, grants, work) for one in evaluations if one.institution_id == institution.pk]
    running = [row.evaluation for row in rows if row.evaluation.stage != Stage.PUBLISHED]
    coordinates = any(one.role == Role.COORDINATOR for one in held)
    waiting = sum(len(row.tasks) for row in rows)
    returned = sum(task.state == "back" for row in rows for task in row.tasks)
    return Desk(
        kind="institution",
        section=section,
        title=institution.name,
        role_labels=_role_labels(held),
        rows=rows,
        periods=[row.evaluation.period for row in rows],
        links={"people": address("institutions:people", institution.pk) if coordinates else ""},
        waiting=waiting,
        headline=f"{returned} jawaban kembali kepada Anda" if returned else _headline(waiting),
        evaluation=running[0] if len(running) == 1 else None,
    )


def _sheet(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> Sheet:
    counts = work.answers.get(evaluation.pk, {})
    fills = evaluation.stage == Stage.SELF_ASSESSMENT
    return Sheet(
        evaluation=evaluation,
        url=address("self_assessment:sheet" if fills else "evaluations:detail", evaluation.pk),
        tasks=_sheet_tasks(evaluation, grants, work),
        counts=counts,
        total=sum(counts.values()),
        remaining=remaining(evaluation.open_until, timezone.now()),
    )


def _sheet_tasks(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> list[Task]:
    if evaluation.stage == Stage.INTERVIEW:
        return _interview_tasks(evaluation, grants, work)
    if evaluation.stage != Stage.SELF_ASSESSMENT:
        return []
    counts = work.answers.get(evaluation.pk, {})
    tasks = []
    if "fill_answers" in grants:
        tasks += [_returned_task(evaluation, answer) for answer in work.returned.get(evaluation.pk, [])]
    if "approve_answers" in grants and (waiting := counts.get(AnswerState.WAITING, 0)):
        tasks.append(
            Task(
                f"{waiting} jawaban menunggu persetujuan",
                "Periksa tingkat, penjelasan, dan data dukungnya, lalu setujui atau kembalikan.",
                address("self_assessment:approval", evaluation.pk),
                "wait",
                "Menunggu persetujuan",
            )
        )
    if "fill_answers" in grants:
        tasks += _open_answer_tasks(evaluation, counts)
    if "submit_sheet" in grants and counts and counts.get(AnswerState.APPROVED, 0) == sum(counts.values()):
        tasks.append(
            Task(
                "Penilaian mandiri siap dikirim",
                "Semua jawaban sudah disetujui. Lengkapi kedua dokumen bertanda tangan, lalu kirim.",
                address("self_assessment:submission", evaluation.pk),
                "wait",
                "Menunggu Anda",
            )
        )
    return tasks


def _returned_task(evaluation: Evaluation, answer: queries.ReturnedAnswer) -> Task:
    return Task(
        f"{answer.number}. {answer.name}",
        f"“{answer.reason}”",
        address("self_assessment:indicator", evaluation.pk, answer.number),
        "back",
        "Dikembalikan",
    )


def _open_answer_tasks(evaluation: Evaluation, counts: Mapping[str, int]) -> list[Task]:
    url = address("self_assessment:sheet", evaluation.pk)
    tasks = []
    if drafts := counts.get(AnswerState.DRAFT, 0):
        text = "Lengkapi penjelasan dan data dukungnya, lalu ajukan."
        tasks.append(Task(f"{drafts} draf belum diajukan", text, url, "draft", "Draf"))
    if empty := counts.get(AnswerState.EMPTY, 0):
        text = "Pilih tingkat dan tulis penjelasannya."
        tasks.append(Task(f"{empty} indikator masih kosong", text, url, "", "Kosong"))
    return tasks


def _interview_tasks(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> list[Task]:
    asked = work.unanswered.get(evaluation.pk, 0)
    if not asked or "reply" not in grants:
        return []
    return [
        Task(
            f"{asked} indikator interviu menunggu tanggapan instansi",
            "Baca pertanyaan asesor, tambahkan data dukung bila perlu, lalu nyatakan setuju atau tidak.",
            address("interview:detail", evaluation.pk),
            "wait",
            "Menunggu Anda",
        )
    ]


# -- the universities ---------------------------------------------------------------------------------


def _assessor_desk(user: User, held: list[Membership]) -> Desk:
    evaluations = queries.evaluations_of_assessor(user)
    work = queries.assessor_work(user, evaluations)
    rows = [
        AssessorRow(
            evaluation=evaluation,
            url=address(ASSESSOR_ROOMS.get(evaluation.stage, "evaluations:detail"), evaluation.pk),
            is_lead=evaluation.pk in work.led,
            judged=work.judged.get(evaluation.pk, 0),
            total=work.indicators.get(evaluation.period.instrument_id, 0),
            is_locked=evaluation.pk in work.locked,
        )
        for evaluation in evaluations
    ]
    rows.sort(key=lambda row: not row.waits)
    return Desk(
        kind="assessor",
        section=section_of(held[0]),
        title="Meja kerja asesor",
        role_labels=_role_labels(held),
        rows=rows,
        periods=[row.evaluation.period for row in rows],
        waiting=(waiting := sum(row.waits for row in rows)),
        headline=f"{waiting} instansi menunggu penilaian Anda" if waiting else NOTHING_WAITS,
    )


def _university_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    return Desk(
        kind="university",
        section=section_of(held[0]),
        title="Asesor perguruan tinggi",
        role_labels=_role_labels(held),
        rows=queries.lecturers([one.university_id for one in held]),
    )


# -- the centre ---------------------------------------------------------------------------------------


def _ministry_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    periods = queries.unpublished_periods()
    counts = queries.stage_counts(periods)
    rows = [_period_row(period, counts.get(period.pk, {})) for period in periods]
    return Desk(
        kind="ministry",
        section=section_of(held[0]),
        title="Periode yang berjalan",
        role_labels=_role_labels(held),
        rows=rows,
        periods=periods,
        links={
            "create": address("periods:create"),
            "import": address("coordination:people_import"),
            "directory": address("institutions:directory"),
        },
    )


def _period_row(period: EvaluationPeriod, counts: Mapping[tuple[str, bool], int]) -> PeriodRow:
    return PeriodRow(
        period=period,
        url=address("coordination:control_room", period.slug),
        details_url=address("periods:detail", period.slug),
        results_url=address("results:run", period.slug),
        stages=[(SHORT_LABELS[stage], counts.get((stage, True), 0)) for stage in Stage if stage != Stage.CORRECTION],
        not_assessed=sum(number for (_, assessed), number in counts.items() if not assessed),
        total=sum(counts.values()),
    )


def _agency_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    asked = queries.runs_to_vote_on([one.agency_id for one in held])
    rows = [VoteRow(one, address("results:run", one.run.period.slug)) for one in asked]
    return Desk(
        kind="agency",
        section=section_of(held[0]),
        title="Suara tim koordinasi nasional",
        role_labels=_role_labels(held),
        rows=rows,
        periods=[one.run.period for one in asked],
        waiting=(waiting := sum(not one.choice for one in asked)),
        headline=f"{waiting} hasil menunggu suara Anda" if waiting else NOTHING_WAITS,
    )


def _auditor_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    periods = queries.published_periods()
    return Desk(
        kind="auditor",
        section=section_of(held[0]),
        title="Periode yang telah terbit",
        role_labels=_role_labels(held),
        rows=[(period, address("results:run", period.slug)) for period in periods],
        periods=periods,
    )


def _administrator_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    return Desk(
        kind="administrator",
        section=section_of(held[0]),
        title="Orang dan peran",
        role_labels=_role_labels(held),
        links={
            "directory": address("institutions:directory"),
            "import": address("coordination:people_import"),
        },
    )


def _headline(waiting: int) -> str:
    return f"{waiting} hal menunggu Anda" if waiting else NOTHING_WAITS


def _role_labels(held: Iterable[Membership]) -> str:
    return ", ".join(dict.fromkeys(str(Role(one.role).label) for one in held))


BUILDERS: Mapping[Role, Callable[[User, list[Membership]], Desk]] = {
    Role.ASSESSOR: _assessor_desk,
    Role.UNIVERSITY_COORDINATOR: _university_desk,
    Role.EVALUATION_TEAM: _ministry_desk,
    Role.AGENCY_MEMBER: _agency_desk,
    Role.AUDITOR: _auditor_desk,
    Role.ADMINISTRATOR: _administrator_desk,
}
