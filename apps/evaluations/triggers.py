"""The gate: the database decides whether a stage is open and a level possible, whoever writes.

A saver takes the shared advisory lock of the evaluation, a closer (evaluations.gate.hold) the exclusive one. So a
close waits for saves under way and no save slips in behind it. Rows are read after the lock, in a fresh snapshot,
and the limit is compared with clock_timestamp(): neither a long transaction nor a wrong clock elsewhere helps.
"""

import pgtrigger

from apps.rules.stages import Stage

# First key of the two-key advisory locks; the second is the evaluation.
GATE_LOCK = 7301
# Who makes, changes or ties an assignment takes this one lock, so that none of them misses the other.
ASSIGNMENT_LOCK = 7303

_GATE = """
    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;
    IF TG_OP = 'UPDATE' AND OLD.evaluation_id IS DISTINCT FROM NEW.evaluation_id THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Baris ini milik evaluasi lain.';
    END IF;
    {empty_rows}
    PERFORM pg_advisory_xact_lock_shared({lock}, row_evaluation::int);
    SELECT open_stage, open_from, open_until INTO gate
        FROM evaluations_evaluation WHERE id = row_evaluation;
    IF gate.open_stage IS NULL OR gate.open_stage NOT IN ({stages})
       OR gate.open_from IS NULL OR gate.open_until IS NULL
       OR clock_timestamp() < gate.open_from OR clock_timestamp() >= gate.open_until THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Tahap ini tidak sedang dibuka. \
Yang sudah tersimpan tetap berlaku; perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

# An empty form may be laid out before the stage opens: it says nothing yet.
_EMPTY_ROWS = "IF TG_OP = 'INSERT' AND NEW.version = 0 AND NEW.level IS NULL THEN RETURN NEW; END IF;"

_LEVEL = """
    SELECT i.scale_min, i.scale_max, i.scale_digits INTO scale
        FROM instruments_indicator n
        JOIN instruments_instrument i ON i.id = n.instrument_id
        JOIN periods_evaluationperiod p ON p.instrument_id = i.id
        JOIN evaluations_evaluation e ON e.period_id = p.id
        WHERE n.id = NEW.indicator_id AND e.id = NEW.evaluation_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Indikator ini bukan bagian dari instrumen periode.';
    END IF;
    IF NEW.level < scale.scale_min OR NEW.level > scale.scale_max
       OR round(NEW.level, scale.scale_digits) <> NEW.level THEN
        RAISE EXCEPTION USING ERRCODE = 'SP002',
            MESSAGE = 'Tingkat di luar skala instrumen. Yang sudah tersimpan tidak berubah.';
    END IF;
    RETURN NEW;
