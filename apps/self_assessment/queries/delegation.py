"""Who is in charge of which indicator, and what waits for whom."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Field, JSONField, Q, QuerySet
from django.db.models.expressions import RawSQL

from apps.accounts.models import User
from apps.common.sql import rows
from apps.evaluations.models import Evaluation
from apps.institutions.models import SHEET_ROLES
from apps.self_assessment import permissions
from apps.self_assessment.models import Answer, AnswerState, Delegation

# Whether a delegation is this person's: by name, or by a unit they work for at the institution.
MINE = """
    (delegation.person_id IS NOT DISTINCT FROM %(user)s::bigint OR EXISTS (
        SELECT FROM institutions_membership_units belongs
        JOIN institutions_membership membership ON membership.id = belongs.membership_id
        WHERE belongs.unit_id = delegation.unit_id AND membership.user_id = %(user)s::bigint
    ))
"""
LIVING = "(delegation.unit_id IS NOT NULL OR delegation.person_id IS NOT NULL)"
IN_CHARGE = f"""(
    SELECT {MINE} FROM self_assessment_delegation delegation
    WHERE delegation.evaluation_id = self_assessment_answer.evaluation_id
      AND delegation.indicator_id = self_assessment_answer.indicator_id AND {LIVING}
)"""  # noqa: S608 - our own words
CHARGE = f"""(
    SELECT jsonb_build_array(coalesce(unit.name, person.name), delegation.due_on, {MINE})
    FROM self_assessment_delegation delegation
    LEFT JOIN institutions_unit unit ON unit.id = delegation.unit_id
    LEFT JOIN accounts_user person ON person.id = delegation.person_id
    WHERE delegation.evaluation_id = self_assessment_answer.evaluation_id
      AND delegation.indicator_id = self_assessment_answer.indicator_id AND {LIVING}
)"""  # noqa: S608
IN_CHARGE_OF = f"""
    SELECT {CHARGE} FROM self_assessment_answer WHERE evaluation_id = %(evaluation)s AND indicator_id = %(indicator)s
"""  # noqa: S608
WAITING = f"""
    SELECT delegation.evaluation_id, indicator.number, indicator.name, answer.state, answer.return_reason,
           delegation.due_on, coalesce(unit.name, '')
    FROM self_assessment_delegation delegation
    JOIN self_assessment_answer answer
      ON answer.evaluation_id = delegation.evaluation_id AND answer.indicator_id = delegation.indicator_id
    JOIN instruments_indicator indicator ON indicator.id = delegation.indicator_id
    LEFT JOIN institutions_unit unit ON unit.id = delegation.unit_id
    WHERE delegation.evaluation_id = ANY(%(evaluations)s) AND {LIVING} AND {MINE} AND answer.state = ANY(%(states)s)
    ORDER BY answer.state <> 'returned', delegation.due_on, indicator.number
"""  # noqa: S608
TO_CHOOSE_FROM = """
    SELECT 'unit', unit.id, unit.name FROM institutions_unit unit WHERE unit.institution_id = %(institution)s
    UNION
    SELECT 'person', person.id, person.name FROM accounts_user person
    JOIN institutions_membership membership ON membership.user_id = person.id
    WHERE membership.institution_id = %(institution)s AND membership.role = ANY(%(roles)s) AND person.is_active
    ORDER BY 1 DESC, 3, 2
"""

# What somebody in charge still has to do something about.
UNFINISHED = (AnswerState.EMPTY, AnswerState.DRAFT, AnswerState.RETURNED)


@dataclass(frozen=True, slots=True)
class Charge:
    """Who is in charge of an indicator until when; `is_mine` for whoever asked."""

    doer: str
    due_on: date
    is_mine: bool

    @classmethod
    def of(cls, said: Sequence[Any] | None) -> "Charge | None":
        """What `charge_beside` has read."""
        if said is None:
            return None
        doer, due_on, is_mine = said
        return cls(doer, date.fromisoformat(due_on), is_mine)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An indicator that waits for somebody. `unit` is empty where they are in charge by name."""

    number: int
    name: str
    state: AnswerState
    reason: str
    due_on: date
    unit: str


def in_charge_beside(user: User) -> RawSQL:
    """A column beside answers: whether this person is in charge; null where nobody is."""
    return _beside(IN_CHARGE, user, BooleanField(null=True))


def charge_beside(user: User) -> RawSQL:
    """A column beside answers for `Charge.of`: who is in charge until when, and whether it is this person."""
    return _beside(CHARGE, user, JSONField(null=True))


def answers_left_to(user: User, evaluation: Evaluation) -> QuerySet[Answer]:
    """The answers of a sheet that this person may write: without those others are in charge of, for a responden."""
    answers = Answer.objects.filter(evaluation=evaluation)
    if permissions.fills_all(user, evaluation):
        return answers
    if not permissions.fills(user, evaluation):
        return answers.none()
    taken = Delegation.objects.filter(Q(unit__isnull=False) | Q(person__isnull=False), evaluation=evaluation)
    others = taken.exclude(person=user).exclude(unit__memberships__user=user)
    return answers.exclude(indicator__in=others.values("indicator"))


def delegation_of(user: User, evaluation: Evaluation, indicator_pk: int) -> Charge | None:
    """Who is in charge of one indicator, for its page. One statement."""
    found = rows(IN_CHARGE_OF, {"user": user.pk, "evaluation": evaluation.pk, "indicator": indicator_pk})
    return Charge.of(json.loads(found[0][0])) if found and found[0][0] else None


def waiting_for(user: User, evaluations: Iterable[int]) -> dict[int, list[Waiting]]:
    """What this person is in charge of and has not handed in, by evaluation: returned first, then due soonest."""
    asked = {"user": user.pk, "evaluations": list(evaluations), "states": [state.value for state in UNFINISHED]}
    waiting: dict[int, list[Waiting]] = {}
    for pk, number, name, state, *said in rows(WAITING, asked):
        waiting.setdefault(pk, []).append(Waiting(number, name, AnswerState(state), *said))
    return waiting


def to_choose_from(evaluation: Evaluation) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The units of the institution, and the people who work on its sheet: (primary key, name). One statement."""
    roles = [role.value for role in SHEET_ROLES]
    units: list[tuple[int, str]] = []
    people: list[tuple[int, str]] = []
    for kind, pk, name in rows(TO_CHOOSE_FROM, {"institution": evaluation.institution_id, "roles": roles}):
        (units if kind == "unit" else people).append((pk, name))
    return units, people


def _beside(sql: str, user: User, output: "Field[Any, Any]") -> RawSQL:
    words = sql.replace("%(user)s", "%s")
    return RawSQL(words, [user.pk] * words.count("%s"), output_field=output)  # noqa: S611 - our own words
