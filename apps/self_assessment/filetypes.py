"""Which kind of file this is, told by its content. Nothing is unpacked, and its name is not asked."""

import re
import struct
import zipfile
from collections.abc import Mapping
from typing import BinaryIO

from apps.common.exceptions import InputRefusedError

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS: Mapping[str, str] = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", DOCX: ".docx", XLSX: ".xlsx"}
ACCEPT = ",".join([*EXTENSIONS.values(), ".jpeg"])
# What can be shown in a page as images; the others are downloaded.
SHOWN = frozenset({PDF, PNG, JPEG})
LISTED = "PDF, PNG, JPEG, DOCX, atau XLSX"

# A picture or paper begins with one of these and ends (in its last bytes) with the other, so that nothing
# else can hide behind a borrowed beginning.
FRAMES: tuple[tuple[str, bytes, bytes, int], ...] = (
    (PDF, b"%PDF-", b"%%EOF", 2048),
    (PNG, b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", 12),
    (JPEG, b"\xff\xd8\xff", b"\xff\xd9", 64),
)
# What a browser would read as a page if it were allowed to guess.
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml-stylesheet)", re.IGNORECASE)
GUESSED_FROM = 1024  # bytes that browsers guess from
OFFICE_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MOST_MEMBERS = 20_000
LARGEST_DIRECTORY = 4_000_000  # bytes
LARGEST_UNPACKED = 1_000_000_000  # bytes, as the members say of themselves
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
LONGEST_ARCHIVE_COMMENT = 65_535


def media_type_of(opened: BinaryIO, name: str, kinds: Mapping[str, str] = EXTENSIONS) -> str:
    """The media type, one of `kinds`. Raises InputRefusedError naming the file."""
    found = _framed(opened) or _office(opened)
    opened.seek(0)
    if found not in kinds:
        listed = LISTED if kinds is EXTENSIONS else "PDF, PNG, atau JPEG"
        raise InputRefusedError(
            f"Berkas “{name}” tidak disimpan: isinya bukan {listed}. Simpan ulang dokumen sebagai PDF lalu unggah lagi."
        )
    return found


def _framed(opened: BinaryIO) -> str:
    opened.seek(0)
    head = opened.read(GUESSED_FROM)
    for kind, beginning, end, within in FRAMES:
        if head.startswith(beginning):
            tail = _tail(opened, within)
            is_whole = end in tail and _is_quiet(tail.rpartition(end)[2])
            return kind if is_whole and not MARKUP.search(head) and not zipfile.is_zipfile(opened) else ""
    return ""


def _is_quiet(after: bytes) -> bool:
    """Whether what follows the end is no second file: blanks, or the few bytes that programs leave there."""
    return b"<" not in after and b"PK" not in after and b"%" not in after


def _tail(opened: BinaryIO, length: int) -> bytes:
    opened.seek(max(0, opened.seek(0, 2) - length))
    return opened.read()


def _office(opened: BinaryIO) -> str:
    """DOCX or XLSX by the names of the members alone; macros and foreign beginnings are refused."""
    opened.seek(0)
    if opened.read(4) != b"PK\x03\x04" or not _has_small_directory(opened):
        return ""
    try:
        with zipfile.ZipFile(opened) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ""
    members = {one.filename for one in listed}
    mains = OFFICE_MAIN_PARTS.keys() & members
    has_macros = any(member.endswith("vbaProject.bin") for member in members)
    is_too_large = len(listed) > MOST_MEMBERS or sum(one.file_size for one in listed) > LARGEST_UNPACKED
    if "[Content_Types].xml" not in members or len(mains) != 1 or has_macros or is_too_large:
        return ""
    return OFFICE_MAIN_PARTS[mains.pop()]


def _has_small_directory(opened: BinaryIO) -> bool:
    """Whether the list of members is short, read from its end alone: the list itself may be a bomb."""
    tail = _tail(opened, END_OF_DIRECTORY.size + LONGEST_ARCHIVE_COMMENT)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < END_OF_DIRECTORY.size:
        return False
    _, _, _, here, members, length, *_ = END_OF_DIRECTORY.unpack_from(tail, place)
    return here == members <= MOST_MEMBERS and length <= LARGEST_DIRECTORY
