"""Files on their way, and which of their pieces have come."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.self_assessment.models import Upload


@dataclass(frozen=True)
class Cut:
    """An upload that did not come to its end: choosing the same file again goes on with it."""

    upload: Upload
    percent: int


def uploads_root() -> Path:
    """Where pieces lie until their file is whole."""
    return Path(settings.MEDIA_ROOT) / ".uploads"


def desk_of(evaluation_id: int, indicator_id: int, user_id: int) -> Path:
    """Where everything lies that a person is sending for one indicator; absent if nothing is on its way."""
    return uploads_root() / f"{evaluation_id}-{indicator_id}-{user_id}"


def folder_of(upload: Upload) -> Path:
    return desk_of(upload.evaluation_id, upload.indicator_id, upload.by_id) / str(upload.pk)


def piece_path(upload: Upload, number: int) -> Path:
    return folder_of(upload) / f"{number:05}"


def missing_pieces(upload: Upload) -> list[int]:
    """The numbers of the pieces that have not come. A piece is there whole or not at all."""
    present: set[str] = set()
    with suppress(FileNotFoundError):  # nothing has come yet, or nothing lies there any more
        present = set(os.listdir(folder_of(upload)))
    return [number for number in range(upload.pieces) if piece_path(upload, number).name not in present]


def cut_uploads(user: User, evaluation: Evaluation, indicator: Indicator) -> list[Cut]:
    """What this person began here and did not finish. One query; none where no piece lies."""
    if not desk_of(evaluation.pk, indicator.pk, user.pk).is_dir():
        return []
    rows = on_their_way().filter(evaluation=evaluation, indicator=indicator, by=user)
    return [Cut(one, 100 * (one.pieces - len(missing_pieces(one))) // one.pieces) for one in rows]


def announced_bytes(institution: Institution, *, but: Iterable[int] = ()) -> int:
    """How much is on its way to the institution's room, without the uploads named by their keys."""
    rows = on_their_way().filter(evaluation__institution=institution).exclude(pk__in=but)
    return rows.aggregate(total=Sum("size"))["total"] or 0


def on_their_way() -> QuerySet[Upload]:
    return Upload.objects.filter(evidence__isnull=True, expires__gt=timezone.now())
