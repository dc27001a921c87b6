"""Questions from any page: they reach the ministry with page and institution, and the answer comes back."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.helpdesk.actions import answer, ask
from apps.helpdesk.models import PageAnswer, PageQuestion
from apps.helpdesk.queries import page_of
from apps.institutions.models import Role
from apps.notices.models import Notice
from tests.factories import EvaluationFactory, member

pytestmark = pytest.mark.django_db

Kind = PageQuestion.Kind


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    return EvaluationFactory.create()


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


def test_every_page_of_somebody_logged_in_leads_there(client, evaluation):
    client.force_login(member(Role.COORDINATOR, evaluation.institution))
    page = reverse("self_assessment:sheet", args=[evaluation.pk])

    content = client.get(page).content.decode()

    assert f"/bantuan/tanya/?dari=%2Fmandiri%2F{evaluation.pk}%2F&amp;evaluasi={evaluation.pk}" in content


def test_it_reaches_the_ministry_with_page_and_institution(client, evaluation):
    staff, asker = member(Role.EVALUATION_TEAM), member(Role.COORDINATOR, evaluation.institution)
    client.force_login(asker)
    page = reverse("self_assessment:sheet", args=[evaluation.pk])

    client.post(
        reverse("helpdesk:ask"),
        {"kind": "problem", "text": "Tombol tidak tampak.", "dari": f"{page}?a=1", "evaluasi": evaluation.pk},
    )
    client.force_login(staff)
    queue = client.get(reverse("helpdesk:queue")).content.decode()

    asked = PageQuestion.objects.get()
    assert (asked.asker, asked.page, asked.institution, asked.evaluation) == (
        asker, page, evaluation.institution, evaluation,
    )  # fmt: skip
    assert "Tombol tidak tampak." in queue
    assert Notice.objects.filter(user=staff, url=reverse("helpdesk:question", args=[asked.pk])).exists()


def test_a_foreign_evaluation_does_not_come_along(client, evaluation):
    client.force_login(member(Role.COORDINATOR, evaluation.institution))
    other = EvaluationFactory.create(period=evaluation.period)

    client.post(reverse("helpdesk:ask"), {"kind": "question", "text": "-", "evaluasi": other.pk})

    assert PageQuestion.objects.get().institution == evaluation.institution


@pytest.mark.parametrize(
    "text",
    ["https://jahat.invalid/", "//jahat.invalid/beranda/", "/\\jahat.invalid/", "/tidak/ada/", "javascript:alert(1)",
     "/masuk/tautan/rahasia/", "/undangan/rahasia/", "/kalender/rahasia.ics", "beranda/"],
)  # fmt: skip
def test_only_pages_of_this_house_without_a_secret_are_kept(text):
    assert page_of(text) == ""


def test_the_asker_is_told_and_reads_the_answer(client, evaluation):
    asker = member(Role.ASSESSOR)
    asked = ask(Kind.QUESTION, "Bagaimana?", page="/beranda/", by=asker)
    client.force_login(member(Role.EVALUATION_TEAM))

    client.post(reverse("helpdesk:question", args=[asked.pk]), {"text": "Begini."})
    client.force_login(asker)

    asked.refresh_from_db()
    assert asked.state == PageQuestion.State.ANSWERED
    assert Notice.objects.get(user=asker).text == "Pertanyaan Anda kepada kementerian dijawab."
    assert "Begini." in client.get(reverse("helpdesk:mine")).content.decode()


def test_two_do_not_take_the_same_question(client):
    asked = ask(Kind.QUESTION, "-", page="", by=member(Role.ASSESSOR))
    statuses = []
    for _ in range(2):
        client.force_login(member(Role.EVALUATION_TEAM))
        response = client.post(reverse("helpdesk:question", args=[asked.pk]), {"tangani": "1"})
        statuses.append(response.status_code)

    assert statuses == [302, 409]


def test_nobody_reads_what_another_asked(client):
    ask(Kind.QUESTION, "Rahasia saya", page="", by=member(Role.ASSESSOR))
    client.force_login(member(Role.ASSESSOR))

    assert "Rahasia saya" not in client.get(reverse("helpdesk:mine")).content.decode()


@pytest.mark.parametrize("name", ["queue", "mine"])
def test_lists_ask_as_much_for_many_as_for_one(client, name):
    staff = member(Role.EVALUATION_TEAM)
    client.force_login(staff)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            answer(ask(Kind.QUESTION, "-", page="", by=staff), "-", by=staff)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse(f"helpdesk:{name}"))
        counts.append(len(seen))

    assert PageAnswer.objects.count() == 5
    assert counts[0] == counts[1]
