"""The draft on paper, made by the worker."""

from django.db import transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.decrees.models import Decree, DecreeState
from apps.decrees.paper import render_decree
from apps.decrees.queries import sheet_of
from apps.jobs.actions import ask


@transaction.atomic
def request_draft(decree: Decree, *, by: User | None) -> None:
    """Ask for the draft's PDF."""
    if decree.state == DecreeState.ISSUED:
        raise DomainError("Keputusan ini sudah ditetapkan; naskahnya tidak berubah lagi.")
    job = ask("decrees.render", decree.pk, by=by, total=1)
    Decree.objects.filter(pk=decree.pk).exclude(state=DecreeState.ISSUED).update(job=job)


def render_draft(decree: Decree) -> None:
    """Make the draft's PDF and keep it, unless the words changed while it was made: then it is made again."""
    sha256, _ = keep([render_decree(sheet_of(decree, is_draft=True))])
    Decree.objects.filter(pk=decree.pk, version=decree.version).exclude(state=DecreeState.ISSUED).update(
        state=DecreeState.RENDERED, draft_sha256=sha256
    )
