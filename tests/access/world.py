"""A small country in which every address has an object: one's own, somebody else's, and none.

One institution with its people and its team stands in a period of its own for every stage; beside it, in the same
periods, stands a foreign one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from apps.accounts.actions import issue_link
from apps.accounts.models import User
from apps.awards.actions import DecisionHead, decide, exclude, prepare_awards
from apps.awards.actions import announce as announce_awards
from apps.awards.models import Award, AwardCertificate
from apps.awards.queries import JOB as CERTIFICATES
from apps.common.codes import new_code
from apps.common.files import keep
from apps.consolidation.actions.objections import object_to
from apps.consolidation.models import Review, ReviewDecision, ReviewPoint, Settlement
from apps.coordination.models import AssignmentLetter, FullRecap, ImportedList, ListKind, TeamProposal, WorkRecap
from apps.decrees import actions as decrees
from apps.decrees.models import Decree, PressAddress
from apps.decrees.queries import issued_decrees
from apps.desk_review.actions import (
    JudgementRow,
    lay_out_judgements,
    lock_judgements,
    save_judgement,
    save_judgements,
)
from apps.desk_review.queries import judgements_of
from apps.desk_review.texts import EvidenceWord
from apps.evaluations.actions.conflicts import TieRow, declare_tie, propose_exception
from apps.evaluations.actions.discussion import say_inside
from apps.evaluations.actions.questions import put_question
from apps.evaluations.actions.reopenings import propose_reopening
from apps.evaluations.actions.seals import seal
from apps.evaluations.actions.teams import ask_handover
from apps.evaluations.grants import set_grants
from apps.evaluations.models import (
    AssessorTeam,
    Circle,
    Conflict,
    ConflictSource,
    Evaluation,
    Means,
    MinutesPaper,
    MinutesSignature,
    Reopening,
)
from apps.evaluations.models import Side as Party
from apps.follow_up.actions.assistance import ask
from apps.follow_up.actions.follow_ups import plan
from apps.harmonisation import actions as harmonisation
from apps.harmonisation.models import AgreementRun, CalibrationRound, Measure
from apps.helpdesk import actions as helpdesk
from apps.helpdesk.models import PageQuestion
from apps.institutions.actions import invite
from apps.institutions.models import INSTITUTION_ROLES, Agency, Institution, Role, University
from apps.instruments.models import Indicator
from apps.interview.models import Clarification, InterviewSession, InterviewSlot
from apps.jobs.models import Job, JobState
from apps.notices.calendars import make_feed
from apps.notices.models import Letter, Notice
from apps.periods.models import EvaluationPeriod, LocusDecision, LocusMeans, PeriodState
from apps.quality.choices import Kind as QualityKind
from apps.quality.models import QualitySignal
from apps.reports import actions as reports
from apps.reports.models import NationalReport, Report, ReportBatch
from apps.results import actions as results
from apps.results.models import FinalisationRun, PeriodAgency
from apps.rules.stages import Stage
from apps.self_assessment import actions as sheets
from apps.self_assessment.actions.receipts import hand_out
from apps.self_assessment.actions.uploads import announce
from apps.self_assessment.models import Archive, FilePage, OfflineUpload, StoredFile, Submission
from apps.self_assessment.queries.previews import image_path
from apps.socialisation import actions as socialisation
from apps.socialisation.models import INVITED, Audience, Circular, CircularCopy
from apps.visitation.models import Photo, Visit
from apps.visitation.photos import announce_photo
from apps.visitation.queries import small_path
from tests.access import table
from tests.access.addresses import Address
from tests.access.who import Who
from tests.factories import (
    AgencyFactory,
    EvaluationFactory,
    InstitutionFactory,
    PeriodFactory,
    TeamFactory,
    UniversityFactory,
    assessors_of,
    bring_to,
    lead_of,
    member,
    proposed,
    real_instrument,
)
from tests.factories.results import complete_draft, computed_run, seat
from tests.marks import appoint, mark_numbers
from tests.self_assessment.support import PDF, upload

ABSENT = 987_654_321
CANARY = "kenari-9c41e7"
NUMBER = 1

Kwargs = Mapping[str, object]


class Object(StrEnum):
    OWN = "own"
    OTHER = "other"
    NONE = "none"


@dataclass
class Side:
    """An institution, its people's part of the world, and its evaluation in every stage."""

    institution: Institution
    people: dict[Who, User]
    evaluations: dict[Stage, Evaluation] = field(default_factory=dict)


@dataclass
class World:
    """`kwargs[about][object]` fill the parts of an address; one's own rows are found by `personal`."""

    people: dict[Who, User]
    own: Side
    other: Side
    kwargs: dict[table.About, dict[Object, Kwargs]] = field(default_factory=dict)
    personal: dict[table.About, dict[Who, Kwargs]] = field(default_factory=dict)

    def url(self, address: Address, about: table.About, who: Who, thing: Object) -> str:
        if not about.has_object:
            return address.url({})
        if thing == Object.OWN and about in self.personal:
            return address.url(dict(self.personal[about].get(who, self.kwargs[about][Object.OTHER])))
        return address.url(dict(self.kwargs[about][thing]))


