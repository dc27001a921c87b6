"""The one module that speaks to guardian's tables: who holds which permission on which evaluation."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import SomethingFirstError
from apps.common.sql import columns, instances, rows
from apps.evaluations.models import AssessorTeam, Evaluation, EvaluationGroupPermission
from apps.evaluations.roles import (
    CENTRAL_GRANTS,
    INSTITUTION_GRANTS,
    PUBLISHED_GRANTS,
    TEAM_GRANTS,
    VIEW,
)
from apps.institutions.groups import central_group, institution_group, team_group
from apps.institutions.models import Institution, Province
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod

# What one of the person's groups may do with an evaluation; asks for `evaluation` and `user`.
HELD = """
    ARRAY(
        SELECT permission.codename
        FROM evaluations_evaluationgrouppermission held
        JOIN accounts_user_groups member ON member.group_id = held.group_id
        JOIN auth_permission permission ON permission.id = held.permission_id
        WHERE held.content_object_id = %(evaluation)s AND member.user_id = %(user)s
    ) || CASE WHEN EXISTS (
        SELECT FROM evaluations_evaluation assessed
        JOIN evaluations_teammember seated ON seated.team_id = assessed.team_id
        WHERE assessed.id = %(evaluation)s AND seated.user_id = %(user)s AND assessed.stage <> 'published'
          AND NOT EXISTS (
            SELECT FROM evaluations_declaration said
            WHERE said.evaluation_id = assessed.id AND said.assessor_id = seated.user_id)
    ) THEN ARRAY['undeclared'] ELSE '{}' END::varchar[]
"""
# What HELD says of an assessor who has not yet said whether anything ties them to the institution.
UNDECLARED = "undeclared"


# Before almost every page: an evaluation with its surroundings, and what the person may do with it.
READ = (Evaluation, AssessorTeam, EvaluationPeriod, Instrument, Institution, Province)
SEEN = f"""
    SELECT {columns("evaluation", Evaluation)}, {columns("team", AssessorTeam)},
           {columns("period", EvaluationPeriod)}, {columns("instrument", Instrument)},
           {columns("institution", Institution)}, {columns("province", Province)}, {HELD}
    FROM evaluations_evaluation evaluation
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_instrument instrument ON instrument.id = period.instrument_id
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    LEFT JOIN institutions_province province ON province.code = institution.province_id
    LEFT JOIN evaluations_assessorteam team ON team.id = evaluation.team_id
    WHERE evaluation.id = %(evaluation)s
"""  # noqa: S608 - our own words


def visible_evaluations(user: User | AnonymousUser) -> QuerySet[Evaluation]:
    """The evaluations this person may see at all. Every list and every page starts from here."""
    if user.is_anonymous:  # user=None would ask for the groups that have no member
        return Evaluation.objects.none()
    granted = EvaluationGroupPermission.objects.filter(
        group__user=user.pk, permission__codename=VIEW, permission__content_type__app_label="evaluations"
    )
    return Evaluation.objects.filter(pk__in=granted.values("content_object_id")).select_related(
        "period__instrument", "institution__province"
    )


def holds(user: User, codename: str, evaluation: Evaluation) -> bool:
    """Whether one of the person's groups has this permission on this evaluation. One query per evaluation."""
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_grants", {})
    if evaluation.pk not in known:
        known[evaluation.pk] = frozenset(
            EvaluationGroupPermission.objects.filter(content_object=evaluation, group__user=user.pk).values_list(
                "permission__codename", flat=True
            )
        )
    return codename in known[evaluation.pk]


def keep_grants(user: User, evaluation_pk: int, codenames: Iterable[str]) -> None:
    """Let `holds` answer from what HELD has read in this request; 404 for whoever may not see it.

    An assessor is sent to declare first: nothing of the institution opens before that.
    """
    held = frozenset(codenames)
    if VIEW not in held:
        raise Http404
    if UNDECLARED in held:
        raise SomethingFirstError(
            "Nyatakan lebih dahulu apakah Anda memiliki benturan kepentingan dengan instansi ini.",
            reverse("evaluations:declaration", args=[evaluation_pk]),
        )
    user.__dict__.setdefault("_grants", {})[evaluation_pk] = held


def seen_evaluation(user: User, pk: int) -> Evaluation:
    """The evaluation with what `holds` wants to know of it, in one statement; 404 if it is not theirs to see."""
    found = rows(SEEN, {"evaluation": pk, "user": user.pk})
    if not found:
        raise Http404
    evaluation, team, period, instrument, institution, province, held = instances(found[0], *READ)
    keep_grants(user, pk, held)
    institution.province, period.instrument = province, instrument
    evaluation.institution, evaluation.period, evaluation.team = institution, period, team
    return evaluation


def set_grants(evaluations: Iterable[Evaluation]) -> None:
    """Give the groups of institution, team and ministry exactly what roles.py says. May run again."""
    evaluations = list(evaluations)
    wanted = [
        (group_name, codename, evaluation.pk)
        for evaluation in evaluations
        for group_name, codenames in _groups_of(evaluation).items()
        for codename in codenames
    ]
    _write(evaluations, wanted)


def set_team_members(team: AssessorTeam) -> None:
    """Put the members of a team into its groups, and nobody else."""
    for role in TEAM_GRANTS:
        group, _ = Group.objects.get_or_create(name=team_group(team.pk, role))
        members = team.members.filter(is_lead=True) if role == "lead" else team.members.all()
        group.user_set.set(members.values_list("user_id", flat=True))


def _groups_of(evaluation: Evaluation) -> dict[str, tuple[str, ...]]:
    groups = {institution_group(evaluation.institution_id, role): grant for role, grant in INSTITUTION_GRANTS.items()}
    groups |= {central_group(role): grant for role, grant in CENTRAL_GRANTS.items()}
    if evaluation.team_id:
        groups |= {team_group(evaluation.team_id, role): grant for role, grant in TEAM_GRANTS.items()}
    if evaluation.stage == "published":
        groups |= {central_group(role): grant for role, grant in PUBLISHED_GRANTS.items()}
    return groups


def _write(evaluations: list[Evaluation], wanted: list[tuple[str, str, int]]) -> None:
    names = {name for name, _, _ in wanted}
    Group.objects.bulk_create([Group(name=name) for name in names], ignore_conflicts=True)
    groups: Mapping[str, int] = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    permissions: Mapping[str, int] = dict(
        Permission.objects.filter(content_type__app_label="evaluations", content_type__model="evaluation").values_list(
            "codename", "pk"
        )
    )
    rows = {(groups[name], permissions[codename], pk) for name, codename, pk in wanted}
    present = {
        (group, permission, evaluation): pk
        for pk, group, permission, evaluation in EvaluationGroupPermission.objects.filter(
            content_object__in=evaluations
        ).values_list("pk", "group_id", "permission_id", "content_object_id")
    }
    EvaluationGroupPermission.objects.filter(pk__in=[pk for row, pk in present.items() if row not in rows]).delete()
    EvaluationGroupPermission.objects.bulk_create(
        [
            EvaluationGroupPermission(group_id=group, permission_id=permission, content_object_id=evaluation)
            for group, permission, evaluation in sorted(rows - present.keys())
        ],
        batch_size=5000,
    )
