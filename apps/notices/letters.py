"""Mail: written down inside a request, sent by a worker. No page ever waits for a mail server."""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from celery import current_app
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from apps.common import files
from apps.notices.models import Letter

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
AT_ONCE = 200


@dataclass(frozen=True)
class Attachment:
    """A kept file that goes along: its hash, the name it is to have, its media type."""

    sha256: str
    name: str
    media_type: str


def write_letter(address: str, *, subject: str, text: str, attachment: Attachment | None = None) -> Letter:
    """Write a mail down; it leaves when this transaction has committed. The subject is one line of 200 characters."""
    letter = Letter(
        address=address,
        subject=" ".join(subject.split())[:200],
        text=text,
        attachment_sha256=attachment.sha256 if attachment else "",
        attachment_name=attachment.name if attachment else "",
        attachment_type=attachment.media_type if attachment else "",
    )
    return write_letters([letter])[0]


def write_letters(letters: Iterable[Letter]) -> list[Letter]:
    """Write many mails down in one statement; one bell for all of them."""
    if written := Letter.objects.bulk_create(letters):
        transaction.on_commit(ring, robust=True)
    return written


def ring() -> None:
    """Tell a worker that letters wait. A bell that is lost rings again with the clock."""
    try:
        current_app.send_task("notices.send_letters", retry=False)
    except Exception as error:
        logger.warning("Could not ring for letters: %s", error)


def send_letters() -> int:
    """Send what is due, oldest first; returns how many have gone. A refusal is tried again, later each time."""
    gone = 0
    for _ in range(AT_ONCE):
        with transaction.atomic():
            letter = (
                Letter.objects.select_for_update(skip_locked=True)
                .filter(sent_at__isnull=True, due_at__lte=timezone.now())
                .first()
            )
            if letter is None:
                break
            gone += _send(letter)
    else:
        ring()  # more may wait: others get their turn with the worker, then we go on
    return gone


def _send(letter: Letter) -> bool:
    letter.tries += 1
    try:
        message = EmailMessage(letter.subject, letter.text, to=[letter.address])
        if letter.attachment_sha256:
            message.attach(letter.attachment_name, files.read(letter.attachment_sha256), letter.attachment_type)
        message.send()
    # ValueError: an address that cannot stand in a header. It must not hold up the letters behind it.
    except (OSError, smtplib.SMTPException, ValueError) as error:
        logger.warning("Letter %s did not leave: %s", letter.pk, error)
        letter.due_at = timezone.now() + min(FIRST_PAUSE * 2 ** min(letter.tries - 1, 10), LONGEST_PAUSE)
    else:
        letter.sent_at = timezone.now()
        letter.text = ""  # it may carry a one-time address, of which the rest of the database knows only the hash
    letter.save(update_fields=["tries", "due_at", "sent_at", "text"])
    return letter.sent_at is not None
