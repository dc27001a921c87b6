"""The kinds of notices: which may be switched off, and which are mailed at once."""

from enum import Enum, auto

from django.db import models


class NoticeKind(models.TextChoices):
    """What a notice is about. The order is that of the settings page."""

    DELEGATED = "delegated", "Penugasan indikator"
    RETURNED = "returned", "Jawaban atau hasil dikembalikan"
    DUE = "due", "Pengingat batas waktu"
    REOPENED = "reopened", "Batas waktu berubah"
    STAGE = "stage", "Jadwal dan perpindahan tahap"
    MENTIONED = "mentioned", "Diskusi dan sebutan"
    FOLLOW_UP = "follow_up", "Tindak lanjut dan pendampingan"
    JOB = "job", "Pekerjaan selesai"
    GENERAL = "general", "Lain-lain"
    INVITED = "invited", "Peran dan akun"
    LEGAL = "legal", "Pemberitahuan resmi"


# Kinds that nobody can switch off, each with the reason that the settings page gives.
FIXED: dict[NoticeKind, str] = {
    NoticeKind.INVITED: "Menyangkut akun Anda: peran yang diberikan kepada Anda atau dicabut.",
    NoticeKind.LEGAL: (
        "Menyangkut hak dan kewajiban: pembukaan, pembekuan, dan pengiriman penilaian mandiri, serta penetapan hasil."
    ),
}
OPTIONAL = tuple(kind for kind in NoticeKind if kind not in FIXED)

# Kinds that do not wait for the morning's digest.
URGENT = frozenset({NoticeKind.REOPENED, NoticeKind.LEGAL})


class Mail(Enum):
    """How a notice is mailed."""

    AS_ITS_KIND = auto()
    AT_ONCE = auto()
    SENT_ALREADY = auto()  # by a letter of the caller's own, which says more
