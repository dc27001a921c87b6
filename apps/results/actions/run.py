"""Starting a computation of a whole period."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.jobs.actions import ask
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.checks import Check, standing_against
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun, RunShare, RunState
from apps.results.queries import assessed, corrections_to_publish, next_edition

SHARE = 1000  # institutions in a share: a country of today is one, and several workers begin to pay beyond it
SHARED = "results.share"
SHOWN = 5  # reasons in a refusal; the page lists them all


@transaction.atomic
def start_run(period: EvaluationPeriod, *, by: User | None) -> FinalisationRun:
    """Ask for a new computation; it replaces the one before, and with its content the votes on it.

    Refused while anything is open or missing (apps.results.checks), and after a decree was issued on a computation
    that still counts: only a correction, which voids it, leads to another decree. What is published stays, and so does
    its computation: the new one is for the publication that follows.
    """
    period = EvaluationPeriod.objects.select_for_update().get(pk=period.pk)
    edition = next_edition(period)
    if period.state == PeriodState.PUBLISHED and not corrections_to_publish(period).exists():
        raise NotReadyError("Sejak hasil periode ini terbit belum ada koreksi yang disetujui. Tidak dihitung lagi.")
    decreed = period.runs.filter(edition=edition, decrees__state="issued").exclude(
        state__in=[RunState.STALE, RunState.REPLACED]
    )
    if period.state == PeriodState.PREPARATION or decreed.exists():
        raise NotReadyError("Keputusan atas hasil periode ini sudah ditetapkan. Hitungannya tidak diulang lagi.")
    if against := standing_against(period):
        raise NotReadyError(f"Belum dapat dihitung. {' '.join(_sentences(against))}")

    FinalisationRun.objects.filter(period=period, edition=edition).update(state=RunState.REPLACED)
    latest = FinalisationRun.objects.filter(period=period).aggregate(latest=Max("number"))["latest"] or 0
    run = FinalisationRun.objects.create(period=period, number=latest + 1, edition=edition, started_by=by)
    _, *others = lay_out(run)
    run.job = ask("results.finalise", run.pk, by=by, total=assessed(period).count())
    run.save(update_fields=["job"])
    for share in others:
        ask(SHARED, share.pk, by=None, total=1)
    return run


def lay_out(run: FinalisationRun) -> list[RunShare]:
    """Divide the institutions by their codes: any number of workers take shares, and the run's own job what is left."""
    pks = list(assessed(run.period).order_by("institution__code").values_list("pk", flat=True))
    return RunShare.objects.bulk_create(
        RunShare(run=run, number=number, evaluations=pks[first : first + SHARE])
        for number, first in enumerate(range(0, len(pks), SHARE), start=1)
    )


def _sentences(against: Iterable[Check]) -> Iterator[str]:
    """Each condition with the first things that stand against it."""
    for check in against:
        named = "; ".join(item.text for item in check.items[:SHOWN])
        more = f"; dan {check.count - SHOWN} lainnya" if check.count > SHOWN else ""
        yield f"{check.title}: {named or 'tidak ada'}{more}."
