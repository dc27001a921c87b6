"""Asking for assistance, handing a question on, answering it, and being done with it."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.follow_up.models import AssistanceRequest, AssistanceState, AssistanceWord, Voice
from apps.follow_up.queries.assistance import advisers_of, universities_free_for
from apps.institutions.models import INSTITUTION_ROLES, Institution, Role, University
from apps.instruments.models import Indicator
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind


@transaction.atomic
def ask(institution: Institution, indicator: Indicator, question: str, *, by: User) -> AssistanceRequest:
    """Put a question to the ministry."""
    request = AssistanceRequest.objects.create(institution=institution, indicator=indicator, question=question, by=by)
    team = User.objects.filter(memberships__role=Role.EVALUATION_TEAM)
    _tell(request, team, f"{institution} meminta pendampingan untuk indikator {indicator.number}.", by=by)
    return request


@transaction.atomic
def hand_over(request: AssistanceRequest, university: University, *, by: User) -> None:
    """Let a university answer; never one whose people assess the institution."""
    request = _locked(request)
    if not universities_free_for(request.institution).filter(pk=university.pk).exists():
        raise DomainError(
            f"{university} sedang menilai {request.institution}, jadi permintaan ini tidak diserahkan kepadanya."
        )
    AssistanceRequest.objects.filter(pk=request.pk).update(university=university, state=AssistanceState.WAITING)
    _say(request, Voice.MINISTRY, f"Diserahkan kepada {university}.", by=by)
    _tell(
        request,
        advisers_of(university, request.institution),
        f"{request.institution} meminta pendampingan {university}.",
        by=by,
    )
    _tell(request, _people(request), f"Permintaan pendampingan diserahkan kepada {university}.", by=by)


@transaction.atomic
def say(request: AssistanceRequest, voice: Voice, text: str, *, by: User) -> None:
    """Answer, or as the institution ask on: then it waits again."""
    request = _locked(request)
    is_question = voice == Voice.INSTITUTION
    state = AssistanceState.WAITING if is_question else AssistanceState.ANSWERED
    AssistanceRequest.objects.filter(pk=request.pk).update(state=state)
    _say(request, voice, text, by=by)
    number = request.indicator.number
    if is_question:
        _tell(request, _answering(request), f"{request.institution} bertanya lagi tentang indikator {number}.", by=by)
    else:
        _tell(request, _people(request), f"Permintaan pendampingan indikator {number} dijawab.", by=by)


@transaction.atomic
def close(request: AssistanceRequest, *, by: User) -> None:
    """The institution has what it needs."""
    request = _locked(request)
    AssistanceRequest.objects.filter(pk=request.pk).update(state=AssistanceState.CLOSED)
    _say(request, Voice.INSTITUTION, "Permintaan dinyatakan selesai.", by=by)


def _locked(request: AssistanceRequest) -> AssistanceRequest:
    """The request for this transaction alone; refused once it is closed."""
    rows = AssistanceRequest.objects.select_related("institution", "indicator", "university")
    locked = rows.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.state == AssistanceState.CLOSED:
        raise DomainError("Permintaan ini sudah dinyatakan selesai. Ajukan permintaan baru bila masih ada pertanyaan.")
    return locked


def _say(request: AssistanceRequest, voice: Voice, text: str, *, by: User) -> None:
    AssistanceWord.objects.create(request=request, voice=voice, text=text, by=by)


def _people(request: AssistanceRequest) -> Iterable[User]:
    """Everybody at the institution: whoever asked may have moved on."""
    return User.objects.filter(memberships__institution=request.institution_id, memberships__role__in=INSTITUTION_ROLES)


def _answering(request: AssistanceRequest) -> Iterable[User]:
    """Those who have to answer now: the university it was handed to, else the ministry."""
    if request.university:
        return advisers_of(request.university, request.institution)
    return User.objects.filter(memberships__role=Role.EVALUATION_TEAM)


def _tell(request: AssistanceRequest, people: Iterable[User], text: str, *, by: User) -> None:
    notify(set(people) - {by}, text, reverse("assistance:request", args=[request.pk]), kind=NoticeKind.FOLLOW_UP)
