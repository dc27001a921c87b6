"""Reading conflicts of interest: which live, whom they keep from what, and who has still to declare."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.models import Conflict, ConflictException, ConflictSource, Declaration, Evaluation, TeamMember
from apps.evaluations.triggers import TIED
from apps.institutions.models import Institution
from apps.periods.models import EvaluationPeriod, PeriodState


class Tie(NamedTuple):
    """An assessor (by id) tied to an institution (by id), as a rule or a search finds it."""

    assessor: int
    institution: int
    source: str
    detail: str

    @property
    def key(self) -> tuple[int, int, str]:
        return self[:3]


# What ties assessors by rule and by what is known of them, in every period that is not yet published.
FOUND = """
    SELECT place.user_id, evaluation.institution_id, 'province',
           format('%s berada di %s.', university.name, province.name)
    FROM institutions_membership place
    JOIN institutions_university university ON university.id = place.university_id
    JOIN institutions_province province ON lower(province.name) = lower(trim(university.province))
    JOIN institutions_institution institution ON institution.province_id = province.code
    JOIN evaluations_evaluation evaluation ON evaluation.institution_id = institution.id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    WHERE place.role = 'assessor' AND period.state <> 'published' AND period.conflict_same_province
    UNION
    SELECT place.user_id, institution.id, 'domain', format('Alamat surel asesor berada pada domain %s.', domain)
    FROM institutions_membership place
    JOIN accounts_user person ON person.id = place.user_id
    CROSS JOIN institutions_institution institution
    CROSS JOIN LATERAL unnest(institution.email_domains) AS domain
    WHERE place.role = 'assessor'
      AND (lower(split_part(person.email, '@', 2)) = domain
           OR right(lower(person.email), length(domain) + 1) = '.' || domain)
    UNION
    SELECT place.user_id, held.institution_id, 'membership', 'Akun asesor memegang peran di instansi ini.'
    FROM institutions_membership place
    JOIN institutions_membership held ON held.user_id = place.user_id AND held.institution_id IS NOT NULL
    WHERE place.role = 'assessor'
"""


def found_ties() -> dict[tuple[int, int, str], Tie]:
    """Every tie that a rule or a search finds now, one a source. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        ties = [Tie(*row) for row in cursor.fetchall()]
    return {tie.key: tie for tie in sorted(ties)}


def standing_ties() -> list[Tie]:
    """The ties on record that forbid an assignment which stands: a period has come to count them. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT assessor.id, institution.id, conflict.source, conflict.detail {TIED}")
        return [Tie(*row) for row in cursor.fetchall()]


def living(conflicts: QuerySet[Conflict] | None = None) -> QuerySet[Conflict]:
    """The conflicts that have not ended, whatever the settings of a period and its exceptions."""
    rows = Conflict.objects.all() if conflicts is None else conflicts
    return rows.filter(Q(until_date=None) | Q(until_date__gt=timezone.localdate()), ended_at=None)


def counting(period: EvaluationPeriod) -> QuerySet[Conflict]:
    """The living conflicts that this period counts and that none of its exceptions covers."""
    left_out = [source for source in ConflictSource if not counts(period, source)]
    allowed = ConflictException.objects.filter(conflict=OuterRef("pk"), period=period, is_approved=True)
    return living().exclude(source__in=left_out).filter(~Exists(allowed))


def tied_pairs(period: EvaluationPeriod) -> set[tuple[int, int]]:
    """(assessor, institution) by id: whom the period's lists must not bring together. One statement."""
    rows = counting(period).filter(institution__evaluations__period=period)
    return set(rows.values_list("assessor_id", "institution_id"))


def ties_between(
    period: EvaluationPeriod, assessors: Iterable[int], institutions: Iterable[Institution | int]
) -> list[Conflict]:
    """What forbids this period to bring these people and institutions together. One statement."""
    return list(
        counting(period)
        .filter(assessor__in=list(assessors), institution__in=list(institutions))
        .select_related("assessor", "institution")
        .order_by("assessor__name", "institution__code", "pk")
    )


def counts(period: EvaluationPeriod, source: str) -> bool:
    """Whether this period counts conflicts of this source at all."""
    return {
        ConflictSource.PROVINCE: period.conflict_same_province,
        ConflictSource.ALUMNI: period.conflict_alumni_counts,
    }.get(ConflictSource(source), True)


def seats_of(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Evaluation]]:
    """(assessor, institution) -> what that person assesses of it in periods not yet published. Two statements."""
    seats = (
        TeamMember.objects.filter(
            user__in={user for user, _ in pairs}, team__evaluations__institution__in={one for _, one in pairs}
        )
        .exclude(team__period__state=PeriodState.PUBLISHED)
        .values_list("user_id", "team__evaluations__institution_id", "team__evaluations")
    )
    wanted = [(user, institution, pk) for user, institution, pk in seats if (user, institution) in pairs]
    evaluations = Evaluation.objects.select_related("period", "institution", "team").in_bulk([pk for *_, pk in wanted])
    found: dict[tuple[int, int], list[Evaluation]] = {}
    for user, institution, pk in wanted:
        found.setdefault((user, institution), []).append(evaluations[pk])
    return found


def declarations_of(user: User, evaluation: Evaluation) -> list[Declaration]:
    """What this person has said of this institution in this period, oldest first. Without any, nothing opens."""
    return list(evaluation.declarations.filter(assessor=user).select_related("conflict"))


def alumni_count() -> bool:
    """Whether any period that is not yet published counts alumni."""
    return EvaluationPeriod.objects.exclude(state=PeriodState.PUBLISHED).filter(conflict_alumni_counts=True).exists()


def conflicts_of(user: User) -> list[Conflict]:
    """Everything on record about one assessor, newest first. One statement."""
    return list(user.conflicts.select_related("institution"))
