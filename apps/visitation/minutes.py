"""What the Berita Acara Visitasi says."""

from django.utils import timezone

from apps.common.formats import date_id
from apps.common.minutes import Fact, MinutesSheet, Picture
from apps.common.sentences import listed, paragraph
from apps.evaluations.agenda import agenda_of
from apps.evaluations.minutes import MINUTES, MinutesRoom, effect_of, effect_points, enumerated, minutes_sheet
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.visitation.models import Finding, Photo, Visit
from apps.visitation.notes import noted_of
from apps.visitation.queries import photos_of, small_name

MINUTES_JOB = "visitation.minutes"


def sheet_of(evaluation: Evaluation) -> MinutesSheet:
    visit = Visit.objects.get(evaluation=evaluation)
    items = agenda_of(evaluation, Stage.VISITATION, Finding)
    visitors = [one.assessor for one in evaluation.visitors.select_related("assessor")]
    changed = sum(item.is_changed for item in items)
    return minutes_sheet(
        evaluation,
        items,
        stage=Stage.VISITATION,
        kind="VISITASI",
        opening="Telah dilaksanakan visitasi untuk memvalidasi penerapan di tempat dengan keterangan berikut:",
        facts=(
            Fact("Instansi", str(evaluation.institution)),
            Fact("Tanggal", days_of(visit)),
            Fact("Unit yang dikunjungi", visit.locus or "–"),
            Fact("Alamat", visit.address or "–"),
            Fact("Narahubung", visit.contact or "–"),
            Fact("Asesor berkunjung", listed(str(one) for one in visitors) or str(evaluation.team or "–")),
            Fact("Alasan dikunjungi", " ".join(visit.reasons)),
        ),
        points=enumerated(
            (
                f"indikator yang divalidasi berjumlah {len(items)}, {changed} di antaranya berubah tingkat",
                *effect_points(effect_of(evaluation, Stage.VISITATION, items), "visitasi"),
                "indikator lain tetap pada tingkat tahap sebelumnya",
            )
        ),
        notes=[
            f"Yang divalidasi: {item.mark.question} Temuan: {item.word.reason if item.word else 'belum dicatat'}"
            for item in items
        ],
        pictures=[_picture(one) for one in photos_of(evaluation)],
        place=visit.locus or str(evaluation.institution),
        dated=visit.ends_on or visit.starts_on or timezone.localdate(visit.chosen_at),
        code=visit.minutes_code,
    )


def _picture(photo: Photo) -> Picture:
    """A photo with its indicator, words, moment and position beneath it."""
    number = photo.indicator.number
    return Picture(
        name=f"foto-{photo.pk}",
        caption=paragraph(f"Indikator {number}: {photo.caption or photo.indicator.name}", noted_of(photo)),
        sha256=photo.sha256,
        drawn=small_name(photo),
    )


def days_of(visit: Visit) -> str:
    """The days of the visit in words; "–" while it has none."""
    first, last = date_id(visit.starts_on), date_id(visit.ends_on)
    return first if visit.ends_on in (None, visit.starts_on) else f"{first} sampai {last}"


MINUTES[Stage.VISITATION] = MinutesRoom(sheet_of, Finding, "visitation:detail", "visitation:minutes", MINUTES_JOB)
