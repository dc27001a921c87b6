"""The one door to a stranger's file: it is opened by `page_maker.py`, in a process of its own that may die."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.common.openers import opened


@dataclass(frozen=True)
class Look:
    """`pages` is None where the file cannot be opened; `finding` is empty where nothing is to be warned of."""

    pages: int | None
    finding: str


@dataclass(frozen=True)
class Note:
    """What a camera noted: its own clock as ISO 8601, "" without one; decimal degrees, both or none."""

    taken: str
    latitude: str | None
    longitude: str | None


def look(path: Path, media_type: str, *, seconds: int) -> Look | None:
    """What is found in the file; None if it took longer, or the file was stronger than the process."""
    said = opened(seconds, "look", str(path), media_type)
    return None if said is None else Look(**json.loads(said))


def note(path: Path, *, seconds: int) -> Note | None:
    """When and where a photo was taken; None if the file was stronger than the process."""
    said = opened(seconds, "note", str(path))
    return None if said is None else Note(**json.loads(said))


def shrink(path: Path, target: Path, *, pixels: int, seconds: int) -> bool:
    """Write a picture small, as JPEG without the camera's notes; whether that was possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return opened(seconds, "shrink", str(path), str(target), str(pixels)) is not None


def draw(path: Path, media_type: str, numbers: Sequence[int], folder: Path, *, seconds: int) -> set[int]:
    """Draw pages as FOLDER/NUMBER.webp and return those that cannot be drawn.

    One page that takes all the time or memory is given up; the others are drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    failed: set[int] = set()
    waiting = list(numbers)
    while waiting:
        said = opened(seconds, "draw", str(path), media_type, str(folder), *map(str, waiting))
        undone = [number for number in waiting if not image_in(folder, number).is_file()]
        if said is not None:
            return failed | set(undone)
        failed.update(undone[:1])
        waiting = undone[1:]
    return failed


def image_in(folder: Path, number: int) -> Path:
    return folder / f"{number}.webp"
