"""Where the work of each stage is done, and by whom: what a person can do with an evaluation now."""

from dataclasses import dataclass

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage


@dataclass(frozen=True)
class Room:
    """A page where holders of a permission work while a stage is open. `url` is the name of a URL."""

    stage: Stage
    codename: str
    url: str
    label: str


ROOMS = (
    Room(Stage.SELF_ASSESSMENT, "fill_answers", "self_assessment:sheet", "Isi lembar penilaian"),
    Room(Stage.SELF_ASSESSMENT, "approve_answers", "self_assessment:approval", "Periksa dan setujui jawaban"),
    Room(Stage.SELF_ASSESSMENT, "submit_sheet", "self_assessment:submission", "Kirim penilaian mandiri"),
    Room(Stage.DESK_REVIEW, "judge", "desk_review:sheet", "Nilai dokumen"),
    Room(Stage.DESK_REVIEW, "lead_assessment", "desk_review:differences", "Putuskan perbedaan dan tutup tahap"),
    Room(Stage.INTERVIEW, "judge", "interview:detail", "Laksanakan interviu"),
    Room(Stage.INTERVIEW, "reply", "interview:detail", "Tanggapi hasil klarifikasi"),
    Room(Stage.INTERVIEW, "fill_answers", "self_assessment:sheet", "Lengkapi data dukung"),
    Room(Stage.VISITATION, "judge", "visitation:detail", "Catat hasil visitasi"),
    Room(Stage.CONSOLIDATION, "judge", "consolidation:detail", "Susun konsolidasi"),
    Room(Stage.REVIEW, "review_evaluation", "consolidation:review", "Reviu hasil konsolidasi"),
)


def open_rooms(user: User, evaluation: Evaluation) -> list[Room]:
    """The rooms where this person can work on this evaluation at this moment."""
    return [room for room in ROOMS if evaluation.is_open(room.stage) and holds(user, room.codename, evaluation)]
