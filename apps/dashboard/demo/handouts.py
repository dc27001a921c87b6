"""Sosialisasi of the running year: a guideline, an announcement, an event that is held now and one to come."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.dashboard.demo import papers
from apps.periods.models import EvaluationPeriod
from apps.socialisation import actions
from apps.socialisation.models import Audience, Event, MaterialKind, Zone
from apps.socialisation.queries import people_for

EVERYBODY = [Audience.INSTITUTIONS, Audience.ASSESSORS]
REGISTERED, CAME = 6, 9  # of each audience; of all
GUIDELINE = (
    "Panduan penilaian mandiri (simulasi)",
    "Tulis Fakta, Analisis, lalu Justifikasi untuk tiap indikator.",
    "Tunjuk dokumen, nomor, pasal, dan halaman yang membuktikannya.",
)


@transaction.atomic
def hand_out(period: EvaluationPeriod, *, by: User) -> None:
    """Once: what is there already stays as it is."""
    if period.materials.exists():
        return
    said = {
        "kind": MaterialKind.GUIDELINE,
        "title": "Panduan penilaian mandiri",
        "summary": "Cara menulis penjelasan dan menunjuk data dukung.",
        "audiences": [*EVERYBODY, Audience.PUBLIC],
    }
    actions.add_material(period, papers.pdf("panduan-penilaian-mandiri.pdf", GUIDELINE), said, by=by)
    announcement = {
        "title": "Penilaian mandiri sudah dibuka",
        "text": "Lembar penilaian sudah dapat diisi. Unduh panduannya dan ikuti pelatihan sebelum mulai mengisi.",
        "audiences": [*EVERYBODY, Audience.PUBLIC],
        "until": None,
    }
    actions.announce(period, announcement, by=by)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    held = _event(period, "Sosialisasi penilaian mandiri", now - timedelta(hours=1), by)
    for audience in EVERYBODY:
        for one in people_for(period, [audience]).order_by("pk")[:REGISTERED]:
            actions.register(held, by=one)
    shown = list(held.registrations.order_by("pk").values_list("pk", flat=True))
    actions.mark_attendance(held, shown, shown[:CAME], by=by)
    morning = now.astimezone(ZoneInfo(Zone.WITA)).replace(hour=9) + timedelta(days=5)
    _event(period, "Pelatihan data dukung wilayah timur", morning, by, zone=Zone.WITA)


def _event(period: EvaluationPeriod, title: str, starts_at: datetime, by: User, zone: Zone = Zone.WIB) -> Event:
    said = {
        "title": title,
        "text": "Tata cara pengisian, data dukung, dan tanya jawab.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "timezone": zone,
        "link": "https://rapat.example.go.id/sosialisasi",
        "audiences": [*EVERYBODY, Audience.PUBLIC],
        "capacity": 500,
    }
    return actions.plan_event(period, said, by=by)
