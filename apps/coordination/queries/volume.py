"""How much evidence institutions have brought: what is in force now, each file of a sheet counted once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from apps.common.sql import rows
from apps.coordination.queries.figures import NONE
from apps.institutions.models import Category, Province
from apps.periods.models import EvaluationPeriod

BIGGEST = 10

_PER_SHEET = """
    SELECT sheet.id, placed.code, placed.name, placed.category, placed.province_id,
           COALESCE(used.uses, 0), COALESCE(used.links, 0), COALESCE(kept.files, 0), COALESCE(kept.octets, 0)::bigint
    FROM evaluations_evaluation sheet
    JOIN institutions_institution placed ON placed.id = sheet.institution_id
    LEFT JOIN (
        SELECT evaluation_id, count(*) AS uses, count(*) FILTER (WHERE file_id IS NULL) AS links
        FROM self_assessment_evidence WHERE withdrawn_at IS NULL GROUP BY evaluation_id
    ) used ON used.evaluation_id = sheet.id
    LEFT JOIN (
        SELECT each.evaluation_id, count(*) AS files, sum(file.size) AS octets
        FROM (
            SELECT DISTINCT evaluation_id, file_id FROM self_assessment_evidence
            WHERE withdrawn_at IS NULL AND file_id IS NOT NULL
        ) each JOIN self_assessment_storedfile file ON file.id = each.file_id
        GROUP BY each.evaluation_id
    ) kept ON kept.evaluation_id = sheet.id
    WHERE sheet.period_id = %s AND sheet.track <> 'not_assessed'
    ORDER BY 9 DESC, placed.code
"""

_BIGGEST = """
    SELECT DISTINCT file.size, file.name, sheet.id, placed.name
    FROM self_assessment_evidence used
    JOIN self_assessment_storedfile file ON file.id = used.file_id
    JOIN evaluations_evaluation sheet ON sheet.id = used.evaluation_id
    JOIN institutions_institution placed ON placed.id = sheet.institution_id
    WHERE sheet.period_id = %s AND sheet.track <> 'not_assessed' AND used.withdrawn_at IS NULL
    ORDER BY file.size DESC, file.name, sheet.id LIMIT %s
"""


class Volume(NamedTuple):
    """The evidence of one sheet: uses (of files and links), links, different files, their bytes."""

    evaluation: int
    code: str
    institution: str
    category: str
    province: str | None
    uses: int
    links: int
    files: int
    octets: int

    @property
    def category_label(self) -> str:
        return str(Category(self.category).label)


class BigFile(NamedTuple):
    size: int
    name: str
    evaluation: int
    institution: str


@dataclass(frozen=True, slots=True)
class Share:
    """The evidence of the institutions of one kind, with the query of the list of exactly those."""

    label: str
    query: str
    institutions: int
    uses: int
    links: int
    files: int
    octets: int


def volumes(period: EvaluationPeriod) -> list[Volume]:
    """One for every assessed institution, the biggest first. One statement."""
    return [Volume(*row) for row in rows(_PER_SHEET, [period.pk])]


def biggest_files(period: EvaluationPeriod) -> list[BigFile]:
    return [BigFile(*row) for row in rows(_BIGGEST, [period.pk, BIGGEST])]


def narrowed(found: Iterable[Volume], *, category: str = "", province: str = "") -> list[Volume]:
    return [
        one
        for one in found
        if (not category or one.category == category) and (not province or (one.province or NONE) == province)
    ]


def shares_by_category(found: list[Volume]) -> list[Share]:
    return _shares(found, "kategori", lambda one: one.category, {one.value: str(one.label) for one in Category})


def shares_by_province(found: list[Volume]) -> list[Share]:
    labels = dict(Province.objects.values_list("code", "name")) | {NONE: "Instansi pusat"}
    return _shares(found, "provinsi", lambda one: one.province or NONE, labels)


def share_of(label: str, query: str, found: list[Volume]) -> Share:
    return Share(
        label,
        query,
        len(found),
        sum(one.uses for one in found),
        sum(one.links for one in found),
        sum(one.files for one in found),
        sum(one.octets for one in found),
    )


def _shares(found: list[Volume], name: str, key: Callable[[Volume], str], labels: dict[str, str]) -> list[Share]:
    parts: dict[str, list[Volume]] = {}
    for one in found:
        parts.setdefault(key(one), []).append(one)
    return [
        share_of(label, urlencode({name: value}), parts[value]) for value, label in labels.items() if value in parts
    ]
