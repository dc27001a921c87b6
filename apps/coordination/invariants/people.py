"""Who may: teams, conflicts of interest, decisions by two, groups and what they open."""

PEOPLE: dict[str, str] = {
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
}
