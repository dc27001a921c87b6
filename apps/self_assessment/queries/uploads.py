"""Files on their way, and which of their pieces have come."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.evaluations.grants import HELD
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.self_assessment.models import Evidence, FileInPieces, Upload
from apps.self_assessment.queries.delegation import IN_CHARGE

Sent = TypeVar("Sent", bound=FileInPieces)
# How many bytes of an institution's room are taken, and how many more are promised to what is on its way.
TAKEN = """(
    SELECT coalesce(sum(file.size), 0) FROM self_assessment_storedfile file WHERE file.institution_id = %(institution)s
)"""
PROMISED = """(
    SELECT coalesce(sum(coming.size), 0) FROM self_assessment_upload coming
    JOIN evaluations_evaluation its ON its.id = coming.evaluation_id
    WHERE its.institution_id = %(institution)s AND coming.evidence_id IS NULL AND coming.expires > %(now)s
)"""
BEGUN = f"""
    SELECT {columns("upload", Upload)}, {TAKEN} + {PROMISED}
    FROM (VALUES (1)) AS always LEFT JOIN self_assessment_upload upload
        ON upload.evaluation_id = %(evaluation)s AND upload.indicator_id = %(indicator)s AND upload.by_id = %(by)s
       AND upload.sha256 = %(sha256)s AND upload.name = %(name)s AND upload.evidence_id IS NULL
       AND upload.replaces_id IS NOT DISTINCT FROM %(replaces)s
"""  # noqa: S608 - our own words
HELD_STILL = f"""
    SELECT {columns("upload", Upload)}, {TAKEN} FROM self_assessment_upload upload WHERE id = %(upload)s FOR UPDATE
"""  # noqa: S608
# With every piece that travels: the upload, what it is about, and what the person may do there.
READ = (Upload, Indicator, Evaluation, Institution)
OWN = f"""
    SELECT {columns("upload", Upload)}, {columns("indicator", Indicator)},
           {columns("evaluation", Evaluation)}, {columns("institution", Institution)}, {IN_CHARGE}, {HELD}
    FROM evaluations_evaluation evaluation
    JOIN institutions_institution institution ON institution.id = evaluation.institution_id
    LEFT JOIN self_assessment_upload upload
        ON upload.id = %(upload)s AND upload.evaluation_id = evaluation.id AND upload.by_id = %(user)s
    LEFT JOIN instruments_indicator indicator ON indicator.id = upload.indicator_id
    LEFT JOIN self_assessment_answer
        ON self_assessment_answer.evaluation_id = evaluation.id
       AND self_assessment_answer.indicator_id = indicator.id
    WHERE evaluation.id = %(evaluation)s
"""  # noqa: S608


@dataclass(frozen=True)
class Cut:
    """An upload that did not come to its end: choosing the same file again goes on with it."""

    upload: FileInPieces
    percent: int


def uploads_root() -> Path:
    """Where pieces lie until their file is whole."""
    return Path(settings.MEDIA_ROOT) / ".uploads"


def desk_of(kind: type[FileInPieces], evaluation_id: int, indicator_id: int, user_id: int) -> Path:
    """Where everything of a kind lies that a person is sending for one indicator; absent if nothing is on its way."""
    return uploads_root() / kind.SHELF / f"{evaluation_id}-{indicator_id}-{user_id}"


def folder_of(upload: FileInPieces) -> Path:
    return desk_of(type(upload), upload.evaluation_id, upload.indicator_id, upload.by_id) / str(upload.pk)


def piece_path(upload: FileInPieces, number: int) -> Path:
    return folder_of(upload) / name_of(number)


def name_of(piece: int) -> str:
    return f"{piece:05}"


def missing_pieces(upload: FileInPieces) -> list[int]:
    """The numbers of the pieces that have not come. A piece is there whole or not at all."""
    present: set[str] = set()
    with suppress(FileNotFoundError):  # nothing has come yet, or nothing lies there any more
        present = set(os.listdir(folder_of(upload)))
    return [number for number in range(upload.pieces) if name_of(number) not in present]


def cut_uploads(
    user: User, evaluation: Evaluation, indicator: Indicator, *, kind: type[FileInPieces] = Upload
) -> list[Cut]:
    """What this person began here and did not finish. One query; none where no piece lies."""
    if not desk_of(kind, evaluation.pk, indicator.pk, user.pk).is_dir():
        return []
    key = {"evaluation": evaluation, "indicator": indicator, "by": user}
    rows = on_their_way(kind).filter(**key)
    return [Cut(one, 100 * (one.pieces - len(missing_pieces(one))) // one.pieces) for one in rows]


def own_upload(user: User, pk: int, upload_pk: int) -> tuple[Evaluation, Upload | None, Sequence[str]] | None:
    """An evaluation, this very person's upload to it (None if it is not there), and what they may do. One statement.

    The upload has its evaluation and indicator beside it, and `is_mine` as an answer has it. None: no evaluation.
    """
    for row in rows(OWN, {"user": user.pk, "evaluation": pk, "upload": upload_pk}):
        upload, indicator, evaluation, evaluation.institution, is_mine, held = instances(row, *READ)
        if upload:
            upload.evaluation, upload.indicator, upload.is_mine = evaluation, indicator, is_mine
        return evaluation, upload, held
    return None


def begun_beside_room(
    evaluation: Evaluation, indicator: Indicator, *, by: User, sha256: str, name: str, replaces: Evidence | None
) -> tuple[Upload | None, int]:
    """The same file of the same person that has begun to come, over its time or not, and the bytes of the institution's
    room that are taken or promised. One statement.
    """
    asked = {"evaluation": evaluation.pk, "indicator": indicator.pk, "by": by.pk, "sha256": sha256, "name": name}
    beside = {"replaces": replaces and replaces.pk, "institution": evaluation.institution_id, "now": timezone.now()}
    [row] = rows(BEGUN, asked | beside)
    upload, taken = instances(row, Upload)
    return upload, int(taken)


def held_beside_room(upload: Upload) -> tuple[Upload | None, int]:
    """The upload as it stands until the transaction ends, and the bytes of the institution's room that are taken.

    One statement; None where it was given up.
    """
    for row in rows(HELD_STILL, {"upload": upload.pk, "institution": upload.evaluation.institution_id}):
        current, taken = instances(row, Upload)
        return current, int(taken)
    return None, 0


def unfinished(kind: type[Sent]) -> QuerySet[Sent]:
    """What has not become anything, whether or not its time is over."""
    return kind._default_manager.filter(**{f"{kind.BECOMES}__isnull": True})


def on_their_way(kind: type[Sent]) -> QuerySet[Sent]:
    return unfinished(kind).filter(expires__gt=timezone.now())
