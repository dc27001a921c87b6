"""Files on their way, and which of their pieces have come."""

from collections.abc import Iterable
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


def folder_of(upload: Upload) -> Path:
    return uploads_root() / str(upload.pk)


def piece_path(upload: Upload, number: int) -> Path:
    return folder_of(upload) / f"{number:05}"


def missing_pieces(upload: Upload) -> list[int]:
    """The numbers of the pieces that have not come. A piece is there whole or not at all."""
    folder = folder_of(upload)
    present = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
    return [number for number in range(upload.pieces) if piece_path(upload, number).name not in present]


def cut_uploads(user: User, evaluation: Evaluation, indicator: Indicator) -> list[Cut]:
    """What this person began here and did not finish. One query."""
    rows = on_their_way().filter(evaluation=evaluation, indicator=indicator, by=user)
    return [Cut(one, 100 * (one.pieces - len(missing_pieces(one))) // one.pieces) for one in rows]


def announced_bytes(institution: Institution, *, but: Iterable[int] = ()) -> int:
    """How much is on its way to the institution's room, without the uploads named by their keys."""
    rows = on_their_way().filter(evaluation__institution=institution).exclude(pk__in=but)
    return rows.aggregate(total=Sum("size"))["total"] or 0


def on_their_way() -> QuerySet[Upload]:
    return Upload.objects.filter(evidence__isnull=True, expires__gt=timezone.now())
