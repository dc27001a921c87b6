"""What must hold of the data at any time, as SQL that must return no row. Each row says which one offends.

The constraints, the gate and the actions see to all of this; here it is asked again from outside, of live data
and after tests, and deliberately in other words: nothing is computed by the code that is being checked.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from apps.common.files import path_of
from apps.coordination.actions.orphans import orphans
from apps.evaluations.chain import broken_links
from apps.rules.stages import LEDGER_ORDER, Stage
from apps.self_assessment.queries import standing_submissions
from apps.self_assessment.queries.sealing import sheet_sha256

FORGOTTEN = timedelta(days=3)  # by then the nightly sweep has passed twice

# Work tables with a version and a history, and the stage in which they are written.
VERSIONED: Mapping[str, Stage] = {
    "self_assessment_answer": Stage.SELF_ASSESSMENT,
    "desk_review_judgement": Stage.DESK_REVIEW,
    "desk_review_agreedlevel": Stage.DESK_REVIEW,
    "interview_clarification": Stage.INTERVIEW,
    "visitation_finding": Stage.VISITATION,
    "consolidation_settlement": Stage.CONSOLIDATION,
}

# The level of the last stage that spoke, for every evaluation and indicator.
SETTLED = f"""
    SELECT DISTINCT ON (evaluation_id, indicator_id) evaluation_id, indicator_id, level
    FROM evaluations_ledgerlevel
    ORDER BY evaluation_id, indicator_id,
        array_position(ARRAY[{", ".join(f"'{stage.value}'" for stage in LEDGER_ORDER)}]::text[], stage::text) DESC,
        revision DESC
"""  # noqa: S608 - constants of the rules

# The same for every computation that counts, as the ledger was when it read it: a later correction is the next one's.
SETTLED_OF_RUNS = f"""
    SELECT DISTINCT ON (run.id, word.evaluation_id, word.indicator_id)
        run.id AS run_id, word.evaluation_id, word.indicator_id, word.level
    FROM results_finalisationrun run
    JOIN evaluations_evaluation evaluation ON evaluation.period_id = run.period_id
    JOIN evaluations_ledgerlevel word ON word.evaluation_id = evaluation.id AND word.id <= run.ledger_upto
    WHERE run.state = 'computed'
    ORDER BY run.id, word.evaluation_id, word.indicator_id,
        array_position(ARRAY[{", ".join(f"'{stage.value}'" for stage in LEDGER_ORDER)}]::text[], word.stage::text) DESC,
        word.revision DESC
"""  # noqa: S608 - constants of the rules

STAGES = f"ARRAY[{', '.join(repr(stage.value) for stage in Stage)}]::text[]"

# Every part with every indicator beneath it, at whatever depth.
BENEATH = """
    SELECT id AS part_id, id AS below_id FROM instruments_part
    UNION ALL
    SELECT beneath.part_id, child.id FROM beneath
    JOIN instruments_part child ON child.parent_id = beneath.below_id
