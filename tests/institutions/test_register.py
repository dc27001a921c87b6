"""Changes among institutions: seen before they are made, and history stays as it was."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.evaluations.actions.conflicts import TieRow, declare_tie
from apps.evaluations.models import ConflictSource
from apps.institutions.actions.changes import change_register
from apps.institutions.models import Category, ChangeKind, Institution, InstitutionChange, Province, Role, Unit
from apps.institutions.queries import continuations, living_institutions
from apps.institutions.register import ChangeAsked, NewInstitution
from tests.factories import EvaluationFactory, InstitutionFactory, ProvinceFactory, member

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 1)


@pytest.fixture
def ministry():
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def desk(client, ministry):
    client.force_login(ministry, backend="apps.accounts.backends.AccountBackend")
    return client


@pytest.fixture
def old():
    return InstitutionFactory(name="Kabupaten Lama", code="99.70")


def new(name="Kabupaten Baru", code="99.71"):
    return NewInstitution(name, code, Category.REGENCY, ProvinceFactory())


def asked(kind, formers=(), laters=(), **others):
    return ChangeAsked(kind, DAY, "UU 1 Tahun 2020", formers=formers, laters=laters, **others)


def typed(*formers, laters=(), **others):
    """What a browser sends."""
    data = {f"former_{place}": one.pk for place, one in enumerate(formers, 1)}
    data |= {"effective_on": "2020-05-01", "legal_basis": "UU 1 Tahun 2020", "note": ""}
    data |= {"baru-TOTAL_FORMS": len(laters), "baru-INITIAL_FORMS": len(laters)}
    for number, one in enumerate(laters):
        data |= {
            f"baru-{number}-name": one.name,
            f"baru-{number}-code": one.code,
            f"baru-{number}-category": one.category,
            f"baru-{number}-province": one.province.pk if one.province else "",
        }
    return data | others


def names(institutions):
    return [str(one) for one in institutions]


def test_nothing_is_stored_before_it_was_seen(desk, old):
    url = reverse("institutions:change", args=["ganti-nama"])

    response = desk.post(url, typed(old, laters=[new()]))

    assert "Kabupaten Lama berakhir 30 April 2020." in response.context["consequences"]
    assert not InstitutionChange.objects.exists()


def test_what_was_seen_is_made(desk, ministry, old):
    url, body = reverse("institutions:change", args=["ganti-nama"]), typed(old, laters=[new()])

    desk.post(url, body | {"dilihat": desk.post(url, body).context["seen"]})

    old.refresh_from_db()
    later = Institution.objects.get(name="Kabupaten Baru")
    assert (old.valid_to, later.valid_from, later.begun_by.by) == (date(2020, 4, 30), DAY, ministry)
    assert names(later.predecessors.all()) == ["Kabupaten Lama"]


def test_another_word_asks_for_another_look(desk, old):
    url, body = reverse("institutions:change", args=["ganti-nama"]), typed(old, laters=[new()])
    seen = desk.post(url, body).context["seen"]

    desk.post(url, body | {"dilihat": seen, "legal_basis": "UU 2 Tahun 2020"})

    assert not InstitutionChange.objects.exists()


def test_what_stood_before_keeps_the_old_name(ministry, old):
    evaluation = EvaluationFactory(institution=old)

    change_register(asked(ChangeKind.RENAMED, [old], [new()]), by=ministry)

    evaluation.refresh_from_db()
    assert str(evaluation.institution) == "Kabupaten Lama"


def test_people_and_units_come_along_and_keep_the_old_years(ministry, old):
    coordinator = member(Role.COORDINATOR, old)
    coordinator.memberships.get().units.add(Unit.objects.create(institution=old, name="Diskominfo"))

    change_register(asked(ChangeKind.RENAMED, [old], [new()]), by=ministry)

    held = coordinator.memberships.order_by("pk")
    assert [one.place for one in held] == ["Kabupaten Lama", "Kabupaten Baru"]
    assert [[unit.name for unit in one.units.all()] for one in held] == [["Diskominfo"], ["Diskominfo"]]
    assert held[0].units.get() != held[1].units.get()


def test_a_declared_tie_holds_for_whoever_carries_on(ministry, old):
    assessor = member(Role.ASSESSOR)
    declare_tie(old, TieRow(ConflictSource.FAMILY, "Saudara kandung", date(2019, 1, 1)), by=assessor)

    change_register(asked(ChangeKind.RENAMED, [old], [new()]), by=ministry)

    tie = assessor.conflicts.get(institution__name="Kabupaten Baru")
    assert (tie.source, tie.detail, tie.from_date) == ("family", "Saudara kandung", date(2019, 1, 1))


def test_a_move_to_another_province_keeps_the_name(ministry, old):
    papua = ProvinceFactory(code="98", name="Provinsi Contoh Selatan")
    moved = NewInstitution(old.name, "98.01", Category.REGENCY, papua)

    change_register(asked(ChangeKind.RENAMED, [old], [moved]), by=ministry)

    before, after = Institution.objects.order_by("pk")
    assert (before.province.code, after.province.code) == ("99", "98")
    assert before.slug != after.slug


def test_a_merger_shows_all_its_predecessors(desk, ministry, old):
    other = InstitutionFactory(name="Kabupaten Sebelah")
    change_register(asked(ChangeKind.MERGED, [old, other], [new()]), by=ministry)
    merged = Institution.objects.get(name="Kabupaten Baru")

    page = desk.get(reverse("portal:institution", args=[merged.slug])).content.decode()

    assert ("Kabupaten Lama" in page, "Kabupaten Sebelah" in page) == (True, True)
    assert list(living_institutions()) == [merged]


def test_one_joins_another_that_stands(ministry, old):
    standing = InstitutionFactory(name="Kabupaten Sebelah")

    change_register(asked(ChangeKind.MERGED, [old], into=standing), by=ministry)

    standing.refresh_from_db()
    assert (names(standing.predecessors.all()), standing.valid_to) == (["Kabupaten Lama"], None)


def test_a_split_institution_ends_or_stays(ministry, old):
    parent = InstitutionFactory(name="Kabupaten Induk")

    change_register(asked(ChangeKind.SPLIT, [old], [new("A", "1"), new("B", "2")]), by=ministry)
    change_register(asked(ChangeKind.SPLIT, [parent], [new("C", "3")], keeps=True), by=ministry)

    assert names(living_institutions().order_by("name")) == ["A", "B", "C", "Kabupaten Induk"]
    assert names(Institution.objects.get(name="C").predecessors.all()) == ["Kabupaten Induk"]


def test_only_a_new_name_carries_on_whole(ministry, old):
    parent, joining, standing = InstitutionFactory.create_batch(3)
    merged = InstitutionFactory.create_batch(2)
    change_register(asked(ChangeKind.RENAMED, [old], [new()]), by=ministry)
    change_register(asked(ChangeKind.SPLIT, [parent], [new("C", "3")], keeps=True), by=ministry)
    change_register(asked(ChangeKind.MERGED, merged, [new("D", "4")]), by=ministry)
    change_register(asked(ChangeKind.MERGED, [joining], into=standing), by=ministry)

    assert continuations() == {Institution.objects.get(name="Kabupaten Baru").pk: old.pk}


def test_an_institution_ends(ministry, old):
    change_register(asked(ChangeKind.ENDED, [old]), by=ministry)

    assert not living_institutions().exists()


def test_one_that_begins_later_is_not_yet_there(ministry):
    later = ChangeAsked(ChangeKind.ADDED, date(2999, 1, 1), "UU 1 Tahun 2998", laters=[new()])

    change_register(later, by=ministry)

    assert not living_institutions().exists()


# -- many that move to another province in one act -------------------------------------------------------------


@pytest.fixture
def provinces():
    return ProvinceFactory(code="98", name="Contoh Lama"), ProvinceFactory(code="97", name="Contoh Baru")


@pytest.fixture
def governments(provinces):
    """Two regencies and a city of the old province."""
    kinds = [("98.01", Category.REGENCY), ("98.02", Category.REGENCY), ("98.71", Category.CITY)]
    return [InstitutionFactory(code=code, category=kind, province=provinces[0]) for code, kind in kinds]


def moving(*chosen, **others):
    """What a browser sends: institution and its new code."""
    data = {"effective_on": "2020-05-01", "legal_basis": "UU 1 Tahun 2020", "note": ""}
    for one, code in chosen:
        data |= {f"i{one.pk}-moves": "on", f"i{one.pk}-code": code}
    return data | others


MOVE = "/register/pindah-provinsi/?dari=98&ke=97"


def test_many_move_in_one_act_each_carried_on_by_itself(desk, ministry, provinces, governments):
    first, _, city = governments
    body = moving((first, "97.01"), (city, "97.71"))
    shown = desk.post(MOVE, body)

    desk.post(MOVE, body | {"dilihat": shown.context["seen"]})

    change = InstitutionChange.objects.get()
    assert (
        f"{first} pindah dari Contoh Lama ke Contoh Baru pada 1 Mei 2020; kodenya 98.01 menjadi 97.01."
        in (shown.context["consequences"])
    )
    assert (change.kind, change.effective_on, change.by) == (ChangeKind.MOVED, DAY, ministry)
    assert [(one.name, one.code, one.province, one.valid_from) for one in change.begun.all()] == [
        (first.name, "97.01", provinces[1], DAY),
        (city.name, "97.71", provinces[1], DAY),
    ]
    assert {(one.former.code, one.later.code) for one in change.successions.all()} == {
        ("98.01", "97.01"),
        ("98.71", "97.71"),
    }


def test_before_the_move_is_confirmed_nothing_is_stored(desk, governments):
    desk.post(MOVE, moving((governments[0], "97.01")))

    assert not InstitutionChange.objects.exists()


def test_who_moves_keeps_its_past_its_people_and_their_domains(ministry, provinces, governments):
    first, stays, _ = governments
    Institution.objects.filter(pk=first.pk).update(email_domains=["contoh.go.id"])
    first.refresh_from_db()
    evaluation, coordinator = EvaluationFactory(institution=first), member(Role.COORDINATOR, first)
    later = NewInstitution(first.name, "97.01", Category.REGENCY, provinces[1])

    change_register(asked(ChangeKind.MOVED, [first], [later]), by=ministry)

    moved = Institution.objects.get(code="97.01")
    evaluation.refresh_from_db()
    stays.refresh_from_db()
    assert (evaluation.institution.code, evaluation.institution.province) == ("98.01", provinces[0])
    assert set(coordinator.memberships.values_list("institution", flat=True)) == {first.pk, moved.pk}
    assert (moved.email_domains, stays.valid_to) == (["contoh.go.id"], None)
    assert continuations() == {moved.pk: first.pk}


def test_the_public_page_says_where_it_was_before(client, ministry, provinces, governments):
    later = NewInstitution(governments[0].name, "97.01", Category.REGENCY, provinces[1])
    change_register(asked(ChangeKind.MOVED, governments[:1], [later]), by=ministry)
    moved = Institution.objects.get(code="97.01")

    page = client.get(reverse("portal:institution", args=[moved.slug])).content.decode()

    assert "di Provinsi Contoh Lama, sampai 30 April 2020" in page


def test_free_codes_of_the_new_province_are_offered(desk, provinces, governments):
    InstitutionFactory(code="97.01", province=provinces[1])

    rows = desk.get(MOVE).context["form"].rows

    assert [(row.institution.code, row.initial["code"]) for row in rows] == [
        ("98.01", "97.02"),
        ("98.02", "97.03"),
        ("98.71", "97.71"),
    ]


@pytest.mark.parametrize(
    ("code", "changes", "said"),
    [
        ("98.02", {}, "Kode 98.02 milik"),
        ("97.01", {"effective_on": "2019-12-31"}, "Contoh Baru baru berdiri 1 Januari 2020."),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(desk, provinces, governments, code, changes, said):
    Province.objects.filter(pk="97").update(valid_from=date(2020, 1, 1))

    response = desk.post(MOVE, moving((governments[0], code), **changes))

    assert response.status_code == 422
    assert said in " ".join(response.context["faults"])


def test_nobody_chosen_and_the_same_province_are_refused(desk, governments):
    assert desk.post(MOVE, moving()).context["faults"] == [
        "Pilih sekurang-kurangnya 1 instansi asal.",
    ]
    assert "form" not in desk.get("/register/pindah-provinsi/?dari=98&ke=98").context


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda one: asked(ChangeKind.RENAMED, [one], []), "tepat satu"),
        (lambda one: asked(ChangeKind.MERGED, [one], [new()]), "sekurang-kurangnya 2 instansi asal"),
        (lambda one: asked(ChangeKind.SPLIT, [one], [new()]), "sekurang-kurangnya dua instansi"),
        (lambda one: asked(ChangeKind.RENAMED, [one], [new(code="99.70")]), "Kode 99.70 milik Kabupaten Lama"),
        (lambda one: asked(ChangeKind.ADDED, [], [new(name=one.name)]), "dipakai instansi yang masih berdiri"),
        (lambda one: asked(ChangeKind.SPLIT, [one], [new("A", "1"), new("A", "2")]), "A tertulis dua kali"),
        (lambda one: asked(ChangeKind.MERGED, [one], into=one), "ke dalam dirinya sendiri"),
        (
            lambda one: asked(ChangeKind.ADDED, [], [NewInstitution("X", "1", Category.MINISTRY, ProvinceFactory())]),
            "provinsi diisi bagi pemerintah daerah",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, ministry, old, build, said):
    with pytest.raises(DomainError, match=said):
        change_register(build(old), by=ministry)

    assert not InstitutionChange.objects.exists()


def test_nobody_ends_twice(ministry, old):
    change_register(asked(ChangeKind.ENDED, [old]), by=ministry)

    with pytest.raises(DomainError, match="sudah berakhir 30 April 2020"):
        change_register(asked(ChangeKind.ENDED, [old]), by=ministry)


def test_nobody_ends_before_it_began(ministry):
    young = InstitutionFactory(valid_from=date(2020, 5, 1))

    with pytest.raises(DomainError, match="baru berdiri 1 Mei 2020"):
        change_register(asked(ChangeKind.ENDED, [young]), by=ministry)


def test_a_new_province_has_its_time_zone(desk):
    desk.post(
        reverse("institutions:provinces"),
        {"code": "97", "name": "Contoh Timur", "zone": "WIT", "valid_from": "2022-07-25", "legal_basis": "UU 14/2022"},
    )

    province = Province.objects.get(code="97")
    assert (province.timezone, province.valid_from) == ("Asia/Jayapura", date(2022, 7, 25))


def test_the_register_is_searched(desk, old):
    InstitutionFactory(name="Kota Lain")

    page = desk.get(reverse("institutions:register"), {"q": "lama"}).context["page"]

    assert list(page) == [old]


def test_one_and_many_cost_the_same(desk, ministry, django_assert_max_num_queries):
    change_register(asked(ChangeKind.ADDED, laters=[new("A", "1")]), by=ministry)
    url = reverse("institutions:register")
    desk.get(url)
    with django_assert_max_num_queries(20) as one:
        desk.get(url)
    for number in range(2, 5):
        change_register(asked(ChangeKind.ADDED, laters=[new(str(number), str(number))]), by=ministry)

    with django_assert_max_num_queries(20) as many:
        desk.get(url)

    assert len(many) == len(one)


# -- what the database holds --------------------------------------------------------------------------------


def test_a_change_is_never_changed(ministry, old):
    change_register(asked(ChangeKind.ENDED, [old]), by=ministry)

    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        InstitutionChange.objects.update(legal_basis="lain")


def test_a_change_has_a_legal_basis_and_a_day(ministry, old):
    change = change_register(asked(ChangeKind.ENDED, [old]), by=ministry)

    with pytest.raises(IntegrityError, match="an_ended_institution_has_a_last_day"), transaction.atomic():
        Institution.objects.update(valid_to=None)
    with pytest.raises(IntegrityError, match="a_begun_institution_has_a_first_day"), transaction.atomic():
        Institution.objects.update(begun_by=change)
    with pytest.raises(IntegrityError, match="a_change_has_a_legal_basis"), transaction.atomic():
        InstitutionChange.objects.create(kind=ChangeKind.ENDED, effective_on=DAY, legal_basis="", by=ministry)
