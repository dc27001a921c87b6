"""What an assessor has locked stays as it is, and who differs says why, whoever writes: view, bulk or SQL."""

import pgtrigger

from apps.evaluations.triggers import GATE_LOCK
from apps.rules.stages import Stage

# Locking holds the gate exclusively, so a save under way is either before the lock or sees it here.
_LOCKED = f"""
    {{empty_rows}}
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, COALESCE(NEW.evaluation_id, OLD.evaluation_id)::int);
    IF EXISTS (
        SELECT FROM desk_review_judgementlock locked
        WHERE locked.evaluation_id = COALESCE(NEW.evaluation_id, OLD.evaluation_id)
          AND locked.assessor_id IN (NEW.assessor_id, OLD.assessor_id)
          AND NOT EXISTS (SELECT FROM desk_review_locklift lift WHERE lift.lock_id = locked.id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Penilaian Anda sudah dikunci. Yang terkunci tetap berlaku; perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""  # noqa: S608 - a constant of our own


_EMPTY_ROWS = "IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;"

_DIFFERING = f"""
    IF NEW.level IS NOT NULL AND btrim(NEW.reason) = '' AND NEW.level IS DISTINCT FROM (
        SELECT level FROM evaluations_ledgerlevel
        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id
          AND stage = '{Stage.SELF_ASSESSMENT.value}'
        ORDER BY revision DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Tingkat ini berbeda dari tingkat instansi: tuliskan alasannya.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - a constant of the rules

_SEATED = """
    IF NOT EXISTS (
        SELECT FROM evaluations_evaluation assessed
        JOIN evaluations_teammember seat ON seat.team_id = assessed.team_id
        WHERE assessed.id = NEW.evaluation_id AND seat.user_id = NEW.assessor_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Anda tidak lagi menilai instansi ini. Perubahan ini tidak disimpan.';
    END IF;
    RETURN NEW;
"""

# One assessor's lock is lifted only while somebody of the team still judges: afterwards they have read one another.
_LIFTED = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF NOT EXISTS (
        SELECT FROM desk_review_judgementlock locked
        JOIN evaluations_reopening again ON again.evaluation_id = locked.evaluation_id
        WHERE locked.id = NEW.lock_id AND locked.evaluation_id = NEW.evaluation_id AND again.id = NEW.reopening_id
          AND again.is_approved AND again.decided_at >= locked.at
          AND '{Stage.DESK_REVIEW.value}' = ANY(again.begun_anew)
          AND (again.assessor_id IS NULL OR again.assessor_id = locked.assessor_id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Penilaian yang terkunci hanya dibuka kembali dengan persetujuan dua orang.';
    END IF;
    IF EXISTS (SELECT FROM evaluations_reopening WHERE id = NEW.reopening_id AND assessor_id IS NOT NULL)
       AND NOT EXISTS (
        SELECT FROM evaluations_teammember seat
        JOIN evaluations_evaluation assessed ON assessed.team_id = seat.team_id AND assessed.id = NEW.evaluation_id
        WHERE NOT EXISTS (
            SELECT FROM desk_review_judgementlock held
            WHERE held.evaluation_id = NEW.evaluation_id AND held.assessor_id = seat.user_id
              AND NOT EXISTS (SELECT FROM desk_review_locklift lift WHERE lift.lock_id = held.id))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Seluruh tim sudah mengunci dan saling membaca penilaiannya; perbedaan diputus bersama.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own

_SAME_EVALUATION = """
    IF NOT EXISTS (
        SELECT FROM self_assessment_evidence WHERE id = NEW.evidence_id AND evaluation_id = NEW.evaluation_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Bukti ini milik evaluasi lain.';
    END IF;
    RETURN NEW;
"""


def judgement_lock(*, empty_rows: bool = False) -> pgtrigger.Trigger:
    """Rows of an assessor who has locked can no longer be added, changed or deleted."""
    return pgtrigger.Trigger(
        name="judgement_lock",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_LOCKED.format(empty_rows=_EMPTY_ROWS if empty_rows else ""),
    )


def lifted_by_approval() -> pgtrigger.Trigger:
    """A lock is lifted by an approved reopening that is about it; it enters while no history is being sealed."""
    return pgtrigger.Trigger(name="lifted_by_approval", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_LIFTED)


def differing_says_why() -> pgtrigger.Trigger:
    """A level that is not the institution's comes with a reason. By its name it comes after the gate and the lock."""
    return pgtrigger.Trigger(
        name="unexplained_level",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("level", "reason"),
        func=_DIFFERING,
    )


def seated() -> pgtrigger.Trigger:
    """Only who is in the team now writes, also where the page was opened before they left.

    By its name it comes after the lock, so it sees a move that held the gate. Verdicts come with their judgement.
    """
    return pgtrigger.Trigger(
        name="seated",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("level", "reason", "question"),
        func=_SEATED,
    )


def of_the_same_evaluation() -> pgtrigger.Trigger:
    """A verdict stands under the evaluation whose evidence it speaks of."""
    return pgtrigger.Trigger(
        name="of_the_same_evaluation",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("evaluation_id", "evidence_id"),
        func=_SAME_EVALUATION,
    )
