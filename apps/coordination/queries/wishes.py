"""What assessors know and would like, and what a list of it would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.common.sheets import SheetRow
from apps.coordination.models import AssessorWish, AvoidedInstitution, WishCall
from apps.coordination.queries.teams import assessors
from apps.institutions.models import Category, Institution, Province
from apps.institutions.queries import living_institutions
from apps.periods.models import EvaluationPeriod, PeriodState

USERNAME, EXPERTISE, REGIONS, CAPACITY, AVOIDED = COLUMNS = (
    "Nama pengguna", "Keahlian", "Wilayah", "Paling banyak", "Dihindari",
)  # fmt: skip
SEPARATOR = ";"
MOST_CAPACITY = 99
Named = TypeVar("Named")
LONGEST_REASON = AvoidedInstitution._meta.get_field("reason").max_length or 0


@dataclass(frozen=True)
class Wishes:
    """What one assessor would like. Empty categories or provinces mean any, no capacity the period's own.

    `avoided`: institution -> why.
    """

    categories: frozenset[str] = frozenset()
    provinces: frozenset[Province] = frozenset()
    capacity: int | None = None
    avoided: Mapping[Institution, str] = field(default_factory=dict)

    @property
    def category_names(self) -> list[str]:
        return [str(one.label) for one in Category if one in self.categories]

    @property
    def province_names(self) -> list[str]:
        return sorted(map(str, self.provinces))

    @property
    def said(self) -> str:
        """In one line, for comparing."""
        parts = [
            f"keahlian {', '.join(self.category_names) or 'semua'}",
            f"wilayah {', '.join(self.province_names) or 'semua'}",
            f"paling banyak {self.capacity}" if self.capacity else "kapasitas periode",
            *(
                f"menghindari {place} ({why})"
                for place, why in sorted(self.avoided.items(), key=lambda one: one[0].code)
            ),
        ]
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class WishView:
    """One assessor with what was written down, and whether they wrote it themselves."""

    assessor: User
    wishes: Wishes
    is_own: bool = False


@dataclass(slots=True)
class WishPreview:
    """What a list would do: wishes by assessor, what changes of whom, how many stay, what is wrong."""

    rows: dict[User, Wishes] = field(default_factory=dict)
    changed: list[tuple[int, User, str, str]] = field(default_factory=list)
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


def wishes_of(people: Iterable[User]) -> dict[int, WishView]:
    """assessor -> what was written down of them. Three statements."""
    found = AssessorWish.objects.filter(assessor__in=list(people)).select_related("assessor")
    return {
        one.assessor_id: WishView(one.assessor, _wishes(one), one.updated_by_id == one.assessor_id)
        for one in found.prefetch_related("provinces", "avoided__institution")
    }


def wish_views(people: Iterable[User]) -> list[WishView]:
    """The same in the order of the people, also of those of whom nothing is written down."""
    people = list(people)
    known = wishes_of(people)
    return [WishView(one, known[one.pk].wishes, known[one.pk].is_own) if one.pk in known else WishView(one, Wishes())
            for one in people]  # fmt: skip


def open_calls() -> QuerySet[WishCall]:
    """The periods for which assessors write their own wishes now."""
    calls = WishCall.objects.filter(until__gt=timezone.now()).exclude(period__state=PeriodState.PUBLISHED)
    return calls.select_related("period").order_by("until")


def call_of(period: EvaluationPeriod) -> WishCall | None:
    return WishCall.objects.filter(period=period).first()


def cells_of(wishes: Wishes) -> tuple[str, str, int | None, str]:
    """As the workbook holds them, and as `preview_of` reads them."""
    avoided = [f"{place.code}: {why.replace(SEPARATOR, ',')}" for place, why in wishes.avoided.items()]
    glue = f"{SEPARATOR} "
    return glue.join(wishes.category_names), glue.join(wishes.province_names), wishes.capacity, glue.join(avoided)


def preview_of(stored: Iterable[Mapping[str, object]]) -> WishPreview:
    """What a list as stored would change now. Six statements, whatever its length."""
    reader, preview = _Reader(), WishPreview()
    for row in (SheetRow(**one) for one in stored):  # type: ignore[arg-type]
        place = f"Baris {row.number}"
        person = reader.people.get(row.cells[USERNAME].casefold())
        if person is None:
            preview.faults.append(f"{place}: “{row.cells[USERNAME]}” bukan nama pengguna seorang asesor.")
        elif person in preview.rows:
            preview.faults.append(f"{place}: {person} sudah tertulis di atas.")
        else:
            wishes, faults = reader.read(row.cells)
            preview.faults += [f"{place}: {one}" for one in faults]
            preview.rows[person] = wishes
            before = reader.known[person.pk].wishes if person.pk in reader.known else Wishes()
            if before == wishes:
                preview.unchanged += 1
            else:
                preview.changed.append((row.number, person, before.said, wishes.said))
    return preview


class _Reader:
    """Cells of a list, and the names that they may hold."""

    def __init__(self) -> None:
        self.people = {one.username.casefold(): one for one in assessors()}
        self.known = wishes_of(self.people.values())
        self.provinces = {one.name.casefold(): one for one in Province.objects.all()}
        self.institutions = {one.code.casefold(): one for one in living_institutions()}
        self.categories = {str(one.label).casefold(): one.value for one in Category}

    def read(self, cells: Mapping[str, str]) -> tuple[Wishes, list[str]]:
        """What a row says, and what is wrong with it."""
        faults: list[str] = []
        categories = _known(cells[EXPERTISE], self.categories, EXPERTISE, faults)
        provinces = _known(cells[REGIONS], self.provinces, REGIONS, faults)
        typed = cells[CAPACITY]
        capacity = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < len("100") else 0
        if typed and not capacity:
            faults.append(f"“{typed}” harus bilangan 1 sampai {MOST_CAPACITY}, atau kosong.")
        avoided = {}
        for word in _words(cells[AVOIDED]):
            code, _, why = (part.strip() for part in word.partition(":"))
            institution = self.institutions.get(code.casefold())
            if institution is None or not why or len(why) > LONGEST_REASON:
                faults.append(
                    f"“{word}” harus kode instansi, titik dua, lalu alasan paling panjang {LONGEST_REASON} huruf."
                )
            else:
                avoided[institution] = why
        return Wishes(categories, provinces, capacity or None, avoided), faults


def _known(cell: str, names: Mapping[str, Named], column: str, faults: list[str]) -> frozenset[Named]:
    """What the words of a cell name; those that name nothing are faults."""
    words = _words(cell)
    faults += [f"{column.lower()} “{word}” tidak dikenal." for word in words if word.casefold() not in names]
    return frozenset(names[word.casefold()] for word in words if word.casefold() in names)


def _words(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(SEPARATOR) if word.strip()]


def _wishes(row: AssessorWish) -> Wishes:
    return Wishes(
        frozenset(row.categories),
        frozenset(row.provinces.all()),
        row.capacity,
        {one.institution: one.reason for one in row.avoided.all()},
    )
