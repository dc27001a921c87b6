"""The way into every page of this room."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from apps.accounts.models import User
from apps.common.requests import UserRequest
from apps.evaluations.grants import keep_grants, seen_evaluation
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.actions import lay_out_sheets
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.permissions import may_read_history, may_read_sheet
from apps.self_assessment.queries import answer_beside_grants, delegation_of


def readable_evaluation(request: UserRequest, pk: int) -> Evaluation:
    """The evaluation whose sheet this person may read; 404 if it is not theirs to see, 403 if not yet."""
    evaluation = seen_evaluation(request.user, pk)
    admit(request, evaluation)
    return evaluation


def readable_answer(request: UserRequest, pk: int, number: int) -> Answer:
    """An answer with its evaluation and indicator, refused like `readable_evaluation`; in one statement.

    The empty row is made when the sheet was never laid out.
    """
    found = answer_beside_grants(request.user, pk, number)
    if found is None:
        lay_out_sheets([readable_evaluation(request, pk)])  # whoever was first, here or in another tab: it is there
        found = answer_beside_grants(request.user, pk, number)
    if found is None:
        raise Http404
    answer, held = found
    keep_grants(request.user, pk, held)
    admit(request, answer.evaluation)
    return answer


def readable_evidence(request: UserRequest, pk: int, evidence_pk: int) -> Evidence:
    """A piece of evidence of a sheet that this person may read, with the evaluation that was read.

    Who assesses reads what was handed in: what had been taken back before is not there for them.
    """
    evaluation = readable_evaluation(request, pk)
    rows = Evidence.objects.select_related("file", "indicator__part")
    evidence = get_object_or_404(rows, evaluation=evaluation, pk=evidence_pk)
    if evidence.withdrawn_at and not may_read_history(request.user, evaluation):
        handed_in = evaluation.stage_changes.filter(from_stage=Stage.SELF_ASSESSMENT, at__lte=evidence.withdrawn_at)
        if not handed_in.exists():
            raise Http404
    evidence.evaluation = evaluation
    return evidence


def is_mine(request: UserRequest, evaluation: Evaluation, indicator: Indicator) -> bool | None:
    """Whether this person is in charge of the indicator; None if nobody is."""
    charge = delegation_of(request.user, evaluation, indicator.pk)
    return charge.is_mine if charge else None


def admit(request: UserRequest, evaluation: Evaluation) -> None:
    """403 for whoever may not read the sheet yet; else the page is about it."""
    demand(may_read_sheet(request.user, evaluation))
    request.evaluation = evaluation


def demand(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise PermissionDenied


def browser_key(user: User) -> str:
    """The key, in hex, that locks this person's unsaved words in a browser. Only their own pages bring it, to them."""
    if user.is_looked_at:
        return ""
    return salted_hmac("words kept in a browser", str(user.pk), algorithm="sha256").hexdigest()
