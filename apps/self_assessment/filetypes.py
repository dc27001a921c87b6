"""Which kind of file this is, told by its content. Nothing is unpacked, and its name is not asked."""

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
LISTED = "PDF, PNG, JPEG, DOCX, atau XLSX"

# A picture or paper begins with one of these and ends (in its last bytes) with the other, so that nothing
# else can hide behind a borrowed beginning.
FRAMES: tuple[tuple[str, bytes, bytes, int], ...] = (
    (PDF, b"%PDF-", b"%%EOF", 2048),
    (PNG, b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", 12),
    (JPEG, b"\xff\xd8\xff", b"\xff\xd9", 64),
)
OFFICE_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MOST_MEMBERS = 20_000


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
    head = opened.read(16)
    size = opened.seek(0, 2)
    for kind, beginning, end, within in FRAMES:
        if head.startswith(beginning):
            opened.seek(max(0, size - within))
            return kind if end in opened.read() else ""
    return ""


def _office(opened: BinaryIO) -> str:
    """DOCX or XLSX by the names of the members alone; macros and foreign beginnings are refused."""
    opened.seek(0)
    if opened.read(4) != b"PK\x03\x04":
        return ""
    try:
        with zipfile.ZipFile(opened) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ""
    mains = OFFICE_MAIN_PARTS.keys() & members
    has_macros = any(member.endswith("vbaProject.bin") for member in members)
    if "[Content_Types].xml" not in members or len(mains) != 1 or has_macros or len(members) > MOST_MEMBERS:
        return ""
    return OFFICE_MAIN_PARTS[mains.pop()]
