"""The register comes from its files. Only the loader of reference data calls this.

Nothing is ever removed here: people, answers and figures hang on these rows, and an institution that has
ended keeps its row with its last day.
"""

from datetime import date
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify

from apps.common.loading import Changes, Row, bring_in_line, read_table, refuse_doubles
from apps.institutions.groups import lay_out_groups
from apps.institutions.models import Agency, Category, Institution, Province, Succession, University

INSTITUTION_COLUMNS = ("code", "name", "category", "province", "valid_from", "valid_to", "successor")


@transaction.atomic
def load_provinces(path: Path) -> list[Changes]:
    """The provinces with their time zone."""
    rows = read_table(path, ("code", "name", "zone", "timezone"))
    refuse_doubles(rows, "code")
    refuse_doubles(rows, "name")
    wanted = [Province(code=row["code"], name=row["name"], zone=row["zone"], timezone=row["timezone"]) for row in rows]
    return [
        bring_in_line(
            "provinsi",
            Province.objects.all(),
            ("code",),
            wanted,
            ("name", "zone", "timezone"),
            keep_others=True,
        )
    ]


@transaction.atomic
def load_institutions(path: Path) -> list[Changes]:
    """The register of institutions, who follows whom, and the groups of each."""
    rows = read_table(path, INSTITUTION_COLUMNS)
    refuse_doubles(rows, "code")
    refuse_doubles(rows, "name")
    provinces = dict(Province.objects.values_list("name", "pk"))
    slugs = _Slugs()
    kept = _changed_by_hand()
    wanted = [_institution(row, provinces, slugs) for row in rows if row["code"] not in kept]
    register = bring_in_line(
        "instansi",
        Institution.objects.all(),
        ("code",),
        wanted,
        ("name", "category", "province_id", "valid_from", "valid_to"),
        keep_others=True,
    )
    return [register, _load_successors(rows, kept), _lay_out_groups()]


@transaction.atomic
def load_universities(path: Path) -> list[Changes]:
    """The universities that a source names as assessing."""
    rows = read_table(path, ("name", "city", "province", "seen_in"))
    refuse_doubles(rows, "name")
    wanted = [
        University(
            name=row["name"],
            city=row["city"],
            province=row["province"],
            seen_in=row.read("seen_in", int, "tahun"),
        )
        for row in rows
    ]
    return [
        bring_in_line(
            "perguruan tinggi",
            University.objects.all(),
            ("name",),
            wanted,
            ("city", "province", "seen_in"),
            keep_others=True,
        )
    ]


@transaction.atomic
def load_agencies(path: Path) -> list[Changes]:
    """The members of the national coordination team."""
    rows = read_table(path, ("code", "name"))
    refuse_doubles(rows, "code")
    wanted = [Agency(code=row["code"], name=row["name"]) for row in rows]
    return [
        bring_in_line(
            "anggota tim koordinasi",
            Agency.objects.all(),
            ("code",),
            wanted,
            ("name",),
            keep_others=True,
        )
    ]


def _institution(row: Row, provinces: dict[str, str], slugs: "_Slugs") -> Institution:
    if row["category"] not in Category.values:
        raise row.refused("category", f"{row['category']!r} tidak dikenal")
    if row["province"] and row["province"] not in provinces:
        raise row.refused("province", f"{row['province']!r} tidak tercantum di antara provinsi")
    return Institution(
        code=row["code"],
        slug=slugs.of(row),
        name=row["name"],
        category=row["category"],
        province_id=provinces.get(row["province"]),
        valid_from=row.read("valid_from", date.fromisoformat, "tanggal"),
        valid_to=row.read("valid_to", date.fromisoformat, "tanggal"),
    )


class _Slugs:
    """The address of an institution is made from its first name and stays, whatever it is called later."""

    def __init__(self) -> None:
        self.taken = dict(Institution.objects.values_list("slug", "code"))
        self.length = Institution._meta.get_field("slug").max_length or 0

    def of(self, row: Row) -> str:
        slug = slugify(row["name"])[: self.length]
        if self.taken.setdefault(slug, row["code"]) != row["code"]:
            code = slugify(row["code"])
            slug = f"{slug[: self.length - len(code) - 1]}-{code}"
        return slug


def _changed_by_hand() -> frozenset[str]:
    """Codes of institutions that the ministry has begun or ended since: their files are no longer asked."""
    changed = Institution.objects.exclude(begun_by=None, ended_by=None)
    return frozenset(changed.values_list("code", flat=True))


def _load_successors(rows: list[Row], kept: frozenset[str]) -> Changes:
    ids = dict(Institution.objects.values_list("code", "pk"))
    following = [row for row in rows if row["successor"] and row["code"] not in kept]
    for row in following:
        if row["successor"] not in ids:
            raise row.refused("successor", f"{row['successor']!r} tidak dikenal")
    return bring_in_line(
        "penerus instansi",
        Succession.objects.filter(change=None, former__code__in=[row["code"] for row in rows]),
        ("former_id", "later_id"),
        [Succession(former_id=ids[row["code"]], later_id=ids[row["successor"]]) for row in following],
        (),
    )


def _lay_out_groups() -> Changes:
    before = Group.objects.count()
    lay_out_groups(Institution.objects.all())
    return Changes("kelompok hak akses", created=Group.objects.count() - before, unchanged=before)
