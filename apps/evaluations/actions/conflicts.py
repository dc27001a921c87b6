"""Conflicts of interest: declared, found, and allowed in spite of. Access ends in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.actions.teams import hold_assignments, move_away
from apps.evaluations.models import (
    COMPUTED,
    DECLARED,
    Conflict,
    ConflictException,
    ConflictSource,
    Declaration,
    Evaluation,
    TeamMember,
)
from apps.evaluations.queries.conflicts import Tie, counts, found_ties, seats_of, standing_ties
from apps.institutions.models import Institution
from apps.periods.models import EvaluationPeriod


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie that somebody declares; without `until_date` it lasts."""

    source: ConflictSource
    detail: str
    from_date: date
    until_date: date | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a search has changed: conflicts that came, that ended, and institutions taken from an assessor."""

    new: int
    ended: int
    moved: int


@transaction.atomic
def declare_none(evaluation: Evaluation, *, by: User) -> None:
    """Put on record that nothing ties this person to the institution."""
    Declaration.objects.create(evaluation=evaluation, assessor=by)


@transaction.atomic
def declare_none_for_all(period: EvaluationPeriod) -> None:
    """The same of everybody who has not declared yet, each in their own name; for simulations alone."""
    if not period.is_simulation:
        raise DomainError("Pernyataan dibuat oleh asesor sendiri.")
    said = set(Declaration.objects.filter(evaluation__period=period).values_list("evaluation_id", "assessor_id"))
    seats = TeamMember.objects.filter(team__period=period).exclude(team__evaluations=None)
    Declaration.objects.bulk_create(
        Declaration(evaluation_id=pk, assessor_id=user)
        for pk, user in seats.values_list("team__evaluations", "user")
        if (pk, user) not in said
    )


@transaction.atomic
def declare(evaluation: Evaluation, row: TieRow, *, by: User) -> Conflict:
    """Put on record what ties this person to an institution they were to assess; their access ends with it."""
    conflict = declare_tie(evaluation.institution, row, by=by)
    Declaration.objects.create(evaluation=evaluation, assessor=by, conflict=conflict)
    return conflict


@transaction.atomic
def declare_tie(institution: Institution, row: TieRow, *, by: User) -> Conflict:
    """Put a tie on record, whether or not this person is to assess the institution.

    Whatever they assess of it goes to a team without them, unless the period does not count the tie or an exception
    covers it. What lasts already is not written twice.
    """
    if row.source not in DECLARED:
        raise DomainError("Jenis ini tidak dinyatakan sendiri. Tidak ada yang dicatat.")
    hold_assignments()
    lasting = Conflict.objects.filter(
        assessor=by, institution=institution, source=row.source, until_date=None, ended_at=None
    ).first()
    if lasting:
        return lasting
    if row.until_date is None or row.until_date > timezone.localdate():
        _cut([Tie(by.pk, institution.pk, row.source, row.detail)], by=by)
    return Conflict.objects.create(
        assessor=by,
        institution=institution,
        source=row.source,
        detail=row.detail.strip(),
        from_date=row.from_date,
        until_date=row.until_date,
    )


@transaction.atomic
def carry_ties(former: Institution, later: Institution, *, by: User) -> None:
    """What assessors declared of an institution and still lasts is declared of the one that carries it on, too."""
    hold_assignments()
    standing = set(Conflict.objects.filter(institution=later).values_list("assessor", "source", "until_date"))
    today = timezone.localdate()
    lasting = [
        one
        for one in Conflict.objects.filter(institution=former, source__in=DECLARED)
        if (one.until_date is None or one.until_date > today)
        and (one.assessor_id, one.source, one.until_date) not in standing
    ]
    _cut([Tie(one.assessor_id, later.pk, ConflictSource(one.source), one.detail) for one in lasting], by=by)
    Conflict.objects.bulk_create(
        Conflict(
            assessor_id=one.assessor_id,
            institution=later,
            source=one.source,
            detail=one.detail,
            from_date=one.from_date,
            until_date=one.until_date,
        )
        for one in lasting
    )


@transaction.atomic
def refresh_conflicts(*, by: User | None) -> Refreshed:
    """Write what rules and search find now, end what they find no more, and take away what may not stay.

    May run at any time and twice. A constant number of statements besides those for each institution taken away.
    """
    hold_assignments()
    found = found_ties()
    rows = Conflict.objects.filter(source__in=COMPUTED, ended_at=None)
    standing = {(one.assessor_id, one.institution_id, one.source): one.pk for one in rows}
    gone = [pk for key, pk in standing.items() if key not in found]
    Conflict.objects.filter(pk__in=gone).update(ended_at=timezone.now())
    new = [tie for key, tie in found.items() if key not in standing]
    moved = _cut(new, by=by)
    today = timezone.localdate()
    Conflict.objects.bulk_create(
        [
            Conflict(
                assessor_id=tie.assessor,
                institution_id=tie.institution,
                source=tie.source,
                detail=tie.detail,
                from_date=today,
            )
            for tie in new
        ],
        batch_size=2000,
    )
    moved += _cut(standing_ties(), by=by)
    return Refreshed(len(new), len(gone), moved)


@transaction.atomic
def set_domains(institution: Institution, domains: list[str], *, by: User) -> Refreshed:
    """Say under which domains an institution writes, and look at once who has an address there."""
    hold_assignments()
    Institution.objects.filter(pk=institution.pk).update(email_domains=domains)
    return refresh_conflicts(by=by)


@transaction.atomic
def propose_exception(conflict: Conflict, period: EvaluationPeriod, *, reason: str, by: User) -> ConflictException:
    """Ask another of the ministry to allow an assignment in spite of a conflict, in this period alone."""
    if not reason.strip():
        raise DomainError("Pengecualian memerlukan alasan. Belum ada yang diusulkan.")
    standing = ConflictException.objects.filter(conflict=conflict, period=period)
    if standing.filter(decided_at=None).exists() or standing.filter(is_approved=True).exists():
        raise DomainError("Pengecualian atas benturan ini sudah diusulkan atau disetujui.")
    return ConflictException.objects.create(conflict=conflict, period=period, reason=reason.strip(), proposed_by=by)


@transaction.atomic
def decide_exception(exception: ConflictException, *, approve: bool, remark: str, by: User) -> None:
    """Approve or refuse, by somebody else than who proposed it. Nobody is assigned by it."""
    if exception.proposed_by_id == by.pk:
        raise DomainError("Pengecualian diputus oleh orang lain daripada pengusulnya. Belum ada yang diputus.")
    hold_assignments()
    open_still = ConflictException.objects.filter(pk=exception.pk, decided_at=None)
    if not open_still.update(is_approved=approve, remark=remark.strip(), decided_by=by, decided_at=timezone.now()):
        raise DomainError("Pengecualian ini sudah diputus orang lain. Muat ulang halaman ini.")


def _cut(ties: Sequence[Tie], *, by: User | None) -> int:
    """Take every institution from whom these ties keep from it, where the period counts them; how many."""
    moved = 0
    seats = seats_of({tie.key[:2] for tie in ties})
    for tie in ties:
        for seat in seats.get(tie.key[:2], []):
            if counts(seat.period, tie.source):
                reason = f"Benturan kepentingan: {ConflictSource(tie.source).label}."
                moved += move_away(seat, User.objects.get(pk=tie.assessor), reason=reason, by=by)
    return moved