def build_world() -> World:
    """Everything, by the real actions; only papers that nobody reads here are not rendered."""
    university, agency = UniversityFactory.create(), AgencyFactory.create()
    own, other = _side(), _side()
    people = own.people | {
        Who.ASSESSOR: member(Role.ASSESSOR, university),
        Who.LEAD: member(Role.ASSESSOR, university),
        Who.UNIVERSITY_COORDINATOR: member(Role.UNIVERSITY_COORDINATOR, university),
        Who.EVALUATION_TEAM: member(Role.EVALUATION_TEAM),
        Who.AGENCY_MEMBER: member(Role.AGENCY_MEMBER, agency),
        Who.AUDITOR: member(Role.AUDITOR),
        Who.ADMINISTRATOR: member(Role.ADMINISTRATOR),
    }
    for user in people.values():
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            data = {"secret": "JBSWY3DPEHPK3PXP", "seed": "uji", "used_mask": 0}
            Authenticator.objects.create(user=user, type=kind, data=data)
    world = World(people, own, other)
    for about, stage in STAGES.items():
        period = PeriodFactory.create(name=f"Periode {stage.value}", objection_days=5)
        for side in (own, other):
            _evaluation(world, side, period, stage)
        world.kwargs[about] = _both(own.evaluations[stage], other.evaluations[stage])
    _relations(world)
    _public_and_personal(world)
    _offline_uploads(world)
    _ministry(world)
    _harmonisation(world)
    _assessors(world, university)
    _finalisation(world, agency)
    _socialisation(world)
    return world


STAGES: Mapping[table.About, Stage] = {
    table.SELF_ASSESSMENT: Stage.SELF_ASSESSMENT,
    table.DESK_REVIEW: Stage.DESK_REVIEW,
    table.INTERVIEW: Stage.INTERVIEW,
    table.VISITATION: Stage.VISITATION,
    table.CONSOLIDATION: Stage.CONSOLIDATION,
    table.REVIEW: Stage.REVIEW,
}


def _relations(world: World) -> None:
    """Beside the pair that has locked: a pair before the lock, and an institution that went to another team."""
    for about, judge in ((table.BLIND, _judge_alone), (table.MOVED, _judge_and_move)):
        period = PeriodFactory.create(name=f"Periode {about.name}")
        sides = [Side(side.institution, side.people) for side in (world.own, world.other)]
        teams = [_team(world, side, period) for side in (world.own, world.other)]
        made = [
            _evaluation(world, side, period, Stage.DESK_REVIEW, judge=judge, team=team)
            for side, team in zip(sides, teams, strict=True)
        ]
        world.kwargs[about] = _both(*made)


def _side() -> Side:
    institution = InstitutionFactory.create()
    return Side(institution, {Who(role.value): member(role, institution) for role in INSTITUTION_ROLES})


def _team(world: World, side: Side, period: EvaluationPeriod) -> AssessorTeam:
    if side is world.other:
        return TeamFactory.create(period=period)
    return TeamFactory.create(period=period, members=[world.people[Who.LEAD], world.people[Who.ASSESSOR]])


def _evaluation(
    world: World,
    side: Side,
    period: EvaluationPeriod,
    stage: Stage,
    *,
    judge: Callable[[Evaluation], None] | None = None,
    team: AssessorTeam | None = None,
) -> Evaluation:
    """An evaluation in this stage, with a piece of evidence, signed documents and what the stage needs."""
    team = team or _team(world, side, period)
    evaluation = EvaluationFactory.create(period=period, institution=side.institution, team=team)
    coordinator = side.people[Who.COORDINATOR]
    first = evaluation.period.instrument.indicators.get(number=NUMBER)
    evidence = sheets.add_file(evaluation, first, upload(), by=coordinator)
    _draw_a_page(evidence.file)
    say_inside(evaluation, first, "Pesan uji", by=coordinator)
    sha256, size = keep([PDF])
    sheets.sign_documents_of([evaluation], sha256=sha256, size=size, name="bukti.pdf", by=coordinator)
    if stage == Stage.VISITATION:
        bring_to(evaluation, Stage.INTERVIEW)
        Visit.objects.create(evaluation=evaluation, reason="Alasan uji", chosen_by=coordinator, minutes_sha256=sha256)
    bring_to(evaluation, stage)
    Archive.objects.create(evaluation=evaluation, sha256=sha256, size=size, members=1)
    if stage == Stage.VISITATION:
        mark_numbers(evaluation, stage, NUMBER)
        _photograph(evaluation, first, sha256, size)
    if stage == Stage.REVIEW:
        object_to(evaluation, first, level=Decimal(2), text="Sanggah uji", by=coordinator)
    if stage == Stage.CONSOLIDATION:
        indicator = evaluation.period.instrument.indicators.get(number=NUMBER)
        remark = "Catatan uji"
        review = Review.objects.create(
            evaluation=evaluation, decision=ReviewDecision.RETURNED, remark=remark, by=coordinator
        )
        ReviewPoint.objects.create(evaluation=evaluation, review=review, indicator=indicator, text=remark)
        Settlement.objects.create(
            evaluation=evaluation, indicator=indicator, level=2, reason="Alasan uji", by=coordinator
        )
    if stage == Stage.DESK_REVIEW:
        (judge or _judge_apart)(evaluation)
        submission = Submission.objects.create(evaluation=evaluation, code=f"PM-{evaluation.pk}", sheet_sha256=sha256)
        hand_out(submission, seal(evaluation), sha256, size)
    if stage == Stage.INTERVIEW:
        mark_numbers(evaluation, stage, NUMBER)
        session = appoint(evaluation, held=True)
        InterviewSession.objects.filter(pk=session.pk).update(minutes_sha256=sha256)
        indicator = evaluation.period.instrument.indicators.get(number=NUMBER)
        Clarification.objects.create(
            evaluation=evaluation, indicator=indicator, level=2, reason="Alasan uji", updated_by=coordinator
        )
        due = timezone.now() + timedelta(days=1)
        put_question(evaluation, first, "Pertanyaan uji", due=due, side=Party.ASSESSORS, by=coordinator)
        said = {"evaluation": evaluation, "stage": stage, "levels_sha256": "0" * 64, "file_sha256": sha256}
        MinutesPaper.objects.create(**said)
        MinutesSignature.objects.create(**said, side=Party.INSTITUTION, means=Means.PAPER, by=coordinator)
    side.evaluations[stage] = evaluation
    return evaluation


