"""Files on their way, and which of their pieces have come."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.sql import rows
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.self_assessment.models import FileInPieces, Upload

Sent = TypeVar("Sent", bound=FileInPieces)
ANNOUNCED = """
    SELECT coalesce(sum(upload.size), 0) FROM self_assessment_upload upload
    JOIN evaluations_evaluation evaluation ON evaluation.id = upload.evaluation_id
    WHERE evaluation.institution_id = %s AND upload.evidence_id IS NULL AND upload.expires > %s
      AND upload.id <> ALL(%s::bigint[])
"""


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
    return folder_of(upload) / f"{number:05}"


def missing_pieces(upload: FileInPieces) -> list[int]:
    """The numbers of the pieces that have not come. A piece is there whole or not at all."""
    present: set[str] = set()
    with suppress(FileNotFoundError):  # nothing has come yet, or nothing lies there any more
        present = set(os.listdir(folder_of(upload)))
    return [number for number in range(upload.pieces) if piece_path(upload, number).name not in present]


def cut_uploads(
    user: User, evaluation: Evaluation, indicator: Indicator, *, kind: type[FileInPieces] = Upload
) -> list[Cut]:
    """What this person began here and did not finish. One query; none where no piece lies."""
    if not desk_of(kind, evaluation.pk, indicator.pk, user.pk).is_dir():
        return []
    key = {"evaluation": evaluation, "indicator": indicator, "by": user}
    rows = on_their_way(kind).filter(**key)
    return [Cut(one, 100 * (one.pieces - len(missing_pieces(one))) // one.pieces) for one in rows]


def announced_bytes(institution: Institution, *, but: Iterable[int] = ()) -> int:
    """How much is on its way to the institution's room, without the uploads named by their keys."""
    [[announced]] = rows(ANNOUNCED, [institution.pk, timezone.now(), list(but)])
    return int(announced)


def unfinished(kind: type[Sent]) -> QuerySet[Sent]:
    """What has not become anything, whether or not its time is over."""
    return kind._default_manager.filter(**{f"{kind.BECOMES}__isnull": True})


def on_their_way(kind: type[Sent]) -> QuerySet[Sent]:
    return unfinished(kind).filter(expires__gt=timezone.now())
