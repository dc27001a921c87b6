"""What became of an answer, from the database's own record of every version."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from django.apps import apps

from apps.common import formats
from apps.common.sql import rows
from apps.self_assessment.models import Answer, AnswerState
from apps.self_assessment.texts import LABELS, TEXT_FIELDS, AnswerText

SHOWN = 4
COMPARED = (*LABELS, "state", "return_reason", "version", "updated_at", "taken_over_from_id", "confirmed_by_id")
MOVES = {
    AnswerState.WAITING: "mengajukan kepada penanggung jawab",
    AnswerState.APPROVED: "menyetujui",
    AnswerState.RETURNED: "mengembalikan",
}


# Who wrote is asked for the versions that are shown, not for every save there ever was.
VERSIONS = f"""
    SELECT {", ".join(f"said.{name}" for name in COMPARED)}, (
        SELECT coalesce(nullif(person.name, ''), person.username) FROM accounts_user person
        WHERE person.id = said.updated_by_id
    )
    FROM self_assessment_answerevent said
    WHERE said.pgh_obj_id = %s ORDER BY said.version DESC LIMIT %s
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Entry:
    """One change in words, as "_history.html" shows it."""

    at: datetime
    text: str
    note: str


def history_of(answer: Answer, *, shown: int = SHOWN) -> list[Entry]:
    """The latest changes, newest first. One query."""
    found = rows(VERSIONS, [answer.pk, shown + 1])
    versions = [SimpleNamespace(**dict(zip((*COMPARED, "by"), row, strict=True))) for row in found]
    return [
        Entry(new.updated_at, f"{new.by or 'Sistem'} {change_in_words(old, new)}", f"versi {new.version}")
        for new, old in pairwise(versions)
    ]


def text_at(answer: Answer, version: int) -> AnswerText | None:
    """What the answer said at a version; None for one that never was."""
    event = events_of(answer).filter(version=version).first()
    return event and AnswerText.of(event)


def events_of(answer: Answer) -> Any:
    """The recorded versions of an answer, each with who wrote it."""
    events = apps.get_model("self_assessment", "AnswerEvent").objects
    return events.filter(pgh_obj=answer.pk).select_related("updated_by")


def change_in_words(old: Any, new: Any) -> str:
    """What somebody did between two versions: "menaikkan tingkat 2 ke 3; mengubah Fakta"."""
    if old.state != new.state and new.state in MOVES:
        reason = f": {new.return_reason}" if new.state == AnswerState.RETURNED else ""
        return MOVES[AnswerState(new.state)] + reason
    said = []
    if new.taken_over_from_id and (
        old.taken_over_from_id != new.taken_over_from_id or (old.confirmed_by_id and not new.confirmed_by_id)
    ):
        said.append("mengambil alih teks tahun lalu")
    elif new.confirmed_by_id and not old.confirmed_by_id:
        said.append("menyatakan teks tahun lalu sudah ditinjau")
    if old.level != new.level:
        if old.level is None or new.level is None:
            said.append(f"memilih tingkat {formats.level(new.level)}" if new.level else "mengosongkan tingkat")
        else:
            verb = "menaikkan" if new.level > old.level else "menurunkan"
            said.append(f"{verb} tingkat {formats.level(old.level)} ke {formats.level(new.level)}")
    changed = [LABELS[name] for name in ("service_name", *TEXT_FIELDS) if getattr(old, name) != getattr(new, name)]
    if changed:
        said.append(f"mengubah {', '.join(changed)}")
    return "; ".join(said) or "menyimpan"
