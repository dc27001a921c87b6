"""The candidates for a visit as rows of a workbook."""

from apps.common.sheets import Value
from apps.visitation.queries import Candidate

COLUMNS = (
    "Kode", "Instansi", "Kategori", "Tahap", "Mandiri", "Dokumen", "Selisih", "Tahun lalu", "Tahun", "Ambang terdekat",
    "Jarak ambang", "Dipilih", "Alasan",
)  # fmt: skip


def cells_of(one: Candidate) -> tuple[Value, ...]:
    placed, case = one.evaluation.institution, one.case
    return (
        placed.code,
        placed.name,
        placed.get_category_display(),
        one.evaluation.get_stage_display(),
        case.own,
        case.reviewed,
        case.gap,
        case.earlier.figure if case.earlier else None,
        case.earlier.year if case.earlier else None,
        one.floor[0] if one.floor else None,
        one.to_floor,
        "Ya" if one.visit else "Tidak",
        "; ".join(one.visit.reasons if one.visit else one.printed),
    )
