"""What surat tugas and recap say, as data for paper, and which letters are due."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.formats import date_id
from apps.common.minutes import Column, Fact, MinutesGroup, MinutesRow, MinutesSheet, MinutesTable, Signature
from apps.common.paper import Proof
from apps.coordination.models import AssignmentLetter, WorkRecap
from apps.coordination.queries.assessors import WorkDone, assigned_in, work_done
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.periods.queries import windows_of
from apps.rules.stages import LABELS, Stage, Track

ASSESSED = (Stage.DESK_REVIEW, Stage.INTERVIEW, Stage.VISITATION, Stage.CONSOLIDATION)
RECAP_COLUMNS = ("Instansi", "Lembar dikunci", "Interviu dipimpin", "Interviu diikuti", "Visitasi")
MINISTRY = ("KEMENTERIAN PENDAYAGUNAAN", "APARATUR NEGARA DAN REFORMASI BIROKRASI")


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """An assessor with institutions, the latest letter, and whether it says what holds now."""

    assessor: User
    institutions: int
    letter: AssignmentLetter | None
    is_due: bool


def letter_standings(period: EvaluationPeriod) -> list[LetterStanding]:
    """Everybody who holds institutions in this period, by name. Five statements."""
    held = assigned_in(period)
    letters: dict[int, AssignmentLetter] = {}
    rows = AssignmentLetter.objects.filter(period=period).order_by("pk").prefetch_related("lines")
    for letter in rows:
        letters[letter.assessor_id] = letter
    people = User.objects.filter(pk__in=held).order_by("name", "pk")
    return [_standing(one, {e.pk: is_lead for e, is_lead in held[one.pk]}, letters.get(one.pk)) for one in people]


def due_letters(period: EvaluationPeriod) -> list[LetterStanding]:
    return [one for one in letter_standings(period) if one.is_due]


def _standing(assessor: User, now: dict[int, bool], letter: AssignmentLetter | None) -> LetterStanding:
    said = {line.evaluation_id: line.is_lead for line in letter.lines.all()} if letter else None
    return LetterStanding(assessor, len(now), letter, said != now)


def latest_letters(user: User) -> list[AssignmentLetter]:
    """The person's letters that no newer one replaced and that are made, newest first. One statement."""
    rows = AssignmentLetter.objects.filter(assessor=user, replaced_by=None).exclude(sha256="")
    return list(rows.select_related("period"))


def letter_sheet(letter: AssignmentLetter) -> MinutesSheet:
    period, instrument = letter.period, letter.period.instrument
    university = Membership.objects.filter(user=letter.assessor, role=Role.ASSESSOR).first()
    lines = list(letter.lines.select_related("evaluation__institution__province"))
    replaced = (f"Surat tugas ini menggantikan surat tugas nomor {letter.replaces}.",) if letter.replaces else ()
    return MinutesSheet(
        letterhead=MINISTRY,
        title=("SURAT TUGAS",),
        number=letter.number,
        opening=(
            f"Dalam rangka evaluasi {instrument.subject_name} tahun {period.year}, dengan ini ditugaskan "
            "sebagai asesor eksternal:",
        ),
        facts=(
            Fact("Nama", str(letter.assessor)),
            Fact("Perguruan tinggi", university.place if university else ""),
            Fact("Periode", period.name),
        ),
        body=("untuk menilai instansi berikut secara independen, menurut jadwal tahap di bawah ini:",),
        points=_schedule(period),
        closing=(
            *replaced,
            "Asesor yang memiliki benturan kepentingan dengan salah satu instansi wajib menyatakannya sebelum menilai.",
            "Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab.",
        ),
        place="Jakarta",
        dated=letter.dated,
        signatures=(Signature(letter.signatory_office.split("\n"), letter.signatory),),
        proof=_proof(letter.code),
        summary=MinutesTable(
            title=f"Instansi yang dinilai ({len(lines)})",
            name_head="Instansi",
            columns=(Column("Jalur"), Column("Peran")),
            groups=(
                MinutesGroup(
                    "",
                    tuple(
                        MinutesRow(
                            str(place),
                            str(line.evaluation.institution),
                            (LABELS[Track(line.evaluation.track)], "Ketua tim" if line.is_lead else "Anggota"),
                        )
                        for place, line in enumerate(lines, start=1)
                    ),
                ),
            ),
        ),
        simulation_label=period.simulation_label or None,
        emblem=_emblem(),
    )


def recap_of(recap: WorkRecap) -> list[WorkDone]:
    return work_done(recap.period, people_in(recap))


def people_in(recap: WorkRecap) -> QuerySet[User] | None:
    """Whom a recap covers; None for everybody."""
    if recap.assessor_id:
        return User.objects.filter(pk=recap.assessor_id)
    if recap.university_id:
        return User.objects.filter(memberships__role=Role.ASSESSOR, memberships__university=recap.university_id)
    return None


def recap_sheet(recap: WorkRecap) -> MinutesSheet:
    period, instrument, rows = recap.period, recap.period.instrument, recap_of(recap)
    groups: dict[str, list[WorkDone]] = {}
    for row in rows:
        groups.setdefault(row.university, []).append(row)
    numbers = {row.assessor.pk: str(place) for place, row in enumerate(rows, start=1)}
    total = [sum(column) for column in zip(*(row.figures for row in rows), strict=True)] or [0] * len(RECAP_COLUMNS)
    return MinutesSheet(
        letterhead=MINISTRY,
        title=("REKAPITULASI PEKERJAAN ASESOR", instrument.subject_name.upper(), f"TAHUN {period.year}"),
        number=recap.code,
        opening=(f"Keadaan pada {date_id(timezone.localdate(recap.asked_at))}, menurut catatan aplikasi.",),
        facts=(
            Fact("Periode", period.name),
            Fact("Cakupan", str(recap.assessor or recap.university or "Semua asesor")),
            Fact("Asesor", str(len(rows))),
            *(Fact(name, str(number)) for name, number in zip(RECAP_COLUMNS, total, strict=True)),
        ),
        body=("Interviu dihitung menurut daftar hadirnya, kunjungan menurut rencananya.",),
        points=(),
        closing=("Demikian rekapitulasi ini dibuat sebagai bahan perhitungan honorarium.",),
        place="Jakarta",
        dated=timezone.localdate(recap.asked_at),
        signatures=(Signature(("Mengetahui",)), Signature(("Disusun oleh",), str(recap.asked_by))),
        proof=_proof(recap.code),
        summary=MinutesTable(
            title="Pekerjaan setiap asesor",
            name_head="Asesor",
            columns=tuple(Column(name) for name in RECAP_COLUMNS),
            groups=tuple(
                MinutesGroup(
                    name,
                    tuple(
                        MinutesRow(numbers[row.assessor.pk], str(row.assessor), tuple(map(str, row.figures)))
                        for row in members
                    ),
                )
                for name, members in groups.items()
            ),
            empty="Belum ada pekerjaan yang tercatat.",
        ),
        simulation_label=period.simulation_label or None,
        emblem=_emblem(),
    )


def _schedule(period: EvaluationPeriod) -> list[str]:
    return [
        f"{window.label.lower()}: {date_id(timezone.localtime(window.opens_at))} sampai "
        f"{date_id(timezone.localtime(window.closes_at))}"
        for window in windows_of(period)
        if window.stage in ASSESSED
    ]


def _proof(code: str) -> Proof:
    return Proof(code, settings.SITE_URL + reverse("portal:verify", args=[code]), "")


def _emblem() -> bytes | None:
    return Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None
