"""Who helps whom."""

from apps.accounts.models import User
from apps.desk_review.queries import not_all_locked
from apps.evaluations.models import Evaluation
from apps.institutions.models import INSTITUTION_ROLES, UNIVERSITY_ROLES
from apps.institutions.permissions import may_look_up_people, memberships_of
from apps.periods.permissions import may_run_periods
from apps.rules.stages import Stage

__all__ = ["may_answer", "may_look", "may_reset_factors", "reads_looks", "why_not"]

MAY_BE_LOOKED_AT = frozenset((*INSTITUTION_ROLES, *UNIVERSITY_ROLES))


def may_answer(user: User) -> bool:
    """Questions from pages come to the ministry's team."""
    return may_run_periods(user)


def may_reset_factors(user: User) -> bool:
    """The ministry's team and its administrators; it takes two of them."""
    return may_look_up_people(user)


def may_look(user: User) -> bool:
    return may_run_periods(user)


def reads_looks(user: User) -> bool:
    """Who looked at whom: the ministry's team, and whoever audits."""
    return may_look(user) or user.has_perm("periods.audit_period")


def why_not(user: User, person: User) -> str:
    """Why this person's pages are not looked at, as a sentence; empty where they may be.

    Somebody of the centre never; an assessor not before the whole team has locked, on any institution: judgements
    that are private are private for all.
    """
    roles = {one.role for one in memberships_of(person)}
    if person == user or not person.is_active or person.is_superuser or not roles or not roles <= MAY_BE_LOOKED_AT:
        return "Hanya orang instansi dan perguruan tinggi yang halamannya dapat dilihat."
    judging = Evaluation.objects.filter(team__members__user=person, stage=Stage.DESK_REVIEW)
    if not_all_locked(judging.values_list("pk", flat=True)).exists():
        return (
            "Asesor ini sedang menilai dokumen dan belum semua timnya mengunci. "
            "Penilaiannya tertutup bagi siapa pun sampai saat itu."
        )
    return ""
