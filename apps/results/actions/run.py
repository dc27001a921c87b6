"""Starting a computation of a whole period."""

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.jobs.actions import ask
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.exceptions import NotReadyError
from apps.results.models import FinalisationRun, RunState
from apps.results.queries import assessed, unready

SHOWN = 5  # names in a refusal; the page lists them all


@transaction.atomic
def start_run(period: EvaluationPeriod, *, by: User | None) -> FinalisationRun:
    """Ask for a new computation; it replaces the one before, and with its content the votes on it.

    Refused while an institution is not at the finalisation, or after a decree was issued on the present run.
    """
    period = EvaluationPeriod.objects.select_for_update().get(pk=period.pk)
    if period.state != PeriodState.RUNNING or period.runs.filter(decrees__state="issued").exists():
        raise NotReadyError("Keputusan atas hasil periode ini sudah ditetapkan. Hitungannya tidak diulang lagi.")
    if waiting := list(unready(period).values_list("institution__name", flat=True)):
        more = f" dan {len(waiting) - SHOWN} lainnya" if len(waiting) > SHOWN else ""
        raise NotReadyError(f"Belum selesai direviu: {', '.join(waiting[:SHOWN])}{more}.")
    if not assessed(period).exists():
        raise NotReadyError("Periode ini tidak memiliki instansi yang dinilai.")

    FinalisationRun.objects.filter(period=period).update(state=RunState.REPLACED)
    latest = FinalisationRun.objects.filter(period=period).aggregate(latest=Max("number"))["latest"] or 0
    run = FinalisationRun.objects.create(period=period, number=latest + 1, started_by=by)
    run.job = ask("results.finalise", run.pk, by=by, total=assessed(period).count())
    run.save(update_fields=["job"])
    return run
