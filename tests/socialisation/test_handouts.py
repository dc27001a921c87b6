"""Guidelines, training material and announcements reach those they are for, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import InputRefusedError
from apps.institutions.models import Role
from apps.notices.models import Letter, Notice
from apps.socialisation import actions
from apps.socialisation.models import Announcement, Audience, Material, MaterialKind
from tests.database import execute
from tests.factories import InstitutionFactory, PeriodFactory, member
from tests.self_assessment.support import upload
from tests.socialisation.conftest import BOTH, event_of

pytestmark = pytest.mark.django_db

HOME = "/sosialisasi/"


def material(period, by, audiences, title="Panduan") -> Material:
    said = {"kind": MaterialKind.GUIDELINE, "title": title, "audiences": audiences}
    return actions.add_material(period, upload(name=f"{title}.pdf"), said, by=by)


def address(found: Material) -> str:
    return reverse("socialisation:public_material" if found.is_public else "socialisation:material", args=[found.pk])


@pytest.mark.parametrize(
    ("audiences", "readers"),
    [
        ([Audience.INSTITUTIONS], {"ministry", "respondent"}),
        ([Audience.ASSESSORS], {"ministry", "assessor", "coordinator"}),
        ([Audience.PUBLIC], {"ministry", "respondent", "assessor", "coordinator", "auditor", "public"}),
    ],
)
def test_a_file_is_read_by_those_it_is_for(audiences, readers, period, ministry, respondent, assessor):
    found = material(period, ministry, audiences)
    people = {
        "ministry": ministry,
        "respondent": respondent,
        "assessor": assessor,
        "coordinator": member(Role.UNIVERSITY_COORDINATOR),
        "auditor": member(Role.AUDITOR),
    }
    statuses, listing = {}, {}
    for name, user in [*people.items(), ("public", None)]:
        client = Client()
        if user:
            client.force_login(user)
        statuses[name] = client.get(address(found)).status_code
        listing[name] = [one.pk for one in client.get(HOME).context["page"]]

    assert {name for name, status in statuses.items() if status == 200} == readers
    assert {name for name, rows in listing.items() if rows == [found.pk]} == readers


def test_an_institution_of_another_period_does_not_read_it(ministry, respondent):
    found = material(PeriodFactory.create(), ministry, [Audience.INSTITUTIONS])
    client = Client()
    client.force_login(respondent)

    assert client.get(address(found)).status_code == 404


def test_a_file_is_saved_and_never_run(period, ministry, respondent):
    client = Client()
    client.force_login(respondent)

    response = client.get(address(material(period, ministry, BOTH)))

    assert response["Content-Disposition"] == 'attachment; filename="Panduan.pdf"'
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")


def test_what_is_taken_back_is_gone_and_stays_on_record(period, ministry, respondent):
    found = material(period, ministry, BOTH)
    client = Client()
    client.force_login(ministry)
    client.post(reverse("socialisation:withdraw_material", args=[found.pk]))
    client.force_login(respondent)

    assert client.get(address(found)).status_code == 404
    found.refresh_from_db()
    assert found.withdrawn_by == ministry
    with pytest.raises(Exception, match="hanya dapat ditambah"):
        execute("DELETE FROM socialisation_material")


def test_a_page_is_no_file_to_hand_out(period, ministry):
    said = {"kind": MaterialKind.TRAINING, "title": "Uji", "audiences": BOTH}

    with pytest.raises(InputRefusedError, match="tidak disimpan"):
        actions.add_material(period, upload(b"<html></html>", name="uji.html"), said, by=ministry)

    assert not Material.objects.exists()


def test_the_ministry_adds_a_file_on_the_page(period, ministry, client: Client):
    client.force_login(ministry)
    page = reverse("socialisation:add_material", args=[period.slug])
    typed = {"kind": "training", "title": "Modul", "summary": "", "audiences": ["assessors"]}

    refused = client.post(page, typed)
    taken = client.post(page, typed | {"file": upload(name="modul.pdf")})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["file"])
    assert taken.status_code == 302
    assert Material.objects.values_list("title", "audiences", "name").get() == ("Modul", ["assessors"], "modul.pdf")


def announce(period, by, **fields) -> Announcement:
    said = {"title": "Lembar dibuka", "text": "Silakan mengisi.", "audiences": BOTH, "until": None}
    return actions.announce(period, said | fields, by=by)


def test_an_announcement_stands_on_the_first_page_and_waits_for_the_digest(period, ministry, respondent, assessor):
    stranger = member(Role.RESPONDENT, InstitutionFactory.create())
    found = announce(period, ministry, audiences=[Audience.INSTITUTIONS])
    shown = {}
    for user in (respondent, assessor, stranger):
        client = Client()
        client.force_login(user)
        shown[user] = list(client.get("/beranda/").context["announcements"])

    assert shown == {respondent: [found], assessor: [], stranger: []}
    assert list(Notice.objects.values_list("user", "text", "settled_at")) == [
        (respondent.pk, "Pengumuman: Lembar dibuka", None)
    ]
    assert not Letter.objects.exists()


def test_after_its_day_it_leaves_the_first_page_and_stays_in_the_list(period, ministry, respondent, client: Client):
    found = announce(period, ministry, until=timezone.localdate() - timedelta(days=1))
    client.force_login(respondent)

    assert list(client.get("/beranda/").context["announcements"]) == []
    assert list(client.get(HOME, {"bagian": "pengumuman"}).context["page"]) == [found]


@pytest.mark.parametrize("number", [1, 3])
def test_one_row_and_three_cost_the_same(number, period, ministry, respondent, django_assert_num_queries):
    client = Client()
    client.force_login(respondent)
    for place in range(number):
        material(period, ministry, BOTH, f"Panduan {place}")
    client.get(HOME)

    with django_assert_num_queries(8):
        client.get(HOME)


@pytest.mark.parametrize("part", ["pengumuman", "kegiatan"])
def test_the_public_reads_what_is_marked_for_it_and_nothing_else(part, period, ministry, client: Client):
    link = "https://rapat.contoh.invalid/rahasia"
    shown = []
    for title, audiences in (("Untuk umum", [Audience.PUBLIC]), ("Untuk yang dinilai", BOTH)):
        announced = announce(period, ministry, title=title, text=f"Isi: {title}", audiences=audiences)
        held = event_of(period, ministry, title=title, text=f"Isi: {title}", audiences=audiences, link=link)
        shown.append({"pengumuman": announced, "kegiatan": held}[part])

    page = client.get(HOME, {"bagian": part})

    text = page.content.decode()
    assert list(page.context["page"]) == shown[:1]
    assert ("Isi: Untuk umum" in text, "Untuk yang dinilai" in text, link in text) == (True, False, False)
    assert client.get(reverse("socialisation:announcement", args=[1])).status_code == 302


def test_nothing_is_public_unless_the_ministry_says_so(period, ministry, client: Client):
    client.force_login(ministry)
    page = reverse("socialisation:add_announcement", args=[period.slug])
    typed = {"title": "Jadwal", "text": "Isi"}

    nobody = client.post(page, typed)
    public = client.post(page, typed | {"audiences": ["public"]})

    assert (nobody.status_code, list(nobody.context["form"].errors)) == (422, ["audiences"])
    assert public.status_code == 302
    assert Announcement.objects.get().is_public
    assert HOME in Client().get("/").content.decode()


@pytest.mark.parametrize("part", ["bahan", "pengumuman", "kegiatan"])
@pytest.mark.parametrize("number", [1, 3])
def test_the_public_page_costs_the_same_for_one_row_and_three(
    number, part, period, ministry, client, django_assert_num_queries
):
    for place in range(number):
        material(period, ministry, [Audience.PUBLIC], f"Panduan {place}")
        announce(period, ministry, audiences=[Audience.PUBLIC])
        event_of(period, ministry, audiences=[Audience.PUBLIC])
    client.get(HOME)

    with django_assert_num_queries(2):
        client.get(HOME, {"bagian": part})


@pytest.mark.parametrize("part", ["bahan", "pengumuman", "kegiatan"])
def test_an_empty_part_says_what_comes_there(part, db, client: Client):
    assert "tampil di sini" in client.get(HOME, {"bagian": part}).content.decode()