def _photograph(evaluation: Evaluation, indicator: Indicator, sha256: str, size: int) -> None:
    """A photo with its small picture, as a worker would draw it."""
    photo = Photo.objects.create(
        evaluation=evaluation,
        indicator=indicator,
        sha256=sha256,
        name="foto.jpg",
        size=size,
        media_type="image/jpeg",
        added_by=lead_of(evaluation),
    )
    small_path(photo).parent.mkdir(parents=True, exist_ok=True)
    small_path(photo).write_bytes(b"gambar")


def _draw_a_page(file: StoredFile | None) -> None:
    """As the worker would: here only whether it is given out matters."""
    assert file is not None
    FilePage.objects.get_or_create(file=file, number=1, is_made=True)
    path = image_path(file, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"gambar")


def _judge_apart(evaluation: Evaluation) -> None:
    """Both have locked, and differ about the first indicator."""
    assert evaluation.team is not None
    for level, seated in zip((2, 3), evaluation.team.members.order_by("pk"), strict=True):
        rows = [
            JudgementRow(one.pk, level if one.number == NUMBER else 3, reason="Alasan uji.")
            for one in evaluation.period.instrument.indicators.all()
        ]
        save_judgements(evaluation, seated.user, rows)
        lock_judgements(evaluation, by=seated.user)


def _judge_alone(evaluation: Evaluation) -> None:
    """The lead has judged, in words nobody else uses, and locked; the other has not begun."""
    assert evaluation.team is not None
    lead = evaluation.team.members.get(is_lead=True).user
    lay_out_judgements([evaluation])
    for mine in judgements_of(evaluation, lead).select_related("indicator"):
        proofs = evaluation.evidence.filter(indicator=mine.indicator)
        save_judgement(
            mine,
            level=Decimal(5),
            reason=f"Alasan {CANARY}.",
            question=f"Pertanyaan {CANARY}?",
            version=0,
            claimed=mine.claimed,  # type: ignore[attr-defined]
            evidence={one.pk: EvidenceWord("insufficient", f"Catatan {CANARY}.") for one in proofs},
        )
    lock_judgements(evaluation, by=lead)


def _judge_and_move(evaluation: Evaluation) -> None:
    """Both have judged and locked; then the institution went to another team, as after a conflict of interest."""
    _judge_apart(evaluation)
    Evaluation.objects.filter(pk=evaluation.pk).update(team=TeamFactory.create(period=evaluation.period))
    evaluation.refresh_from_db()
    set_grants([evaluation])


def _first(rows: Any) -> object:
    """The key of the first row; one that leads nowhere where there is none."""
    return rows.values_list("pk", flat=True).first() or ABSENT


def _both(own: Evaluation, other: Evaluation) -> dict[Object, Kwargs]:
    def parts(one: Evaluation) -> Kwargs:
        evidence = one.evidence.get()
        part = one.period.instrument.indicators.get(number=NUMBER).part_id
        return {
            "part_pk": part, "pk": one.pk, "number": NUMBER, "evidence_pk": evidence.pk, "kind": "consent",
            "version": "bertanda-tangan", "remark_pk": one.remarks.get(circle=Circle.INSTITUTION).pk,
            "stage": one.stage, "signature_pk": _first(one.minutes_signatures),
            "objection_pk": _first(one.objections), "question_pk": _first(one.remarks.filter(circle=Circle.BOTH)),
            "photo_pk": photo.pk if (photo := one.photos.first()) else ABSENT,
            "point_pk": point.pk if (point := one.review_points.first()) else ABSENT,
            "page": 1, "piece": 0, "file_pk": evidence.file_id, "archive_pk": one.archives.get().pk,
        }  # fmt: skip

    return {Object.OWN: parts(own), Object.OTHER: parts(other), Object.NONE: parts(own) | {"pk": ABSENT}}


def _public_and_personal(world: World) -> None:
    """Pages about institutions, notices, jobs, and the one-time link."""
    world.kwargs[table.PUBLIC_INSTITUTION] = {
        Object.OWN: {"slug": world.own.institution.slug},
        Object.OTHER: {"slug": world.other.institution.slug},
        Object.NONE: {"slug": "tidak-ada"},
    }
    secrets = [issue_link(member(Role.RESPONDENT, side.institution), by=None) for side in (world.own, world.other)]
    world.kwargs[table.SECRET] = {
        Object.OWN: {"secret": secrets[0]},
        Object.OTHER: {"secret": secrets[1]},
        Object.NONE: {"secret": "tidak-ada"},
    }
    world.kwargs[table.CALENDAR] = {
        Object.OWN: {"secret": make_feed(world.own.people[Who.COORDINATOR])},
        Object.OTHER: {"secret": make_feed(world.other.people[Who.COORDINATOR])},
        Object.NONE: {"secret": "tidak-ada"},
    }
    world.kwargs[table.INVITATION] = {
        Object.OWN: {"secret": _invited(world.own)},
        Object.OTHER: {"secret": _invited(world.other)},
        Object.NONE: {"secret": "tidak-ada"},
    }
    notices, jobs = {}, {}
    for who, user in world.people.items():
        notices[who] = {"pk": Notice.objects.create(user=user, text="Pemberitahuan uji", url="/akun/").pk}
        jobs[who] = {"pk": _job(user).pk}
    stranger = world.other.people[Who.COORDINATOR]
    foreign = Notice.objects.create(user=stranger, text="Pemberitahuan lain", url="/akun/")
    world.personal |= {table.NOTICE: notices, table.JOB: jobs}
    world.kwargs[table.NOTICE] = {Object.OTHER: {"pk": foreign.pk}, Object.NONE: {"pk": ABSENT}}
    world.kwargs[table.JOB] = {Object.OTHER: {"pk": _job(stranger).pk}, Object.NONE: {"pk": ABSENT}}
    _uploads(world)
    _photo_uploads(world)
    world.kwargs[table.PEOPLE] = {
        Object.OWN: _people_parts(world.own),
        Object.OTHER: _people_parts(world.other),
        Object.NONE: _people_parts(world.own) | {"pk": ABSENT},
    }


