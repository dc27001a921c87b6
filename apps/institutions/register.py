"""What may become of institutions: a change as it is asked for, what speaks against it, what will follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from django.db.models import Q

from apps.common.formats import date_id
from apps.institutions.models import Category, ChangeKind, Institution, Province

REGIONAL = frozenset({Category.PROVINCE, Category.REGENCY, Category.CITY})
WITHIN_A_PROVINCE = frozenset({Category.REGENCY, Category.CITY})
# Who only gets another name or place: what the old one had, the new one has.
CARRIED_ON_WHOLE = frozenset({ChangeKind.RENAMED, ChangeKind.MOVED})


class Numbers(NamedTuple):
    """How many institutions a kind of change is about, and how many come of it."""

    least_formers: int
    most_formers: int
    least_laters: int
    most_laters: int


NUMBERS: Mapping[ChangeKind, Numbers] = {
    ChangeKind.ADDED: Numbers(0, 0, 1, 1),
    ChangeKind.RENAMED: Numbers(1, 1, 1, 1),
    ChangeKind.MOVED: Numbers(1, 99, 0, 99),
    ChangeKind.MERGED: Numbers(1, 6, 1, 1),
    ChangeKind.SPLIT: Numbers(1, 1, 1, 6),
    ChangeKind.ENDED: Numbers(1, 1, 0, 0),
}


PEOPLE_COME_ALONG = "Orang dan unit kerjanya ikut; pada tahun-tahun yang lalu mereka tetap membaca lembar lama."


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """An institution that is to begin."""

    name: str
    code: str
    category: Category
    province: Province | None = None


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """A change before it is made. `into`: the one that stands and takes the others up; `keeps`: the split one stays.

    Of those that move, each of `formers` becomes the one at the same place of `laters`.
    """

    kind: ChangeKind
    effective_on: date
    legal_basis: str
    note: str = ""
    formers: Sequence[Institution] = ()
    laters: Sequence[NewInstitution] = ()
    into: Institution | None = None
    keeps: bool = False

    @property
    def last_day(self) -> date:
        """Of those that end."""
        return self.effective_on - timedelta(days=1)

    @property
    def ending(self) -> Sequence[Institution]:
        return () if self.keeps else self.formers

    def lines(self, heirs: Sequence[Institution]) -> Iterable[tuple[Institution, Institution]]:
        """Who is carried on by whom."""
        if self.kind == ChangeKind.MOVED:
            return zip(self.formers, heirs, strict=True)
        return product(self.formers, heirs)


def faults_of(asked: ChangeAsked) -> list[str]:
    """What speaks against a change, in sentences. Two queries."""
    return [*_wrong_numbers(asked), *_wrong_formers(asked), *_wrong_laters(asked)]


def consequences_of(asked: ChangeAsked) -> list[str]:
    """What will follow from a change, in sentences."""
    if asked.kind == ChangeKind.MOVED:
        return _consequences_of_moving(asked)
    heirs = [one.name for one in asked.laters] + ([asked.into.name] if asked.into else [])
    said = [f"{one} berakhir {date_id(asked.last_day)}." for one in asked.ending]
    said += [
        f"{one.name} (kode {one.code}, {one.category.label.lower()}{f', {one.province}' if one.province else ''}) "
        f"berdiri {date_id(asked.effective_on)}."
        for one in asked.laters
    ]
    if asked.formers and heirs:
        names = ", ".join(str(one) for one in asked.formers)
        said.append(f"Tahun-tahun {names} ditunjukkan sebagai tahun pendahulu {', '.join(heirs)}.")
    if asked.kind == ChangeKind.RENAMED:
        said.append(PEOPLE_COME_ALONG)
    elif heirs:
        said.append(f"Orang bagi {', '.join(heirs)} ditunjuk pada halaman orangnya.")
    if asked.formers:
        said.append("Penilaian, keputusan, dan laporan yang sudah ada tetap memakai nama lama.")
    return said


def _consequences_of_moving(asked: ChangeAsked) -> list[str]:
    day = date_id(asked.effective_on)
    return [
        *(
            f"{former} pindah dari {former.province} ke {later.province} pada {day}; "
            f"kodenya {former.code} menjadi {later.code}."
            for former, later in zip(asked.formers, asked.laters, strict=True)
        ),
        PEOPLE_COME_ALONG,
        "Penilaian, keputusan, dan laporan yang sudah ada tetap berada pada provinsi dan kode lama.",
    ]


def _wrong_numbers(asked: ChangeAsked) -> list[str]:
    numbers, found = NUMBERS[asked.kind], []
    laters = len(asked.laters) + bool(asked.into)
    least = numbers.least_formers
    if asked.kind == ChangeKind.MERGED and not asked.into:
        least = 2  # one that joins a new one has only got a new name
    if not least <= len(asked.formers) <= numbers.most_formers:
        found.append(f"Pilih sekurang-kurangnya {least} instansi asal.")
    if not numbers.least_laters <= laters <= numbers.most_laters:
        found.append("Isi instansi yang terjadi: tepat satu." if numbers.most_laters == 1 else "Isi yang terjadi.")
    if asked.kind == ChangeKind.SPLIT and not asked.keeps and laters == 1:
        found.append("Instansi yang pecah dan berakhir menjadi sekurang-kurangnya dua instansi.")
    return found


def _wrong_formers(asked: ChangeAsked) -> list[str]:
    found = [f"{one} sudah berakhir {date_id(one.valid_to)}." for one in asked.formers if one.valid_to is not None] + [
        f"{one} baru berdiri {date_id(one.valid_from)}."
        for one in (*asked.formers, *filter(None, [asked.into]))
        if one.valid_from and one.valid_from > asked.last_day
    ]
    if asked.into and asked.into in asked.formers:
        found.append(f"{asked.into} tidak dapat bergabung ke dalam dirinya sendiri.")
    return found + [
        f"{one} sudah berada di {later.province}."
        for one, later in zip(asked.formers, asked.laters, strict=False)
        if asked.kind == ChangeKind.MOVED and one.province == later.province
    ]


def _wrong_laters(asked: ChangeAsked) -> list[str]:
    names, codes = [one.name for one in asked.laters], [one.code for one in asked.laters]
    found = [
        f"{one} tertulis dua kali." for words in (names, codes) for one in sorted({*words}) if words.count(one) > 1
    ]
    ending = [one.pk for one in asked.ending]
    same_name = Q(name__in=names, valid_to__isnull=True) & ~Q(pk__in=ending)
    for one in Institution.objects.filter(same_name | Q(code__in=codes)):
        found.append(
            f"Kode {one.code} milik {one}." if one.code in codes else f"Nama {one} dipakai instansi yang masih berdiri."
        )
    for new in asked.laters:
        if (new.category in REGIONAL) != (new.province is not None):
            found.append(f"{new.name}: provinsi diisi bagi pemerintah daerah, dan hanya baginya.")
    return found + [
        f"{province} baru berdiri {date_id(province.valid_from)}."
        for province in dict.fromkeys(new.province for new in asked.laters)
        if province and province.valid_from and province.valid_from > asked.effective_on
    ]