"""

INVARIANTS: dict[str, str] = {
    "institution on other days than the change that began or ended it": """
        SELECT format('institution %s', one.id) FROM institutions_institution one
        LEFT JOIN institutions_institutionchange began ON began.id = one.begun_by_id
        LEFT JOIN institutions_institutionchange ended ON ended.id = one.ended_by_id
        WHERE one.valid_from <> began.effective_on OR one.valid_to <> ended.effective_on - 1
    """,
    **{
        f"{table}: row without history of the same version": f"""
            SELECT format('row %s, version %s', work.id, work.version) FROM {table} work
            WHERE NOT EXISTS (
                SELECT FROM {table}event past
                WHERE past.pgh_obj_id = work.id AND past.version = work.version
                  AND past.level IS NOT DISTINCT FROM work.level)
        """  # noqa: S608 - names of the table above
        for table in VERSIONED
    },
    **{
        f"{table}: gap in the versions": f"""
            SELECT format('row %s', pgh_obj_id) FROM {table}event GROUP BY pgh_obj_id
            HAVING count(DISTINCT version) <> max(version) - min(version) + 1
        """  # noqa: S608
        for table in VERSIONED
    },
    **{
        f"{table}: written after its stage was closed": f"""
            SELECT format('evaluation %s, row %s', evaluation.id, past.pgh_obj_id)
            FROM {table}event past
            JOIN evaluations_evaluation evaluation ON evaluation.id = past.evaluation_id
            JOIN LATERAL (
                SELECT max(at) AS at FROM evaluations_stagechange
                WHERE evaluation_id = evaluation.id AND from_stage = '{stage.value}') closed ON true
            WHERE evaluation.stage <> '{stage.value}' AND past.version > 0 AND past.pgh_created_at > closed.at
        """  # noqa: S608
        for table, stage in VERSIONED.items()
    },
    "judgement by somebody outside the team": """
        SELECT format('evaluation %s, user %s', judgement.evaluation_id, judgement.assessor_id)
        FROM desk_review_judgement judgement
        JOIN evaluations_evaluation evaluation ON evaluation.id = judgement.evaluation_id
        WHERE judgement.version > 0 AND NOT EXISTS (
            SELECT FROM evaluations_teammember member
            WHERE member.team_id = evaluation.team_id AND member.user_id = judgement.assessor_id)
          AND NOT EXISTS (
            SELECT FROM evaluations_teamchange change
            WHERE change.evaluation_id = evaluation.id AND change.leaving_id = judgement.assessor_id
              AND change.at >= judgement.updated_at)
        GROUP BY judgement.evaluation_id, judgement.assessor_id
    """,
    "judgement by somebody who has declared nothing": """
        SELECT DISTINCT format('evaluation %s, user %s', judgement.evaluation_id, judgement.assessor_id)
        FROM desk_review_judgement judgement
        LEFT JOIN evaluations_declaration said
          ON said.evaluation_id = judgement.evaluation_id AND said.assessor_id = judgement.assessor_id
        WHERE judgement.version > 0 AND said.id IS NULL
    """,
    "assignment in spite of a conflict of interest": """
        SELECT format('evaluation %s, user %s: %s', evaluation.id, conflict.assessor_id, conflict.source)
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        JOIN evaluations_conflict conflict ON conflict.institution_id = evaluation.institution_id
        WHERE period.state <> 'published' AND conflict.ended_at IS NULL
          AND COALESCE(conflict.until_date, 'infinity') > (now() AT TIME ZONE 'Asia/Jakarta')::date
          AND CASE conflict.source WHEN 'province' THEN period.conflict_same_province
                                   WHEN 'alumni' THEN period.conflict_alumni_counts ELSE true END
          AND conflict.assessor_id IN (
            SELECT user_id FROM evaluations_teammember WHERE team_id = evaluation.team_id)
          AND period.id NOT IN (
            SELECT period_id FROM evaluations_conflictexception WHERE conflict_id = conflict.id AND is_approved)
    """,
    "closed stage opened again without two approvals": f"""
        SELECT format('evaluation %s', moved.evaluation_id) FROM evaluations_stagechange moved
        WHERE array_position({STAGES}, moved.to_stage::text) < array_position({STAGES}, moved.from_stage::text)
          AND moved.from_stage <> 'review' AND NOT EXISTS (
            SELECT FROM evaluations_reopening again
            WHERE again.evaluation_id = moved.evaluation_id AND again.is_approved AND again.decided_at <= moved.at
              AND again.from_stage = moved.from_stage AND again.stage = moved.to_stage AND 2 <= (
                SELECT count(DISTINCT given.by_id) FROM evaluations_reopeningapproval given
                WHERE given.reopening_id = again.id AND given.by_id <> again.proposed_by_id))
    """,  # noqa: S608 - constants of the rules
    "second factor emptied by one person alone": """
        SELECT format('reset %s', id) FROM helpdesk_factorreset
        WHERE is_approved AND (decided_by_id IS NULL OR decided_by_id IN (requested_by_id, user_id))
    """,
    "exception to a conflict by one person alone": """
        SELECT format('exception %s', id) FROM evaluations_conflictexception
        WHERE is_approved AND (decided_by_id IS NULL OR decided_by_id = proposed_by_id OR reason = '')
    """,
    "proposal of teams that was applied without keeping every rule": """
        SELECT format('proposal %s', proposal.id) FROM coordination_teamproposal proposal
        WHERE proposal.applied_at IS NOT NULL AND 5 <> (
            SELECT count(*) FROM coordination_proposalcheck kept
            WHERE kept.proposal_id = proposal.id AND kept.met = kept.checked
              AND kept.rule IN ('placed', 'size', 'conflict', 'universities', 'capacity'))
    """,
    "judgement by somebody of the institution itself": """
        SELECT format('evaluation %s, user %s', judgement.evaluation_id, judgement.assessor_id)
        FROM desk_review_judgement judgement
        JOIN evaluations_evaluation evaluation ON evaluation.id = judgement.evaluation_id
        JOIN institutions_membership membership
          ON membership.user_id = judgement.assessor_id
         AND membership.institution_id = evaluation.institution_id
        WHERE judgement.version > 0
        GROUP BY judgement.evaluation_id, judgement.assessor_id
    """,
    "too few assessors beyond desk review": """
        SELECT format('evaluation %s: %s of %s', evaluation.id, count(member.id), period.assessors_per_team)
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        LEFT JOIN evaluations_teammember member ON member.team_id = evaluation.team_id
        WHERE evaluation.stage NOT IN ('self_assessment', 'desk_review') AND NOT EXISTS (
            SELECT FROM evaluations_teamchange change
            WHERE change.evaluation_id = evaluation.id AND change.joining_id IS NULL AND change.at > COALESCE((
                SELECT max(moved.at) FROM evaluations_stagechange moved WHERE moved.evaluation_id = evaluation.id),
                '-infinity'))
        GROUP BY evaluation.id, period.assessors_per_team
        HAVING count(member.id) < period.assessors_per_team
    """,
    "handed over without a level for every indicator": f"""
        SELECT format('evaluation %s, indicator %s', evaluation.id, indicator.number)
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        JOIN instruments_indicator indicator ON indicator.instrument_id = period.instrument_id
        LEFT JOIN ({SETTLED}) settled
          ON settled.evaluation_id = evaluation.id AND settled.indicator_id = indicator.id
        WHERE evaluation.stage IN ('review', 'final', 'published') AND settled.level IS NULL
          AND (indicator.external_index = '' OR evaluation.stage <> 'review')
    """,  # noqa: S608
    "word that another agency's index does not bear out": """
        SELECT format('evaluation %s, indicator %s', word.evaluation_id, word.indicator_id)
        FROM evaluations_ledgerlevel word
        JOIN instruments_indicator indicator ON indicator.id = word.indicator_id
        LEFT JOIN evaluations_externalvalue brought USING (evaluation_id, indicator_id, revision, level)
        WHERE word.stage <> 'correction' AND (word.stage = 'external_index' OR indicator.external_index <> '')
          AND (word.stage <> 'external_index' OR brought.id IS NULL)
    """,
    "result that differs from its recomputation": f"""
        WITH settled AS ({SETTLED_OF_RUNS}), computed AS (
            SELECT settled.run_id, settled.evaluation_id, sum(weight * level) AS total, sum(weight) AS weight
            FROM settled JOIN instruments_indicator indicator ON indicator.id = settled.indicator_id
            GROUP BY settled.run_id, settled.evaluation_id)
        SELECT format('result %s: %s', result.id, result.stated)
        FROM results_result result
        JOIN results_finalisationrun run ON run.id = result.run_id AND run.state = 'computed'
        LEFT JOIN computed ON computed.run_id = result.run_id AND computed.evaluation_id = result.evaluation_id
        JOIN instruments_predikatband band ON band.id = result.predikat_id
        WHERE (result.numerator * computed.weight = result.denominator * computed.total) IS NOT TRUE
           OR band.floor IS DISTINCT FROM (
                SELECT max(other.floor) FROM instruments_predikatband other
                WHERE other.instrument_id = band.instrument_id AND other.floor <= result.stated)
    """,  # noqa: S608
    "figure of a part that differs from its recomputation": f"""
        WITH RECURSIVE settled AS ({SETTLED_OF_RUNS}), beneath AS ({BENEATH}), computed AS (
            SELECT settled.run_id, settled.evaluation_id, beneath.part_id,
                   sum(weight * level) AS total, sum(weight) AS weight
            FROM settled
            JOIN instruments_indicator indicator ON indicator.id = settled.indicator_id
            JOIN beneath ON beneath.below_id = indicator.part_id
            GROUP BY settled.run_id, settled.evaluation_id, beneath.part_id)
        SELECT format('result %s, part %s: %s', result.id, figure.part_id, figure.stated)
        FROM results_resultpart figure
        JOIN results_result result ON result.id = figure.result_id
        JOIN results_finalisationrun run ON run.id = result.run_id AND run.state = 'computed'
        LEFT JOIN computed
          ON computed.run_id = result.run_id AND computed.evaluation_id = result.evaluation_id
         AND computed.part_id = figure.part_id
        WHERE (figure.numerator * computed.weight = figure.denominator * computed.total) IS NOT TRUE
           OR figure.stated <> round(figure.numerator::numeric / figure.denominator, 2)
    """,  # noqa: S608
    "computation that counts though the database's own differs": """
        WITH first AS (
            SELECT run_id, evaluation_id, NULL::bigint AS part_id, numerator, denominator, stated, predikat_id
            FROM results_result
            UNION ALL
            SELECT result.run_id, result.evaluation_id, figure.part_id, figure.numerator, figure.denominator,
                   figure.stated, NULL
            FROM results_resultpart figure JOIN results_result result ON result.id = figure.result_id)
        SELECT format('run %s, evaluation %s, part %s', run.id, second.evaluation_id, second.part_id)
        FROM results_finalisationrun run
        JOIN results_recount second ON second.run_id = run.id
        LEFT JOIN first ON first.run_id = run.id AND first.evaluation_id = second.evaluation_id
             AND first.part_id IS NOT DISTINCT FROM second.part_id
        WHERE run.state = 'computed' AND (
            first.numerator * second.denominator IS DISTINCT FROM first.denominator * second.numerator
            OR first.stated IS DISTINCT FROM second.stated OR first.predikat_id IS DISTINCT FROM second.predikat_id)
    """,
    "computation that counts though the ledger went on": """
        SELECT format('run %s, word %s', run.id, word.id)
        FROM results_finalisationrun run
        JOIN evaluations_evaluation evaluation
          ON evaluation.period_id = run.period_id AND evaluation.track <> 'not_assessed'
        JOIN evaluations_ledgerlevel word ON word.evaluation_id = evaluation.id AND word.id > run.ledger_upto
        WHERE run.state = 'computed' AND (
            word.stage <> 'correction' OR NOT EXISTS (SELECT FROM results_publication WHERE run_id = run.id))
    """,
    "correction in the ledger that two units have not approved": """
        SELECT format('word %s', word.id) FROM evaluations_ledgerlevel word
        WHERE word.stage = 'correction' AND NOT EXISTS (
            SELECT FROM evaluations_correction correction
            JOIN evaluations_correctionapproval approval ON approval.correction_id = correction.id
            WHERE correction.evaluation_id = word.evaluation_id AND correction.indicator_id = word.indicator_id
              AND correction.revision = word.revision AND correction.level = word.level AND correction.is_approved
              AND approval.by_id <> correction.proposed_by_id
            GROUP BY correction.id
            HAVING count(DISTINCT approval.by_id) >= 2 AND count(DISTINCT approval.unit_id) >= 2)
    """,
    "approved correction that is not in the ledger": """
        SELECT format('correction %s', correction.id) FROM evaluations_correction correction
        WHERE correction.is_approved AND NOT EXISTS (
            SELECT FROM evaluations_ledgerlevel word
            WHERE word.stage = 'correction' AND word.evaluation_id = correction.evaluation_id
              AND word.indicator_id = correction.indicator_id AND word.revision = correction.revision
              AND word.level = correction.level)
    """,
    "vote on another content than its computation's, or without a seat": """
        SELECT format('vote %s', vote.id) FROM results_vote vote
        JOIN results_finalisationrun run ON run.id = vote.run_id
        WHERE vote.content_sha256 <> run.content_sha256 OR NOT EXISTS (
            SELECT FROM results_periodagency seat
            WHERE seat.period_id = run.period_id AND seat.agency_id = vote.agency_id)
    """,
    "publication without its quorum": """
        SELECT format('publication %s', publication.id) FROM results_publication publication
        JOIN results_finalisationrun run ON run.id = publication.run_id
        JOIN periods_evaluationperiod period ON period.id = publication.period_id
        WHERE run.state <> 'computed' OR period.votes_required > (
            SELECT count(*) FROM results_vote vote
            WHERE vote.run_id = run.id AND vote.choice = 'agree' AND vote.content_sha256 = run.content_sha256)
    """,
    "publication that does not follow the one before": """
        SELECT format('publication %s', publication.id) FROM results_publication publication
        JOIN results_finalisationrun run ON run.id = publication.run_id
        WHERE (run.period_id, run.edition) <> (publication.period_id, publication.edition)
           OR publication.edition <> (
                SELECT count(*) FROM results_publication other
                WHERE other.period_id = publication.period_id AND other.edition <= publication.edition)
    """,
    "publication without the decree that it needs": """
        WITH RECURSIVE named AS (
            SELECT run_id, id FROM decrees_decree WHERE state = 'issued'
            UNION
            SELECT named.run_id, decree.corrects_id FROM named JOIN decrees_decree decree ON decree.id = named.id)
        SELECT format('publication %s', publication.id) FROM results_publication publication
        WHERE NOT EXISTS (SELECT FROM decrees_decree WHERE run_id = publication.run_id AND state = 'issued')
           OR (publication.edition > 1 AND NOT EXISTS (
                SELECT FROM results_publication before
                JOIN decrees_decree former ON former.run_id = before.run_id
                JOIN named ON named.id = former.id AND named.run_id = publication.run_id
                WHERE before.period_id = publication.period_id AND before.edition = publication.edition - 1))
    """,
    "published figure that moved without a correction": """
        SELECT format('result %s: %s', result.id, result.stated) FROM results_result result
        JOIN results_publication publication ON publication.run_id = result.run_id
        JOIN results_publication before
          ON before.period_id = publication.period_id AND before.edition = publication.edition - 1
        JOIN results_finalisationrun run ON run.id = result.run_id
        JOIN results_finalisationrun former_run ON former_run.id = before.run_id
        LEFT JOIN results_result former
          ON former.run_id = before.run_id AND former.evaluation_id = result.evaluation_id
        WHERE former.numerator * result.denominator IS DISTINCT FROM result.numerator * former.denominator
          AND NOT EXISTS (
            SELECT FROM evaluations_ledgerlevel word
            WHERE word.evaluation_id = result.evaluation_id AND word.stage = 'correction'
              AND word.id > former_run.ledger_upto AND word.id <= run.ledger_upto)
    """,
    "decree line that differs from its result": """
        SELECT format('decree %s, line %s', line.decree_id, line.position)
        FROM decrees_decreeline line
        JOIN decrees_decree decree ON decree.id = line.decree_id
        JOIN results_result result ON result.id = line.result_id
        JOIN instruments_predikatband band ON band.id = result.predikat_id
        WHERE line.stated <> result.stated OR line.predikat <> band.name OR result.run_id <> decree.run_id
    """,
    "published period with an evaluation that is neither published nor left out": """
        SELECT format('evaluation %s: %s', evaluation.id, evaluation.stage)
        FROM evaluations_evaluation evaluation
        JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
        WHERE period.state = 'published' AND evaluation.stage <> 'published'
          AND evaluation.track <> 'not_assessed'
    """,
    "published evaluation without a published result": """
        SELECT format('evaluation %s, publication %s', evaluation.id, publication.id)
        FROM evaluations_evaluation evaluation
        LEFT JOIN results_publication publication ON publication.period_id = evaluation.period_id
        LEFT JOIN results_result result
          ON result.run_id = publication.run_id AND result.evaluation_id = evaluation.id
        WHERE evaluation.stage = 'published' AND result.id IS NULL
    """,
    "result of an institution that was not assessed": """
        SELECT format('result %s', result.id) FROM results_result result
        JOIN evaluations_evaluation evaluation ON evaluation.id = result.evaluation_id
        WHERE evaluation.track = 'not_assessed'
    """,
    "membership without its group": """
        SELECT format('membership %s', membership.id) FROM institutions_membership membership
        WHERE membership.role NOT IN ('assessor', 'university_coordinator') AND NOT EXISTS (
            SELECT FROM accounts_user_groups held JOIN auth_group known ON known.id = held.group_id
            WHERE held.user_id = membership.user_id AND known.name = CASE
                WHEN membership.institution_id IS NULL THEN 'central:' || membership.role
                ELSE 'institution:' || membership.institution_id || ':' || membership.role END)
    """,
    "group of an institution or team without membership": """
        SELECT format('user %s, %s', held.user_id, known.name)
        FROM accounts_user_groups held JOIN auth_group known ON known.id = held.group_id
        WHERE (known.name LIKE 'institution:%' AND NOT EXISTS (
                SELECT FROM institutions_membership membership WHERE membership.user_id = held.user_id
                AND known.name = 'institution:' || membership.institution_id || ':' || membership.role))
           OR (known.name LIKE 'team:%' AND NOT EXISTS (
                SELECT FROM evaluations_teammember member WHERE member.user_id = held.user_id
                AND (known.name = 'team:' || member.team_id || ':assessor'
                     OR (member.is_lead AND known.name = 'team:' || member.team_id || ':lead'))))
    """,
    "team member without the team's group": """
        SELECT format('team %s, user %s', member.team_id, member.user_id)
        FROM evaluations_teammember member
        CROSS JOIN LATERAL unnest(
            CASE WHEN member.is_lead THEN ARRAY['assessor', 'lead'] ELSE ARRAY['assessor'] END) AS role
        WHERE NOT EXISTS (
            SELECT FROM accounts_user_groups held JOIN auth_group known ON known.id = held.group_id
            WHERE held.user_id = member.user_id AND known.name = 'team:' || member.team_id || ':' || role)
    """,
    "evaluation that its own institution or team cannot see": """
        SELECT format('evaluation %s, %s', evaluation.id, wanted.name)
        FROM evaluations_evaluation evaluation
        CROSS JOIN LATERAL (VALUES
            ('institution:' || evaluation.institution_id || ':coordinator'),
            ('team:' || evaluation.team_id || ':assessor')) AS wanted (name)
        WHERE wanted.name IS NOT NULL AND NOT EXISTS (
            SELECT FROM evaluations_evaluationgrouppermission given
            JOIN auth_group known ON known.id = given.group_id
            JOIN auth_permission permission ON permission.id = given.permission_id
            WHERE given.content_object_id = evaluation.id AND known.name = wanted.name
              AND permission.codename = 'view_evaluation')
    """,
    "word written after both sides signed the minutes": """
        SELECT format('%s of evaluation %s, indicator %s', word.stage, word.evaluation_id, word.indicator_id)
        FROM (
            SELECT 'interview' AS stage, evaluation_id, indicator_id, pgh_created_at FROM interview_clarificationevent
            UNION ALL
            SELECT 'visitation', evaluation_id, indicator_id, pgh_created_at FROM visitation_findingevent
        ) word
        JOIN (
            SELECT evaluation_id, stage, levels_sha256, max(at) AS at FROM evaluations_minutessignature
            GROUP BY evaluation_id, stage, levels_sha256 HAVING count(DISTINCT side) = 2
        ) signed ON signed.evaluation_id = word.evaluation_id AND signed.stage = word.stage
        WHERE word.pgh_created_at > signed.at
    """,
    "meeting that somebody is not engaged for": """
        SELECT format('%s of evaluation %s, user %s', meeting.stage, meeting.evaluation_id, meeting.user_id)
        FROM (
            SELECT 'interview' AS stage, session.evaluation_id, member.user_id FROM interview_interviewsession session
            JOIN evaluations_evaluation evaluation ON evaluation.id = session.evaluation_id
            JOIN evaluations_teammember member ON member.team_id = evaluation.team_id
            WHERE session.held_at IS NULL
            UNION ALL
            SELECT 'visitation', visit.evaluation_id, visitor.assessor_id FROM visitation_visit visit
            JOIN visitation_visitor visitor ON visitor.evaluation_id = visit.evaluation_id
            WHERE visit.starts_on IS NOT NULL AND NOT EXISTS (
                SELECT FROM evaluations_stagechange closed
                WHERE closed.evaluation_id = visit.evaluation_id AND closed.from_stage = 'visitation')
        ) meeting
        WHERE NOT EXISTS (
            SELECT FROM evaluations_engagement engaged
            WHERE engaged.evaluation_id = meeting.evaluation_id AND engaged.stage = meeting.stage
              AND engaged.assessor_id = meeting.user_id)
    """,
    "job that has waited for more than five minutes": """
        SELECT format('job %s (%s)', id, kind) FROM jobs_job
        WHERE state = 'waiting' AND created_at < clock_timestamp() - interval '5 minutes'
    """,
}

# Every hash that a row says is kept, with the row.
KEPT_FILES = """
    SELECT format('file %s', id), sha256 FROM self_assessment_storedfile
    UNION ALL SELECT format('report %s', id), sha256 FROM reports_report
    UNION ALL SELECT format('decree %s', id), issued_sha256 FROM decrees_decree
    UNION ALL SELECT format('draft of decree %s', id), draft_sha256 FROM decrees_decree
    UNION ALL SELECT format('copy of decree %s', id), sha256 FROM decrees_decreecopy
    UNION ALL SELECT format('minutes of interview %s', id), minutes_sha256 FROM interview_interviewsession
    UNION ALL SELECT format('minutes %s', id), file_sha256 FROM evaluations_minutespaper
    UNION ALL SELECT format('signed minutes %s', id), file_sha256 FROM evaluations_minutessignature
    UNION ALL SELECT format('minutes of visit %s', id), minutes_sha256 FROM visitation_visit
    UNION ALL SELECT format('photo %s', id), sha256 FROM visitation_photo
    UNION ALL SELECT format('paper of correction %s', id), document_sha256 FROM evaluations_correction
