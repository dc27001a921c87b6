"""What an assessor has locked stays as it is, whoever writes: view, bulk or SQL."""

import pgtrigger

from apps.evaluations.triggers import GATE_LOCK

# Locking holds the gate exclusively, so a save under way is either before the lock or sees it here.
_LOCKED = f"""
    IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, COALESCE(NEW.evaluation_id, OLD.evaluation_id)::int);
    IF EXISTS (
        SELECT FROM desk_review_judgementlock locked
        WHERE locked.evaluation_id = COALESCE(NEW.evaluation_id, OLD.evaluation_id)
          AND locked.assessor_id IN (NEW.assessor_id, OLD.assessor_id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Penilaian Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def judgement_lock() -> pgtrigger.Trigger:
    """Judgements of an assessor who has locked can no longer be added, changed or deleted."""
    return pgtrigger.Trigger(
        name="judgement_lock",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_LOCKED,
    )
