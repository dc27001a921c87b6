"""What assessors know and would like: written by themselves while it is asked for, by the ministry, or by xlsx."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.common.sheets import read_rows, write_sheet
from apps.coordination.actions.wishes import call_for_wishes, set_wishes
from apps.coordination.models import AssessorWish, ImportedList
from apps.coordination.queries.proposals import problem_of
from apps.coordination.queries.wishes import COLUMNS, Wishes, wishes_of
from apps.institutions.models import Role
from apps.periods.models import PeriodState
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, ProvinceFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return PeriodFactory.create(state=PeriodState.PREPARATION)


@pytest.fixture
def assessor():
    return member(Role.ASSESSOR)


@pytest.fixture
def called(period, ministry):
    call_for_wishes(period, until=timezone.now() + timedelta(days=1), by=ministry)


@pytest.fixture
def own(client, assessor):
    """A browser of the assessor."""
    client.force_login(assessor, backend="apps.accounts.backends.AccountBackend")
    return client


OWN = "/kendali/asesor/keahlian-saya/"


def page(name, period, *args):
    return reverse(f"coordination:{name}", args=[period.slug, *args])


def written(person):
    return wishes_of([person])[person.pk].wishes


def test_an_assessor_writes_their_own_while_it_is_asked_for(own, assessor, called):
    province, place = ProvinceFactory.create(), InstitutionFactory.create()
    typed = {"categories": ["kota"], "provinces": [province.pk], "capacity": "4", "place_1": place.name.upper()}

    response = own.post(OWN, typed | {"why_1": "Pernah menjadi konsultan di sana"})

    assert response.status_code == 302
    expected = Wishes(frozenset({"kota"}), frozenset({province}), 4, {place: "Pernah menjadi konsultan di sana"})
    assert written(assessor) == expected
    assert AssessorWish.objects.get().updated_by == assessor
    assert place.name in own.get(OWN).content.decode()


def test_what_is_written_anew_takes_the_place_of_what_stood(own, assessor, called):
    set_wishes({assessor: Wishes(frozenset({"kota"}), capacity=3, avoided={InstitutionFactory(): "-"})}, by=assessor)

    own.post(OWN, {"categories": ["provinsi"]})

    assert written(assessor) == Wishes(frozenset({"provinsi"}))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"place_1": "Kota Antah Berantah", "why_1": "-"}, "Instansi ini tidak dikenal"),
        ({"place_1": "known"}, "Sebutkan alasannya"),
        ({"capacity": "0"}, "lebih besar"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_typed_words(own, called, typed, refusal):
    place = InstitutionFactory.create()
    if typed.get("place_1") == "known":
        typed = {"place_1": place.name}

    response = own.post(OWN, typed)

    assert (response.status_code, refusal in response.content.decode()) == (422, True)
    assert not AssessorWish.objects.exists()


def test_outside_the_call_it_is_read_only(own, period, ministry, assessor):
    call_for_wishes(period, until=timezone.now() - timedelta(seconds=1), by=ministry)

    response = own.post(OWN, {"categories": ["kota"]})

    assert (response.status_code, "tidak sedang dibuka" in response.content.decode()) == (409, True)
    assert not AssessorWish.objects.exists()
    assert 'name="capacity"' not in own.get(OWN).content.decode()


def test_a_published_period_calls_for_nothing(own, ministry):
    period = PeriodFactory.create(state=PeriodState.PUBLISHED)
    call_for_wishes(period, until=timezone.now() + timedelta(days=1), by=ministry)

    assert own.post(OWN, {}).status_code == 409


@pytest.mark.parametrize("role", [Role.UNIVERSITY_COORDINATOR, Role.EVALUATION_TEAM])
def test_only_assessors_have_wishes(client, desk, period, called, role):
    person = member(role)

    assert desk.get(page("wish", period, person.pk)).status_code == 404
    client.force_login(person, backend="apps.accounts.backends.AccountBackend")
    assert client.post(OWN, {}).status_code == 403


def test_the_ministry_calls_sees_and_writes(desk, period, assessor):
    until = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    place = InstitutionFactory.create()

    called = desk.post(page("wishes_call", period), {"until": until})
    saved = desk.post(
        page("wish", period, assessor.pk), {"capacity": "5", "place_1": place.name, "why_1": "Bekas guru"}
    )

    assert (called.status_code, saved.status_code) == (302, 302)
    shown = desk.get(page("wishes", period)).content.decode()
    assert [word in shown for word in ("sedang mengisi sendiri", place.name, "Bekas guru")] == [True] * 3
    assert "diisi sendiri" not in shown


def test_the_list_of_those_appointed_for_a_period(desk, period, assessor):
    outsider = member(Role.ASSESSOR)
    team = TeamFactory.create(period=period, members=[assessor, member(Role.ASSESSOR)])
    EvaluationFactory.create(period=period, team=team)

    found = desk.get(page("wishes", period), {"tampil": "ditunjuk"})

    people = [(row.assessor, held) for row, held in found.context["rows"]]
    assert (assessor, 1) in people
    assert outsider not in [person for person, _ in people]
    assert found.context["appointed"] == 2


def test_wishes_weigh_in_a_proposal(period, assessor):
    province, place = ProvinceFactory.create(), InstitutionFactory.create()
    set_wishes({assessor: Wishes(frozenset({"kota"}), frozenset({province}), 4, {place: "-"})}, by=assessor)

    (found,) = problem_of(period, seed="1", is_anew=False).assessors

    assert (found.categories, found.regions) == ({"kota"}, {province.pk})
    assert (found.most, found.avoided) == (4, {place.pk})


def sheet(*rows):
    content = write_sheet("Keahlian asesor", COLUMNS, rows)
    return SimpleUploadedFile("keahlian.xlsx", content)


def test_what_is_exported_comes_back_without_a_difference(desk, period, assessor):
    province, place = ProvinceFactory.create(), InstitutionFactory.create()
    set_wishes({assessor: Wishes(frozenset({"kota"}), frozenset({province}), 4, {place: "Guru, teman"})}, by=assessor)

    exported = desk.get(page("wishes", period), {"bentuk": "xlsx"}).content
    uploaded = desk.post(page("wishes_upload", period), {"file": SimpleUploadedFile("k.xlsx", exported)})

    assert len(read_rows(io.BytesIO(exported), COLUMNS)) == 1
    preview = desk.get(uploaded.url).context["preview"]
    assert (preview.changed, preview.unchanged, preview.faults) == ([], 1, [])


def test_an_import_shows_every_difference_and_then_writes_it_once(desk, period, assessor):
    province, place = ProvinceFactory.create(), InstitutionFactory.create()
    file = sheet((assessor.username, "Kota", province.name, 4, f"{place.code}: Guru"))

    uploaded = desk.post(page("wishes_upload", period), {"file": file})
    shown = desk.get(uploaded.url).content.decode()
    assert not AssessorWish.objects.exists()
    applied = desk.post(uploaded.url)
    again = desk.post(uploaded.url)

    assert ("keahlian semua" in shown, f"menghindari {place} (Guru)" in shown) == (True, True)
    assert written(assessor) == Wishes(frozenset({"kota"}), frozenset({province}), 4, {place: "Guru"})
    assert (applied.status_code, again.status_code) == (302, 409)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("siapa", "", "", "", ""), "bukan nama pengguna seorang asesor"),
        (("own", "Terbang", "", "", ""), "keahlian “Terbang” tidak dikenal"),
        (("own", "", "Atlantis", "", ""), "wilayah “Atlantis” tidak dikenal"),
        (("own", "", "", "100", ""), "harus bilangan 1 sampai 99"),
        (("own", "", "", "", "X-1: Guru"), "harus kode instansi"),
    ],
)
def test_a_list_with_a_fault_is_applied_in_no_part(desk, period, assessor, cells, fault):
    username = assessor.username if cells[0] == "own" else cells[0]
    other = member(Role.ASSESSOR)

    uploaded = desk.post(
        page("wishes_upload", period), {"file": sheet((username, *cells[1:]), (other.username, "Kota", "", "", ""))}
    )

    assert fault in desk.get(uploaded.url).content.decode()
    assert desk.post(uploaded.url).status_code == 400
    assert (AssessorWish.objects.count(), ImportedList.objects.get().applied_at) == (0, None)


def test_the_list_costs_the_same_for_one_and_fifty(desk, period, assessor):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page("wishes", period)).status_code == 200
        return len(captured)

    set_wishes(
        {assessor: Wishes(provinces=frozenset({ProvinceFactory()}), avoided={InstitutionFactory(): "-"})}, by=assessor
    )
    desk.get(page("wishes", period))
    one = asked()
    wishes = Wishes(provinces=frozenset({ProvinceFactory()}), avoided={InstitutionFactory(): "-"})
    set_wishes({member(Role.ASSESSOR): wishes for _ in range(49)}, by=assessor)

    assert asked() == one


def test_many_are_written_in_as_many_statements_as_one(assessor):
    def taken(number):
        people = [member(Role.ASSESSOR) for _ in range(number)]
        wishes = Wishes(provinces=frozenset({ProvinceFactory()}), avoided={InstitutionFactory(): "-"})
        with CaptureQueriesContext(connection) as captured:
            set_wishes(dict.fromkeys(people, wishes), by=assessor)
        return len(captured)

    assert taken(20) == taken(1)
