"""What the page of one indicator shows."""

from typing import Any

from apps.accounts.models import User
from apps.evaluations.discussion import discussion_of
from apps.evaluations.external import values_of
from apps.evaluations.models import Evaluation
from apps.instruments.queries import siblings_of, steps_of
from apps.rules.stages import Stage
from apps.self_assessment import permissions
from apps.self_assessment.forms import is_whole
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries import earlier_at_a_glance, evidence_of, history_of
from apps.self_assessment.views.access import browser_key


def page_of(user: User, evaluation: Evaluation, answer: Answer) -> dict[str, Any]:
    """The context of indicator.html without the values of its inputs. A constant number of queries."""
    indicator, instrument = answer.indicator, evaluation.period.instrument
    siblings, steps = siblings_of(indicator), steps_of(instrument, indicator)
    place = [one.number for one in siblings].index(indicator.number)
    return {
        "evaluation": evaluation,
        "instrument": instrument,
        "indicator": indicator,
        "answer": answer,
        "place": place + 1,
        "count": len(siblings),
        "previous": siblings[place - 1] if place else None,
        "next": siblings[place + 1] if place + 1 < len(siblings) else None,
        "steps": steps,
        "examples": tuple(step for step in steps if step.evidence),
        "is_whole": is_whole(instrument),
        **evidence_of(user, evaluation, indicator, is_mine=answer.is_mine),
        **({"may_add_evidence": False} if indicator.is_external else {}),
        "history": history_of(answer) if answer.version else [],
        "discussion": discussion_of(user, evaluation, indicator),
        "may_read_history": permissions.may_read_history(user, evaluation),
        "errata": indicator.errata.all() if answer.has_errata else [],
        "earlier": earlier_at_a_glance(evaluation, indicator) if permissions.may_read_earlier(user, evaluation) else [],
        "is_open": evaluation.is_open(Stage.SELF_ASSESSMENT),
        "charge": answer.in_charge,
        "fills": not indicator.is_external and permissions.fills(user, evaluation),
        "brought": values_of(evaluation).get(indicator.pk) if indicator.is_external else None,
        "may_fill": not indicator.is_external and permissions.may_fill_answer(user, evaluation, answer.is_mine),
        "browser_key": browser_key(user),
        "was_returned": bool(answer.return_reason) and answer.state in (AnswerState.RETURNED, AnswerState.DRAFT),
        "is_approved": answer.state == AnswerState.APPROVED,
    }
