"""What the database holds of this room, whoever writes."""

import pgtrigger

from apps.rules.stages import Stage

_FALLS = """
    UPDATE self_assessment_answer
    SET state = 'draft', version = version + 1, updated_at = clock_timestamp(),
        updated_by_id = COALESCE(NEW.withdrawn_by_id, NEW.added_by_id)
    WHERE evaluation_id = NEW.evaluation_id AND indicator_id = NEW.indicator_id AND state = 'approved'
      AND EXISTS (SELECT FROM evaluations_evaluation WHERE id = NEW.evaluation_id AND stage = '{stage}');
    RETURN NEW;
"""


def approval_falls() -> pgtrigger.Trigger:
    """Evidence that comes or goes takes the approval of its answer away: something else was approved."""
    return pgtrigger.Trigger(
        name="approval_falls",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("withdrawn_at"),
        func=_FALLS.format(stage=Stage.SELF_ASSESSMENT.value),
    )
