"""The one door to a stranger's file: it is opened by `page_maker.py`, in a process of its own that may die."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAKER = Path(__file__).with_name("page_maker.py")
GRACE = 5  # seconds of the wall beyond those of the processor: the machine may be busy


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
    done = _run(seconds, "look", path, media_type)
    return Look(**json.loads(done.stdout)) if done and done.returncode == 0 else None


def note(path: Path, *, seconds: int) -> Note | None:
    """When and where a photo was taken; None if the file was stronger than the process."""
    done = _run(seconds, "note", path)
    return Note(**json.loads(done.stdout)) if done and done.returncode == 0 else None


def shrink(path: Path, target: Path, *, pixels: int, seconds: int) -> bool:
    """Write a picture small, as JPEG without the camera's notes; whether that was possible."""
    target.parent.mkdir(parents=True, exist_ok=True)
    done = _run(seconds, "shrink", path, str(target), str(pixels))
    return done is not None and done.returncode == 0


def draw(path: Path, media_type: str, numbers: Sequence[int], folder: Path, *, seconds: int) -> set[int]:
    """Draw pages as FOLDER/NUMBER.webp and return those that cannot be drawn.

    One page that takes all the time or memory is given up; the others are drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    failed: set[int] = set()
    waiting = list(numbers)
    while waiting:
        done = _run(seconds, "draw", path, media_type, str(folder), *map(str, waiting))
        undone = [number for number in waiting if not image_in(folder, number).is_file()]
        if done and done.returncode == 0:
            return failed | set(undone)
        failed.update(undone[:1])
        waiting = undone[1:]
    return failed


def image_in(folder: Path, number: int) -> Path:
    return folder / f"{number}.webp"


def _run(seconds: int, command: str, path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    line = [sys.executable, "-I", str(MAKER), str(seconds), command, str(path), *arguments]
    try:
        return subprocess.run(  # noqa: S603 - our own program; names are arguments, never a shell's words
            line, stdin=subprocess.DEVNULL, capture_output=True, env={}, timeout=seconds + GRACE, check=False
        )
    except subprocess.TimeoutExpired:
        return None
