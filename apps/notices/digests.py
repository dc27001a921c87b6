"""The morning's letter: everything that somebody has not read yet, at most once a day and person."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from apps.common.formats import WIB
from apps.notices import turns
from apps.notices.letters import write_letters
from apps.notices.models import Digest, Letter, Notice
from apps.notices.queries import unsettled
from apps.notices.wording import digest_subject, digest_text

HOUR = 6  # in WIB


@transaction.atomic
def write_digests() -> int:
    """Write the letters of this morning for everybody, in five statements; returns how many.

    May run at any time, late, often and twice at once: a day and person has one letter (a constraint), and a notice
    is looked at once. Those who want no mail, or cannot get any, are looked at too, so that nothing old comes later.
    """
    if not turns.take(turns.Turn.DIGESTS):
        return 0
    morning = last_morning(timezone.now())
    day = morning.date()
    seen = list(unsettled(morning))
    mailed = [one for one in seen if one.is_mailed]  # type: ignore[attr-defined]
    parcels = [(person, list(notices)) for person, notices in groupby(mailed, key=lambda one: one.user)]
    letters = write_letters(
        Letter(address=person.email, subject=digest_subject(notices, day), text=digest_text(person, notices))
        for person, notices in parcels
    )
    Digest.objects.bulk_create(
        Digest(user=person, day=day, letter=letter) for (person, _), letter in zip(parcels, letters, strict=True)
    )
    if seen:
        Notice.objects.filter(pk__in=[one.pk for one in seen]).update(settled_at=timezone.now())
    return len(letters)


def last_morning(now: datetime) -> datetime:
    """The latest moment at which digests were due."""
    today = now.astimezone(WIB).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
