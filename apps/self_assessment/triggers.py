"""What the database itself promises about delegation and approval, whoever writes."""

import pgtrigger

from apps.rules.stages import Stage

# The value of interview.models.Reply for an institution that does not agree to a proposed level.
CONTESTED = "contested"
LATE = "Batas melengkapi bukti indikator ini sudah lewat. Bukti ini tidak ditambahkan."
UNASKED = (
    "Pada interviu, bukti hanya ditambahkan bila diminta tim asesor, atau bersama tanggapan yang tidak setuju "
    "dengan tingkat yang diusulkan. Bukti ini tidak ditambahkan."
)

_WITHIN = """
    IF NOT EXISTS (
        SELECT FROM evaluations_evaluation e
        JOIN periods_evaluationperiod p ON p.id = e.period_id
        JOIN instruments_indicator n ON n.instrument_id = p.instrument_id AND n.id = NEW.indicator_id
        WHERE e.id = NEW.evaluation_id
          AND (NEW.unit_id IS NULL OR EXISTS (
              SELECT FROM institutions_unit u WHERE u.id = NEW.unit_id AND u.institution_id = e.institution_id))
          AND (NEW.person_id IS NULL OR EXISTS (
              SELECT FROM institutions_membership m
              WHERE m.user_id = NEW.person_id AND m.institution_id = e.institution_id))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Indikator hanya didelegasikan kepada unit kerja atau orang dari instansi itu sendiri.';
    END IF;
    RETURN NEW;
"""

_IN_CHARGE = """
    SELECT d.unit_id, d.person_id INTO charge FROM self_assessment_delegation d
        WHERE d.evaluation_id = NEW.evaluation_id AND d.indicator_id = NEW.indicator_id
          AND (d.unit_id IS NOT NULL OR d.person_id IS NOT NULL);
    IF NOT FOUND OR NEW.updated_by_id IS NULL OR charge.person_id = NEW.updated_by_id THEN
        RETURN NEW;
    END IF;
    IF (
        SELECT bool_and(m.role = 'respondent') AND NOT bool_or(EXISTS (
            SELECT FROM institutions_membership_units u WHERE u.membership_id = m.id AND u.unit_id = charge.unit_id))
        FROM institutions_membership m
        JOIN evaluations_evaluation e ON e.institution_id = m.institution_id
        WHERE e.id = NEW.evaluation_id AND m.user_id = NEW.updated_by_id AND m.role <> 'institution_administrator'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP007',
            MESSAGE = 'Indikator ini dikerjakan oleh unit atau orang lain; Anda dapat membacanya. \
Perubahan ini tidak disimpan.';
    END IF;
    RETURN NEW;
"""

_FALLS = """
    UPDATE self_assessment_answer
    SET state = 'draft', version = version + 1, updated_at = clock_timestamp(),
        updated_by_id = CASE WHEN NEW.withdrawn_at IS NULL THEN COALESCE(NEW.changed_by_id, NEW.added_by_id)
                        ELSE NEW.withdrawn_by_id END
    WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND state = 'approved'
      AND EXISTS (SELECT FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = '{stage}');
    RETURN NEW;
"""


# interview_clarification belongs to a room above and is named, not imported: a function looks its tables up as it runs.
_ASKED = """
    IF NOT EXISTS (SELECT FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = '{stage}') THEN
        RETURN NEW;
    END IF;
    SELECT asked.until INTO cut_off FROM evaluations_evidencerequest asked
        WHERE asked.evaluation_id = NEW.evaluation_id AND asked.indicator_id = NEW.indicator_id
        ORDER BY asked.id DESC LIMIT 1;
    IF cut_off <= clock_timestamp() THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001', MESSAGE = '{late}';
    ELSIF cut_off IS NULL AND NOT EXISTS (
        SELECT FROM interview_clarification said
        WHERE said.evaluation_id = NEW.evaluation_id AND said.indicator_id = NEW.indicator_id
          AND said.reply = '{contested}'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = '{unasked}';
    END IF;
    RETURN NEW;
"""


def within_the_institution() -> pgtrigger.Trigger:
    """Whoever is put in charge belongs to the evaluation's institution, and the indicator to its instrument."""
    return pgtrigger.Trigger(
        name="within_the_institution",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=_WITHIN,
    )


def only_in_charge() -> pgtrigger.Trigger:
    """Who is only a responden leaves an answer alone that others are in charge of."""
    return pgtrigger.Trigger(
        name="only_in_charge",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        declare=[("charge", "record")],
        func=_IN_CHARGE,
    )


def approval_falls() -> pgtrigger.Trigger:
    """Evidence that comes, goes or says something else takes the approval of its answer: another one was approved."""
    return pgtrigger.Trigger(
        name="approval_falls",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("withdrawn_at", "proves", "place"),
        func=_FALLS.format(stage=Stage.SELF_ASSESSMENT.value),
    )


def where_asked() -> pgtrigger.Trigger:
    """In the interview evidence comes only where it was asked for or a reply contests a level, until the latest limit.

    By its name it comes after the gate, so it looks under the gate's lock.
    """
    return pgtrigger.Trigger(
        name="where_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("indicator_id", "evaluation_id"),
        declare=[("cut_off", "timestamptz")],
        func=_ASKED.format(stage=Stage.INTERVIEW.value, contested=CONTESTED, late=LATE, unasked=UNASKED),
    )
