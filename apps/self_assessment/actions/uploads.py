"""A file that comes piece by piece: announced, received, put together; or given up after two days."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TypeVar

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError, StageClosedError
from apps.common.sql import insert, rows
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.actions.evidence import (
    check_asked,
    check_room,
    check_size,
    hold_room,
    keep_bytes,
    new_edition,
    new_use,
    one_use,
    plain_name,
    remember,
)
from apps.self_assessment.exceptions import PiecesMissingError
from apps.self_assessment.models import Evidence, FileInPieces, StoredFile, Upload
from apps.self_assessment.queries.uploads import (
    begun_beside_room,
    folder_of,
    held_beside_room,
    missing_pieces,
    piece_path,
    unfinished,
    uploads_root,
)

Sent = TypeVar("Sent", bound=FileInPieces)


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
    check_asked(evaluation, indicator)
    check_size(name, size)
    hold_room(evaluation.institution_id)
    known, taken = begun_beside_room(evaluation, indicator, by=by, sha256=sha256, name=name, replaces=replaces)
    if known and goes_on(known):
        return known
    check_room(name, size, taken=taken)
    upload = Upload(
        evaluation=evaluation,
        indicator=indicator,
        by=by,
        name=name,
        size=size,
        sha256=sha256,
        piece_size=settings.EVIDENCE_PIECE_SIZE,
        proves=proves,
        place=place,
        replaces=replaces,
    )
    insert(upload)
    return upload


def goes_on(known: FileInPieces) -> bool:
    """Whether an upload that has begun goes on; if its time is over, it makes room for another beginning."""
    if known.expires > timezone.now():
        return True
    known.delete()  # what is left of its pieces goes with the next tidying
    return False


def receive(upload: FileInPieces, number: int, content: bytes, *, sha256: str) -> None:
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
    """Put the pieces together and bring them as evidence: once, however often and at once it is asked.

    Refuses like `whole_of`.
    """
    if upload.evidence:
        return upload.evidence
    evaluation, indicator = upload.evaluation, upload.indicator
    check_takes_evidence(evaluation)
    check_asked(evaluation, indicator)
    with whole_of(upload) as whole:
        kept = keep_bytes(upload.name, whole)
        with one_use(upload.name):
            hold_room(evaluation.institution_id)
            current, taken = held_beside_room(upload)
            brought = still(upload, current).evidence
            if brought is None:
                check_room(upload.name, kept.size, taken=taken)
                stored = remember(evaluation.institution, **kept._asdict(), name=upload.name, by=by)
                brought = _bring(upload, stored, by=by)
                note_end(upload, brought)
    return brought


@contextmanager
def whole_of(upload: FileInPieces) -> Iterator[File]:
    """All pieces together, to be brought as what was announced; afterwards they are gone.

    Raises PiecesMissingError as long as something has not come, and InputRefusedError for what is not what was
    announced. Whatever is refused meanwhile as InputRefusedError is given up.
    """
    if missing := missing_pieces(upload):
        raise PiecesMissingError(missing)
    try:
        with _joined(upload) as whole:
            _check_whole(upload, whole)
            yield File(whole, name=upload.name)
    except InputRefusedError:
        abandon(upload)
        raise
    _clear(folder_of(upload))


def still(upload: Sent, current: Sent | None) -> Sent:
    """The `current` row of an upload. Whoever was faster may have brought it, or given it up: that is refused."""
    if current is None:
        raise InputRefusedError(f"Unggahan “{upload.name}” sudah dibuang. Pilih berkas itu sekali lagi.")
    return current


def note_end(upload: FileInPieces, brought: Model) -> None:
    """Say on its row what has become of it."""
    said = f'UPDATE "{upload._meta.db_table}" SET {upload.BECOMES}_id = %s WHERE id = %s RETURNING id'  # noqa: S608
    rows(said, [brought.pk, upload.pk])


def abandon(upload: FileInPieces) -> None:
    """Give up an upload that is on its way, and its pieces."""
    unfinished(type(upload)).filter(pk=upload.pk).delete()
    _clear(folder_of(upload))


def tidy_uploads() -> int:
    """Give up what has waited too long, and whatever lies there that nobody sends any more; how many uploads."""
    return sum(_tidy(kind) for kind in FileInPieces.__subclasses__())


def _tidy(kind: type[FileInPieces]) -> int:
    given_up, _ = kind._default_manager.filter(expires__lte=timezone.now()).delete()
    folders = list((uploads_root() / kind.SHELF).glob("*/*"))
    known = set(map(str, unfinished(kind).values_list("pk", flat=True)))
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
    if old := upload.replaces:
        return new_edition(old, stored, by=by, proves=old.proves, place=old.place)
    evaluation, indicator = upload.evaluation, upload.indicator
    return new_use(evaluation, indicator, stored, by=by, proves=upload.proves, place=upload.place)


def _joined(upload: FileInPieces) -> IO[bytes]:
    """All pieces in their order; one alone is the whole as it lies there. What is gone must come again."""
    try:
        if upload.pieces == 1:
            return piece_path(upload, 0).open("rb")
        whole = tempfile.TemporaryFile(dir=uploads_root())  # noqa: SIM115 - whoever asked closes it
        for number in range(upload.pieces):
            whole.write(piece_path(upload, number).read_bytes())
    except FileNotFoundError as error:
        raise PiecesMissingError(missing_pieces(upload)) from error
    return whole


def _check_whole(upload: FileInPieces, whole: IO[bytes]) -> None:
    whole.seek(0)
    if hashlib.file_digest(whole, "sha256").hexdigest() != upload.sha256:  # type: ignore[arg-type]
        raise InputRefusedError(f"Berkas “{upload.name}” berubah di perjalanan. Pilih berkas itu sekali lagi.")
