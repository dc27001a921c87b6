"""Publication: one transaction, everything or nothing."""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations.actions import advance_many
from apps.evaluations.corrections import open_corrections
from apps.evaluations.grants import set_grants
from apps.evaluations.models import Evaluation
from apps.institutions.models import SHEET_ROLES
from apps.notices.actions import Word, notify_each
from apps.notices.choices import NoticeKind
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import FinalisationRun, Publication
from apps.results.queries import assessed, corrections_to_publish, has_quorum, next_edition
from apps.rules.stages import Stage


@transaction.atomic
def publish(run: FinalisationRun, *, by: User) -> Publication:
    """Make the results of a run public. The decree on it must be issued: the database asks for it too.

    Of a period that is published already it is the publication that follows; the one before stays on record.
    """
    run = FinalisationRun.objects.select_for_update().select_related("period").get(pk=run.pk)
    period = EvaluationPeriod.objects.select_for_update().get(pk=run.period_id)
    if period.state == PeriodState.PREPARATION or run.edition != next_edition(period):
        raise DomainError("Periode ini tidak sedang berjalan atau hasilnya sudah terbit.")
    if not has_quorum(run):
        raise DomainError("Hasil belum disetujui kuorum instansi Tim Koordinasi. Belum ada yang terbit.")
    if open_corrections(assessed(period)).exists():
        raise DomainError("Masih ada koreksi yang belum diputus. Belum ada yang terbit.")

    corrected = list(corrections_to_publish(period).values_list("evaluation", flat=True))
    told = assessed(period).filter(pk__in=corrected) if run.edition > 1 else assessed(period)
    with passing_the_gate():
        publication = Publication.objects.create(period=period, run=run, edition=run.edition, by=by)
    if run.edition == 1:
        _open(period, by=by)
    _tell_institutions(period, told, "sudah terbit" if run.edition == 1 else "dikoreksi dan terbit kembali")
    return publication


def _open(period: EvaluationPeriod, *, by: User) -> None:
    """What the first publication opens, and every later one leaves as it is."""
    advance_many(list(assessed(period)), Stage.PUBLISHED, by=by)
    period.state, period.published_at = PeriodState.PUBLISHED, timezone.now()
    period.save(update_fields=["state", "published_at"])
    set_grants(assessed(period))


def _tell_institutions(period: EvaluationPeriod, evaluations: QuerySet[Evaluation], what: str) -> None:
    """A notice of its own for everybody who worked on one of these sheets, in one statement to find them."""
    theirs = "memberships__institution__evaluations"
    people = (
        User.objects.filter(
            memberships__role__in=SHEET_ROLES, is_active=True, **{f"{theirs}__in": evaluations.values("pk")}
        )
        .order_by("pk", theirs)
        .values_list("pk", theirs, "memberships__institution__name")
        .distinct()
    )
    notify_each(
        (
            Word(
                user,
                f"Hasil {institution}, {period}, {what}.",
                reverse("evaluations:detail", args=[evaluation]),
                period.simulation_label,
            )
            for user, evaluation, institution in people
        ),
        kind=NoticeKind.LEGAL,
    )
