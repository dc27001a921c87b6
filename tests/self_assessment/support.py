"""Small things that several tests of this room need."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.evaluations.models import Evaluation

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"


def indicator_url(evaluation: Evaluation, number: int = 1) -> str:
    return reverse("self_assessment:indicator", args=[evaluation.pk, number])


def office(main: str = "word/document.xml", *others: str) -> bytes:
    """A file with the members of a word processor's or spreadsheet's document."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", main, *others):
            archive.writestr(name, "<x/>")
    return content.getvalue()


def announcing(archive: bytes, *, unpacked: int) -> bytes:
    """The archive, whose first member says that it is so large once it is unpacked."""
    place = archive.index(b"PK\x01\x02") + 24
    return archive[:place] + unpacked.to_bytes(4, "little") + archive[place + 4 :]


def endless_directory() -> bytes:
    """An archive whose list of members is longer than anybody should read."""
    archive = office()
    place = archive.rindex(b"PK\x05\x06") + 12
    return archive[:place] + (50_000_000).to_bytes(4, "little") + archive[place + 4 :]


def upload(content: bytes = PDF, name: str = "bukti.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile, without the marks of transactions."""
    made: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield made
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    sent = [one["sql"].strip() for one in captured.captured_queries]
    made += [sql for sql in sent if not sql.startswith(marks)]
