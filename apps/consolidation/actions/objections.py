"""Objecting after consolidation, and answering an objection."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation, Objection, ObjectionAnswer
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage
from apps.self_assessment.actions.citations import Cited, cite


@transaction.atomic
def object_to(
    evaluation: Evaluation,
    indicator: Indicator,
    *,
    level: Decimal,
    text: str,
    evidence: str = "",
    citations: Sequence[Cited] = (),
    by: User,
) -> Objection:
    """Ask for another level of an indicator, once, pointing to evidence; DomainError outside the days for it."""
    if not text.strip():
        raise InputRefusedError("Sebutkan alasannya. Sanggah belum disimpan.")
    try:
        with passing_the_gate():
            objection = Objection.objects.create(
                evaluation=evaluation,
                indicator=indicator,
                level=level,
                text=text.strip(),
                evidence=evidence.strip(),
                by=by,
            )
    except IntegrityError:
        raise DomainError(f"Indikator {indicator.number} sudah disanggah; sanggah hanya satu kali.") from None
    cite(evaluation, indicator, Stage.REVIEW, citations, at=objection.at, by=by)
    return objection


@transaction.atomic
def answer_objection(objection: Objection, *, is_accepted: bool, text: str, by: User) -> ObjectionAnswer:
    """Accept or refuse an objection with a reason, once, and tell the institution's coordinators."""
    if not text.strip():
        raise InputRefusedError("Putusan atas sanggah memerlukan alasan. Belum ada yang disimpan.")
    evaluation = objection.evaluation
    try:
        with passing_the_gate():
            answer = ObjectionAnswer.objects.create(
                objection=objection, evaluation=evaluation, is_accepted=is_accepted, text=text.strip(), by=by
            )
    except IntegrityError:
        raise DomainError("Sanggah ini sudah dijawab. Muat ulang halaman ini.") from None
    notify(
        User.objects.filter(
            memberships__institution=evaluation.institution_id, memberships__role=Role.COORDINATOR, is_active=True
        ),
        f"Sanggah indikator {objection.indicator.number} dijawab tim evaluasi.",
        reverse("consolidation:objections", args=[evaluation.pk]),
        kind=NoticeKind.LEGAL,
        simulation=evaluation.period.simulation_label,
    )
    return answer
