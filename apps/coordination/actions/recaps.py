"""The full recap of a period: asked for by a person, made by the worker, kept under its hash."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.files import keep
from apps.common.sheets import CHUNK, write_book
from apps.coordination.models import FullRecap
from apps.coordination.queries.recaps import Spoken, tables_of
from apps.jobs.actions import ask, report
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LEDGER_ORDER

FULL_RECAP = "coordination.full_recap"


@transaction.atomic
def ask_full_recap(period: EvaluationPeriod, *, by: User) -> FullRecap:
    """Ask for the recap as things stand when the worker makes it; while one is waited for, that one is returned."""
    EvaluationPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if waiting := period.full_recaps.filter(made_at=None).first():
        ask(FULL_RECAP, waiting.pk, by=by, total=len(LEDGER_ORDER))
        return waiting
    recap = FullRecap.objects.create(period=period, asked_by=by)
    ask(FULL_RECAP, recap.pk, by=by, total=len(LEDGER_ORDER))
    return recap


def make_full_recap(recap: FullRecap, job: Job | None = None) -> None:
    """Write the workbook row by row, keep its bytes, then name them. May run twice: the first to end counts."""

    def told(stages: int) -> None:
        if job:
            report(job, stages, len(LEDGER_ORDER))

    spoken = Spoken(told)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rekap.xlsx"
        write_book(path, tables_of(recap, spoken))
        with path.open("rb") as made:
            sha256, size = keep(_chunks(made))
    FullRecap.objects.filter(pk=recap.pk, made_at=None).update(
        sha256=sha256, size=size, levels=spoken.levels, made_at=timezone.now()
    )


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
