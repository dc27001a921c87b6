"""Taking words and evidence over from an earlier year, and saying that they still hold."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StaleVersionError
from apps.common.gate import passing_the_gate
from apps.common.sql import write_next
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution
from apps.instruments.models import Indicator
from apps.self_assessment.actions.evidence import check_room, remember
from apps.self_assessment.models import UNCONFIRMED, Answer, AnswerState, Evidence, StoredFile
from apps.self_assessment.queries import institution_bytes
from apps.self_assessment.queries.earlier import Source, identity_of
from apps.self_assessment.texts import AnswerText


@transaction.atomic
def take_over(
    answer: Answer, source: Source, *, version: int, parts: Collection[str], evidence: Collection[int], by: User
) -> int:
    """Copy the chosen parts of the text and pieces of evidence; returns how many pieces came.

    A save like any other: refused with StaleVersionError if somebody has saved since `version`, and what was
    approved must be approved again. What came waits until somebody has confirmed it. The level is not taken over.
    """
    words = {part.name: part.words for part in source.parts if part.name in parts}
    proofs = [one for one in source.evidence if one.pk in evidence]
    if not words and not proofs:
        raise DomainError("Pilih teks atau bukti yang diambil alih. Belum ada yang berubah.")
    lent = {"taken_over_from": source.answer, "confirmed_by": None} if words else {}
    with passing_the_gate():
        if answer.version != version or not write_next(
            answer, **words, **lent, state=_state(answer, words), updated_by=by, updated_at=timezone.now()
        ):
            raise StaleVersionError(
                f"Indikator {answer.indicator.number} sudah diubah orang lain. Belum ada yang diambil alih; "
                "baca isinya yang sekarang, lalu pilih lagi."
            )
        return _bring(answer, proofs, by=by)


def confirm_text(answer: Answer, *, by: User) -> bool:
    """Say that the words taken over still hold, as they stand at the version that was read."""
    if not answer.is_unconfirmed:
        return False
    with passing_the_gate(one_statement=True):
        return write_next(answer, confirmed_by=by, updated_by=by, updated_at=timezone.now())


def confirm_evidence(evaluation: Evaluation, indicator: Indicator, chosen: Collection[int], *, by: User) -> int:
    """Say that these pieces of evidence still hold; returns how many waited for it."""
    waiting = Evidence.objects.filter(UNCONFIRMED, evaluation=evaluation, indicator=indicator, pk__in=chosen)
    with passing_the_gate(one_statement=True):
        return waiting.update(confirmed_by=by)


def _state(answer: Answer, words: Collection[str]) -> AnswerState:
    return AnswerState.EMPTY if not words and AnswerText.of(answer).is_empty else AnswerState.DRAFT


def _bring(answer: Answer, proofs: list[Evidence], *, by: User) -> int:
    """What already is evidence here is left out: the same file or address proves it but once.

    A predecessor's file becomes a file of this institution, with the same bytes.
    """
    here = Evidence.objects.filter(
        evaluation=answer.evaluation_id, indicator=answer.indicator_id, withdrawn_at__isnull=True
    )
    standing = set(here.values_list("file__sha256", "file__name", "url"))
    return len(
        Evidence.objects.bulk_create(
            [
                Evidence(
                    evaluation_id=answer.evaluation_id,
                    indicator_id=answer.indicator_id,
                    file=_own(one.file, answer.evaluation.institution, by=by) if one.file else None,
                    url=one.url,
                    proves=one.proves,
                    place=one.place,
                    added_by=by,
                    taken_over_from=one,
                )
                for one in proofs
                if identity_of(one) not in standing
            ]
        )
    )


def _own(file: StoredFile, institution: Institution, *, by: User) -> StoredFile:
    if file.institution_id == institution.pk:
        return file
    check_room(file.name, file.size, taken=institution_bytes(institution))
    return remember(institution, file.sha256, name=file.name, size=file.size, media_type=file.media_type, by=by)
