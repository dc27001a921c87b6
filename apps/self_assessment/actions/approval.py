"""Inside the institution: handed to the penanggung jawab, approved or returned.

Each of these takes a queryset of answers, one or many, and is one statement. Rows that are not in the right
state, or were changed since `queries.as_read`, stay as they are; the count that comes back tells.
"""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.queries.sheet import at_versions
from apps.self_assessment.queries.takeover import IS_UNREVIEWED

COMPLETE = (
    Q(level__isnull=False)
    & ~Q(fact="", analysis="", justification="")
    & (Q(indicator__names_service=False) | ~Q(service_name=""))
)


def submit_for_approval(answers: QuerySet[Answer], *, by: User) -> int:
    """Hand drafts to the penanggung jawab; only those with a level, an explanation and the service's name.

    What was taken over from an earlier year stays a draft until somebody has looked at it.
    """
    drafts = answers.filter(COMPLETE, state__in=[AnswerState.DRAFT, AnswerState.RETURNED])
    drafts = drafts.exclude(IS_UNREVIEWED)
    return _move(drafts, AnswerState.WAITING, by=by)


def approve(answers: QuerySet[Answer], *, by: User) -> int:
    """Stand for these answers; a later change takes the approval away again."""
    return _move(answers.filter(state=AnswerState.WAITING), AnswerState.APPROVED, by=by, return_reason="")


def return_for_correction(answers: QuerySet[Answer], *, reason: str, by: User, url: str = "") -> int:
    """Hand answers back with a reason, and tell those who wrote them. `url` leads the notice."""
    if not reason.strip():
        raise DomainError("Pengembalian memerlukan alasan. Belum ada yang dikembalikan.")
    handed_in = answers.filter(state__in=[AnswerState.WAITING, AnswerState.APPROVED])
    label = "evaluation__period__simulation_label"
    found = list(handed_in.values_list("pk", "version", "indicator__number", label))
    writers = list(User.objects.filter(pk__in=handed_in.values("updated_by")).exclude(pk=by.pk))
    same = handed_in.filter(at_versions({pk: version for pk, version, _, _ in found}))
    returned = _move(same, AnswerState.RETURNED, by=by, return_reason=reason.strip())
    if returned:
        numbers = ", ".join(str(number) for _, _, number, _ in found)
        text = f"Dikembalikan untuk diperbaiki, indikator {numbers}: {reason.strip()}"
        notify(writers, text, url, kind=NoticeKind.RETURNED, simulation=found[0][3])
    return returned


def _move(answers: QuerySet[Answer], to: AnswerState, *, by: User, **changes: str) -> int:
    with passing_the_gate():
        return answers.order_by().update(
            state=to, version=F("version") + 1, updated_by=by, updated_at=timezone.now(), **changes
        )