def _offline_uploads(world: World) -> None:
    """Everybody has a workbook of their own; whether they may come to it is another question."""
    own, other = (side.evaluations[Stage.SELF_ASSESSMENT] for side in (world.own, world.other))
    world.personal[table.OFFLINE_UPLOAD] = {who: _offline_parts(own, user) for who, user in world.people.items()}
    foreign = _offline_parts(other, world.other.people[Who.COORDINATOR])
    world.kwargs[table.OFFLINE_UPLOAD] = {Object.OTHER: foreign, Object.NONE: foreign | {"pk": ABSENT}}


def _offline_parts(evaluation: Evaluation, by: User) -> dict[str, object]:
    kept = OfflineUpload.objects.create(
        evaluation=evaluation, name="isian.xlsx", made_at=timezone.now(), rows=[], faults=[], uploaded_by=by
    )
    return {"pk": evaluation.pk, "upload_pk": kept.pk}


def _uploads(world: World) -> None:
    """Everybody in an institution has begun to send a file; nobody goes on with another's."""

    def begun(side: Side, user: User) -> Kwargs:
        evaluation = side.evaluations[Stage.SELF_ASSESSMENT]
        indicator = evaluation.period.instrument.indicators.get(number=NUMBER)
        upload = announce(evaluation, indicator, by=user, name="a.pdf", size=1, sha256="0" * 64)
        return {"pk": evaluation.pk, "upload_pk": upload.pk, "piece": 0}

    world.personal[table.UPLOAD] = {who: begun(world.own, user) for who, user in world.own.people.items()}
    foreign = begun(world.other, world.other.people[Who.COORDINATOR])
    world.kwargs[table.UPLOAD] = {Object.OTHER: foreign, Object.NONE: dict(foreign) | {"pk": ABSENT}}


def _photo_uploads(world: World) -> None:
    """The same of the photos of a visit."""

    def begun(side: Side, user: User) -> Kwargs:
        evaluation = side.evaluations[Stage.VISITATION]
        indicator = evaluation.marks.filter(stage=Stage.VISITATION).first().indicator  # type: ignore[union-attr]
        said = {"name": "a.jpg", "size": 1, "sha256": "0" * 64, "caption": ""}
        upload = announce_photo(evaluation, indicator, by=user, **said)  # type: ignore[arg-type]
        return {"pk": evaluation.pk, "upload_pk": upload.pk, "piece": 0}

    world.personal[table.PHOTO_UPLOAD] = {who: begun(world.own, user) for who, user in world.people.items()}
    foreign = begun(world.other, lead_of(world.other.evaluations[Stage.VISITATION]))
    world.kwargs[table.PHOTO_UPLOAD] = {Object.OTHER: foreign, Object.NONE: dict(foreign) | {"pk": ABSENT}}


def _job(user: User) -> Job:
    return Job.objects.create(kind="test", object_id=user.pk, state=JobState.DONE, created_by=user)


def _invited(side: Side) -> str:
    """The secret that a letter carries to somebody who is to become a responden."""
    asked = {"email": "undangan@contoh.invalid", "units": [], "by": side.people[Who.COORDINATOR]}
    invite(side.institution, Role.RESPONDENT, **asked)
    return Letter.objects.latest("pk").text.split("/undangan/")[1].split("/")[0]


def _people_parts(side: Side) -> dict[str, object]:
    person = side.people[Who.RESPONDENT]
    return {
        "pk": side.institution.pk,
        "user_pk": person.pk,
        "membership_pk": person.memberships.get().pk,
        "invitation_pk": side.institution.invitations.get().pk,
    }


def _ministry(world: World) -> None:
    """What lies on the ministry's desk. `own` and `other` are two periods, both the ministry's."""
    running = [world.own.evaluations[stage].period for stage in (Stage.SELF_ASSESSMENT, Stage.DESK_REVIEW)]
    by = world.people[Who.EVALUATION_TEAM]
    prepared = [PeriodFactory.create(state=PeriodState.PREPARATION) for _ in range(2)]
    evaluations = [world.own.evaluations[Stage.SELF_ASSESSMENT], world.other.evaluations[Stage.DESK_REVIEW]]
    uploaded = [_uploaded(ListKind.LOCUS, by, period) for period in running]
    indices = [_uploaded(ListKind.EXTERNAL, by, period) for period in running]
    criteria = [_uploaded(ListKind.CRITERIA, by, period) for period in running]
    indexed = [EvaluationFactory.create(period__instrument=real_instrument("pemdi-20")) for _ in range(2)]
    wished = [_uploaded(ListKind.WISHES, by, period) for period in running]
    decided = [LocusDecision.objects.create(period=period, means=LocusMeans.LIST, by=by) for period in running]
    central = [_central_parts(world.people[who]) for who in (Who.EVALUATION_TEAM, Who.AUDITOR)]
    world.kwargs |= {
        table.PERIOD: _desk([{"slug": period.slug} for period in running], "slug"),
        table.SLOTS: _slots(world.own.evaluations[Stage.INTERVIEW].period, world.people[Who.LEAD]),
        table.PREPARED_PERIOD: _desk([{"slug": period.slug} for period in prepared], "slug"),
        table.LOCUS_LIST: _desk([{"slug": one.period.slug, "pk": one.pk} for one in uploaded], "pk"),
        table.INDEX_LIST: _desk([{"slug": one.period.slug, "pk": one.pk} for one in indices], "pk"),
        table.CRITERIA_LIST: _desk([{"slug": one.period.slug, "pk": one.pk} for one in criteria], "pk"),
        table.INDEXED: _desk([{"slug": one.period.slug, "pk": one.pk, "number": 5} for one in indexed], "pk"),
        table.WISH_LIST: _desk([{"slug": one.period.slug, "pk": one.pk} for one in wished], "pk"),
        table.REGISTERED: _desk([{"pk": one.institution_id} for one in evaluations], "pk"),
        table.CHANGE: _desk([{"kind": "ganti-nama"}, {"kind": "gabung"}], "kind"),
        table.LOCUS_DECISION: _desk([{"slug": one.period.slug, "pk": one.pk} for one in decided], "pk"),
        table.PLACED: _desk([{"slug": one.period.slug, "pk": one.pk} for one in evaluations], "pk"),
        table.ASSESSOR_TEAM: _desk([{"slug": one.period.slug, "pk": one.team_id} for one in evaluations], "pk"),
        table.CENTRE: _desk(central, "user_pk") | {Object.NONE: {"user_pk": ABSENT, "membership_pk": ABSENT}},
        table.PEOPLE_LIST: _desk([{"pk": _uploaded(ListKind.PEOPLE, by).pk} for _ in range(2)], "pk"),
        table.APPLIED_LIST: _desk([{"pk": _applied(by).pk} for _ in range(2)], "pk"),
    }


