"""Why an institution should be visited, in words: as the ministry reads it, and as it is kept with the choice."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from apps.common.formats import change, figure, percent
from apps.periods.models import EvaluationPeriod
from apps.rules.selection import Case, Reason, Rule

NAMES: Mapping[Rule, str] = {
    Rule.JUMP: "Naik tajam dari tahun lalu",
    Rule.GAP: "Selisih mandiri dan dokumen",
    Rule.FLOOR: "Dekat batas predikat",
    Rule.AWARD: "Calon penghargaan kategori",
    Rule.RISE: "Calon penghargaan peningkatan",
    Rule.DRAWN: "Terundi",
}


def sentence_of(reason: Reason, case: Case) -> str:
    """One reason in a sentence, with the figures it rests on and the threshold it met."""
    return SENTENCES[reason.rule](reason, case)


def not_compared(case: Case) -> str:
    """What is said where the earlier year cannot be compared; empty where it can, or where there is none."""
    if case.earlier is None or case.earlier.is_same:
        return ""
    return f"Tidak dibandingkan dengan {case.earlier.year}: instrumennya berbeda."


def _jump(reason: Reason, case: Case) -> str:
    earlier = case.earlier
    before = f"{figure(earlier.figure)} ({earlier.year})" if earlier else "–"
    return f"Naik {_points(reason)} dari {before} menjadi {figure(case.reviewed)}; batasnya {_limit(reason)}."


def _gap(reason: Reason, case: Case) -> str:
    return (
        f"Penilaian mandiri {figure(case.own)}, penilaian dokumen {figure(case.reviewed)}: "
        f"selisih {_points(reason)}; batasnya {_limit(reason)}."
    )


def _floor(reason: Reason, case: Case) -> str:
    return (
        f"Indeks penilaian dokumen {figure(case.reviewed)} berjarak {change(Decimal(reason.figure))} dari batas "
        f"predikat {reason.name}; jarak terjauh {_limit(reason)}."
    )


def _award(reason: Reason, case: Case) -> str:
    return (
        f"Peringkat {reason.figure} dalam kategorinya menurut penilaian dokumen ({figure(case.reviewed)}); "
        f"calon penghargaan sampai peringkat {reason.limit}."
    )


def _rise(reason: Reason, case: Case) -> str:
    return (
        f"Peringkat {reason.figure} menurut peningkatan ({change(case.rise)}); "
        f"calon penghargaan sampai peringkat {reason.limit}."
    )


def _drawn(reason: Reason, case: Case) -> str:  # noqa: ARG001 - the draw asks for no figure
    return f"Terundi dalam undian {percent(Decimal(reason.figure))} dengan benih “{reason.name}”."


SENTENCES: Mapping[Rule, Callable[[Reason, Case], str]] = {
    Rule.JUMP: _jump,
    Rule.GAP: _gap,
    Rule.FLOOR: _floor,
    Rule.AWARD: _award,
    Rule.RISE: _rise,
    Rule.DRAWN: _drawn,
}


def _points(reason: Reason) -> str:
    return figure(Decimal(reason.figure))


def _limit(reason: Reason) -> str:
    return figure(Decimal(reason.limit))


def thresholds_in_words(period: EvaluationPeriod) -> list[str]:
    """The rules that this period sets, a sentence each; how the draw is made, so that anybody can repeat it."""
    said = [
        (period.visit_jump, "naik paling sedikit {} dari tahun terakhir dengan instrumen yang sama"),
        (period.visit_gap, "penilaian mandiri paling sedikit {} di atas penilaian dokumen"),
        (period.visit_near_floor, "indeks penilaian dokumen paling jauh {} dari batas suatu predikat"),
    ]
    words = [text.format(figure(limit)) for limit, text in said if limit is not None]
    if period.visit_award_places:
        words.append(
            f"calon penghargaan: peringkat 1 sampai {period.visit_award_places} dalam kategorinya "
            "atau menurut peningkatan"
        )
    if period.visit_drawn_percent:
        words.append(
            f"terundi: {percent(period.visit_drawn_percent)} dari semua instansi pada jalur evaluasi, "
            f"dibulatkan ke atas, dengan benih “{period.visit_seed}”; yang terundi adalah instansi dengan SHA-256 "
            "terkecil dari “benih:kode instansi”"
        )
    return words
