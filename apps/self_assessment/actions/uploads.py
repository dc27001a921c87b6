"""A file that comes piece by piece: announced, received, put together; or given up after two days."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError, StageClosedError
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.actions.evidence import (
    check_marked,
    check_room,
    check_size,
    plain_name,
    replace_evidence,
    store,
    use_file,
)
from apps.self_assessment.exceptions import PiecesMissingError
from apps.self_assessment.models import Evidence, StoredFile, Upload
from apps.self_assessment.queries import institution_bytes
from apps.self_assessment.queries.uploads import (
    announced_bytes,
    folder_of,
    missing_pieces,
    piece_path,
    uploads_root,
)


@transaction.atomic
def announce(
    evaluation: Evaluation,
    indicator: Indicator,
    *,
    by: User,
    name: str,
    size: int,
    sha256: str,
    proves: str = "",
    place: str = "",
    replaces: Evidence | None = None,
) -> Upload:
    """Say which file is to come, or go on with it if this person has begun to send it. Refused before a byte comes."""
    name = plain_name(name)
    check_takes_evidence(evaluation)
    check_marked(evaluation, indicator)
    check_size(name, size)
    Institution.objects.select_for_update(no_key=True).get(pk=evaluation.institution_id)
    key = {"evaluation": evaluation, "indicator": indicator, "by": by, "sha256": sha256, "name": name}
    known = Upload.objects.filter(**key, replaces=replaces, evidence__isnull=True).first()
    if known and known.expires > timezone.now():
        return known
    if known:
        known.delete()  # its time is over; what is left of its pieces goes with the next tidying
    check_room(name, size, taken=institution_bytes(evaluation.institution) + announced_bytes(evaluation.institution))
    return Upload.objects.create(
        **key, replaces=replaces, size=size, piece_size=settings.EVIDENCE_PIECE_SIZE, proves=proves, place=place
    )


def receive(upload: Upload, number: int, content: bytes, *, sha256: str) -> None:
    """Take one piece, if it is as long and has the hash as announced. The same piece twice is kept once."""
    if not 0 <= number < upload.pieces or len(content) != upload.piece_length(number):
        raise InputRefusedError("Potongan berkas ini tidak sesuai dengan yang diumumkan.")
    if hashlib.sha256(content).hexdigest() != sha256:
        raise InputRefusedError("Potongan berkas ini rusak di perjalanan dan tidak disimpan.")
    folder = folder_of(upload)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as incoming:
            incoming.write(content)
        os.replace(incoming.name, piece_path(upload, number))
    except (FileNotFoundError, FileExistsError) as gone:  # brought or given up by another request at this moment
        raise PiecesMissingError(missing_pieces(upload)) from gone


def finish(upload: Upload, *, by: User) -> Evidence:
    """Put the pieces together and bring them as evidence. Asked twice or at once, it is brought once.

    Raises PiecesMissingError as long as something has not come, and InputRefusedError for what cannot be kept; then
    the upload is given up.
    """
    if upload.evidence:
        return upload.evidence
    check_takes_evidence(upload.evaluation)
    if missing := missing_pieces(upload):
        raise PiecesMissingError(missing)
    try:
        with tempfile.TemporaryFile(dir=uploads_root()) as whole:
            _join(upload, whole)
            stored = store(upload.evaluation.institution, File(whole, name=upload.name), by=by)
        with transaction.atomic():
            # Whoever was faster has brought it; their row is the answer to both.
            current = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
            if current is None:
                raise InputRefusedError(f"Unggahan “{upload.name}” sudah dibuang. Pilih berkas itu sekali lagi.")
            if current.evidence is None:
                current.evidence = _bring(current, stored, by=by)
                current.save(update_fields=["evidence"])
    except InputRefusedError:
        abandon(upload)
        raise
    _clear(folder_of(upload))
    return current.evidence


def abandon(upload: Upload) -> None:
    """Give up an upload that is on its way, and its pieces."""
    Upload.objects.filter(pk=upload.pk, evidence__isnull=True).delete()
    _clear(folder_of(upload))


def tidy_uploads() -> int:
    """Give up what has waited too long, and whatever lies there that nobody sends any more; how many uploads."""
    given_up, _ = Upload.objects.filter(expires__lte=timezone.now()).delete()
    folders = list(uploads_root().glob("*/*"))
    known = set(map(str, Upload.objects.filter(evidence__isnull=True).values_list("pk", flat=True)))
    for folder in folders:
        if folder.name not in known:
            _clear(folder)
    return given_up


def check_takes_evidence(evaluation: Evaluation) -> None:
    """StageClosedError before bytes travel for nothing; the database decides again when the evidence is brought."""
    if not (evaluation.is_open(Stage.SELF_ASSESSMENT) or evaluation.is_open(Stage.INTERVIEW)):
        raise StageClosedError("Tahap ini tidak sedang dibuka. Bukti tidak dapat ditambahkan.")


def _clear(folder: Path) -> None:
    """Away with the pieces, and with the desk once nothing lies on it."""
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()


def _bring(upload: Upload, stored: StoredFile, *, by: User) -> Evidence:
    said = {"proves": upload.proves, "place": upload.place}
    if upload.replaces is None:
        return use_file(upload.evaluation, upload.indicator, stored, by=by, **said)
    return replace_evidence(upload.replaces, stored, by=by)


def _join(upload: Upload, whole: IO[bytes]) -> None:
    """All pieces in their order. A piece that is gone or whose whole is not what was announced must come again."""
    digest = hashlib.sha256()
    try:
        for content in _pieces(upload):
            digest.update(content)
            whole.write(content)
    except FileNotFoundError as error:
        raise PiecesMissingError(missing_pieces(upload)) from error
    whole.seek(0)
    if digest.hexdigest() != upload.sha256:
        raise InputRefusedError(f"Berkas “{upload.name}” berubah di perjalanan. Pilih berkas itu sekali lagi.")


def _pieces(upload: Upload) -> Iterator[bytes]:
    for number in range(upload.pieces):
        yield piece_path(upload, number).read_bytes()