def _harmonisation(world: World) -> None:
    """An opened round of a period that one takes part in and of one that one does not, and two being put together."""
    periods = [world.own.evaluations[Stage.DESK_REVIEW].period, PeriodFactory.create()]
    TeamFactory.create(period=periods[1])
    by = world.people[Who.EVALUATION_TEAM]
    opened = [_calibration(period, "Kalibrasi", by) for period in periods]
    for parts in opened:
        found = CalibrationRound.objects.select_related("period").get(pk=parts["pk"])
        harmonisation.open_round(found, url="/harmonisasi/")
    own, other = opened
    world.kwargs[table.HARMONISATION] = {
        Object.OWN: own,
        Object.OTHER: other,
        Object.NONE: {**own, "slug": "tidak-ada", "pk": ABSENT},
    }
    made = [_calibration(period, "Kalibrasi lain", by) for period in periods]
    world.kwargs[table.CALIBRATION_ROUND] = _desk(made, "pk")
    world.kwargs[table.SIGNAL] = _desk([_signal(one, world.people[Who.ASSESSOR]) for one in periods], "pk")
    world.kwargs[table.OUTLIER] = _desk([_outlier(period, world.people[Who.ASSESSOR]) for period in periods], "pk")


def _signal(period: EvaluationPeriod, assessor: User) -> dict[str, object]:
    found = QualitySignal.objects.create(period=period, kind=QualityKind.SEVERITY, assessor=assessor, value=1)
    return {"slug": period.slug, "pk": found.pk}


def _outlier(period: EvaluationPeriod, assessor: User) -> dict[str, object]:
    run = AgreementRun.objects.create(
        period=period, content_sha256="0" * 64, seed=1, draws=1, evaluations=1, judgements=2
    )
    indicator = period.instrument.indicators.get(number=NUMBER)
    figure = run.figures.create(measure=Measure.OUTLIER, indicator=indicator, assessor=assessor, value=4, units=3)
    return {"slug": period.slug, "pk": figure.pk}


def _calibration(period: EvaluationPeriod, name: str, by: User) -> dict[str, object]:
    found = harmonisation.make_round(period, name, by=by)
    sheet = harmonisation.add_sheet(found, "Lembar contoh", "")
    indicator = period.instrument.indicators.get(number=NUMBER)
    item = harmonisation.set_item(sheet, indicator, text="Jawaban uji", reference_level=Decimal(3), reason="Alasan uji")
    return {"slug": period.slug, "pk": found.pk, "sheet_pk": sheet.pk, "item_pk": item.pk}


def _assessors(world: World, university: University) -> None:
    """What ties and pays assessors: conflicts, exceptions, hand-overs, letters, recaps. `own` is of one's own team."""
    by, sha256 = member(Role.EVALUATION_TEAM), keep([PDF])[0]
    conflicts, exceptions, handovers, letters, seats = [], [], [], [], []
    proposals, wishing, recaps = [], [], []
    for side, stage in ((world.own, Stage.SELF_ASSESSMENT), (world.other, Stage.DESK_REVIEW)):
        evaluation, outsider = side.evaluations[stage], member(Role.ASSESSOR)
        slug, period = evaluation.period.slug, evaluation.period
        row = TieRow(ConflictSource.FAMILY, "Keterangan uji", timezone.localdate())
        conflicts.append({"slug": slug, "pk": declare_tie(side.institution, row, by=outsider).pk})
        proposed = propose_exception(Conflict.objects.latest("pk"), period, reason="Alasan uji", by=by)
        exceptions.append({"slug": slug, "pk": proposed.pk})
        giver = assessors_of(evaluation)[1]
        wishing.append({"slug": slug, "user_pk": giver.pk})
        proposals.append({"slug": slug, "pk": TeamProposal.objects.create(period=period, seed="Uji", asked_by=by).pk})
        whole = FullRecap.objects.create(period=period, asked_by=by, sha256=sha256, made_at=timezone.now())
        recaps.append({"slug": slug, "pk": whole.pk})
        asked = ask_handover(evaluation, giver, member(Role.ASSESSOR), reason="Alasan uji", by=giver)
        handovers.append({"slug": slug, "pk": asked.pk})
        paper = {"number": f"{giver.pk}/UJI", "dated": timezone.localdate(), "signatory": "N", "signatory_office": "J"}
        made = AssignmentLetter.objects.create(period=period, assessor=giver, issued_by=by, sha256=sha256, **paper)
        letters.append({"pk": made.pk})
        seats.append({"pk": side.evaluations[Stage.DESK_REVIEW].pk, "user_pk": giver.pk})
    seats[1]["user_pk"] = assessors_of(world.other.evaluations[Stage.DESK_REVIEW])[1].pk
    world.kwargs |= {
        table.CONFLICT: _desk(conflicts, "pk"),
        table.EXCEPTION: _desk(exceptions, "pk"),
        table.HANDOVER: _desk(handovers, "pk"),
        table.PROPOSAL: _desk(proposals, "pk"),
        table.FULL_RECAP: _desk(recaps, "pk"),
        table.WISHING: _desk(wishing, "user_pk"),
        table.LETTER: _desk(letters, "pk"),
        table.SEAT: _desk(seats, "pk"),
        table.RECAPPED: world.kwargs[table.PERIOD],
        table.READ_PERIOD: world.kwargs[table.PERIOD],
    }
    period = world.own.evaluations[Stage.DESK_REVIEW].period
    scopes: dict[Who, dict[str, Any]] = {
        Who.EVALUATION_TEAM: {},
        Who.UNIVERSITY_COORDINATOR: {"university": university},
        **{who: {"assessor": world.people[who]} for who in (Who.ASSESSOR, Who.LEAD)},
    }

    def recap(**scope: Any) -> Kwargs:
        made = WorkRecap.objects.create(period=period, asked_by=by, sha256=sha256, **scope)
        return {"slug": period.slug, "pk": made.pk}

    world.personal[table.RECAP_PAPER] = {who: recap(**scope) for who, scope in scopes.items()}
    foreign = recap(university=UniversityFactory.create())
    world.kwargs[table.RECAP_PAPER] = {Object.OTHER: foreign, Object.NONE: {**foreign, "pk": ABSENT}}