"""


def checked() -> dict[str, list[str]]:
    """Every invariant with the rows that offend against it; a name without rows holds."""
    found = {name: _column(sql) for name, sql in INVARIANTS.items()}
    found["file that is not where its row says"] = list(_missing_files())
    found["file that no row has named for days"] = sorted(orphans(timezone.now() - FORGOTTEN))
    found["broken chain of history"] = broken_links()
    found["submitted sheet that differs from its receipt"] = list(_altered_sheets())
    return found


def violations() -> dict[str, list[str]]:
    """The invariants that do not hold, each with the rows that offend; empty if all is well."""
    return {name: rows for name, rows in checked().items() if rows}


def _column(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [str(row) for (row,) in cursor.fetchall()]


def _missing_files() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT_FILES)
        for name, sha256 in cursor.fetchall():
            if sha256 and not path_of(sha256).is_file():
                yield name


def _altered_sheets() -> Iterator[str]:
    """The latest receipt of every sheet that has left the institution's hands."""
    receipts = (
        standing_submissions()
        .exclude(evaluation__stage=Stage.SELF_ASSESSMENT)
        .select_related("evaluation")
        .order_by("evaluation_id", "-at")
        .distinct("evaluation_id")
    )
    for receipt in receipts:
        if sheet_sha256(receipt.evaluation, at=receipt.at) != receipt.sheet_sha256:
            yield f"evaluation {receipt.evaluation_id}"
