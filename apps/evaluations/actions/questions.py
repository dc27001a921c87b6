"""Questions between the two sides of an evaluation, each on one indicator and with a moment until when."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib_local
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Circle, Evaluation, Remark, Side
from apps.evaluations.questions import OTHER, people_of
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind


@transaction.atomic
def put_question(
    evaluation: Evaluation, indicator: Indicator, text: str, *, due: datetime, side: Side, by: User
) -> Remark:
    """Ask the other side about an indicator, and tell those who answer for it."""
    if not text.strip():
        raise InputRefusedError("Tulis pertanyaannya dahulu. Pertanyaan belum dikirim.")
    if due <= timezone.now():
        raise InputRefusedError("Batas jawabnya sudah lewat. Pertanyaan belum dikirim.")
    with passing_the_gate():
        asked = Remark.objects.create(
            evaluation=evaluation,
            indicator=indicator,
            circle=Circle.BOTH,
            side=side,
            text=text.strip(),
            due=due,
            by=by,
        )
    when = wib_local(due, evaluation.institution.province)
    _tell(asked, people_of(evaluation, OTHER[side]), f"{side.label} bertanya", f", dijawab paling lambat {when}")
    return asked


@transaction.atomic
def answer_question(question: Remark, text: str, *, side: Side, by: User) -> Remark:
    """Answer what the other side asked, once. An answer that comes late is taken, and its moment shows it."""
    if question.due is None or side != OTHER[Side(question.side)]:
        raise DomainError("Pertanyaan ini tidak ditujukan kepada pihak Anda.")
    if not text.strip():
        raise InputRefusedError("Tulis jawabannya dahulu. Jawaban belum dikirim.")
    try:
        with passing_the_gate():
            answer = Remark.objects.create(
                evaluation_id=question.evaluation_id,
                indicator_id=question.indicator_id,
                circle=Circle.BOTH,
                side=side,
                text=text.strip(),
                answers=question,
                by=by,
            )
    except IntegrityError:
        raise DomainError("Pertanyaan ini sudah dijawab. Muat ulang halaman ini untuk membacanya.") from None
    _tell(answer, [question.by], f"{side.label} menjawab pertanyaan Anda")
    return answer


def _tell(remark: Remark, people: Iterable[User], what: str, more: str = "") -> None:
    """Without a word of what was said."""
    notify(
        people,
        f"{what} tentang indikator {remark.indicator.number} {remark.evaluation.institution}{more}.",
        reverse("evaluations:questions", args=[remark.evaluation_id, remark.indicator.number]),
        kind=NoticeKind.MENTIONED,
        simulation=remark.evaluation.period.simulation_label,
    )