def _socialisation(world: World) -> None:
    """What is handed out, announced, held and written: in a period of one's own, and in one of nobody's."""
    by = world.people[Who.EVALUATION_TEAM]
    own, other = world.own.evaluations[Stage.SELF_ASSESSMENT].period, PeriodFactory.create()
    everybody, institutions = [*INVITED], [Audience.INSTITUTIONS]
    made: dict[str, list[dict[str, object]]] = {"handout": [], "announcement": [], "event": []}
    for period, audiences in ((own, everybody), (other, institutions)):
        said = {"title": "Uji", "audiences": audiences}
        file = upload(name="panduan.pdf")
        made["handout"].append({"pk": socialisation.add_material(period, file, said | {"kind": "guideline"}, by=by).pk})
        made["announcement"].append({"pk": socialisation.announce(period, said | {"text": "Isi"}, by=by).pk})
        ends = timezone.now() + timedelta(days=2)
        when = {"starts_at": ends - timedelta(hours=2), "ends_at": ends, "place": "Jakarta"}
        made["event"].append({"pk": socialisation.plan_event(period, said | when, by=by).pk})
    public = {"kind": "guideline", "title": "Umum", "audiences": [Audience.PUBLIC]}
    shown = {"pk": socialisation.add_material(own, upload(name="umum.pdf"), public, by=by).pk}
    said = {"title": "Umum", "audiences": [Audience.PUBLIC]}
    socialisation.announce(own, said | {"text": "Isi"}, by=by)
    socialisation.plan_event(own, said | when, by=by)
    paper = {"dated": timezone.localdate(), "subject": "Uji", "text": "Isi", "signatory": "N", "signatory_office": "J"}
    letter = Circular.objects.create(period=own, number="1/UJI", made_by=by, **paper)
    second = Circular.objects.create(period=own, number="2/UJI", made_by=by, **paper)
    sha256 = keep([PDF])[0]
    copies = [
        {"pk": CircularCopy.objects.create(circular=letter, institution=side.institution, sha256=sha256).pk}
        for side in (world.own, world.other)
    ]
    press = [
        {"address_pk": PressAddress.objects.create(email=f"{name}@pers.test", name="Uji", added_by=by).pk}
        for name in ("satu", "dua")
    ]
    world.kwargs |= {
        table.PUBLIC_HANDOUT: {Object.OWN: shown, Object.NONE: {"pk": ABSENT}},
        table.HANDOUT: _desk(made["handout"], "pk"),
        table.ANNOUNCEMENT: _desk(made["announcement"], "pk"),
        table.EVENT: _desk(made["event"], "pk"),
        table.PREPARED_HANDOUT: _desk(made["handout"], "pk"),
        table.PREPARED_ANNOUNCEMENT: _desk(made["announcement"], "pk"),
        table.PREPARED_EVENT: _desk(made["event"], "pk"),
        table.CIRCULAR: _desk([{"pk": letter.pk}, {"pk": second.pk}], "pk"),
        table.CIRCULAR_COPY: _desk(copies, "pk"),
        table.PRESS: _desk(press, "address_pk"),
    }


def _central_parts(person: User) -> dict[str, object]:
    return {"user_pk": person.pk, "membership_pk": person.memberships.get().pk}


def _uploaded(kind: ListKind, by: User, period: EvaluationPeriod | None = None) -> Any:
    return ImportedList.objects.create(kind=kind, period=period, name="daftar.xlsx", rows=[], uploaded_by=by)


def _applied(by: User) -> Any:
    imported = _uploaded(ListKind.PEOPLE, by)
    imported.applied_at = imported.uploaded_at
    imported.save()
    return imported


def _slots(period: EvaluationPeriod, by: User) -> dict[Object, Kwargs]:
    """A lead's own slot in the period of the team, and one where nobody whom we know leads a team."""

    def parts(one: EvaluationPeriod) -> dict[str, object]:
        begins = timezone.now() + timedelta(days=1)
        slot = InterviewSlot.objects.create(
            period=one, starts_at=begins, ends_at=begins + timedelta(hours=1), made_by=by
        )
        return {"slug": one.slug, "slot_pk": slot.pk}

    own = parts(period)
    return {Object.OWN: own, Object.OTHER: parts(PeriodFactory.create()), Object.NONE: own | {"slug": "tidak-ada"}}


def _desk(parts: list[dict[str, object]], absent: str) -> dict[Object, Kwargs]:
    own, other = parts
    return {Object.OWN: own, Object.OTHER: other, Object.NONE: own | {absent: ABSENT}}


