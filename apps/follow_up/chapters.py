"""What the archive of a sheet holds of the time after its result. The keys are Indonesian: people open these files."""

from apps.evaluations.models import Evaluation
from apps.follow_up.models import FollowUp
from apps.follow_up.queries.follow_ups import follow_ups_of
from apps.self_assessment.chapters import Chapter, Row, chapter
from apps.self_assessment.queries.archive import moment


@chapter
def follow_ups(evaluation: Evaluation) -> Chapter:
    """Every follow-up as it stands, in the order in which they were planned. One query."""
    found = follow_ups_of(evaluation).select_related("finding__part").order_by("pk")
    return Chapter("tindak_lanjut", [(_row(one), one.proof_file) for one in found])


def _row(one: FollowUp) -> Row:
    return {
        "rekomendasi": one.finding.text if one.finding else "",
        "bagian": str(one.finding.part) if one.finding else "",
        "indikator": one.indicator.number if one.indicator else None,
        "rencana": one.text,
        "pelaksana": one.held_by,
        "tenggat": one.due.isoformat() if one.due else None,
        "keadaan": one.get_state_display(),
        "alasan_pembatalan": one.reason,
        "tautan_bukti": one.proof_url,
        "nama_asli": one.proof_file.name if one.proof_file else None,
        "versi": one.version,
        "diubah_oleh": one.updated_by.name,
        "diubah_pada": moment(one.updated_at),
    }
