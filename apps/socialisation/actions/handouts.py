"""Guidelines, training material and announcements: handed out, and taken back."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError
from apps.notices.actions import notify
from apps.periods.models import EvaluationPeriod
from apps.self_assessment.actions.evidence import check_size, plain_name
from apps.self_assessment.filetypes import media_type_of
from apps.socialisation.models import Announcement, Material
from apps.socialisation.queries import people_for


def add_material(period: EvaluationPeriod, upload: File, said: Mapping[str, object], *, by: User) -> Material:
    """Keep the file and hand it out to its audiences. InputRefusedError for a wrong kind or too large."""
    name = plain_name(upload.name or "")
    check_size(name, upload.size or 0)
    media_type = media_type_of(cast(BinaryIO, upload), name)
    sha256, size = files.keep(upload.chunks(), limit=settings.EVIDENCE_FILE_LIMIT)
    return Material.objects.create(
        period=period, name=name, media_type=media_type, size=size, sha256=sha256, added_by=by, **said
    )


@transaction.atomic
def announce(period: EvaluationPeriod, said: Mapping[str, object], *, by: User) -> Announcement:
    """Announce something to its audiences: on their first page now, by mail with the morning's digest."""
    announcement = Announcement.objects.create(period=period, by=by, **said)
    notify(
        people_for(period, announcement.audiences),
        f"Pengumuman: {announcement.title}",
        reverse("socialisation:announcement", args=[announcement.pk]),
        simulation=period.simulation_label,
    )
    return announcement


def withdraw(handout: Material | Announcement, *, by: User) -> None:
    """Nobody reads it any more; the row stays and says who and when."""
    standing = type(handout)._default_manager.filter(pk=handout.pk, withdrawn_at=None)
    if not standing.update(withdrawn_by=by, withdrawn_at=timezone.now()):
        raise DomainError("Ini sudah ditarik sebelumnya.")