def _finalisation(world: World, agency: Agency) -> None:
    """Computed, issued and published periods, each once with the agency's seat and once without."""
    with pytest.MonkeyPatch.context() as patch:  # who may see a paper does not depend on what it says
        for room in ("render", "issue", "copy"):
            module = import_module(f"apps.decrees.actions.{room}")
            patch.setattr(module, "render_decree", lambda _: b"%PDF-1.7 naskah uji")
        drafts = [_agreed(world, Stage.FINAL, agency), _agreed(world, Stage.FINAL, None)]
        issued = [_issued(_agreed(world, Stage.FINAL, agency)), _issued(_agreed(world, Stage.FINAL, None))]
        published = [_published(world, agency), _published(world, None)]
        copies = [_copied(one, world.people[Who.EVALUATION_TEAM]) for one in published]
    world.kwargs |= {
        table.RUN: _desk([{"slug": one.run.period.slug} for one in drafts], "slug"),
        table.DECREE: _desk([{"pk": one.pk} for one in drafts], "pk"),
        table.ISSUED_DECREE: _desk([{"pk": one.pk} for one in issued], "pk"),
        table.PUBLISHED_DECREE: _desk([{"pk": one.pk} for one in published], "pk"),
        table.PUBLISHED_RUN: _desk([{"slug": one.run.period.slug} for one in published], "slug"),
        table.PUBLISHED_PERIOD: _desk([{"slug": one.run.period.slug} for one in published], "slug"),
        table.READ_PUBLISHED_PERIOD: _desk([{"slug": one.run.period.slug} for one in published], "slug"),
        table.COMPUTED_RESULT: _results(world, drafts[0]),
        table.PUBLISHED_REPORT: _results(world, published[0]),
        table.REPORTS: _desk([_reports(world, one) for one in drafts], "slug"),
        table.PUBLIC_RESULT: _public_results(world, published[0]),
        table.DECREE_BLOCK: _desk([_block_of(one) for one in drafts], "block_pk"),
        table.DECREE_KIND: _desk([{"pk": one.pk, "kind": "dictum"} for one in drafts], "pk"),
        table.DECREE_COPY: _desk(copies, "copy_pk"),
        table.PUBLIC_PAPER: _desk([{"code": one.code} for one in published], "code"),
        table.FINAL: _evaluations_of(world, drafts[0]),
        table.PUBLISHED: _evaluations_of(world, published[0]),
    }
    accepted = [one.run.results.select_related("evaluation__period").first().evaluation for one in issued]
    asked = [proposed(one, NUMBER, 2) for one in accepted]
    world.kwargs |= {
        table.ACCEPTED: _desk([{"slug": one.period.slug, "pk": one.pk} for one in accepted], "pk"),
        table.CORRECTION: _desk([{"slug": one.evaluation.period.slug, "pk": one.pk} for one in asked], "pk"),
    }
    world.kwargs[table.READ_CORRECTION] = world.kwargs[table.CORRECTION]
    closed = [side.evaluations[Stage.CONSOLIDATION] for side in (world.own, world.other)]
    again = [_reopening_of(one, world.people[Who.EVALUATION_TEAM]) for one in closed]
    world.kwargs |= {
        table.CLOSED_SHEET: _desk([{"slug": one.period.slug, "pk": one.pk} for one in closed], "pk"),
        table.NOT_YET_AUDITED: _desk([{"slug": one.period.slug, "pk": one.pk} for one in closed], "pk"),
        table.AUDITED: _desk(
            [
                {"slug": one.period.slug, "pk": one.pk}
                for side in (world.own, world.other)
                for one in Evaluation.objects.filter(
                    period=published[0].run.period, institution=side.institution
                ).select_related("period")
            ],
            "pk",
        ),
        **_help_desk(world),
        table.REOPENING: _desk([{"slug": one.evaluation.period.slug, "pk": one.pk} for one in again], "pk"),
    }
    _awards(world, drafts, published)
    _followed_up(world)
    assert issued_decrees().count() >= len(published)


def _help_desk(world: World) -> dict[table.About, dict[Object, Kwargs]]:
    """A question, a lost second factor and a look of either institution's Koordinator."""
    staff, people = (
        world.people[Who.EVALUATION_TEAM],
        [side.people[Who.COORDINATOR] for side in (world.own, world.other)],
    )
    asked = [helpdesk.ask(PageQuestion.Kind.QUESTION, "Kata untuk bantuan", page="/beranda/", by=one) for one in people]
    lost = [member(Role.COORDINATOR, side.institution) for side in (world.own, world.other)]
    for user in lost:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    resets = [
        helpdesk.request_reset(one, reason="Kata untuk bantuan", identity_check="-", by=member(Role.ADMINISTRATOR))
        for one in lost
    ]
    looks = [helpdesk.begin_look(one, reason="Membantu.", by=staff) for one in people]
    return {
        table.PAGE_QUESTION: _desk([{"pk": one.pk} for one in asked], "pk"),
        table.LOST_FACTOR: _desk([{"user_pk": one.pk} for one in lost], "user_pk"),
        table.FACTOR_RESET: _desk([{"pk": one.pk} for one in resets], "pk"),
        table.LOOKED_AT: _desk([{"user_pk": one.pk} for one in people], "user_pk"),
        table.LOOK: _desk([{"pk": one.pk} for one in looks], "pk"),
    }


def _reopening_of(evaluation: Evaluation, by: User) -> Reopening:
    until = timezone.now() + timedelta(days=2)
    return propose_reopening(evaluation, Stage.SELF_ASSESSMENT, until=until, reason="Bukti tertinggal.", by=by)


