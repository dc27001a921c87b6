"""The library: everything that an institution has brought as evidence over the years, and where it is used."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import connection

from apps.common.sql import columns, instances, rows
from apps.evaluations.models import Evaluation
from apps.self_assessment.models import DocumentKind, FileWarning, StoredFile
from apps.self_assessment.queries.submission import institution_bytes

PER_PAGE = 25
# The keys of all that is asked for, so that they can be counted and cut into pages.
FILES = """
    SELECT array_agg(id ORDER BY uploaded_at DESC, id DESC) FILTER (WHERE upper(name) LIKE upper(%(words)s)),
           coalesce(sum(size), 0)
    FROM self_assessment_storedfile WHERE institution_id = %(institution)s
"""
LINKS = """
    SELECT evidence.url FROM self_assessment_evidence evidence
    JOIN evaluations_evaluation evaluation ON evaluation.id = evidence.evaluation_id
    WHERE evaluation.institution_id = %(institution)s AND evidence.file_id IS NULL
      AND upper(evidence.url) LIKE upper(%(words)s)
    GROUP BY evidence.url ORDER BY max(evidence.added_at) DESC, evidence.url
"""
SHOWN = f"""
    SELECT {columns("file", StoredFile)}, coalesce(uploader.name, ''), coalesce(found.warning, '')
    FROM self_assessment_storedfile file
    LEFT JOIN accounts_user uploader ON uploader.id = file.uploaded_by_id
    LEFT JOIN self_assessment_filecheck found ON found.file_id = file.id
    WHERE file.id = ANY(%s) ORDER BY file.uploaded_at DESC, file.id DESC
"""  # noqa: S608 - our own words
USES = """
    SELECT evidence.file_id, evidence.url, evidence.id, evidence.evaluation_id, period.year, indicator.number,
           evidence.edition, evidence.place, coalesce(adder.name, ''), evidence.added_at, evidence.withdrawn_at
    FROM self_assessment_evidence evidence
    JOIN evaluations_evaluation evaluation ON evaluation.id = evidence.evaluation_id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    JOIN instruments_indicator indicator ON indicator.id = evidence.indicator_id
    LEFT JOIN accounts_user adder ON adder.id = evidence.added_by_id
    WHERE evaluation.institution_id = %(institution)s
      AND (evidence.file_id = ANY(%(files)s::bigint[]) OR evidence.url = ANY(%(links)s::text[]))
    ORDER BY period.year DESC, indicator.number, evidence.id
"""
PAPERS = """
    SELECT paper.generated_id, paper.signed_id, paper.kind, period.year
    FROM self_assessment_sheetdocument paper
    JOIN evaluations_evaluation evaluation ON evaluation.id = paper.evaluation_id
    JOIN periods_evaluationperiod period ON period.id = evaluation.period_id
    WHERE paper.generated_id = ANY(%(files)s) OR paper.signed_id = ANY(%(files)s)
    ORDER BY paper.kind
"""


class Use(NamedTuple):
    """One place where a file or a link proves something; `adder` is empty where nobody is known."""

    pk: int
    evaluation_id: int
    year: int
    number: int
    edition: int
    place: str
    adder: str
    added_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Kept:
    """A file or a link in the library, with every place where it is used. `papers` are signed documents in words."""

    name: str
    uses: Sequence[Use]
    file: StoredFile | None = None
    uploader: str = ""
    warning: str = ""
    papers: Sequence[str] = field(default_factory=tuple)

    @property
    def standing(self) -> list[Use]:
        return [use for use in self.uses if use.withdrawn_at is None]

    @property
    def former(self) -> list[Use]:
        return [use for use in self.uses if use.withdrawn_at is not None]


@dataclass(frozen=True)
class Library:
    """A page of what the institution has, and how much of its room is taken (bytes)."""

    page: Page
    kept: list[Kept]
    taken: int
    quota: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.taken // self.quota)


def library_of(evaluation: Evaluation, *, words: str = "", links: bool = False, page: str | int | None = 1) -> Library:
    """Files or links of the evaluation's institution, newest first, of every year. Four statements, however many."""
    institution = evaluation.institution_id
    asked = {"institution": institution, "words": f"%{connection.ops.prep_for_like_query(words)}%"}
    found: Sequence[Any]
    if links:
        found, taken = [url for (url,) in rows(LINKS, asked)], institution_bytes(evaluation.institution)
    else:
        [[keys, taken]] = rows(FILES, asked)
        found = keys or []
    shown = Paginator(found, PER_PAGE).get_page(page)
    kept = (_links if links else _files)(institution, list(shown.object_list))
    return Library(shown, kept, taken=int(taken), quota=settings.EVIDENCE_QUOTA)


def _files(institution: int, keys: Sequence[int]) -> list[Kept]:
    if not keys:
        return []
    uses, papers = _uses(institution, files=keys), _papers(keys)
    return [
        Kept(file.name, uses[file.pk], file, uploader, FileWarning(warning).label, papers[file.pk])
        for file, uploader, warning in (instances(row, StoredFile) for row in rows(SHOWN, [keys]))
    ]


def _links(institution: int, urls: Sequence[str]) -> list[Kept]:
    uses = _uses(institution, links=urls) if urls else {}
    return [Kept(url, uses[url]) for url in urls]


def _uses(institution: int, *, files: Sequence[int] = (), links: Sequence[str] = ()) -> Mapping[Any, list[Use]]:
    """By the key of the file, or the address of the link."""
    found: dict[Any, list[Use]] = defaultdict(list)
    for file, url, *use in rows(USES, {"institution": institution, "files": list(files), "links": list(links)}):
        found[file or url].append(Use(*use))
    return found


def _papers(files: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for generated, signed, kind, year in rows(PAPERS, {"files": files}):
        for file in {generated, signed} - {None}:
            found[file].append(f"{DocumentKind(kind).label} {year}")
    return found
