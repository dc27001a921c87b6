"""What the archive of a sheet holds of its interview. The keys are Indonesian: people of the institution open it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F

from apps.evaluations.models import Evaluation, EvidenceRequest
from apps.interview.models import Clarification, Reply
from apps.interview.permissions import has_agenda
from apps.interview.queries import Item, agenda
from apps.rules.stages import Stage
from apps.self_assessment.chapters import Chapter, Row, chapter
from apps.self_assessment.models import Citation
from apps.self_assessment.queries.archive import moment

Cited = Mapping[tuple[int, int], list[Citation]]


@chapter()
def interview(evaluation: Evaluation) -> Chapter:
    """Every marked indicator as its page shows it to the institution, and every reply that was ever sent.

    Nothing before the agenda is open: until then the questions are the assessors' own. The one who proposed a level
    is not named, as on the page. Eight queries at most.
    """
    if not has_agenda(evaluation):
        return Chapter("interviu", [], [])
    asked: dict[int, list[EvidenceRequest]] = defaultdict(list)
    for one in EvidenceRequest.objects.filter(evaluation=evaluation).order_by("pk"):
        asked[one.indicator_id].append(one)
    cited = _cited(evaluation)
    return Chapter(
        "interviu",
        [(_row(item, asked[item.indicator.pk], cited), None) for item in agenda(evaluation)],
        [(row, None) for row in _replies(evaluation, cited)],
    )


def _cited(evaluation: Evaluation) -> Cited:
    """By indicator and reply, what it points to."""
    found: dict[tuple[int, int], list[Citation]] = defaultdict(list)
    rows = Citation.objects.filter(evaluation=evaluation, stage=Stage.INTERVIEW)
    for one in rows.select_related("evidence__file"):
        found[one.indicator_id, one.reply].append(one)
    return found


def _row(item: Item, asked: Iterable[EvidenceRequest], cited: Cited) -> Row:
    said = item.word
    return {
        "indikator": item.indicator.number,
        "pertanyaan": item.mark.question,
        "bukti_diminta": "; ".join(f"{one.text} (paling lambat {moment(one.until)})" for one in asked),
        "usulan_tingkat": _level(said.level) if said else None,
        "alasan_usulan": said.reason if said else "",
        "tanggapan": _reply(said) if said else Reply.OPEN.label,
        **_said(said, said.reply_version if said else 0, cited),
    }


def _replies(evaluation: Evaluation, cited: Cited) -> list[Row]:
    """What each reply said when it was sent; drafts of assessors are none. One query."""
    events: Any = apps.get_model("interview", "ClarificationEvent")
    sent = events.objects.filter(evaluation=evaluation, version=F("reply_version"), replied_by__isnull=False)
    return [
        {
            "indikator": one.indicator.number,
            "usulan_tingkat": _level(one.level),
            "tanggapan": _reply(one),
            **_said(one, one.version, cited),
            "oleh": one.replied_by.name,
            "pada": moment(one.pgh_created_at),
        }
        for one in sent.select_related("indicator", "replied_by").order_by("indicator__number", "version", "pgh_id")
    ]


def _said(one: Clarification | Any | None, version: int, cited: Cited) -> Row:
    return {
        "versi_tanggapan": version,
        "isi_tanggapan": one.reply_text if one else "",
        "tingkat_diminta": _level(one.requested_level) if one else None,
        "bukti_dirujuk": "; ".join(map(str, cited.get((one.indicator_id, version), []))) if one else "",
    }


def _reply(one: Clarification | Any) -> str:
    return str(Reply(one.reply).label)


def _level(level: Decimal | None) -> str | None:
    return None if level is None else f"{level:f}"
