"""What the Berita Acara Interviu says."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from apps.common.formats import level, wib_local
from apps.common.minutes import Fact, MinutesSheet
from apps.evaluations.agenda import AgendaItem, agenda_of
from apps.evaluations.minutes import MINUTES, MinutesRoom, effect_of, effect_points, enumerated, minutes_sheet
from apps.evaluations.models import Evaluation, Side
from apps.interview.models import Clarification, InterviewSession, Reply
from apps.interview.queries import cited_in_replies, present_at
from apps.rules.stages import Stage
from apps.self_assessment.models import Citation
from apps.self_assessment.queries.citations import as_printed

MINUTES_JOB = "interview.minutes"


def sheet_of(evaluation: Evaluation) -> MinutesSheet:
    session = InterviewSession.objects.get(evaluation=evaluation)
    held_at = session.held_at or session.starts_at
    present = present_at(evaluation)
    items = agenda_of(evaluation, Stage.INTERVIEW, Clarification)
    changed = sum(item.is_changed for item in items)
    province = evaluation.institution.province
    cited = cited_in_replies(evaluation)
    effect = effect_of(evaluation, Stage.INTERVIEW, items, asked_levels(items))
    return minutes_sheet(
        evaluation,
        items,
        stage=Stage.INTERVIEW,
        kind="INTERVIU",
        opening="Telah dilaksanakan interviu klarifikasi atas hasil penilaian dokumen dengan keterangan berikut:",
        facts=(
            Fact("Instansi", str(evaluation.institution)),
            Fact("Jadwal", wib_local(session.starts_at, province)),
            Fact("Dilaksanakan", wib_local(held_at, province)),
            Fact("Tim asesor", str(evaluation.team or "")),
            Fact("Hadir dari tim asesor", "; ".join(present[Side.ASSESSORS])),
            Fact("Hadir dari instansi", "; ".join(present[Side.INSTITUTION])),
        ),
        points=enumerated(
            (
                f"indikator yang diklarifikasi berjumlah {len(items)}, {changed} di antaranya berubah tingkat",
                *effect_points(effect, "interviu"),
                "indikator lain tetap pada tingkat hasil penilaian dokumen",
            )
        ),
        notes=[_note(item, cited.get(item.indicator.pk, [])) for item in items],
        place="Daring",
        dated=timezone.localdate(held_at),
        code=session.minutes_code,
    )


def asked_levels(items: Sequence[AgendaItem[Clarification]]) -> dict[int, Decimal]:
    """The levels that the institution asks for where it does not agree, by indicator."""
    return {
        item.indicator.pk: item.word.requested_level
        for item in items
        if item.word and item.word.reply == Reply.CONTESTED and item.word.requested_level is not None
    }


def _note(item: AgendaItem[Clarification], cited: Sequence[Citation]) -> str:
    said = item.word
    parts = [f"Pertanyaan: {item.mark.question}", f"Hasil: {said.reason if said else 'belum dicatat'}"]
    if said and said.level is not None:
        reply = Reply(said.reply).label
        if said.requested_level is not None:
            reply += f", meminta tingkat {level(said.requested_level)}"
        parts.append(f"Tanggapan instansi: {reply}. {said.reply_text}".strip())
        if cited:
            parts.append(f"Bukti yang dirujuk: {'; '.join(map(as_printed, cited))}.")
    return " ".join(parts)


MINUTES[Stage.INTERVIEW] = MinutesRoom(sheet_of, Clarification, "interview:detail", "interview:minutes", MINUTES_JOB)
