"""Photos of a visit: brought, withdrawn, drawn small. Bytes are kept first, then the row names them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files, pages
from apps.common.exceptions import DomainError, InputRefusedError, StageClosedError
from apps.common.formats import size as as_size
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.jobs.actions import ask
from apps.rules.stages import Stage
from apps.self_assessment.actions.evidence import plain_name
from apps.self_assessment.actions.uploads import goes_on, note_end, still, whole_of
from apps.self_assessment.filetypes import JPEG, PNG, media_type_of
from apps.self_assessment.queries.uploads import unfinished
from apps.visitation.models import Photo, PhotoUpload
from apps.visitation.queries import small_path

SMALL_PICTURE = "visitation.photo"
KINDS = {JPEG: ".jpg", PNG: ".png"}
ACCEPT = ".jpg,.jpeg,.png"
MOST_PHOTOS = 20  # of one indicator
QUICK, PATIENT = 3, 20  # seconds of the processor
PIXELS = 800


def add_photos(
    evaluation: Evaluation, indicator: Indicator, uploads: Iterable[File], *, caption: str, by: User
) -> list[Photo]:
    """Keep photos of one validated indicator, all or none. InputRefusedError names the one that is not taken."""
    check_takes_photos(evaluation)
    rows = [_photo(evaluation, indicator, one, caption=caption, by=by) for one in uploads]
    _check_room(evaluation, indicator, len(rows))
    return _add(rows, by=by)


def announce_photo(
    evaluation: Evaluation, indicator: Indicator, *, by: User, name: str, size: int, sha256: str, caption: str
) -> PhotoUpload:
    """Say which photo is to come piece by piece, or go on with it. Refused before a byte comes."""
    name = plain_name(name)
    check_takes_photos(evaluation)
    _check_size(name, size)
    key = {"evaluation": evaluation, "indicator": indicator, "by": by, "sha256": sha256, "name": name}
    known = unfinished(PhotoUpload).filter(**key).first()
    if known and goes_on(known):
        return known
    _check_room(evaluation, indicator, 1)
    row = PhotoUpload(**key, size=size, piece_size=settings.EVIDENCE_PIECE_SIZE, caption=caption)
    PhotoUpload.objects.bulk_create([row], ignore_conflicts=True)  # asked twice at once, it begins once
    return PhotoUpload.objects.get(**key, photo__isnull=True)


def finish_photo(upload: PhotoUpload, *, by: User) -> Photo:
    """Put the pieces together and bring them as a photo: once, however often and at once it is asked.

    Refuses like `whole_of`.
    """
    if upload.photo:
        return upload.photo
    evaluation, indicator = upload.evaluation, upload.indicator
    check_takes_photos(evaluation)
    with whole_of(upload) as whole:
        photo = _photo(evaluation, indicator, whole, caption=upload.caption, by=by)
        with transaction.atomic():
            current = PhotoUpload.objects.select_for_update().filter(pk=upload.pk).first()
            brought = still(upload, current).photo
            if brought is None:
                _check_room(evaluation, indicator, 1)
                [brought] = _add([photo], by=by)
                note_end(upload, brought)
    return brought


def check_takes_photos(evaluation: Evaluation) -> None:
    """StageClosedError before bytes travel for nothing; the database decides again when a photo is brought."""
    if not evaluation.is_open(Stage.VISITATION):
        raise StageClosedError("Visitasi tidak sedang dibuka. Foto tidak disimpan.")


def _check_room(evaluation: Evaluation, indicator: Indicator, number: int) -> None:
    there = Photo.objects.filter(evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True)
    if there.count() + number > MOST_PHOTOS:
        raise InputRefusedError(f"Satu indikator memuat paling banyak {MOST_PHOTOS} foto. Belum ada yang disimpan.")


def _check_size(name: str, size: int) -> None:
    if size > settings.EVIDENCE_FILE_LIMIT:
        raise InputRefusedError(
            f"Foto “{name}” ({as_size(size)}) tidak disimpan: paling besar {as_size(settings.EVIDENCE_FILE_LIMIT)}."
        )


def _add(rows: list[Photo], *, by: User) -> list[Photo]:
    try:
        with passing_the_gate():
            Photo.objects.bulk_create(rows)
            for row in rows:
                ask(SMALL_PICTURE, row.pk, by=by)
    except IntegrityError as error:
        raise InputRefusedError("Foto yang sama sudah ada pada indikator ini. Belum ada yang disimpan.") from error
    return rows


def withdraw_photo(photo: Photo, *, by: User) -> None:
    """Take a photo back. The row stays and says who and when."""
    with passing_the_gate():
        standing = Photo.objects.filter(pk=photo.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_by=by, withdrawn_at=timezone.now()):
            raise DomainError(f"Foto “{photo}” sudah ditarik.")


def draw_small(photo: Photo) -> None:
    """Its small picture, unless it lies there already."""
    target = small_path(photo)
    if not target.is_file():
        pages.shrink(files.path_of(photo.sha256), target, pixels=PIXELS, seconds=PATIENT)


def draw_missing(evaluation: Evaluation) -> None:
    """Every small picture that the minutes will print."""
    for photo in Photo.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True):
        draw_small(photo)


def _photo(evaluation: Evaluation, indicator: Indicator, upload: File, *, caption: str, by: User) -> Photo:
    """A photo whose bytes are kept, with what the camera noted; not stored yet."""
    name, size = plain_name(upload.name or ""), upload.size or 0
    _check_size(name, size)
    try:
        media_type = media_type_of(cast(BinaryIO, upload), name, KINDS)
    except InputRefusedError as error:
        raise InputRefusedError(f"“{name}” tidak disimpan: isinya bukan foto JPEG atau PNG.") from error
    sha256, kept = files.keep(upload.chunks(), limit=settings.EVIDENCE_FILE_LIMIT)
    path = files.path_of(sha256)
    look = pages.look(path, media_type, seconds=QUICK)
    if look is not None and look.pages is None:
        raise InputRefusedError(f"Foto “{name}” tidak disimpan: berkasnya tidak dapat dibuka, mungkin rusak.")
    note = pages.note(path, seconds=QUICK) or pages.Note("", None, None)
    return Photo(
        evaluation=evaluation,
        indicator=indicator,
        sha256=sha256,
        name=name,
        size=kept,
        media_type=media_type,
        caption=" ".join(caption.split()),
        taken=note.taken,
        latitude=note.latitude and Decimal(note.latitude),
        longitude=note.longitude and Decimal(note.longitude),
        added_by=by,
    )
