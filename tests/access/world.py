"""A small country in which every address has an object: one's own, somebody else's, and none.

One institution with its people and its team stands in a period of its own for every stage; beside it, in the same
periods, stands a foreign one.
"""

from collections.abc import Mapping
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
from apps.common.files import keep
from apps.consolidation.models import Settlement
from apps.coordination.models import ImportedList, ListKind
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.decrees.queries import issued_decrees
from apps.desk_review.actions import JudgementRow, lock_judgements, save_judgements
from apps.evaluations.actions.discussion import say_inside
from apps.evaluations.actions.objections import object_to
from apps.evaluations.actions.questions import put_question
from apps.evaluations.actions.seals import seal
from apps.evaluations.models import (
    AssessorTeam,
    Circle,
    Evaluation,
    Means,
    MinutesPaper,
    MinutesSignature,
)
from apps.evaluations.models import Side as Party
from apps.follow_up.actions.assistance import ask
from apps.follow_up.actions.follow_ups import plan
from apps.institutions.actions import invite
from apps.institutions.models import INSTITUTION_ROLES, Agency, Institution, Role
from apps.interview.models import Clarification, InterviewSession, InterviewSlot
from apps.jobs.models import Job, JobState
from apps.notices.calendars import make_feed
from apps.notices.models import Letter, Notice
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.reports import actions as reports
from apps.reports.models import Report
from apps.results import actions as results
from apps.results.models import FinalisationRun, PeriodAgency
from apps.rules.stages import Stage
from apps.self_assessment import actions as sheets
from apps.self_assessment.actions.receipts import hand_out
from apps.self_assessment.actions.uploads import announce
from apps.self_assessment.models import Archive, FilePage, OfflineUpload, StoredFile, Submission
from apps.self_assessment.queries.previews import image_path
from apps.visitation.models import Visit
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
    bring_to,
    member,
)
from tests.factories.results import complete_draft, computed_run, seat
from tests.marks import appoint, mark_numbers
from tests.self_assessment.support import PDF, upload

ABSENT = 987_654_321
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
    _public_and_personal(world)
    _offline_uploads(world)
    _ministry(world)
    _finalisation(world, agency)
    return world


STAGES: Mapping[table.About, Stage] = {
    table.SELF_ASSESSMENT: Stage.SELF_ASSESSMENT,
    table.DESK_REVIEW: Stage.DESK_REVIEW,
    table.INTERVIEW: Stage.INTERVIEW,
    table.VISITATION: Stage.VISITATION,
    table.CONSOLIDATION: Stage.CONSOLIDATION,
    table.REVIEW: Stage.REVIEW,
}


def _side() -> Side:
    institution = InstitutionFactory.create()
    return Side(institution, {Who(role.value): member(role, institution) for role in INSTITUTION_ROLES})


def _team(world: World, side: Side, period: EvaluationPeriod) -> AssessorTeam:
    if side is world.other:
        return TeamFactory.create(period=period)
    return TeamFactory.create(period=period, members=[world.people[Who.LEAD], world.people[Who.ASSESSOR]])


def _evaluation(world: World, side: Side, period: EvaluationPeriod, stage: Stage) -> Evaluation:
    """An evaluation in this stage, with a piece of evidence, signed documents and what the stage needs."""
    evaluation = EvaluationFactory.create(period=period, institution=side.institution, team=_team(world, side, period))
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
    if stage == Stage.REVIEW:
        object_to(evaluation, first, level=Decimal(2), text="Sanggah uji", by=coordinator)
    if stage == Stage.CONSOLIDATION:
        indicator = evaluation.period.instrument.indicators.get(number=NUMBER)
        Settlement.objects.create(
            evaluation=evaluation, indicator=indicator, level=2, reason="Alasan uji", by=coordinator
        )
    if stage == Stage.DESK_REVIEW:
        _judge_apart(evaluation)
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
    central = [_central_parts(world.people[who]) for who in (Who.EVALUATION_TEAM, Who.AUDITOR)]
    world.kwargs |= {
        table.PERIOD: _desk([{"slug": period.slug} for period in running], "slug"),
        table.SLOTS: _slots(world.own.evaluations[Stage.INTERVIEW].period, by),
        table.PREPARED_PERIOD: _desk([{"slug": period.slug} for period in prepared], "slug"),
        table.LOCUS_LIST: _desk([{"slug": one.period.slug, "pk": one.pk} for one in uploaded], "pk"),
        table.PLACED: _desk([{"slug": one.period.slug, "pk": one.pk} for one in evaluations], "pk"),
        table.ASSESSOR_TEAM: _desk([{"slug": one.period.slug, "pk": one.team_id} for one in evaluations], "pk"),
        table.CENTRE: _desk(central, "user_pk") | {Object.NONE: {"user_pk": ABSENT, "membership_pk": ABSENT}},
        table.PEOPLE_LIST: _desk([{"pk": _uploaded(ListKind.PEOPLE, by).pk} for _ in range(2)], "pk"),
        table.APPLIED_LIST: _desk([{"pk": _applied(by).pk} for _ in range(2)], "pk"),
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
    """A slot in the period of one's own team, and one where nobody whom we know leads a team."""

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
        for room in ("render", "issue"):
            module = import_module(f"apps.decrees.actions.{room}")
            patch.setattr(module, "render_decree", lambda _: b"%PDF-1.7 naskah uji")
        drafts = [_agreed(world, Stage.FINAL, agency), _agreed(world, Stage.FINAL, None)]
        issued = [_issued(_agreed(world, Stage.FINAL, agency)), _issued(_agreed(world, Stage.FINAL, None))]
        published = [_published(world, agency), _published(world, None)]
    world.kwargs |= {
        table.RUN: _desk([{"slug": one.run.period.slug} for one in drafts], "slug"),
        table.DECREE: _desk([{"pk": one.pk} for one in drafts], "pk"),
        table.ISSUED_DECREE: _desk([{"pk": one.pk} for one in issued], "pk"),
        table.PUBLISHED_DECREE: _desk([{"pk": one.pk} for one in published], "pk"),
        table.PUBLISHED_RUN: _desk([{"slug": one.run.period.slug} for one in published], "slug"),
        table.PUBLISHED_PERIOD: _desk([{"slug": one.run.period.slug} for one in published], "slug"),
        table.COMPUTED_RESULT: _results(world, drafts[0]),
        table.PUBLISHED_REPORT: _results(world, published[0]),
        table.PUBLIC_RESULT: _public_results(world, published[0]),
        table.PUBLIC_PAPER: _desk([{"code": one.code} for one in published], "code"),
        table.FINAL: _evaluations_of(world, drafts[0]),
        table.PUBLISHED: _evaluations_of(world, published[0]),
    }
    _followed_up(world)
    assert issued_decrees().count() >= len(published)


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


def _public_results(world: World, decree: Decree) -> dict[Object, Kwargs]:
    slug = decree.run.period.slug
    return {
        Object.OWN: {"slug": slug, "institution_slug": world.own.institution.slug},
        Object.OTHER: {"slug": slug, "institution_slug": world.other.institution.slug},
        Object.NONE: {"slug": "tidak-ada", "institution_slug": "tidak-ada"},
    }
