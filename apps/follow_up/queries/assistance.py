"""Which requests for assistance a person sees, and which universities may answer one."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.evaluations.models import Evaluation, TeamMember
from apps.follow_up.models import AssistanceRequest
from apps.follow_up.permissions import universities_of
from apps.institutions.models import UNIVERSITY_ROLES, Institution, University
from apps.institutions.permissions import memberships_of
from apps.periods.permissions import may_run_periods
from apps.rules.stages import Stage


def visible_requests(user: User) -> QuerySet[AssistanceRequest]:
    """Those of one's institution; those handed to one's university; all for the ministry.

    Whoever assesses the institution sees none of it, whatever the university: an adviser does not judge.
    """
    requests = AssistanceRequest.objects.select_related("institution", "indicator__instrument", "university", "by")
    if may_run_periods(user):
        return requests
    own = {one.institution_id for one in memberships_of(user) if one.institution_id}
    handed = Q(university__in=universities_of(user)) & ~Exists(_assessed_by(user))
    return requests.filter(Q(institution__in=own) | handed)


def universities_free_for(institution: Institution) -> QuerySet[University]:
    """The universities none of whose people assesses the institution in a year that is not over."""
    return University.objects.filter(
        ~Exists(_assessing(institution).filter(user__memberships__university=OuterRef("pk")))
    )


def advisers_of(university: University, institution: Institution) -> QuerySet[User]:
    """Those of a university who may answer an institution: everybody who does not assess it."""
    people = User.objects.filter(memberships__university=university, memberships__role__in=UNIVERSITY_ROLES)
    return people.filter(~Exists(_assessing(institution).filter(user=OuterRef("pk")))).distinct()


def _assessed_by(user: User) -> QuerySet[Evaluation]:
    return _running().filter(institution=OuterRef("institution"), team__members__user=user)


def _assessing(institution: Institution) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(Exists(_running().filter(team=OuterRef("team"), institution=institution)))


def _running() -> QuerySet[Evaluation]:
    return Evaluation.objects.exclude(stage=Stage.PUBLISHED)