def _awards(world: World, drafts: list[Decree], published: list[Decree]) -> None:
    """Awards that are being prepared before a decree, and announced ones of published results."""
    by = world.people[Who.EVALUATION_TEAM]
    preparing, given = [], []
    for decree in drafts:
        awards = prepare_awards(decree.run.period, by=by)
        out = exclude(awards, world.other.institution, "Alasan uji", by=by)
        category = awards.categories.all()[0]
        preparing.append({"slug": awards.period.slug, "pk": category.pk, "exclusion_pk": out.pk})
    for decree in published:
        awards = prepare_awards(decree.run.period, by=by)
        decide(awards, DecisionHead("1", timezone.localdate(), "Jakarta", "Nama Uji", "Jabatan Uji"), by=by)
        rows = Award.objects.filter(category__list=awards)
        sha256, _ = keep([PDF])
        AwardCertificate.objects.bulk_create(AwardCertificate(award=one, sha256=sha256) for one in rows)
        announce_awards(awards, url="/penghargaan/", by=by)
        given.append({"slug": awards.period.slug, "code": rows[0].code})
    Job.objects.filter(kind=CERTIFICATES).update(state=JobState.DONE)
    world.kwargs |= {
        table.AWARDING: _desk(preparing, "slug"),
        table.AWARDED: _desk(given, "slug"),
        table.PUBLIC_AWARDS: _desk(given, "slug"),
    }


def _followed_up(world: World) -> None:
    """After the result: a follow-up with its proof, and a request for assistance, of each institution."""
    asked = []
    for side, thing in ((world.own, Object.OWN), (world.other, Object.OTHER)):
        parts = world.kwargs[table.PUBLISHED][thing]
        evaluation = Evaluation.objects.get(pk=parts["pk"])
        by = side.people[Who.COORDINATOR]
        done = {"text": "Tindak lanjut uji", "owner": by, "state": "done"}
        follow_up = plan(evaluation, done, upload=upload(name="selesai.pdf"), by=by)
        world.kwargs[table.PUBLISHED][thing] = {**parts, "follow_up_pk": follow_up.pk}
        indicator = evaluation.period.instrument.indicators.get(number=NUMBER)
        asked.append({"request_pk": ask(side.institution, indicator, "Pertanyaan uji", by=by).pk})
    absent = world.kwargs[table.PUBLISHED][Object.OWN]
    world.kwargs[table.PUBLISHED][Object.NONE] = {**absent, "pk": ABSENT}
    world.kwargs[table.ASSISTANCE] = _desk(asked, "request_pk")


def _agreed(world: World, stage: Stage, agency: Agency | None) -> Decree:
    """A computation of a period with both institutions, agreed to by one agency, and the draft of its decree."""
    period = PeriodFactory.create()
    for side in (world.own, world.other):
        _evaluation(world, side, period, stage)
    run = computed_run(period)
    if agency is None:
        by = seat(period)
        agency = by.memberships.get().agency
        assert agency is not None
    else:
        by = world.people[Who.AGENCY_MEMBER]
        PeriodAgency.objects.create(period=period, agency=agency)
    results.cast_vote(run, agency, choice="agree", content_sha256=run.content_sha256, by=by)
    return _draft(run)


def _draft(run: FinalisationRun) -> Decree:
    return complete_draft(run)


def _issued(decree: Decree) -> Decree:
    decrees.request_issue(decree, by=None)
    decrees.issue(Decree.objects.select_related("run__period__instrument").get(pk=decree.pk))
    Job.objects.filter(pk__in=Decree.objects.values("job")).update(state=JobState.DONE)
    return Decree.objects.select_related("run__period").get(pk=decree.pk)


def _published(world: World, agency: Agency | None) -> Decree:
    decree = _issued(_agreed(world, Stage.FINAL, agency))
    decrees.publish_decree(decree, by=world.people[Who.EVALUATION_TEAM])
    return Decree.objects.select_related("run__period").get(pk=decree.pk)


def _block_of(decree: Decree) -> dict[str, object]:
    block = decree.blocks.filter(kind="dictum").first()
    assert block is not None
    return {"pk": decree.pk, "block_pk": block.pk}


def _copied(decree: Decree, by: User) -> dict[str, object]:
    copy = decrees.request_copy(decree, title="Jabatan Uji", name="Nama Uji", by=by)
    decrees.make_copy(copy)
    Job.objects.filter(pk=copy.job_id).update(state=JobState.DONE)
    return {"pk": decree.pk, "copy_pk": copy.pk}


def _evaluations_of(world: World, decree: Decree) -> dict[Object, Kwargs]:
    evaluations = Evaluation.objects.filter(period=decree.run.period)
    return _both(
        evaluations.get(institution=world.own.institution), evaluations.get(institution=world.other.institution)
    )


def _results(world: World, decree: Decree) -> dict[Object, Kwargs]:
    """Each result with a report that was made."""
    sha256, _ = keep([PDF])
    found = []
    for side in (world.own, world.other):
        result = decree.run.results.get(evaluation__institution=side.institution)
        report = reports.request_report(result, by=None)
        Report.objects.filter(pk=report.pk).update(sha256=sha256)
        found.append({"pk": result.pk})
    Job.objects.filter(pk__in=Report.objects.values("job")).update(state=JobState.DONE)
    return _desk(found, "pk")


def _reports(world: World, decree: Decree) -> dict[str, object]:
    """A period whose reports are packed."""
    sha256, _ = keep([PDF])
    ReportBatch.objects.create(
        run=decree.run,
        is_draft=True,
        asked_by=world.people[Who.EVALUATION_TEAM],
        packed_at=timezone.now(),
        sha256=sha256,
    )
    NationalReport.objects.create(run=decree.run, code=new_code("PN"), sha256=sha256)
    return {"slug": decree.run.period.slug}


def _public_results(world: World, decree: Decree) -> dict[Object, Kwargs]:
    slug = decree.run.period.slug
    return {
        Object.OWN: {"slug": slug, "institution_slug": world.own.institution.slug},
        Object.OTHER: {"slug": slug, "institution_slug": world.other.institution.slug},
        Object.NONE: {"slug": "tidak-ada", "institution_slug": "tidak-ada"},
    }
