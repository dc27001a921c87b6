"""What is decided and shown: votes, publications, decrees."""

PUBLICATION: dict[str, str] = {
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
}
