"""Processes of their own that open strangers' files: how many pages, what is wrong, and pages as images.

Run by path, apart from the application: without its settings, its secrets and its modules. The first process opens no
file: it waits on a socket (common.openers) for lines of JSON, each with a socket for the answer, and forks another for
each, with little memory, time and disk. Whatever a file does to that one, nothing else is hurt.

    [SECONDS, WALL, "look", PATH, MEDIA_TYPE]    answers {"pages": 12, "finding": "scanned"}
    [SECONDS, WALL, "draw", PATH, MEDIA_TYPE, FOLDER, NUMBER, ...]    writes FOLDER/NUMBER.webp
    [SECONDS, WALL, "note", PATH]    answers what a camera noted: {"taken": "", "latitude": null, ...}
    [SECONDS, WALL, "shrink", PATH, TARGET, PIXELS]    writes the picture small and upright, as JPEG without notes
"""

import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL import Image

MEMORY = 1_200_000_000
LARGEST_OUTPUT = 20_000_000
LOOKED_AT = 20  # pages that are searched for text and drawings
WIDTH, HEIGHT = 1100, 1700  # pixels at most
MOST_PIXELS = 80_000_000
PDF = "application/pdf"
PICTURES = ("PNG", "JPEG")


def wait(control: socket.socket) -> None:
    """Until the other end is gone: a process for each line that comes."""
    import pypdfium2  # noqa: F401 - once here instead of in every process that is forked
    from PIL import Image

    Image.init()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the ends of those
    while True:
        line, sockets, _, _ = socket.recv_fds(control, 65_536, 1)
        if not line:
            return
        if os.fork() == 0:
            control.close()
            answer(line, socket.socket(fileno=sockets[0]))
        os.close(sockets[0])


def answer(line: bytes, to: socket.socket) -> NoReturn:
    """Do what the line asks, within its limits, and say so; whoever cannot just ends."""
    try:
        seconds, wall, command, *arguments = json.loads(line)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(wall)
        if command not in AT_ONCE:
            os.nice(10)  # people first
        found = COMMANDS[command](*arguments)
        to.sendall(b"done\n" + json.dumps(found).encode())
    finally:
        os._exit(0)


def look(path: str, media_type: str) -> dict[str, object]:
    """Pages (None where it cannot be opened) and a finding: "", unreadable, encrypted, blank, scanned, too_heavy."""
    return _look_at_paper(path) if media_type == PDF else _look_at_picture(path)


def draw(path: str, media_type: str, folder: str, *numbers: str) -> None:
    """Each page that can be drawn. One that cannot takes no other with it."""
    draw_one = _draw_paper if media_type == PDF else _draw_picture
    for number in numbers:
        target = Path(folder) / f"{number}.webp"
        unfinished = target.with_suffix(f".{os.getpid()}")
        try:
            draw_one(path, int(number), unfinished)
            unfinished.replace(target)
        except Exception:
            unfinished.unlink(missing_ok=True)


def note(path: str) -> dict[str, object]:
    """When and where a photo was taken, as far as it says so. `taken` is ISO 8601 by the camera's own clock."""
    from PIL import ExifTags, Image

    with Image.open(path, formats=PICTURES) as picture:
        noted = picture.getexif()
        details, place = noted.get_ifd(ExifTags.IFD.Exif), noted.get_ifd(ExifTags.IFD.GPSInfo)
    latitude, longitude = _degrees(place, 1, 2, "S", 90), _degrees(place, 3, 4, "W", 180)
    has_both = latitude is not None and longitude is not None
    return {
        "taken": _moment(details.get(0x9003) or noted.get(0x0132), details.get(0x9011)),
        "latitude": latitude if has_both else None,
        "longitude": longitude if has_both else None,
    }


def _moment(text: object, offset: object) -> str:
    """ "2026:08:12 10:20:00" with its offset, if it is a moment at all; else nothing."""
    from datetime import datetime

    try:
        # The camera's clock knows no zone.
        moment = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007
    except ValueError:
        return ""
    try:
        return datetime.fromisoformat(moment + str(offset or "").strip("\0 ")).isoformat()
    except ValueError:
        return moment


def _degrees(place: Mapping[int, Any], sign: int, key: int, negative: str, most: int) -> str | None:
    """Degrees, minutes and seconds as decimal degrees with six places; None unless all three are sound."""
    try:
        degrees, minutes, seconds = (Fraction(one.numerator, one.denominator) for one in place[key])
        found = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, ZeroDivisionError):
        return None
    if not 0 <= found <= most:
        return None
    is_negative = str(place.get(sign, "")).strip("\0 ").upper() == negative
    return f"{float(-found if is_negative else found):.6f}"


def shrink(path: str, target: str, pixels: str) -> None:
    """The picture upright, on white, no side longer than that; nothing that the camera noted goes along."""
    unfinished = Path(target).with_suffix(f".{os.getpid()}")
    try:
        _upright(path, int(pixels)).save(unfinished, "JPEG", quality=82)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _look_at_paper(path: str) -> dict[str, object]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        paper = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        return {"pages": None, "finding": "encrypted" if is_locked else "unreadable"}
    if not len(paper):
        return {"pages": None, "finding": "unreadable"}
    drawings = 0
    for number in range(min(len(paper), LOOKED_AT)):
        try:
            page = paper[number]
            if page.get_textpage().get_text_range().strip():
                return {"pages": len(paper), "finding": ""}
            drawings += raw.FPDFPage_CountObjects(page)
        except pypdfium2.PdfiumError:
            return {"pages": len(paper), "finding": "unreadable"}
    return {"pages": len(paper), "finding": "scanned" if drawings else "blank"}


def _draw_paper(path: str, number: int, target: Path) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, HEIGHT / height)
    page.render(scale=scale).to_pil().convert("RGB").save(target, "WEBP", quality=80, method=3)


def _look_at_picture(path: str) -> dict[str, object]:
    from PIL import Image

    try:
        with Image.open(path, formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"pages": 1, "finding": "too_heavy"}
            picture.verify()
    except Exception:
        return {"pages": None, "finding": "unreadable"}
    return {"pages": 1, "finding": ""}


def _draw_picture(path: str, number: int, target: Path) -> None:  # noqa: ARG001 - a picture is its only page
    _upright(path, HEIGHT).save(target, "WEBP", quality=80, method=3)


def _upright(path: str, most: int) -> "Image.Image":
    """The picture as it was held, on white, no side longer than `most` pixels."""
    from PIL import Image, ImageOps

    with Image.open(path, formats=PICTURES) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (most, most))
        picture.thumbnail((most, most))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        return Image.alpha_composite(ground, upright).convert("RGB")


COMMANDS: dict[str, Callable[..., dict[str, object] | None]] = {
    "look": look,
    "draw": draw,
    "note": note,
    "shrink": shrink,
}
AT_ONCE = {"look", "note"}  # somebody waits for it, and so does a thread of the web server

if __name__ == "__main__":
    wait(socket.socket(fileno=int(sys.argv[1])))
