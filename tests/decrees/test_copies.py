"""Certified copies: of an issued decree only, each with its own kept bytes, downloadable, known to the verification."""

import hashlib
from copy import deepcopy

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.decrees import actions
from apps.decrees.models import Decree, DecreeCopy
from apps.institutions.models import Role
from tests.factories import member
from tests.factories.results import agreed_run, complete_draft, finished_period, published_decree
from tests.paper.reading import nothing_printed, pages

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_decree(kept: None) -> Decree:
    with nothing_printed():
        decree = published_decree(finished_period([3], simulation_label=""))
        decree.refresh_from_db()
        return decree


@pytest.fixture
def decree(kept_decree: Decree, db: None) -> Decree:
    return deepcopy(kept_decree)


def made(decree: Decree) -> DecreeCopy:
    ministry = member(Role.EVALUATION_TEAM)
    copy = actions.request_copy(decree, title="Kepala Biro Contoh", name="NAMA PEJABAT", by=ministry)
    actions.make_copy(copy)
    copy.refresh_from_db()
    return copy


def test_a_copy_says_that_it_is_like_the_original_and_who_states_it(decree):
    copy = made(decree)

    text = " ".join(pages(read(copy.sha256)))
    assert copy.sha256 != decree.issued_sha256
    assert "SALINAN" in text
    assert "Salinan sesuai dengan aslinya" in text
    assert "Kepala Biro Contoh, NAMA PEJABAT" in text


def test_a_second_run_of_the_task_keeps_the_same_copy(decree):
    copy = made(decree)
    before = (copy.sha256, copy.made_at)

    actions.make_copy(DecreeCopy.objects.get(pk=copy.pk))

    copy.refresh_from_db()
    assert (copy.sha256, copy.made_at) == before


def test_there_is_no_copy_of_a_draft():
    draft = complete_draft(agreed_run(finished_period()))

    with pytest.raises(DomainError, match="sudah ditetapkan"):
        actions.request_copy(draft, title="x", name="y", by=member(Role.EVALUATION_TEAM))
    with pytest.raises(DatabaseError, match="sudah ditetapkan"), transaction.atomic():
        DecreeCopy.objects.create(decree=draft, title="x", name="y", asked_by=member(Role.EVALUATION_TEAM))


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_made_copy_stays_as_it_is(decree, verb):
    copies = DecreeCopy.objects.filter(pk=made(decree).pk)

    with pytest.raises(DatabaseError, match="tidak dapat diubah atau dihapus"), transaction.atomic():
        copies.update(name="LAIN") if verb == "update" else copies._raw_delete("default")


def test_the_ministry_asks_for_a_copy_and_downloads_it(client, decree):
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(reverse("decrees:copy", args=[decree.pk]), {"title": "Kepala Biro", "name": "NAMA"})

    copy = decree.copies.get()
    assert (response.status_code, copy.title, copy.job.kind) == (302, "Kepala Biro", "decrees.copy")
    address = reverse("decrees:copy_paper", args=[decree.pk, copy.pk])
    assert client.get(address).status_code == 404
    actions.make_copy(copy)
    copy.refresh_from_db()
    assert hashlib.sha256(client.get(address).content).hexdigest() == copy.sha256


def test_a_copy_without_its_official_is_not_asked_for(client, decree):
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(reverse("decrees:copy", args=[decree.pk]), {"title": "Kepala Biro", "name": ""})

    assert (response.status_code, decree.copies.count()) == (422, 0)
    assert response.context["form"]["title"].value() == "Kepala Biro"


def test_a_copy_of_another_decree_has_no_address_here(client, decree):
    other = made(published_decree(finished_period([4])))
    client.force_login(member(Role.EVALUATION_TEAM))

    assert client.get(reverse("decrees:copy_paper", args=[decree.pk, other.pk])).status_code == 404


def test_the_public_downloads_the_copy_to_the_byte_and_finds_its_fingerprint(client, decree):
    address = reverse("portal:decree_copy", args=[decree.code])
    assert client.get(address).status_code == 404
    copy = made(decree)

    content = b"".join(client.get(address).streaming_content)

    page = client.get(reverse("portal:verify", args=[decree.code])).content.decode()
    assert hashlib.sha256(content).hexdigest() == copy.sha256
    assert copy.sha256 in page
    assert address in page
