"""Bringing evidence and taking it back. Bytes are kept first, then the row names them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, cast

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError, InputRefusedError, StageClosedError, StaleVersionError
from apps.common.formats import size as as_size
from apps.common.gate import passing_the_gate
from apps.common.sql import insert, rows
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.self_assessment.actions.previews import ask_for_pages
from apps.self_assessment.filetypes import EXTENSIONS, media_type_of
from apps.self_assessment.models import Evidence, StoredFile
from apps.self_assessment.queries.asked import asked_until, takes_evidence
from apps.self_assessment.queries.submission import institution_bytes
from apps.self_assessment.triggers import LATE, UNASKED

LONGEST_NAME = 255


def add_file(
    evaluation: Evaluation,
    indicator: Indicator,
    upload: File,
    *,
    by: User,
    proves: str = "",
    place: str = "",
) -> Evidence:
    """Keep an uploaded file as evidence. InputRefusedError for a wrong kind, too large, or beyond the quota."""
    check_asked(evaluation, indicator)
    stored = store(evaluation.institution, upload, by=by)
    return use_file(evaluation, indicator, stored, by=by, proves=proves, place=place)


def use_file(
    evaluation: Evaluation, indicator: Indicator, stored: StoredFile, *, by: User, proves: str = "", place: str = ""
) -> Evidence:
    """Let a file that the institution has already prove this indicator, too."""
    _check_own(evaluation, stored)
    check_asked(evaluation, indicator)
    with one_use(stored.name):
        return new_use(evaluation, indicator, stored, by=by, proves=proves, place=place)


def add_link(
    evaluation: Evaluation, indicator: Indicator, url: str, *, by: User, proves: str = "", place: str = ""
) -> Evidence:
    """Note an address as evidence; what stands there is not fetched."""
    check_asked(evaluation, indicator)
    with passing_the_gate():
        return Evidence.objects.create(
            evaluation=evaluation, indicator=indicator, url=url, proves=proves, place=place, added_by=by
        )


def replace_evidence(
    old: Evidence, stored: StoredFile, *, by: User, proves: str | None = None, place: str | None = None
) -> Evidence:
    """Put a new version in the place of a piece of evidence. The old one stays on record, with its file.

    What it proves and where is taken over, unless said otherwise.
    """
    _check_own(old.evaluation, stored)
    check_asked(old.evaluation, old.indicator)
    said = {"proves": old.proves if proves is None else proves, "place": old.place if place is None else place}
    with one_use(stored.name):
        return new_edition(old, stored, by=by, **said)


def describe_evidence(evidence: Evidence, *, version: int, by: User, proves: str, place: str) -> Evidence:
    """Say anew what a piece proves, and where. Raises StaleVersionError if somebody did so since `version`."""
    with passing_the_gate():
        written = Evidence.objects.filter(pk=evidence.pk, version=version, withdrawn_at__isnull=True).update(
            proves=proves, place=place, version=F("version") + 1, changed_by=by, changed_at=timezone.now()
        )
    if not written:
        raise StaleVersionError("Keterangan bukti ini sudah diubah orang lain. Tulisan mereka tidak ditimpa.")
    evidence.refresh_from_db(fields=["proves", "place", "version"])
    if evidence.file:
        ask_for_pages(evidence.file, by=by)  # another page may be cited now
    return evidence


def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """Take evidence back. The row stays and says who and when."""
    with passing_the_gate():
        Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(), withdrawn_by=by
        )


def _withdraw(old: Evidence, *, by: User) -> None:
    """The same for a piece that is being replaced: of two who replace it at once, one does."""
    standing = Evidence.objects.filter(pk=old.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        raise DomainError(f"Bukti “{old}” sudah ditarik atau diganti. Muat ulang halaman untuk melihat versi barunya.")


@contextmanager
def one_use(name: str) -> Iterator[None]:
    """All or nothing; the file of this name does not prove the same indicator twice."""
    try:
        with passing_the_gate():
            yield
    except IntegrityError as error:
        raise InputRefusedError(f"Berkas “{name}” sudah menjadi bukti indikator ini.") from error


def new_use(
    evaluation: Evaluation,
    indicator: Indicator,
    stored: StoredFile,
    *,
    by: User,
    proves: str,
    place: str,
    replaces: Evidence | None = None,
) -> Evidence:
    """The row of a file as evidence, to be made in `one_use`. A worker is asked to look into it."""
    evidence = Evidence(
        evaluation=evaluation,
        indicator=indicator,
        file=stored,
        replaces=replaces,
        edition=replaces.edition + 1 if replaces else 1,
        proves=proves,
        place=place,
        added_by=by,
    )
    insert(evidence)
    ask_for_pages(stored, by=by)
    return evidence


def new_edition(old: Evidence, stored: StoredFile, *, by: User, proves: str, place: str) -> Evidence:
    """The same in the place of an `old` piece, which is withdrawn by it."""
    _withdraw(old, by=by)
    return new_use(old.evaluation, old.indicator, stored, by=by, proves=proves, place=place, replaces=old)


class InStore(NamedTuple):
    """Bytes that are kept, and what they are."""

    sha256: str
    size: int
    media_type: str


@transaction.atomic
def store(
    institution: Institution,
    upload: File,
    *,
    by: User,
    kinds: Mapping[str, str] = EXTENSIONS,
) -> StoredFile:
    """The file among the institution's own, with its type told by its content.

    One at a time for each institution, so that two uploads at once never share the last of its room.
    """
    name = plain_name(upload.name or "")
    size = upload.size or 0
    check_size(name, size)
    hold_room(institution.pk)
    check_room(name, size, taken=institution_bytes(institution))
    return remember(institution, **keep_bytes(name, upload, kinds)._asdict(), name=name, by=by)


def keep_bytes(name: str, upload: File, kinds: Mapping[str, str] = EXTENSIONS) -> InStore:
    """Put the bytes of a file into the store. InputRefusedError if their content is not one of the `kinds`."""
    media_type = media_type_of(cast(BinaryIO, upload), name, kinds)
    sha256, size = files.keep(upload.chunks(), limit=settings.EVIDENCE_FILE_LIMIT)
    return InStore(sha256, size, media_type)


def hold_room(institution_pk: int) -> None:
    """Until the transaction ends, nobody else takes of this institution's room. Read what is taken only then."""
    rows("SELECT id FROM institutions_institution WHERE id = %s FOR NO KEY UPDATE", [institution_pk])