"""


ANY_WRITE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def stage_gate(
    *stages: Stage, empty_rows: bool = False, operation: pgtrigger.Operation = ANY_WRITE
) -> pgtrigger.Trigger:
    """Rows of this table are written only while one of `stages` is open for their evaluation."""
    return pgtrigger.Trigger(
        name="stage_gate",
        when=pgtrigger.Before,
        operation=operation,
        declare=[("row_evaluation", "bigint"), ("gate", "record")],
        func=_GATE.format(
            stages=", ".join(f"'{stage.value}'" for stage in stages),
            lock=GATE_LOCK,
            empty_rows=_EMPTY_ROWS if empty_rows else "",
        ),
    )


def level_gate() -> pgtrigger.Trigger:
    """The level lies on the instrument's scale, and the indicator belongs to the period's instrument."""
    return pgtrigger.Trigger(
        name="level_gate",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("level", "indicator_id", "evaluation_id"),
        declare=[("scale", "record")],
        func=_LEVEL,
    )


_STANDS = """
    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;
    PERFORM pg_advisory_xact_lock_shared({lock}, row_evaluation::int);
    IF NOT EXISTS (
        SELECT 1 FROM evaluations_evaluation WHERE id = row_evaluation AND stage IN ({stages})
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Evaluasi ini tidak berada pada tahap yang sesuai; perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

_MARKED = """
    IF NOT EXISTS (
        SELECT 1 FROM evaluations_mark
        WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND stage = '{stage}'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Indikator ini tidak ditandai untuk tahap ini, jadi tidak dapat diberi tingkat.';
    END IF;
    RETURN NEW;
"""

_FIXED_WHILE = """
    IF ({differ}) AND EXISTS (
        SELECT 1 FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = '{stage}'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Keterangan ini sudah terkirim bersama lembar dan tidak diubah lagi.';
    END IF;
    RETURN NEW;
"""

_MARKS_STAY = """
    IF EXISTS (SELECT 1 FROM evaluations_evaluation WHERE id = OLD.evaluation_id AND stage = OLD.stage) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Indikator yang ditandai tetap ditandai begitu tahapnya berjalan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

# The two sides of evaluations.models.Side.
_SIGNED = """
    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;
    IF EXISTS (
        SELECT FROM evaluations_minutessignature signed
        WHERE signed.evaluation_id = row_evaluation AND signed.stage = {stage}
          AND NOT EXISTS (
            SELECT FROM evaluations_reopening again
            WHERE again.evaluation_id = signed.evaluation_id AND again.is_approved
              AND signed.stage = ANY(again.begun_anew) AND again.decided_at >= signed.at)
        GROUP BY signed.levels_sha256 HAVING count(*) = 2
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Berita acara tahap ini sudah ditandatangani kedua pihak, jadi isinya tidak dapat diubah lagi. \
Perubahan ini tidak disimpan.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def until_signed(stage: Stage | None = None, operation: pgtrigger.Operation = ANY_WRITE) -> pgtrigger.Trigger:
    """Rows that the minutes of a stage state are written until both sides have signed them, again after a reopening.

    Without `stage` the row names it itself. By its name it comes after the gate, so it looks under the gate's lock.
    """
    return pgtrigger.Trigger(
        name="until_signed",
        when=pgtrigger.Before,
        operation=operation,
        declare=[("row_evaluation", "bigint")],
        func=_SIGNED.format(stage=f"'{stage.value}'" if stage else "NEW.stage"),
    )


def standing_gate(
    name: str, operation: pgtrigger.Operation, *stages: Stage, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """Rows are written only while their evaluation stands at one of `stages`, whether or not its window is open."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        declare=[("row_evaluation", "bigint")],
        func=_STANDS.format(stages=", ".join(f"'{stage.value}'" for stage in stages), lock=GATE_LOCK),
    )


def only_marked(stage: Stage) -> pgtrigger.Trigger:
    """A row may only speak of an indicator that carries a mark for this stage."""
    return pgtrigger.Trigger(
        name="only_marked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_MARKED.format(stage=stage.value),
    )


def fixed_while(stage: Stage, *columns: str) -> pgtrigger.Trigger:
    """While an evaluation stands at this stage these columns stay: they are part of what was handed in."""
    return pgtrigger.Trigger(
        name="within_what_was_handed_in",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        func=_FIXED_WHILE.format(
            stage=stage.value,
            differ=" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns),
        ),
    )


def marks_stay() -> pgtrigger.Trigger:
    """Once its stage has begun, a mark is neither changed nor taken away: somebody may have spoken on it."""
    return pgtrigger.Trigger(
        name="marks_stay",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=_MARKS_STAY,
    )


def waits_for_seals() -> pgtrigger.Trigger:
    """A record enters while its history is not just being sealed: else it could appear behind the link (chain.py)."""
    return pgtrigger.Trigger(
        name="waits_for_seals",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int); RETURN NEW;",
    )


_IN_THEIR_TIME = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF NEW.stage = '{Stage.CORRECTION.value}' THEN
        IF NOT EXISTS (
            SELECT FROM evaluations_correction correction
            WHERE correction.evaluation_id = NEW.evaluation_id AND correction.indicator_id = NEW.indicator_id
              AND correction.revision = NEW.revision AND correction.level = NEW.level AND correction.is_approved
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'SP006',
                MESSAGE = 'Koreksi berlaku setelah disetujui dua orang dari unit kerja yang berbeda.';
        END IF;
    ELSIF EXISTS (
        SELECT FROM evaluations_evaluation
        WHERE id = NEW.evaluation_id AND stage IN ('{Stage.FINAL.value}', '{Stage.PUBLISHED.value}')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Evaluasi ini sudah diterima; tingkatnya hanya berubah dengan koreksi.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


def words_in_their_time() -> pgtrigger.Trigger:
    """Once an evaluation is accepted, nothing enters its ledger but a correction that two have approved."""
    return pgtrigger.Trigger(
        name="words_in_their_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_IN_THEIR_TIME
    )


def accepted_stays() -> pgtrigger.Trigger:
    """What the ministry has accepted goes on to publication and nowhere else."""
    return pgtrigger.Trigger(
        name="accepted_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("stage"),
        condition=pgtrigger.Q(old__stage__in=[Stage.FINAL.value, Stage.PUBLISHED.value])
        & pgtrigger.Q(old__stage__df=pgtrigger.F("new__stage"))
        & ~pgtrigger.Q(new__stage=Stage.PUBLISHED.value),
        func="""
            RAISE EXCEPTION USING ERRCODE = 'SP003',
                MESSAGE = 'Evaluasi ini sudah diterima dan tidak kembali ke tahap sebelumnya.';
        """,
    )


_ORDER = ", ".join(f"'{stage.value}'" for stage in Stage)
_BACKWARDS = f"""
    IF array_position(ARRAY[{_ORDER}]::text[], NEW.stage::text)
         < array_position(ARRAY[{_ORDER}]::text[], OLD.stage::text)
       AND NOT (OLD.stage = '{Stage.REVIEW.value}' AND NEW.stage = '{Stage.CONSOLIDATION.value}')
       AND NOT EXISTS (
        SELECT FROM evaluations_reopening again
        WHERE again.evaluation_id = NEW.id AND again.is_approved AND again.assessor_id IS NULL
          AND again.from_stage = OLD.stage AND again.stage = NEW.stage
          AND NOT EXISTS (
            SELECT FROM evaluations_stagechange since
            WHERE since.evaluation_id = NEW.id AND since.at >= again.decided_at))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'SP003',
            MESSAGE = 'Tahap yang sudah ditutup hanya dibuka kembali dengan persetujuan dua orang. \
Tahap tidak berubah.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


def back_by_approval() -> pgtrigger.Trigger:
    """Nothing goes back but by a reopening that two have approved, once for each; the review alone gives back."""
    return pgtrigger.Trigger(
        name="back_by_approval",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("stage"),
        condition=pgtrigger.Q(old__stage__df=pgtrigger.F("new__stage")),
        func=_BACKWARDS,
    )


# The conflicts that live today and that no exception of their period covers, with what they would forbid.
TIED = """
    FROM evaluations_conflict conflict
    JOIN evaluations_teammember member ON member.user_id = conflict.assessor_id
    JOIN evaluations_evaluation evaluation
      ON evaluation.team_id = member.team_id AND evaluation.institution_id = conflict.institution_id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id AND period.state <> 'published'
    JOIN accounts_user assessor ON assessor.id = conflict.assessor_id
    JOIN institutions_institution institution ON institution.id = conflict.institution_id
    WHERE conflict.ended_at IS NULL
      AND (conflict.until_date IS NULL OR conflict.until_date > (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date)
      AND (conflict.source <> 'province' OR period.conflict_same_province)
      AND (conflict.source <> 'alumni' OR period.conflict_alumni_counts)
      AND NOT EXISTS (
        SELECT FROM evaluations_conflictexception allowed
        WHERE allowed.conflict_id = conflict.id AND allowed.period_id = evaluation.period_id AND allowed.is_approved)
"""


def unassigned(which: str, operation: pgtrigger.Operation = pgtrigger.Insert | pgtrigger.Update) -> pgtrigger.Trigger:
    """No assignment while a conflict lives without an exception. `which` names the new row within TIED."""
    return pgtrigger.Trigger(
        name="no_assignment_in_conflict",
        when=pgtrigger.After,
        operation=operation,
        declare=[("tied", "record")],
        func=f"""
            PERFORM pg_advisory_xact_lock({ASSIGNMENT_LOCK});
            SELECT assessor.name AS assessor, institution.name AS institution INTO tied {TIED} AND {which} LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION USING ERRCODE = 'SP008', MESSAGE = format(
                    '%s memiliki benturan kepentingan dengan %s, jadi tidak dapat menilainya. Tidak ada yang diubah.',
                    tied.assessor, tied.institution);
            END IF;
            RETURN NULL;
        """,
    )
