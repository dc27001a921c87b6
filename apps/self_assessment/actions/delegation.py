"""Putting units and people in charge of indicators, many at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import formats
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution, Role, Unit
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage
from apps.self_assessment.models import Delegation

# One row an indicator: who is in charge now. What stood there before is in its history.
PUT_IN_CHARGE = """
    INSERT INTO self_assessment_delegation AS standing
        (evaluation_id, indicator_id, unit_id, person_id, due_on, by_id, at)
    SELECT %s, indicator, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) indicator ORDER BY indicator
    ON CONFLICT (evaluation_id, indicator_id) DO UPDATE
        SET unit_id = EXCLUDED.unit_id, person_id = EXCLUDED.person_id, due_on = EXCLUDED.due_on,
            by_id = EXCLUDED.by_id, at = EXCLUDED.at
        WHERE (standing.unit_id, standing.person_id, standing.due_on)
            IS DISTINCT FROM (EXCLUDED.unit_id, EXCLUDED.person_id, EXCLUDED.due_on)
    RETURNING indicator_id
"""


@transaction.atomic
def delegate(
    evaluation: Evaluation,
    indicators: Sequence[Indicator],
    *,
    to: Unit | User,
    due_on: date,
    by: User,
) -> int:
    """Put a unit or a person in charge of these indicators, in one statement, and tell everybody concerned.

    Whoever was in charge before is not any more. Returns how many changed.
    """
    is_unit = isinstance(to, Unit)
    values = [
        evaluation.pk,
        to.pk if is_unit else None,
        None if is_unit else to.pk,
        due_on,
        by.pk,
        timezone.now(),
        [one.pk for one in indicators],
    ]
    with passing_the_gate(), connection.cursor() as cursor:
        cursor.execute(PUT_IN_CHARGE, values)
        changed = {pk for (pk,) in cursor.fetchall()}
    if changed:
        numbers = _numbers([one for one in indicators if one.pk in changed])
        text = f"{len(changed)} indikator didelegasikan kepada {{}}, tenggat {formats.date_id(due_on)}: {numbers}."
        _tell(evaluation, to, text.format(to if is_unit else "Anda"), by=by)
    return len(changed)


@transaction.atomic
def withdraw_delegation(evaluation: Evaluation, indicators: Sequence[Indicator], *, by: User) -> int:
    """Nobody in particular is in charge of these any more; returns how many changed."""
    standing = Delegation.objects.filter(
        Q(unit__isnull=False) | Q(person__isnull=False), evaluation=evaluation, indicator__in=indicators
    )
    found = list(standing.select_related("unit", "person", "indicator"))
    with passing_the_gate():
        changed = Delegation.objects.filter(pk__in=[one.pk for one in found]).update(
            unit=None, person=None, due_on=None, by=by, at=timezone.now()
        )
    freed: dict[Unit | User, list[Indicator]] = {}
    for one in found:
        if to := one.unit or one.person:
            freed.setdefault(to, []).append(one.indicator)
    for to, taken in freed.items():
        _tell(evaluation, to, f"Delegasi ditarik untuk indikator {_numbers(taken)}.", by=by)
    return changed


@transaction.atomic
def pass_on(institution: Institution, giver: User, *, to: User | None, by: User) -> int:
    """What `giver` is in charge of at the open sheets falls to `to`, or to nobody; returns how many indicators.

    Closed sheets stay as they are: nobody works on them. The Koordinator is told what waits for somebody new.
    """
    now = timezone.now()
    standing = Delegation.objects.filter(
        person=giver,
        evaluation__institution=institution,
        evaluation__open_stage=Stage.SELF_ASSESSMENT,
        evaluation__open_from__lte=now,
        evaluation__open_until__gt=now,
    )
    left: dict[Evaluation, list[Indicator]] = {}
    found = list(standing.select_related("evaluation__period", "indicator"))
    for one in found:
        left.setdefault(one.evaluation, []).append(one.indicator)
    successor: dict[str, Any] = {"person": to} if to else {"person": None, "due_on": None}
    with passing_the_gate():
        Delegation.objects.filter(pk__in=[one.pk for one in found]).update(**successor, by=by, at=now)
    for evaluation, indicators in left.items():
        numbers = _numbers(indicators)
        if to:
            _tell(evaluation, to, f"{len(indicators)} indikator {giver} kini tugas Anda: {numbers}.", by=by)
        else:
            _tell_coordinators(evaluation, f"{giver} tidak lagi bertugas. Tanpa penanggung jawab, indikator {numbers}.")
    return len(found)


def _tell_coordinators(evaluation: Evaluation, text: str) -> None:
    """Whoever took the role is told too: what it leaves open is not to be seen from there."""
    in_office = {"memberships__institution": evaluation.institution_id, "memberships__role": Role.COORDINATOR}
    notify(
        User.objects.filter(**in_office, is_active=True),
        text,
        reverse("self_assessment:sheet", args=[evaluation.pk]),
        kind=NoticeKind.DELEGATED,
        simulation=evaluation.period.simulation_label,
    )


def _tell(evaluation: Evaluation, to: Unit | User, text: str, *, by: User) -> None:
    """One notice for each person concerned, but not for whoever did it."""
    if isinstance(to, Unit):
        people = User.objects.filter(memberships__units=to, is_active=True).exclude(pk=by.pk).distinct()
    else:
        people = User.objects.filter(pk=to.pk, is_active=True).exclude(pk=by.pk)
    notify(
        people,
        text,
        reverse("self_assessment:sheet", args=[evaluation.pk]) + "?siapa=saya",
        kind=NoticeKind.DELEGATED,
        simulation=evaluation.period.simulation_label,
    )


def _numbers(indicators: Sequence[Indicator]) -> str:
    return ", ".join(str(number) for number in sorted(one.number for one in indicators))
