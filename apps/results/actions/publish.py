"""Publication: one transaction, everything or nothing."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.actions import advance_many
from apps.evaluations.corrections import open_corrections
from apps.evaluations.grants import set_grants
from apps.institutions.models import SHEET_ROLES
from apps.notices.actions import Word, notify_each
from apps.notices.choices import NoticeKind
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import FinalisationRun, Publication
from apps.results.queries import assessed, has_quorum
from apps.rules.stages import Stage


@transaction.atomic
def publish(run: FinalisationRun, *, by: User) -> Publication:
    """Make the results of a run public. The decree on it must be issued: the database asks for it too."""
    run = FinalisationRun.objects.select_for_update().select_related("period").get(pk=run.pk)
    period = EvaluationPeriod.objects.select_for_update().get(pk=run.period_id)
    if period.state != PeriodState.RUNNING:
        raise DomainError("Periode ini tidak sedang berjalan atau hasilnya sudah terbit.")
    if not has_quorum(run):
        raise DomainError("Hasil belum disetujui kuorum instansi Tim Koordinasi. Belum ada yang terbit.")
    if open_corrections(assessed(period)).exists():
        raise DomainError("Masih ada koreksi yang belum diputus. Belum ada yang terbit.")

    publication = Publication.objects.create(period=period, run=run, by=by)
    advance_many(list(assessed(period)), Stage.PUBLISHED, by=by)
    period.state, period.published_at = PeriodState.PUBLISHED, timezone.now()
    period.save(update_fields=["state", "published_at"])
    set_grants(assessed(period))
    _tell_institutions(period)
    return publication


def _tell_institutions(period: EvaluationPeriod) -> None:
    """A notice of its own for everybody who worked on a sheet, in one statement to find them."""
    theirs = "memberships__institution__evaluations"
    people = (
        User.objects.filter(
            memberships__role__in=SHEET_ROLES, is_active=True, **{f"{theirs}__in": assessed(period).values("pk")}
        )
        .order_by("pk", theirs)
        .values_list("pk", theirs, "memberships__institution__name")
        .distinct()
    )
    notify_each(
        (
            Word(
                user,
                f"Hasil {institution}, {period}, sudah terbit.",
                reverse("evaluations:detail", args=[evaluation]),
                period.simulation_label,
            )
            for user, evaluation, institution in people
        ),
        kind=NoticeKind.LEGAL,
    )
