"""The life of a visit: chosen, planned, found, closed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import passing_the_gate
from apps.evaluations import gate
from apps.evaluations.actions import advance_many
from apps.evaluations.actions.marked import Word, close_words, mark, save_word, save_words
from apps.evaluations.actions.minutes import keep_minutes
from apps.evaluations.actions.teams import refuse_incomplete_teams
from apps.evaluations.models import Engagement, Evaluation
from apps.jobs.actions import ask
from apps.jobs.models import Job
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import Stage
from apps.visitation.minutes import MINUTES_JOB, days_of, sheet_of
from apps.visitation.models import Finding, Visit, Visitor
from apps.visitation.photos import draw_missing


def choose(evaluation: Evaluation, *, reason: str, by: User, printed: Sequence[str] = ()) -> None:
    """The ministry wants this institution visited; only until its interview is closed."""
    if not choose_many({evaluation.pk: reason}, by=by, printed={evaluation.pk: printed}):
        raise DomainError(f"{evaluation.institution} sudah dipilih untuk visitasi.")


def choose_many(
    reasons: Mapping[int, str], *, by: User, printed: Mapping[int, Sequence[str]] = MappingProxyType({})
) -> int:
    """Choose many, each evaluation (primary key) with its reason, in one statement; returns how many are new.

    `printed`: what the rules say of it, a sentence each. The ministry's own words may be empty only where they do.
    """
    if any(not reason.strip() and not printed.get(pk) for pk, reason in reasons.items()):
        raise InputRefusedError(
            "Instansi yang dipilih tanpa alasan menurut aturan memerlukan alasan tertulis. Belum ada yang dipilih."
        )
    chosen = Visit.objects.filter(evaluation__in=reasons)
    before = chosen.count()
    with passing_the_gate():
        Visit.objects.bulk_create(
            [
                Visit(evaluation_id=pk, reason=reason.strip(), printed="\n".join(printed.get(pk, ())), chosen_by=by)
                for pk, reason in reasons.items()
            ],
            ignore_conflicts=True,
        )
    return chosen.count() - before


@transaction.atomic
def plan(
    visit: Visit,
    *,
    starts_on: date,
    ends_on: date | None,
    locus: str,
    address: str = "",
    contact: str,
    visitors: Collection[User] = (),
    by: User,  # noqa: ARG001
) -> None:
    """Say when, where, who goes and whom to ask for, and tell the people of the institution and the team."""
    evaluation = visit.evaluation
    with passing_the_gate():
        evaluation.visitors.exclude(assessor__in=visitors).delete()
    going = [Visitor(evaluation=evaluation, assessor=one) for one in visitors]
    _settle([visit], going, starts_on=starts_on, ends_on=ends_on, locus=locus, address=address, contact=contact)
    visit.refresh_from_db()
    notify(
        User.objects.filter(
            Q(memberships__institution=evaluation.institution_id) | Q(team_memberships__team=evaluation.team_id)
        ).distinct(),
        f"Visitasi {evaluation.institution}: {days_of(visit)}, {visit.place}.",
        reverse("visitation:detail", args=[evaluation.pk]),
        kind=NoticeKind.STAGE,
        simulation=evaluation.period.simulation_label,
    )


def plan_many(
    visits: Sequence[Visit],
    *,
    starts_on: date,
    ends_on: date | None,
    locus: str = "",
    address: str = "",
    contact: str = "",
) -> int:
    """The same plan for many visits, the whole team of each goes; a constant few statements, and nobody is told."""
    evaluations = Evaluation.objects.filter(visit__in=[one.pk for one in visits], team__isnull=False)
    teams = evaluations.order_by("pk", "-team__members__is_lead", "team__members").values_list(
        "pk", "team__members__user"
    )
    going = [Visitor(evaluation_id=pk, assessor_id=user) for pk, user in teams if user]
    return _settle(visits, going, starts_on=starts_on, ends_on=ends_on, locus=locus, address=address, contact=contact)


@transaction.atomic
def _settle(
    visits: Sequence[Visit], going: Sequence[Visitor], *, starts_on: date, ends_on: date | None, **where: str
) -> int:
    """First the days, then who goes: whoever joins is asked to be free on the new days, not on the former ones."""
    if ends_on is not None and ends_on < starts_on:
        raise InputRefusedError("Visitasi tidak dapat selesai sebelum dimulai. Rencana belum disimpan.")
    with passing_the_gate():
        planned = Visit.objects.filter(pk__in=[one.pk for one in visits]).update(
            starts_on=starts_on, ends_on=ends_on, **where
        )
        Visitor.objects.bulk_create(going, ignore_conflicts=True)
    return planned


def mark_for_visit(evaluation: Evaluation, questions: dict[int, str], *, by: User) -> int:
    """Say which indicators (by primary key) are validated; only where a visit was chosen."""
    if not Visit.objects.filter(evaluation=evaluation).exists():
        raise DomainError(f"{evaluation.institution} belum dipilih untuk visitasi.")
    return mark(evaluation, Stage.VISITATION, questions, by=by)


def save_finding(evaluation: Evaluation, word: Word, *, by: User) -> None:
    """Write what was found of one marked indicator; StaleWordError with the stored one if somebody was first."""
    save_word(Finding, evaluation, word, by=by)


def save_findings(evaluation: Evaluation, rows: Sequence[Word], *, by: User) -> list[int]:
    """Write many findings in one statement; returns the indicators that were stale."""
    return save_words(Finding, evaluation, rows, by=by)


@transaction.atomic
def close_visit(evaluation: Evaluation, *, by: User) -> None:
    """End the visit: what it found enters the ledger, and the minutes are made anew from it."""
    close_visits_many([evaluation], by=by)
    evaluation.refresh_from_db()
    request_minutes(evaluation, by=by)


@transaction.atomic
def close_visits_many(evaluations: Sequence[Evaluation], *, by: User) -> int:
    """End many visits in a constant number of statements; returns how many moved on. All or none."""
    gate.hold([one.pk for one in evaluations])
    rows = Evaluation.objects.filter(pk__in=[one.pk for one in evaluations])
    here = list(rows.filter(stage=Stage.VISITATION).select_related("institution"))
    if len(here) != len(evaluations):
        raise DomainError("Visitasi ini sudah ditutup atau belum dimulai. Muat ulang halaman ini.")
    if unplanned := rows.exclude(visit__starts_on__isnull=False).values_list("institution__name", flat=True)[:10]:
        raise DomainError(f"Visitasi belum dapat ditutup. Belum ada tanggal dan lokusnya: {', '.join(unplanned)}.")
    refuse_incomplete_teams(here)
    close_words(Finding, Stage.VISITATION, here)
    Engagement.objects.filter(evaluation__in=here, stage=Stage.VISITATION).delete()  # over, whatever was planned
    return advance_many(here, Stage.CONSOLIDATION, by=by)


def request_minutes(evaluation: Evaluation, *, by: User) -> Job:
    """Ask for the Berita Acara; a worker makes it."""
    if not Visit.objects.filter(evaluation=evaluation, starts_on__isnull=False).exists():
        raise DomainError("Berita acara dibuat setelah tanggal dan lokus visitasi ditetapkan.")
    return ask(MINUTES_JOB, evaluation.pk, by=by, total=1, anew=True)


def render_visit_minutes(evaluation: Evaluation) -> None:
    """Make the Berita Acara from what stands now, and keep it."""
    draw_missing(evaluation)
    sha256 = keep_minutes(evaluation, Stage.VISITATION, sheet_of(evaluation))
    Visit.objects.filter(evaluation=evaluation).update(minutes_sha256=sha256)
