"""What the archive of a sheet holds of the time after its result, and of what was asked about indicators.

The keys are Indonesian: people open these files.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.follow_up.models import AssistanceRequest, Voice
from apps.follow_up.queries.follow_ups import follow_ups_of
from apps.self_assessment.chapters import Chapter, Row, chapter
from apps.self_assessment.queries.archive import moment


@chapter("follow_up_followupevent")
def follow_ups(evaluation: Evaluation) -> Chapter:
    """Every follow-up as it stands, in the order in which they were planned, and every version of each. Two queries."""
    standing = follow_ups_of(evaluation).select_related("finding__part").order_by("pk")
    events: Any = apps.get_model("follow_up", "FollowUpEvent")
    versions = events.objects.filter(evaluation=evaluation).select_related(
        "finding__part", "indicator", "unit", "owner", "proof_file", "updated_by"
    )
    return Chapter(
        "tindak_lanjut",
        [(_row(one), one.proof_file) for one in standing],
        [(_row(one), one.proof_file) for one in versions.order_by("id", "version", "pgh_id")],
    )


@chapter()
def assistance(evaluation: Evaluation) -> Chapter:
    """What the institution asked about the indicators of this instrument, word by word. Two queries.

    A row a word, the question first; who advises an institution never assesses it, so all of it is the institution's.
    """
    asked = AssistanceRequest.objects.filter(
        institution=evaluation.institution_id, indicator__instrument=evaluation.period.instrument_id
    )
    asked = asked.select_related("indicator", "by").prefetch_related("words__by").order_by("pk")
    return Chapter("pendampingan", [(row, None) for one in asked for row in _words(one)])


def _words(asked: AssistanceRequest) -> Iterator[Row]:
    heading = {"nomor": asked.pk, "indikator": asked.indicator.number, "keadaan": asked.get_state_display()}
    yield heading | _word(Voice.INSTITUTION.label, asked.by, asked.at, asked.question)
    for one in asked.words.all():
        yield heading | _word(one.get_voice_display(), one.by, one.at, one.text)


def _word(voice: str, by: User, at: datetime, text: str) -> Row:
    return {"pihak": voice, "oleh": by.name, "pada": moment(at), "pesan": text}


def _row(one: Any) -> Row:
    """A follow-up, or a version of it."""
    return {
        "nomor": one.id,
        "rekomendasi": one.finding.text if one.finding else "",
        "bagian": str(one.finding.part) if one.finding else "",
        "indikator": one.indicator.number if one.indicator else None,
        "rencana": one.text,
        "pelaksana": str(one.unit or one.owner),
        "tenggat": one.due.isoformat() if one.due else None,
        "keadaan": one.get_state_display(),
        "alasan_pembatalan": one.reason,
        "tautan_bukti": one.proof_url,
        "nama_asli": one.proof_file.name if one.proof_file else None,
        "versi": one.version,
        "diubah_oleh": one.updated_by.name,
        "diubah_pada": moment(one.updated_at),
    }
