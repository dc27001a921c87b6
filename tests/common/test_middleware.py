"""What every request passes through."""

import pytest
from csp.utils import build_policy
from django.contrib.auth.models import AnonymousUser
from django.db import DataError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.gate import refusal_of
from apps.common.middleware import DomainErrorMiddleware, PolicyMiddleware, written
from apps.institutions.models import Role
from tests.factories import member


@pytest.mark.django_db
def test_a_nul_in_an_address_is_searched_for_as_if_it_were_not_there(client: Client):
    person = member(Role.ADMINISTRATOR)
    client.force_login(person)

    response = client.get(f"/orang/?nama={person.username[:3]}%00{person.username[3:]}")

    assert response.status_code == 200
    assert person.username in response.content.decode()


@pytest.mark.django_db
def test_a_page_is_given_the_person_and_no_stand_in(client: Client):
    client.force_login(member(Role.AUDITOR))

    response = client.get("/beranda/")

    assert type(response.wsgi_request.user) is User


def words_of(policy: str) -> set[str]:
    """What a policy says, in no order."""
    return {word.strip() for word in policy.split(";")}


def test_every_answer_says_what_it_may_load_and_may_say_less_itself():
    request = RequestFactory().get("/")

    plain = PolicyMiddleware(lambda _: HttpResponse())(request)
    strict = PolicyMiddleware(lambda _: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))(request)

    assert words_of(plain["Content-Security-Policy"]) == words_of(build_policy())
    assert "script-src 'self'" in words_of(plain["Content-Security-Policy"])
    assert strict["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(("debug", "is_said"), [(True, False), (False, True)])
def test_only_djangos_own_pages_for_a_developer_bring_their_styles(settings, debug, is_said):
    settings.DEBUG = debug

    page = PolicyMiddleware(lambda _: HttpResponse(status=500))(RequestFactory().get("/"))

    assert ("Content-Security-Policy" in page) == is_said


def test_a_refusal_brings_back_the_sentences_that_were_typed_and_no_secret():
    request = RequestFactory().post("/", {"reason": "Notula belum ada <b>", "kind": "baru", "password": "rahasia saya"})
    request.user = AnonymousUser()

    page = DomainErrorMiddleware(HttpResponse).process_exception(request, DomainError("Sudah ditutup."))

    assert page is not None
    assert (page.status_code, written(request)) == (409, ["Notula belum ada <b>"])
    assert "Notula belum ada &lt;b&gt;</textarea>" in page.content.decode()


@pytest.mark.django_db
def test_a_character_that_cannot_be_stored_is_refused_with_a_sentence():
    """Also where a view reads a text without a form."""
    with pytest.raises(DataError) as refused:
        User.objects.filter(name="a\0").exists()

    refusal = refusal_of(refused.value)

    assert isinstance(refusal, InputRefusedError)
    assert "huruf kendali" in str(refusal)
