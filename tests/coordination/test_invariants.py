"""Each invariant finds what breaks it. The data are broken as only the database's owner could, past every trigger."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.files import keep, path_of
from apps.consolidation.models import Settlement
from apps.coordination.invariants import FORGOTTEN, checked, violations
from apps.coordination.invariants.work import VERSIONED
from apps.coordination.models import TeamProposal
from apps.desk_review.models import AgreedLevel, Judgement
from apps.evaluations.actions import advance
from apps.evaluations.actions.seals import seal
from apps.evaluations.models import Conflict, ConflictException, Evaluation, Mark
from apps.institutions.actions import join
from apps.institutions.groups import institution_group, team_group
from apps.institutions.models import ChangeKind, Institution, InstitutionChange, Role
from apps.interview.models import Clarification
from apps.jobs.models import Job
from apps.periods.choices import MARKED_STAGES
from apps.rules.stages import Stage
from apps.self_assessment.models import Answer, StoredFile, Submission
from apps.self_assessment.queries.sealing import sheet_sha256
from apps.visitation.models import Finding
from tests.database import execute
from tests.factories import EvaluationFactory, UserFactory, answer_all, assessors_of, bring_to, member
from tests.factories.results import corrected_and_published, published_decree

pytestmark = pytest.mark.django_db


@dataclass
class Story:
    """A year of one institution, from its sheet to the decree, with a word in every work table."""

    evaluation: Evaluation
    coordinator: User
    assessor: User
    stranger: User


def told() -> Story:
    evaluation = EvaluationFactory.create(with_team=True)
    lead, colleague = assessors_of(evaluation)
    common = {"evaluation": evaluation, "indicator": evaluation.period.instrument.indicators.get(number=1)}
    coordinator = member(Role.COORDINATOR, evaluation.institution)
    sha256, size = keep([b"bukti"])
    StoredFile.objects.create(
        institution=evaluation.institution, sha256=sha256, name="bukti.pdf", size=size, media_type="-"
    )
    answer_all(evaluation)
    Submission.objects.create(evaluation=evaluation, code="UJI", sheet_sha256=sheet_sha256(evaluation))
    bring_to(evaluation, Stage.DESK_REVIEW)
    for user in (lead, colleague):
        Judgement.objects.create(assessor=user, level=3, version=1, **common)
    AgreedLevel.objects.create(level=3, reason="-", by=lead, **common)
    again(Judgement, AgreedLevel)
    for stage in MARKED_STAGES:
        Mark.objects.create(stage=stage, question="-", by=lead, **common)
    bring_to(evaluation, Stage.INTERVIEW)
    Clarification.objects.create(level=3, reason="-", version=1, **common)
    again(Clarification)
    advance(evaluation, Stage.VISITATION, by=None)
    Finding.objects.create(level=3, reason="-", version=1, **common)
    again(Finding)
    advance(evaluation, Stage.CONSOLIDATION, by=None)
    Settlement.objects.create(level=3, reason="-", by=lead, **common)
    again(Settlement)
    bring_to(evaluation, Stage.FINAL)
    published_decree(evaluation.period)
    corrected_and_published(Evaluation.objects.get(pk=evaluation.pk), 2, 5)
    return Story(evaluation, coordinator, colleague, UserFactory.create())


def again(*models: type) -> None:
    for model in models:
        model.objects.update(version=F("version") + 1)  # type: ignore[attr-defined]


def sql(*statements: str) -> Callable[[Story], None]:
    """Run these, told the evaluation's id as %(pk)s, the institution's people by their own names."""

    def break_it(story: Story) -> None:
        for statement in statements:
            execute(
                statement,
                {
                    "pk": story.evaluation.pk,
                    "coordinator": story.coordinator.pk,
                    "assessor": story.assessor.pk,
                    "stranger": story.stranger.pk,
                },
            )

    return break_it


def latest(table: str) -> str:
    return f"(SELECT max(pgh_id) FROM {table}event WHERE version > 0)"


def let_a_colleague_judge_home(story: Story) -> None:
    join(story.assessor, Role.RESPONDENT, institution=story.evaluation.institution)


def let_one_alone_allow(story: Story) -> None:
    execute("ALTER TABLE evaluations_conflictexception DROP CONSTRAINT two_people_make_an_exception")
    institution, period, by = story.evaluation.institution, story.evaluation.period, story.stranger
    conflict = Conflict.objects.create(
        assessor=by, institution=institution, source="family", from_date=timezone.localdate()
    )
    ConflictException.objects.create(
        conflict=conflict,
        period=period,
        reason="-",
        proposed_by=by,
        decided_by=by,
        decided_at=timezone.now(),
        is_approved=True,
    )


def apply_a_proposal_unproven(story: Story) -> None:
    now = timezone.now()
    TeamProposal.objects.create(
        period=story.evaluation.period, seed="1", made_at=now, objective=2, bound=1, applied_at=now
    )


def put_a_stranger_among_the_people(story: Story) -> None:
    name = institution_group(story.evaluation.institution_id, Role.COORDINATOR)
    story.stranger.groups.add(Group.objects.get(name=name))


def put_a_colleague_in_the_lead(story: Story) -> None:
    assert story.evaluation.team_id
    story.assessor.groups.add(Group.objects.get(name=team_group(story.evaluation.team_id, "lead")))


def lose_a_row(story: Story) -> None:
    sha256, _ = keep([b"tanpa baris"])
    long_ago = (timezone.now() - FORGOTTEN - timedelta(hours=1)).timestamp()
    os.utime(path_of(sha256), (long_ago, long_ago))


def forget_a_job(story: Story) -> None:
    Job.objects.create(kind="uji", object_id=1)
    Job.objects.filter(kind="uji").update(created_at=timezone.now() - timedelta(minutes=6))


# what is done to the data, and the invariants that find it
def rewrite_what_is_sealed(story: Story) -> None:
    seal(story.evaluation)
    execute("UPDATE evaluations_stagechange SET reason = 'lain'")


def end_on_another_day(story: Story) -> None:
    change = InstitutionChange.objects.create(
        kind=ChangeKind.ENDED, effective_on=date(2020, 1, 1), legal_basis="Uji", by=story.stranger
    )
    Institution.objects.filter(pk=story.evaluation.institution_id).update(valid_to=date(2020, 1, 1), ended_by=change)


BREAKS: list[tuple[Callable[[Story], None], set[str]]] = [
    (end_on_another_day, {"institution on other days than the change that began or ended it"}),
    *[
        (
            sql(f"DELETE FROM {table}event WHERE pgh_id = {latest(table)}"),
            {f"{table}: row without history of the same version"},
        )
        for table in VERSIONED
    ],
    *[
        (
            sql(f"UPDATE {table}event SET level = 5 WHERE pgh_id = {latest(table)}"),
            {f"{table}: row without history of the same version"},
        )
        for table in VERSIONED
    ],
    *[
        (
            sql(
                f"UPDATE {table} SET version = version + 2 WHERE id = "
                f"(SELECT pgh_obj_id FROM {table}event WHERE pgh_id = {latest(table)})",
                f"UPDATE {table}event SET version = version + 2 WHERE pgh_id = {latest(table)}",
            ),
            {f"{table}: gap in the versions"},
        )
        for table in VERSIONED
    ],
    *[
        (
            sql(f"UPDATE {table}event SET pgh_created_at = clock_timestamp() WHERE pgh_id = {latest(table)}"),
            {f"{table}: written after its stage was closed"},
        )
        for table in VERSIONED
    ],
    (
        sql("UPDATE desk_review_judgement SET assessor_id = %(stranger)s WHERE assessor_id = %(assessor)s"),
        {"judgement by somebody outside the team", "judgement by somebody who has declared nothing"},
    ),
    (
        sql("DELETE FROM evaluations_declaration WHERE assessor_id = %(assessor)s"),
        {"judgement by somebody who has declared nothing"},
    ),
    (
        sql(
            "UPDATE periods_evaluationperiod SET state = 'running'",
            "INSERT INTO evaluations_conflict (assessor_id, institution_id, source, detail, from_date, at) "
            "SELECT %(assessor)s, institution_id, 'family', '', now()::date, now() "
            "FROM evaluations_evaluation WHERE id = %(pk)s",
        ),
        {"assignment in spite of a conflict of interest"},
    ),
    (
        sql(
            "INSERT INTO evaluations_stagechange (evaluation_id, from_stage, to_stage, at, reason)"
            " VALUES (%(pk)s, 'consolidation', 'interview', now(), '')"
        ),
        {"closed stage opened again without two approvals"},
    ),
    (
        sql(
            "ALTER TABLE helpdesk_factorreset DROP CONSTRAINT two_people_reset_a_factor",
            "INSERT INTO helpdesk_factorreset (user_id, reason, identity_check, requested_by_id, requested_at,"
            " is_approved, remark, decided_by_id, decided_at)"
            " VALUES (%(stranger)s, '-', '-', %(assessor)s, now(), true, '', %(assessor)s, now())",
        ),
        {"second factor emptied by one person alone"},
    ),
    (let_one_alone_allow, {"exception to a conflict by one person alone"}),
    (apply_a_proposal_unproven, {"proposal of teams that was applied without keeping every rule"}),
    (let_a_colleague_judge_home, {"judgement by somebody of the institution itself"}),
    (
        sql("UPDATE periods_evaluationperiod SET assessors_per_team = 3"),
        {"too few assessors beyond desk review"},
    ),
    (
        sql(
            "DELETE FROM evaluations_ledgerlevel WHERE indicator_id = "
            "(SELECT max(indicator_id) FROM evaluations_ledgerlevel)"
        ),
        {
            "handed over without a level for every indicator",
            "result that differs from its recomputation",
            "figure of a part that differs from its recomputation",
        },
    ),
    (
        sql(
            "UPDATE instruments_indicator SET external_index = 'Indeks' WHERE id = "
            "(SELECT max(indicator_id) FROM evaluations_ledgerlevel)"
        ),
        {"word that another agency's index does not bear out"},
    ),
    (
        sql(
            "INSERT INTO evaluations_ledgerlevel (evaluation_id, indicator_id, stage, revision, level, reason, at) "
            "SELECT evaluation_id, indicator_id, 'external_index', 1, level, '', now() FROM evaluations_ledgerlevel "
            "WHERE stage = 'desk_review' ORDER BY id LIMIT 1"
        ),
        {
            "word that another agency's index does not bear out",
            "computation that counts though the ledger went on",
        },
    ),
    (
        sql("UPDATE results_result SET numerator = 4, denominator = 1, stated = 4"),
        {
            "result that differs from its recomputation",
            "decree line that differs from its result",
            "computation that counts though the database's own differs",
        },
    ),
    (
        sql(
            "UPDATE evaluations_ledgerlevel SET level = 5 WHERE stage = 'desk_review' AND indicator_id = "
            "(SELECT max(indicator_id) FROM evaluations_ledgerlevel)"
        ),
        {
            "result that differs from its recomputation",
            "figure of a part that differs from its recomputation",
        },
    ),
    (
        sql(
            "UPDATE results_result SET predikat_id = "
            "(SELECT id FROM instruments_predikatband ORDER BY floor DESC LIMIT 1)"
        ),
        {
            "result that differs from its recomputation",
            "decree line that differs from its result",
            "computation that counts though the database's own differs",
        },
    ),
    (
        sql("UPDATE results_resultpart SET stated = 5 WHERE id = (SELECT max(id) FROM results_resultpart)"),
        {
            "figure of a part that differs from its recomputation",
            "computation that counts though the database's own differs",
        },
    ),
    (sql("UPDATE decrees_decreeline SET stated = 5"), {"decree line that differs from its result"}),
    (sql("UPDATE decrees_decreeline SET predikat = 'lain'"), {"decree line that differs from its result"}),
    (
        sql("UPDATE evaluations_evaluation SET stage = 'final', open_stage = ''"),
        {"published period with an evaluation that is neither published nor left out"},
    ),
    (
        sql("DELETE FROM results_result"),
        {
            "published evaluation without a published result",
            "computation that counts though the database's own differs",
        },
    ),
    (
        sql("UPDATE results_recount SET stated = 5 WHERE part_id IS NULL"),
        {"computation that counts though the database's own differs"},
    ),
    (
        sql(
            "INSERT INTO evaluations_ledgerlevel (evaluation_id, indicator_id, stage, revision, level, reason, at) "
            "SELECT evaluation_id, indicator_id, 'correction', 1, level, '', now() FROM evaluations_ledgerlevel "
            "WHERE id = (SELECT max(id) FROM evaluations_ledgerlevel WHERE stage = 'desk_review')"
        ),
        {"correction in the ledger that two units have not approved"},
    ),
    (
        sql(
            "INSERT INTO evaluations_correction (evaluation_id, indicator_id, level_before, level, reason, "
            "document_sha256, document_name, proposed_by_id, proposed_at, is_approved, revision, remark, "
            "decided_by_id, decided_at) "
            "SELECT evaluation_id, indicator_id, level, 5, '-', (SELECT max(sha256) FROM self_assessment_storedfile "
            "WHERE name = 'bukti.pdf'), '-', %(stranger)s, now(), true, 1, '', %(stranger)s, now() "
            "FROM evaluations_ledgerlevel WHERE id = "
            "(SELECT max(id) FROM evaluations_ledgerlevel WHERE stage = 'desk_review')"
        ),
        {"approved correction that is not in the ledger"},
    ),
    (
        sql("UPDATE results_vote SET content_sha256 = repeat('0', 64)"),
        {"vote on another content than its computation's, or without a seat", "publication without its quorum"},
    ),
    (sql("DELETE FROM results_vote"), {"publication without its quorum"}),
    (
        sql("DELETE FROM results_publication WHERE edition = 1"),
        {
            "publication that does not follow the one before",
            "publication without the decree that it needs",
            "computation that counts though the ledger went on",
        },
    ),
    (
        sql("UPDATE decrees_decree SET corrects_id = NULL"),
        {"publication without the decree that it needs"},
    ),
    (
        sql("UPDATE decrees_decree SET state = 'draft' WHERE corrects_id IS NULL"),
        {"publication without the decree that it needs"},
    ),
    (
        sql("UPDATE results_finalisationrun SET ledger_upto = ledger_upto - 1 WHERE edition = 2"),
        {
            "published figure that moved without a correction",
            "result that differs from its recomputation",
            "figure of a part that differs from its recomputation",
        },
    ),
    (
        sql("UPDATE evaluations_evaluation SET stage = 'self_assessment', open_stage = '', track = 'not_assessed'"),
        {"result of an institution that was not assessed"},
    ),
    (
        sql("DELETE FROM accounts_user_groups WHERE user_id = %(coordinator)s"),
        {"membership without its group"},
    ),
    (put_a_stranger_among_the_people, {"group of an institution or team without membership"}),
    (put_a_colleague_in_the_lead, {"group of an institution or team without membership"}),
    (
        sql("DELETE FROM accounts_user_groups WHERE user_id = %(assessor)s"),
        {"team member without the team's group"},
    ),
    (
        sql("DELETE FROM evaluations_evaluationgrouppermission"),
        {"evaluation that its own institution or team cannot see"},
    ),
    (
        sql(
            "INSERT INTO evaluations_minutessignature "
            "(evaluation_id, stage, side, levels_sha256, means, file_sha256, by_id, at) "
            "SELECT %(pk)s, 'interview', side, repeat('0', 64), 'code', '', %(coordinator)s, '2000-01-01' "
            "FROM unnest(ARRAY['assessors', 'institution']) AS side"
        ),
        {"word written after both sides signed the minutes"},
    ),
    (forget_a_job, {"job that has waited for more than five minutes"}),
    (
        sql("UPDATE self_assessment_storedfile SET sha256 = repeat('0', 64)"),
        {"file that is not where its row says"},
    ),
    (
        sql("UPDATE self_assessment_answer SET fact = 'lain'"),
        {"submitted sheet that differs from its receipt"},
    ),
    (rewrite_what_is_sealed, {"broken chain of history"}),
    (lose_a_row, {"file that no row has named for days"}),  # last: files know no rollback
]


def test_each_invariant_finds_what_breaks_it() -> None:
    story = told()
    assert violations() == {}
    execute("SET CONSTRAINTS ALL IMMEDIATE")

    for break_it, expected in BREAKS:
        with transaction.atomic():
            execute("SET LOCAL session_replication_role = replica")
            break_it(story)
            found = set(violations())
            transaction.set_rollback(True)
        assert found == expected

    assert set().union(*(names for _, names in BREAKS)) == set(checked())


def test_the_command_names_what_is_broken_and_ends_with_1() -> None:
    Answer.objects.filter(evaluation=EvaluationFactory.create()).first()
    forget_a_job(Story(*[None] * 4))  # type: ignore[arg-type]
    output = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("check_invariants", stdout=output)

    assert (str(refusal.value), refusal.value.returncode) == ("1 invarian dilanggar.", 1)
    job = Job.objects.get()
    lines = output.getvalue().splitlines()
    named = lines.index("     1 job that has waited for more than five minutes")
    assert lines[named + 1] == f"       - job {job.pk} (uji)"


def test_the_command_is_content_with_sound_data() -> None:
    EvaluationFactory.create(with_team=True)
    output = StringIO()

    call_command("check_invariants", stdout=output)

    assert {line.split()[0] for line in output.getvalue().splitlines()} == {"0"}
