"""Bringing evidence and taking it back. Bytes are kept first, then the row names them."""

from collections.abc import Mapping
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import size as as_size
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation, Mark
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment.filetypes import EXTENSIONS, media_type_of
from apps.self_assessment.models import Evidence, StoredFile
from apps.self_assessment.queries.submission import institution_bytes

LONGEST_NAME = 255


def add_file(
    evaluation: Evaluation,
    indicator: Indicator,
    upload: UploadedFile,
    *,
    by: User,
    proves: str = "",
    place: str = "",
) -> Evidence:
    """Keep an uploaded file as evidence. InputRefusedError for a wrong kind, too large, or beyond the quota."""
    _check_marked(evaluation, indicator)
    stored = store(evaluation.institution, upload, by=by)
    try:
        with passing_the_gate():
            return Evidence.objects.create(
                evaluation=evaluation, indicator=indicator, file=stored, proves=proves, place=place, added_by=by
            )
    except IntegrityError as error:
        raise InputRefusedError(f"Berkas “{stored.name}” sudah menjadi bukti indikator ini.") from error


def add_link(
    evaluation: Evaluation, indicator: Indicator, url: str, *, by: User, proves: str = "", place: str = ""
) -> Evidence:
    """Note an address as evidence; what stands there is not fetched."""
    _check_marked(evaluation, indicator)
    with passing_the_gate():
        return Evidence.objects.create(
            evaluation=evaluation, indicator=indicator, url=url, proves=proves, place=place, added_by=by
        )


def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """Take evidence back. The row stays and says who and when."""
    with passing_the_gate():
        Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(), withdrawn_by=by
        )


@transaction.atomic
def store(
    institution: Institution,
    upload: UploadedFile,
    *,
    by: User,
    kinds: Mapping[str, str] = EXTENSIONS,
) -> StoredFile:
    """The file among the institution's own, with its type told by its content.

    One at a time for each institution, so that two uploads at once never share the last of its room.
    """
    name = plain_name(upload.name or "")
    size = upload.size or 0
    if size > settings.EVIDENCE_FILE_LIMIT:
        raise InputRefusedError(
            f"Berkas “{name}” ({as_size(size)}) tidak disimpan: paling besar {as_size(settings.EVIDENCE_FILE_LIMIT)}."
        )
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    left = settings.EVIDENCE_QUOTA - institution_bytes(institution)
    if size > left:
        raise InputRefusedError(
            f"Berkas “{name}” ({as_size(size)}) tidak disimpan: ruang instansi tinggal {as_size(max(left, 0))}."
        )
    media_type = media_type_of(cast(BinaryIO, upload), name, kinds)
    sha256, kept = files.keep(upload.chunks(), limit=settings.EVIDENCE_FILE_LIMIT)
    return remember(institution, sha256, name=name, size=kept, media_type=media_type, by=by)


def remember(
    institution: Institution, sha256: str, *, name: str, size: int, media_type: str, by: User | None
) -> StoredFile:
    """The row of bytes that are already kept; the same bytes under the same name are one row."""
    with transaction.atomic():
        stored, _ = StoredFile.objects.get_or_create(
            institution=institution,
            sha256=sha256,
            name=name,
            defaults={"size": size, "media_type": media_type, "uploaded_by": by},
        )
    return stored


def plain_name(name: str) -> str:
    """The name as mere text: on one line, without direction marks, its ending kept when it is too long."""
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in name).split()) or "tanpa nama"
    if len(cleaned) <= LONGEST_NAME:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        return cleaned[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"


def _check_marked(evaluation: Evaluation, indicator: Indicator) -> None:
    """In the interview evidence is completed only where something is to be clarified."""
    if evaluation.stage != Stage.INTERVIEW:
        return
    if not Mark.objects.filter(evaluation=evaluation, indicator=indicator, stage=Stage.INTERVIEW).exists():
        raise DomainError(
            f"Indikator {indicator.number} tidak diklarifikasi pada interviu, jadi buktinya tidak dapat ditambah."
        )
