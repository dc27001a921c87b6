"""The agencies' word on a computation."""

from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.institutions.models import Agency
from apps.results.exceptions import ContentChangedError
from apps.results.models import FinalisationRun, RunState, Vote, VoteChoice


@transaction.atomic
def cast_vote(
    run: FinalisationRun, agency: Agency, *, choice: str, content_sha256: str, note: str = "", by: User
) -> Vote:
    """Record the vote of an agency on exactly the content it has seen.

    An agency speaks once on a computation; a new computation asks it again.
    """
    run = FinalisationRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.COMPUTED or run.content_sha256 != content_sha256:
        raise ContentChangedError(
            "Hasil hitungan telah berubah sejak halaman ini dibuka. Suara belum dicatat; periksa hasil yang baru."
        )
    if choice == VoteChoice.DISSENT and not note.strip():
        raise DomainError("Suara tidak setuju memerlukan catatan. Suara belum dicatat.")
    try:
        with passing_the_gate():
            return Vote.objects.create(
                run=run, agency=agency, content_sha256=content_sha256, choice=choice, note=note, by=by
            )
    except IntegrityError as error:
        raise DomainError(f"{agency} sudah memberi suara atas hitungan ini.") from error
