"""The evidence of one indicator, and the library of everything an institution has brought."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Max, Q

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows
from apps.evaluations.models import Evaluation
from apps.instruments.models import Indicator
from apps.self_assessment import permissions
from apps.self_assessment.filetypes import ACCEPT
from apps.self_assessment.models import Evidence, FileWarning, SheetDocument, StoredFile
from apps.self_assessment.queries.asked import takes_evidence
from apps.self_assessment.queries.submission import institution_bytes
from apps.self_assessment.queries.uploads import cut_uploads

PER_PAGE = 25
# Read for every page of an indicator, mostly to find nothing.
READ = (Evidence, StoredFile, User, User)
OF_INDICATOR = f"""
    SELECT {columns("evidence", Evidence)}, {columns("file", StoredFile)},
           {columns("adder", User)}, {columns("withdrawer", User)}, coalesce(found.warning, '')
    FROM self_assessment_evidence evidence
    LEFT JOIN self_assessment_storedfile file ON file.id = evidence.file_id
    LEFT JOIN self_assessment_filecheck found ON found.file_id = file.id
    LEFT JOIN accounts_user adder ON adder.id = evidence.added_by_id
    LEFT JOIN accounts_user withdrawer ON withdrawer.id = evidence.withdrawn_by_id
    WHERE evidence.evaluation_id = %s AND evidence.indicator_id = %s
    ORDER BY evidence.added_at, evidence.id
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Piece:
    """A piece of evidence with what a person should know of it, and the versions before it, newest first."""

    one: Evidence
    older: Sequence[Evidence] = ()
    warning: str = ""


def evidence_of(user: User, evaluation: Evaluation, indicator: Indicator, *, is_mine: bool | None) -> dict[str, Any]:
    """The context of the pieces _evidence_list.html and _evidence_fields.html. Two queries at most."""
    may_add = permissions.may_add_evidence(user, evaluation, is_mine) and takes_evidence(evaluation, indicator)
    brought = dict(_brought(evaluation, indicator))
    standing = [Piece(one, before(one, brought), brought[one]) for one in brought if one.withdrawn_at is None]
    followed = {one.replaces_id for one in brought}
    return {
        "evidence": standing,
        "unconfirmed": [piece.one for piece in standing if piece.one.is_unconfirmed],
        "evidence_bytes": sum(piece.one.file.size for piece in standing if piece.one.file),
        "withdrawn": [one for one in brought if one.withdrawn_at and one.pk not in followed],
        "may_add_evidence": may_add,
        "may_see_library": permissions.may_see_library(user, evaluation),
        "may_describe_evidence": permissions.may_fill_answer(user, evaluation, is_mine),
        "cut_uploads": cut_uploads(user, evaluation, indicator) if may_add else [],
        "accept": ACCEPT,
        "file_limit": settings.EVIDENCE_FILE_LIMIT,
    }


def _brought(evaluation: Evaluation, indicator: Indicator) -> Iterable[tuple[Evidence, str]]:
    """All that was ever brought, oldest first, each with what to warn of. One query."""
    for row in rows(OF_INDICATOR, [evaluation.pk, indicator.pk]):
        one, one.file, one.added_by, one.withdrawn_by, warning = instances(row, *READ)
        yield one, FileWarning(warning).label


def before(one: Evidence, brought: Iterable[Evidence]) -> list[Evidence]:
    """The versions that this one has replaced, newest first, found among what was `brought`."""
    known = {row.pk: row for row in brought}
    found = []
    while one.replaces_id in known:
        one = known[one.replaces_id]
        found.append(one)
    return found


def standing_use(evaluation: Evaluation, indicator: Indicator, *, sha256: str, name: str) -> Evidence | None:
    """The evidence that this very file is already, under this name."""
    rows = Evidence.objects.filter(evaluation=evaluation, indicator=indicator, withdrawn_at__isnull=True)
    return rows.filter(file__sha256=sha256, file__name=name).only("file").first()


@dataclass
class Kept:
    """A file or a link in the library, with every place where it is used. `papers` are kinds of signed documents."""

    name: str
    file: StoredFile | None = None
    uses: list[Evidence] = field(default_factory=list)
    papers: list[SheetDocument] = field(default_factory=list)

    @property
    def standing(self) -> list[Evidence]:
        return [use for use in self.uses if use.withdrawn_at is None]

    @property
    def former(self) -> list[Evidence]:
        return [use for use in self.uses if use.withdrawn_at is not None]

    @property
    def warning(self) -> str:
        check = getattr(self.file, "check_found", None)
        return check.get_warning_display() if check else ""


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
    """Files or links of the evaluation's institution, newest first, of every year. Six queries, however many."""
    found = _links(evaluation, words, page) if links else _files(evaluation, words, page)
    taken = institution_bytes(evaluation.institution)
    return Library(*found, taken=taken, quota=settings.EVIDENCE_QUOTA)


def _files(evaluation: Evaluation, words: str, page: str | int | None) -> tuple[Page, list[Kept]]:
    files = StoredFile.objects.filter(institution=evaluation.institution_id, **_named("name", words))
    shown = Paginator(files.select_related("uploaded_by", "check_found").order_by("-uploaded_at", "-pk"), PER_PAGE)
    found = shown.get_page(page)
    stored = list(found.object_list)
    uses: Mapping[int, list[Evidence]] = _by(Evidence.objects.filter(file__in=stored), "file_id")
    papers: Mapping[int, list[SheetDocument]] = defaultdict(list)
    signed = SheetDocument.objects.filter(Q(generated__in=stored) | Q(signed__in=stored))
    for paper in signed.select_related("evaluation__period"):
        for pk in {paper.generated_id, paper.signed_id}:
            if pk is not None:
                papers[pk].append(paper)
    return found, [Kept(file.name, file, uses.get(file.pk, []), papers[file.pk]) for file in stored]


def _links(evaluation: Evaluation, words: str, page: str | int | None) -> tuple[Page, list[Kept]]:
    own = Evidence.objects.filter(evaluation__institution=evaluation.institution_id, file__isnull=True)
    urls = own.filter(**_named("url", words)).values("url").annotate(last=Max("added_at")).order_by("-last", "url")
    found = Paginator(urls, PER_PAGE).get_page(page)
    named = [row["url"] for row in found.object_list]
    uses: Mapping[str, list[Evidence]] = _by(own.filter(url__in=named), "url")
    return found, [Kept(url, None, uses.get(url, [])) for url in named]


def _named(column: str, words: str) -> dict[str, str]:
    return {f"{column}__icontains": words} if words else {}


def _by(rows: Any, column: str) -> dict[Any, list[Evidence]]:
    grouped: dict[Any, list[Evidence]] = defaultdict(list)
    told = rows.select_related("indicator__part", "evaluation__period", "added_by")
    for use in told.order_by("-evaluation__period__year", "indicator__number", "pk"):
        grouped[getattr(use, column)].append(use)
    return grouped
