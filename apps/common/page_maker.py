"""A process of its own that opens a stranger's file: how many pages, what is wrong with it, and pages as images.

Run by path, apart from the application: without its settings, its secrets and its modules, and with little memory,
time and disk. Whatever a file does to it, nothing else is hurt (see common.pages, which starts it).

    page_maker.py SECONDS look PATH MEDIA_TYPE          prints {"pages": 12, "finding": "scanned"}
    page_maker.py SECONDS draw PATH MEDIA_TYPE FOLDER NUMBER...   writes FOLDER/NUMBER.webp
"""

import json
import os
import resource
import sys
from pathlib import Path

MEMORY = 1_200_000_000
LARGEST_OUTPUT = 20_000_000
LOOKED_AT = 20  # pages that are searched for text and drawings
WIDTH, HEIGHT = 1100, 1700  # pixels at most
MOST_PIXELS = 80_000_000
PDF = "application/pdf"


def main(seconds: str, command: str, *arguments: str) -> None:
    limit = int(seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if command == "look":  # somebody waits for it, and so does a thread of the web server
        print(json.dumps(look(*arguments)))
    else:
        os.nice(10)  # people first
        draw(*arguments)


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
        except Exception as error:
            unfinished.unlink(missing_ok=True)
            print(f"page {number}: {error}", file=sys.stderr)


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
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"pages": 1, "finding": "too_heavy"}
            picture.verify()
    except Exception:
        return {"pages": None, "finding": "unreadable"}
    return {"pages": 1, "finding": ""}


def _draw_picture(path: str, number: int, target: Path) -> None:  # noqa: ARG001 - a picture is its only page
    from PIL import Image, ImageOps

    with Image.open(path, formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (WIDTH, HEIGHT))
        picture.thumbnail((HEIGHT, HEIGHT))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        ground = Image.new("RGBA", upright.size, "white")
        Image.alpha_composite(ground, upright).convert("RGB").save(target, "WEBP", quality=80, method=3)


if __name__ == "__main__":
    main(*sys.argv[1:])
