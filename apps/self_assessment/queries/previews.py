"""What a page can show of a file: its pages as images, made by a worker."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from apps.common.pages import image_in
from apps.self_assessment.models import Evidence, FileCheck, FilePage, StoredFile

FIRST_PAGES = 5
MOST_CITED = 5
MOST_SHOWN = 500  # beyond it one downloads
# "hlm. 3", "halaman 12-14", "hal 7", "p. 4": the number after the word; or nothing but a number.
CITED = re.compile(r"(?:\bhlm|\bhal|\bhalaman|\bp|\bpp)\.?\s*(\d{1,5})", re.IGNORECASE)


@dataclass(frozen=True)
class View:
    """One page of a piece of evidence as it can be shown now.

    `numbers` are the pages offered for a choice; `pages` is None while nobody has counted them, or where there are
    none to show. Exactly one of `is_ready`, `is_coming` and `is_closed` holds.
    """

    evidence: Evidence
    file: StoredFile
    number: int
    pages: int | None
    numbers: list[int]
    cited: list[int]
    warning: str
    is_ready: bool
    is_closed: bool

    @property
    def is_coming(self) -> bool:
        return not self.is_ready and not self.is_closed

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.pages and self.number < self.pages else None


def cited_pages(place: str) -> list[int]:
    """The pages that a text names, such as "Pasal 5, hlm. 12"; a bare number is a page."""
    found = [int(place)] if place.strip().isdecimal() and len(place.strip()) < 6 else map(int, CITED.findall(place))
    return list(dict.fromkeys(number for number in found if number))[:MOST_CITED]


def wanted_pages(file: StoredFile, pages: int) -> list[int]:
    """What a worker draws by itself: the first pages, and those that somebody cites. One query."""
    places = Evidence.objects.filter(file=file).values_list("place", flat=True)
    cited = {number for place in places for number in cited_pages(place)}
    return sorted(number for number in cited | set(range(1, FIRST_PAGES + 1)) if number <= min(pages, MOST_SHOWN))


def view_of(evidence: Evidence, number: int | None) -> View | None:
    """What can be shown of this page now (without `number`: of the cited one, else of the first).

    None for a link, and for a page that the file does not have. Two queries.
    """
    file = evidence.file
    if file is None:
        return None
    check = FileCheck.objects.filter(file=file).first()
    pages = check.pages if check else None
    cited = [one for one in cited_pages(evidence.place) if pages is None or one <= pages]
    number = number or (cited or [1])[0]
    if number > (pages or number):
        return None
    page = FilePage.objects.filter(file=file, number=number).first()
    is_ready = page is not None and page.is_made and image_path(file, number).is_file()
    first = range(1, min(pages or 1, FIRST_PAGES) + 1)
    return View(
        evidence=evidence,
        file=file,
        number=number,
        pages=pages,
        numbers=sorted({*first, *cited, number}),
        cited=cited,
        warning=check.get_warning_display() if check else "",
        is_ready=is_ready,
        is_closed=not is_ready and (not file.can_be_shown or number > MOST_SHOWN or is_hopeless(check, page)),
    )


def is_hopeless(check: FileCheck | None, page: FilePage | None) -> bool:
    """Whether nobody needs to wait for this page."""
    return (check is not None and check.pages is None) or (page is not None and page.has_failed)


def folder_of(file: StoredFile) -> Path:
    """Where the images of this file lie. They are derived, and lie apart from what was uploaded."""
    return Path(settings.MEDIA_ROOT) / ".pages" / str(file.pk)


def image_path(file: StoredFile, number: int) -> Path:
    return image_in(folder_of(file), number)
