"""A file that comes piece by piece: announced, received, put together; or given up after two days."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import InputRefusedError, StageClosedError
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.actions.evidence import (
    check_asked,
    check_room,
    check_size,
    hold_room,
    plain_name,
    replace_evidence,
    store,
    use_file,
)
from apps.self_assessment.exceptions import PiecesMissingError
from apps.self_assessment.models import Evidence, FileInPieces, StoredFile, Upload
from apps.self_assessment.queries import institution_bytes
from apps.self_assessment.queries.uploads import (
    Sent,
    announced_bytes,
    folder_of,
    missing_pieces,
    piece_path,
    unfinished,
    uploads_root,
)

Kept = TypeVar("Kept")
Row = TypeVar("Row", bound=Model)


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
    key = {"evaluation": evaluation, "indicator": indicator, "by": by, "sha256": sha256, "name": name}
    if known := begun(Upload, **key, replaces=replaces):
        return known
    check_room(name, size, taken=institution_bytes(evaluation.institution) + announced_bytes(evaluation.institution))
    return Upload.objects.create(
        **key, replaces=replaces, size=size, piece_size=settings.EVIDENCE_PIECE_SIZE, proves=proves, place=place
    )


def begun(kind: type[Sent], **key: Any) -> Sent | None:
    """The same file of the same person that is on its way already; None where it has to begin anew."""
    known = unfinished(kind).filter(**key).first()
    if known is None or known.expires > timezone.now():
        return known
    known.delete()  # its time is over; what is left of its pieces goes with the next tidying
    return None


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
    """Put the pieces together and bring them as evidence: see `bring_once`."""
    if upload.evidence:
        return upload.evidence
    check_takes_evidence(upload.evaluation)
    check_asked(upload.evaluation, upload.indicator)

    def keep(whole: File) -> StoredFile:
        return store(upload.evaluation.institution, whole, by=by)

    # What was announced stays as it is; so the row that was read here says it, with its surroundings.
    return bring_once(upload, keep, lambda _, stored: _bring(upload, stored, by=by))


def bring_once(upload: Sent, keep: Callable[[File], Kept], bring: Callable[[Sent, Kept], Row]) -> Row:
    """What became of an upload: `keep` its whole bytes first, then `bring` the row that names them.

    Asked twice or at once, it is brought once. Raises PiecesMissingError as long as something has not come, and
    InputRefusedError for what cannot be kept; then the upload is given up.
    """
    if missing := missing_pieces(upload):
        raise PiecesMissingError(missing)
    try:
        with tempfile.TemporaryFile(dir=uploads_root()) as whole:
            _join(upload, whole)
            kept = keep(File(whole, name=upload.name))
        with transaction.atomic():
            # Whoever was faster has brought it; their row is the answer to both.
            rows = type(upload)._default_manager.select_for_update(of=("self",))
            current = rows.filter(pk=upload.pk).first()
            if current is None:
                raise InputRefusedError(f"Unggahan “{upload.name}” sudah dibuang. Pilih berkas itu sekali lagi.")
            brought: Row | None = getattr(current, current.BECOMES)
            if brought is None:
                brought = bring(current, kept)
                setattr(current, current.BECOMES, brought)
                current.save(update_fields=[current.BECOMES])
    except InputRefusedError:
        abandon(upload)
        raise
    _clear(folder_of(upload))
    return brought


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
    said = {"proves": upload.proves, "place": upload.place}
    if upload.replaces is None:
        return use_file(upload.evaluation, upload.indicator, stored, by=by, **said)
    return replace_evidence(upload.replaces, stored, by=by)


def _join(upload: FileInPieces, whole: IO[bytes]) -> None:
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


def _pieces(upload: FileInPieces) -> Iterator[bytes]:
    for number in range(upload.pieces):
        yield piece_path(upload, number).read_bytes()
