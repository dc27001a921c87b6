"""Certified copies of an issued decree. Each has bytes of its own, made by the worker and kept."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.decrees import wording
from apps.decrees.models import Decree, DecreeCopy, DecreeState
from apps.decrees.paper import render_decree
from apps.decrees.queries import sheet_of
from apps.decrees.sheets import Certifier
from apps.jobs.actions import ask


@transaction.atomic
def request_copy(decree: Decree, *, title: str, name: str, by: User) -> DecreeCopy:
    """Ask for a copy that this official states to be like the original."""
    decree = Decree.objects.select_for_update().get(pk=decree.pk)
    if decree.state != DecreeState.ISSUED:
        raise DomainError("Salinan dibuat dari keputusan yang sudah ditetapkan. Belum ada salinan yang dibuat.")
    copy = DecreeCopy.objects.create(decree=decree, title=title, name=name, asked_by=by)
    copy.job = ask("decrees.copy", copy.pk, by=by, total=1)
    copy.save(update_fields=["job"])
    return copy


def make_copy(copy: DecreeCopy) -> None:
    """Make the copy's PDF and keep it. Done twice it has one effect."""
    if copy.made_at:
        return
    decree = copy.decree
    certifier = Certifier(office=wording.CERTIFYING_OFFICE, title=(copy.title,), name=copy.name)
    sheet = sheet_of(decree, is_draft=False, signed_as=decree.signed_as, certifier=certifier)
    sha256, _ = keep([render_decree(sheet)])
    DecreeCopy.objects.filter(pk=copy.pk, made_at=None).update(sha256=sha256, made_at=timezone.now())
