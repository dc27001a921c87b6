"""What others write and a computation depends on: a later word in the ledger, another track, the quorum.

The tables belong to rooms beneath this one, so the triggers stand here.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION ledger_went_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A correction after publication leaves the published computation as it is.
    UPDATE results_finalisationrun run SET state = 'stale'
    WHERE run.state IN ('computing', 'computed', 'disputed') AND run.period_id IN (
        SELECT evaluation.period_id FROM written
        JOIN evaluations_evaluation evaluation ON evaluation.id = written.evaluation_id
        WHERE evaluation.track <> 'not_assessed' AND (
            written.stage <> 'correction'
            OR NOT EXISTS (SELECT FROM results_publication WHERE run_id = run.id)));
    RETURN NULL;
END
$$;
CREATE TRIGGER voids_the_computation AFTER INSERT ON evaluations_ledgerlevel
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ledger_went_on();

CREATE FUNCTION locus_went_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE results_finalisationrun SET state = 'stale'
    WHERE state IN ('computing', 'computed', 'disputed') AND period_id = NEW.period_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER voids_the_computation AFTER UPDATE OF track, period_id, institution_id ON evaluations_evaluation
    FOR EACH ROW WHEN ((OLD.track, OLD.period_id, OLD.institution_id)
        IS DISTINCT FROM (NEW.track, NEW.period_id, NEW.institution_id))
    EXECUTE FUNCTION locus_went_on();
CREATE TRIGGER voids_the_computation_by_coming AFTER INSERT ON evaluations_evaluation
    FOR EACH ROW WHEN (NEW.track <> 'not_assessed') EXECUTE FUNCTION locus_went_on();

CREATE FUNCTION quorum_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM results_vote vote JOIN results_finalisationrun run ON run.id = vote.run_id
        WHERE run.period_id = NEW.id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP004',
            MESSAGE = 'Pemungutan suara sudah dimulai. Susunan dan kuorum tidak diubah lagi.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quorum_stays BEFORE UPDATE OF votes_required ON periods_evaluationperiod
    FOR EACH ROW WHEN (OLD.votes_required IS DISTINCT FROM NEW.votes_required) EXECUTE FUNCTION quorum_stays();
"""

DROP = """
DROP TRIGGER quorum_stays ON periods_evaluationperiod;
DROP FUNCTION quorum_stays();
DROP TRIGGER voids_the_computation_by_coming ON evaluations_evaluation;
DROP TRIGGER voids_the_computation ON evaluations_evaluation;
DROP FUNCTION locus_went_on();
DROP TRIGGER voids_the_computation ON evaluations_ledgerlevel;
DROP FUNCTION ledger_went_on();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0001_initial"),
        ("evaluations", "0001_initial"),
        ("periods", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
