"""What people wrote: versions, histories, stages that are closed, institutions and their days, jobs."""

from collections.abc import Mapping

from apps.rules.stages import Stage

# Work tables with a version and a history, and the stage in which they are written.
VERSIONED: Mapping[str, Stage] = {
    "self_assessment_answer": Stage.SELF_ASSESSMENT,
    "desk_review_judgement": Stage.DESK_REVIEW,
    "desk_review_agreedlevel": Stage.DESK_REVIEW,
    "interview_clarification": Stage.INTERVIEW,
    "visitation_finding": Stage.VISITATION,
    "consolidation_settlement": Stage.CONSOLIDATION,
}

STAGES = f"ARRAY[{', '.join(repr(stage.value) for stage in Stage)}]::text[]"

WORK: dict[str, str] = {
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
    "job that has waited for more than five minutes": """
        SELECT format('job %s (%s)', id, kind) FROM jobs_job
        WHERE state = 'waiting' AND created_at < clock_timestamp() - interval '5 minutes'
    """,
}