def check_size(name: str, size: int) -> None:
    """InputRefusedError for a file that is too large."""
    if size > settings.EVIDENCE_FILE_LIMIT:
        raise InputRefusedError(
            f"Berkas “{name}” ({as_size(size)}) tidak disimpan: paling besar {as_size(settings.EVIDENCE_FILE_LIMIT)}."
        )


def check_room(name: str, size: int, *, taken: int) -> None:
    """InputRefusedError for a file beyond what is left of the institution's room, of which `taken` bytes are full."""
    left = settings.EVIDENCE_QUOTA - taken
    if size > left:
        raise InputRefusedError(
            f"Berkas “{name}” ({as_size(size)}) tidak disimpan: ruang instansi tinggal {as_size(max(left, 0))}."
        )


def remember(
    institution: Institution, sha256: str, *, name: str, size: int, media_type: str, by: User | None
) -> StoredFile:
    """The row of bytes that are already kept; the same bytes under the same name are one row."""
    stored = StoredFile(
        institution=institution, sha256=sha256, name=name, size=size, media_type=media_type, uploaded_by=by
    )
    if insert(stored, unless_there=True):
        return stored
    return StoredFile.objects.get(institution=institution, sha256=sha256, name=name)


def plain_name(name: str) -> str:
    """The name as mere text: on one line, without direction marks, its ending kept when it is too long."""
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in name).split()) or "tanpa nama"
    if len(cleaned) <= LONGEST_NAME:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        return cleaned[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"


def _check_own(evaluation: Evaluation, stored: StoredFile) -> None:
    if stored.institution_id != evaluation.institution_id:
        raise DomainError("Berkas itu bukan milik instansi ini.")


def check_asked(evaluation: Evaluation, indicator: Indicator) -> None:
    """In the interview evidence comes where it was asked for, in time, or with a reply that contests a level."""
    if takes_evidence(evaluation, indicator):
        return
    if asked_until(evaluation, indicator):
        raise StageClosedError(LATE)
    raise DomainError(UNASKED)
