"""The lokus list: which institution takes part, in which track and batch; and what a new list would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db.models import Count, Q, QuerySet

from apps.common.sheets import SheetRow
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution
from apps.institutions.queries import living_institutions
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, Track

CODE, TRACK, BATCH, REASON = COLUMNS = ("Kode instansi", "Jalur", "Gelombang", "Alasan")
MAX_BATCH = 99
TRACKS = {LABELS[track].casefold(): track for track in Track} | {track.value: track for track in Track}


@dataclass(frozen=True, slots=True)
class LocusRow:
    """Where one institution is to stand. A reason is asked for whom the year leaves out."""

    institution_id: int
    track: Track
    batch: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a list against what stands: `before` is empty for an institution that is new to the period.

    `place` and `reason` are the two parts of `after`.
    """

    line: int
    name: str
    before: str
    after: str
    place: str
    reason: str


@dataclass(slots=True)
class Preview:
    """What a list would do: rows to be written, what they change, how many change nothing, what is wrong."""

    rows: list[LocusRow] = field(default_factory=list)
    new: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """Living institutions of a category, and how many of them are on the list of a period."""

    category: Category
    living: int
    placed: int

    @property
    def missing(self) -> int:
        return self.living - self.placed


def not_placed(period: EvaluationPeriod) -> QuerySet[Institution]:
    return living_institutions().exclude(evaluations__period=period)


def category_counts(period: EvaluationPeriod) -> list[CategoryCount]:
    counted = {
        row["category"]: row
        for row in living_institutions()
        .order_by()
        .values("category")
        .annotate(
            living=Count("pk", distinct=True),
            placed=Count("pk", filter=Q(evaluations__period=period), distinct=True),
        )
    }
    return [
        CategoryCount(category, row["living"], row["placed"]) for category in Category if (row := counted.get(category))
    ]


def as_stored(rows: Sequence[SheetRow]) -> list[dict[str, object]]:
    """Rows of a workbook as ImportedList keeps them."""
    return [asdict(row) for row in rows]


def preview_of(period: EvaluationPeriod, stored: Iterable[Mapping[str, object]]) -> Preview:
    """What a list as stored would change now. Three queries, whatever its length."""
    rows = [SheetRow(**row) for row in stored]  # type: ignore[arg-type]
    known = {one.code: one for one in Institution.objects.all()}
    living = set(living_institutions().values_list("pk", flat=True))
    present = {one.institution_id: one for one in Evaluation.objects.filter(period=period)}
    preview, lines = Preview(), dict[int, int]()
    for row in rows:
        institution = known.get(row.cells[CODE])
        faults = _faults(row, institution, living, lines)
        if faults or institution is None:
            preview.faults += faults
            continue
        lines[institution.pk] = row.number
        wanted = LocusRow(
            institution.pk, TRACKS[row.cells[TRACK].casefold()], int(row.cells[BATCH] or 1), row.cells[REASON]
        )
        compare(preview, row.number, institution, present.get(institution.pk), wanted)
    return preview


def described(track: str, batch: int, reason: str) -> str:
    text = f"{LABELS[Track(track)]}, gelombang {batch}"
    return f"{text} ({reason})" if reason else text


def _faults(row: SheetRow, institution: Institution | None, living: set[int], lines: Mapping[int, int]) -> list[str]:
    place = f"Baris {row.number}"
    if institution is None:
        return [f"{place}: kode instansi “{row.cells[CODE]}” tidak dikenal."]
    faults = []
    if institution.pk not in living:
        faults.append(f"{place}: {institution} sudah tidak berdiri sendiri.")
    if institution.pk in lines:
        faults.append(f"{place}: {institution} sudah tertulis pada baris {lines[institution.pk]}.")
    track = TRACKS.get(row.cells[TRACK].casefold())
    if track is None:
        choices = ", ".join(LABELS[track] for track in Track)
        faults.append(f"{place}: jalur “{row.cells[TRACK]}” tidak dikenal. Pilihannya: {choices}.")
    if track == Track.NOT_ASSESSED and not row.cells[REASON]:
        faults.append(f"{place}: {institution} tidak dinilai, tetapi alasannya kosong.")
    batch = row.cells[BATCH] or "1"
    if not (batch.isascii() and batch.isdigit() and 1 <= int(batch[:4]) <= MAX_BATCH and len(batch) <= 4):
        faults.append(f"{place}: gelombang “{batch}” harus bilangan 1 sampai {MAX_BATCH}.")
    return faults


def compare(
    preview: Preview, line: int, institution: Institution, standing: Evaluation | None, wanted: LocusRow
) -> None:
    """Enter into a preview what one row would do against what stands."""
    after, place = described(wanted.track, wanted.batch, wanted.reason), described(wanted.track, wanted.batch, "")
    if standing is None:
        preview.new.append(Difference(line, institution.name, "", after, place, wanted.reason))
    elif (before := described(standing.track, standing.batch, standing.track_reason)) == after:
        preview.unchanged += 1
        return
    else:
        preview.changed.append(Difference(line, institution.name, before, after, place, wanted.reason))
    preview.rows.append(wanted)
