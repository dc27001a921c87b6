"""The home page of an institution's people: what waits, until when, how far the sheet is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import date_id
from apps.dashboard import queries
from apps.dashboard.desk import NOTHING_WAITS, Desk, role_labels
from apps.dashboard.navigation import address, section_of
from apps.dashboard.timeline import Event, timelines
from apps.evaluations.models import Evaluation
from apps.evaluations.roles import INSTITUTION_GRANTS
from apps.institutions.models import Membership, Role
from apps.rules.stages import LABELS, Stage
from apps.self_assessment.models import AnswerState
from apps.self_assessment.queries import Waiting

# So many of what one person is in charge of stand on the page one by one.
SHOWN = 12


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
    own: Sequence[Waiting] = ()
    parts: Sequence[queries.PartProgress] = ()
    events: Sequence[Event] = ()
    is_filled_here: bool = False  # the person works on it, and it is open

    @property
    def returned(self) -> int:
        """How many answers came back to this person."""
        return sum(task.state == "back" for task in self.tasks) + max(self._own_returned - SHOWN, 0)

    @property
    def waiting(self) -> int:
        """How many things wait, also those that are not shown one by one."""
        unlisted = max(len(self.own) - SHOWN, 0)
        return len(self.tasks) - bool(unlisted) + unlisted

    @property
    def _own_returned(self) -> int:
        return sum(one.state == AnswerState.RETURNED for one in self.own)

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


def institution_desks(user: User, memberships: list[Membership]) -> list[Desk]:
    evaluations = queries.evaluations_of_institutions(user, {one.institution_id for one in memberships})
    work = queries.institution_work(user, evaluations)
    events = timelines([one for one in evaluations if one.stage != Stage.PUBLISHED])
    places: dict[str, list[Membership]] = {}
    for membership in memberships:
        places.setdefault(section_of(membership), []).append(membership)
    return [_institution_desk(section, held, evaluations, work, events) for section, held in places.items()]


def _institution_desk(
    section: str,
    held: list[Membership],
    evaluations: Iterable[Evaluation],
    work: queries.InstitutionWork,
    events: Mapping[int, Sequence[Event]],
) -> Desk:
    institution = held[0].institution
    assert institution is not None  # noqa: S101 - the database holds institution roles to an institution
    grants = {codename for one in held for codename in INSTITUTION_GRANTS[one.role]}
    rows = [_sheet(one, grants, work, events) for one in evaluations if one.institution_id == institution.pk]
    running = [row.evaluation for row in rows if row.evaluation.stage != Stage.PUBLISHED]
    looks_after = any(one.role in (Role.COORDINATOR, Role.INSTITUTION_ADMINISTRATOR) for one in held)
    waiting = sum(row.waiting for row in rows)
    returned = sum(row.returned for row in rows)
    return Desk(
        kind="institution",
        section=section,
        title=institution.name,
        role_labels=role_labels(held),
        rows=rows,
        periods=[row.evaluation.period for row in rows],
        links={"people": address("institutions:people", institution.pk) if looks_after else ""},
        waiting=waiting,
        headline=f"{returned} jawaban kembali kepada Anda" if returned else _headline(waiting),
        evaluation=running[0] if len(running) == 1 else None,
    )


def _sheet(
    evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork, events: Mapping[int, Sequence[Event]]
) -> Sheet:
    counts = work.answers.get(evaluation.pk, {})
    fills = evaluation.stage == Stage.SELF_ASSESSMENT
    return Sheet(
        evaluation=evaluation,
        url=address("self_assessment:sheet" if fills else "evaluations:detail", evaluation.pk),
        tasks=_sheet_tasks(evaluation, grants, work),
        counts=counts,
        total=sum(counts.values()),
        remaining=remaining(evaluation.open_until, timezone.now()),
        own=work.waiting.get(evaluation.pk, ()),
        parts=list(work.parts.get(evaluation.pk, {}).values()),
        events=events.get(evaluation.pk, ()),
        is_filled_here=fills and "fill_answers" in grants and evaluation.is_open(Stage.SELF_ASSESSMENT),
    )


def _sheet_tasks(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> list[Task]:
    if asked := _question_tasks(evaluation, grants, work):
        return [*asked, *_interview_tasks(evaluation, grants, work)]
    if evaluation.stage == Stage.INTERVIEW:
        return _interview_tasks(evaluation, grants, work)
    if evaluation.stage == Stage.PUBLISHED:
        return _follow_up_tasks(evaluation, grants, work)
    if evaluation.stage != Stage.SELF_ASSESSMENT:
        return []
    counts = work.answers.get(evaluation.pk, {})
    own = work.waiting.get(evaluation.pk, [])
    tasks = _own_tasks(evaluation, own)
    if "fill_answers" in grants:
        returned = work.returned.get(evaluation.pk, [])
        theirs = [one for one in returned if not one.is_elsewhere or "fill_every_answer" in grants]
        tasks += [_returned_task(evaluation, answer) for answer in theirs]
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
    # Who only works on what was delegated to them is not shown what the others have still to do.
    if "fill_every_answer" in grants or ("fill_answers" in grants and not own):
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


def _own_tasks(evaluation: Evaluation, own: Sequence[Waiting]) -> list[Task]:
    """What the person is in charge of, one by one; what is too much for this page, in one line."""
    tasks = [_own_task(evaluation, one) for one in own[:SHOWN]]
    if len(own) > SHOWN:
        url = f"{address('self_assessment:sheet', evaluation.pk)}?siapa=saya"
        text = "Semua yang menunggu Anda ada di lembar penilaian."
        tasks.append(Task(f"{len(own) - SHOWN} indikator lagi menunggu Anda", text, url))
    return tasks


def _own_task(evaluation: Evaluation, one: Waiting) -> Task:
    is_late = one.due_on < timezone.localdate()
    due = (
        f"{'Tenggat lewat' if is_late else 'Tenggat'} {date_id(one.due_on)}{f', untuk {one.unit}' if one.unit else ''}."
    )
    is_returned = one.state == AnswerState.RETURNED
    return Task(
        f"{one.number}. {one.name}",
        f"“{one.reason}” {due}" if is_returned else due,
        address("self_assessment:indicator", evaluation.pk, one.number),
        {AnswerState.RETURNED: "back", AnswerState.DRAFT: "draft"}.get(one.state, ""),
        "Terlambat" if is_late and not is_returned else one.state.label,
    )


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


def _question_tasks(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> list[Task]:
    waiting = work.questions.get(evaluation.pk, [])
    if not waiting or "fill_every_answer" not in grants:
        return []
    return [
        Task(
            f"{len(waiting)} pertanyaan asesor menunggu jawaban",
            f"Yang paling mendesak tentang indikator {waiting[0].number}.",
            address("evaluations:questions", evaluation.pk, waiting[0].number),
            "wait",
            "Menunggu Anda",
        )
    ]


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


def _follow_up_tasks(evaluation: Evaluation, grants: set[str], work: queries.InstitutionWork) -> list[Task]:
    standing = work.follow_ups.get(evaluation.pk)
    if standing is None or "fill_answers" not in grants:
        return []
    return [
        Task(
            f"{standing.open} tindak lanjut hasil {evaluation.period.year} belum selesai",
            f"{standing.late} lewat tenggat." if standing.late else "Belum ada yang lewat tenggat.",
            address("follow_up:list", evaluation.pk),
            "wait" if standing.late else "draft",
            "Lewat tenggat" if standing.late else "Berjalan",
        )
    ]


def _headline(waiting: int) -> str:
    return f"{waiting} hal menunggu Anda" if waiting else NOTHING_WAITS


def remaining(until: datetime | None, now: datetime) -> str:
    """How long a limit is away: "12 hari 13 jam", "3 jam 20 menit", "" when it is over."""
    if until is None or until <= now:
        return ""
    left = until - now
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left >= timedelta(days=1):
        return f"{left.days} hari {hours} jam"
    return f"{hours} jam {minutes} menit"
