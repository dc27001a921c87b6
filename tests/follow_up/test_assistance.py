"""Requests for assistance: asked by an institution, answered by whoever does not assess it."""

from copy import deepcopy

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.models import Evaluation
from apps.follow_up.actions import assistance as actions
from apps.follow_up.models import AssistanceRequest, AssistanceState, AssistanceWord, Voice
from apps.follow_up.queries.assistance import universities_free_for, visible_requests
from apps.institutions.models import Role, University
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, TeamFactory, UniversityFactory, bring_to, member
from tests.self_assessment.support import statements

pytestmark = pytest.mark.django_db

CANARY = "kenari-pendampingan"


@pytest.fixture
def ministry() -> User:
    return member(Role.EVALUATION_TEAM)


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    university = UniversityFactory()
    assessors = [member(Role.ASSESSOR, university) for _ in range(2)]
    return EvaluationFactory(team=TeamFactory(members=assessors))


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    """Penilaian mandiri, with a team from a university of its own."""
    return deepcopy(kept_evaluation)


@pytest.fixture
def coordinator(evaluation: Evaluation) -> User:
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def asked(evaluation: Evaluation, coordinator: User, ministry: User) -> AssistanceRequest:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    return actions.ask(evaluation.institution, indicator, CANARY, by=coordinator)


@pytest.fixture
def university() -> University:
    return UniversityFactory()


@pytest.fixture
def adviser(university: University) -> User:
    return member(Role.UNIVERSITY_COORDINATOR, university)


def request_url(asked: AssistanceRequest, name: str = "request") -> str:
    return reverse(f"assistance:{name}", args=[asked.pk])


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def assessors_university(evaluation: Evaluation) -> University:
    assert evaluation.team is not None
    return University.objects.get(memberships__user=evaluation.team.members.first().user)


# -- asking and answering ----------------------------------------------------------------------------------


def test_a_question_about_an_indicator_reaches_the_ministry(client, evaluation, coordinator, ministry) -> None:
    client.force_login(coordinator)

    response = client.post(reverse("assistance:ask", args=[evaluation.pk, 2]), {"text": "Apa bukti tingkat 4?"})

    asked = AssistanceRequest.objects.get()
    assert (response.status_code, response["Location"]) == (302, request_url(asked))
    assert (asked.institution, asked.indicator.number, asked.state) == (evaluation.institution, 2, "waiting")
    assert told(ministry) == [f"{evaluation.institution} meminta pendampingan untuk indikator 2."]


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_an_empty_or_endless_question_is_not_sent(client, evaluation, coordinator, text) -> None:
    client.force_login(coordinator)

    response = client.post(reverse("assistance:ask", args=[evaluation.pk, 1]), {"text": text})

    assert response.status_code == 400
    assert not AssistanceRequest.objects.exists()


def test_the_ministry_answers_and_the_institution_asks_on(client, asked, coordinator, ministry) -> None:
    client.force_login(ministry)
    client.post(request_url(asked), {"text": "Peraturan kepala daerah."})
    asked.refresh_from_db()
    after_answer = asked.state
    client.force_login(coordinator)
    client.post(request_url(asked), {"text": "Pasal berapa?"})
    asked.refresh_from_db()

    page = client.get(request_url(asked)).content.decode()

    assert (after_answer, asked.state) == (AssistanceState.ANSWERED, AssistanceState.WAITING)
    assert list(asked.words.values_list("voice", "text")) == [
        ("ministry", "Peraturan kepala daerah."),
        ("institution", "Pasal berapa?"),
    ]
    assert "Kementerian PANRB</b>" in page
    assert told(coordinator) == ["Permintaan pendampingan indikator 1 dijawab."]
    assert told(ministry)[-1] == f"{asked.institution} bertanya lagi tentang indikator 1."


def test_a_university_answers_what_is_handed_to_it(client, asked, university, adviser, ministry, coordinator) -> None:
    client.force_login(adviser)
    before = client.get(request_url(asked)).status_code
    client.force_login(ministry)
    client.post(request_url(asked, "hand_over"), {"university": university.pk})
    client.force_login(adviser)
    after = client.get(request_url(asked)).status_code
    client.post(request_url(asked), {"text": "Menurut kami begini."})

    asked.refresh_from_db()
    assert (before, after) == (404, 200)
    assert (asked.university, asked.state) == (university, AssistanceState.ANSWERED)
    assert asked.words.last().voice == Voice.UNIVERSITY
    assert told(adviser) == [f"{asked.institution} meminta pendampingan {university}."]
    assert told(coordinator) == [
        f"Permintaan pendampingan diserahkan kepada {university}.",
        "Permintaan pendampingan indikator 1 dijawab.",
    ]


def test_the_institution_is_done_with_it(client, asked, coordinator, ministry) -> None:
    client.force_login(coordinator)
    client.post(request_url(asked, "close"))

    with pytest.raises(DomainError, match="sudah dinyatakan selesai"):
        actions.say(asked, Voice.MINISTRY, "Terlambat", by=ministry)

    asked.refresh_from_db()
    assert asked.state == AssistanceState.CLOSED
    assert "Kirim" not in client.get(request_url(asked)).content.decode()


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("ministry", "close", 403),
        ("coordinator", "hand_over", 403),
        ("adviser", "hand_over", 403),
        ("adviser", "close", 403),
    ],
)
def test_each_does_only_its_own_part(client, asked, request, university, ministry, who, name, status) -> None:
    user = request.getfixturevalue(who)
    actions.hand_over(asked, university, by=ministry)
    client.force_login(user)

    assert client.post(request_url(asked, name), {"university": university.pk}).status_code == status


def test_a_word_says_something_and_stays(asked, ministry) -> None:
    with pytest.raises(IntegrityError, match="assistance_word_says_something"), transaction.atomic():
        AssistanceWord.objects.create(request=asked, voice=Voice.MINISTRY, text="", by=ministry)


# -- whoever assesses does not advise ----------------------------------------------------------------------


def test_the_assessors_university_is_not_to_be_chosen(client, evaluation, asked, ministry, university) -> None:
    tied = assessors_university(evaluation)
    client.force_login(ministry)

    response = client.post(request_url(asked, "hand_over"), {"university": tied.pk})

    asked.refresh_from_db()
    assert response.status_code == 400
    assert asked.university is None
    assert set(universities_free_for(asked.institution)) == set(University.objects.exclude(pk=tied.pk))
    with pytest.raises(DomainError, match="sedang menilai"):
        actions.hand_over(asked, tied, by=ministry)


def test_once_the_year_is_over_it_may_advise(evaluation, asked) -> None:
    tied = assessors_university(evaluation)
    bring_to(evaluation, Stage.PUBLISHED)

    assert tied in universities_free_for(asked.institution)


def test_who_comes_to_assess_the_institution_sees_nothing_more_of_it(asked, university, adviser, ministry) -> None:
    actions.hand_over(asked, university, by=ministry)
    assessor = member(Role.ASSESSOR, university)
    before = list(visible_requests(assessor))
    assessor = User.objects.get(pk=assessor.pk)
    EvaluationFactory(institution=asked.institution, team=TeamFactory(members=[assessor]))

    actions.say(asked, Voice.INSTITUTION, "Bertanya lagi", by=asked.by)

    assert (before, list(visible_requests(assessor))) == ([asked], [])
    assert told(assessor) == []
    assert told(adviser)[-1] == f"{asked.institution} bertanya lagi tentang indikator 1."


def test_nobody_else_sees_it_anywhere(client: Client, evaluation, asked) -> None:
    assert evaluation.team is not None
    people = {
        "assessor": evaluation.team.members.first().user,
        "other university": member(Role.UNIVERSITY_COORDINATOR, UniversityFactory()),
        "other institution": member(Role.COORDINATOR, EvaluationFactory().institution),
        "auditor": member(Role.AUDITOR),
        "administrator": member(Role.ADMINISTRATOR),
    }
    for name, user in people.items():
        client.force_login(user)
        assert client.get(request_url(asked)).status_code == 404, name
        for address in ("/pendampingan/", "/beranda/", "/pemberitahuan/"):
            assert CANARY not in client.get(address).content.decode(), (name, address)


@pytest.mark.parametrize("role", [Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE])
def test_everybody_of_the_institution_reads_the_answer(client, asked, role) -> None:
    client.force_login(member(role, asked.institution))

    assert CANARY in client.get(request_url(asked)).content.decode()


# -- the list ----------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_state(client, asked, ministry) -> None:
    client.force_login(ministry)

    shown = {
        state: CANARY in client.get("/pendampingan/", {"keadaan": state}).content.decode()
        for state in ("", "waiting", "answered", "lain")
    }

    assert shown == {"": True, "waiting": True, "answered": False, "lain": True}


@pytest.mark.parametrize("many", [1, 50])
def test_the_list_costs_the_same_for_one_and_fifty(client, evaluation, coordinator, ministry, many) -> None:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    for _ in range(many):
        actions.ask(evaluation.institution, indicator, "Bagaimana?", by=coordinator)
    client.force_login(ministry)
    client.get("/pendampingan/")

    with statements() as made:
        client.get("/pendampingan/")

    assert len(made) == 8


@pytest.mark.parametrize("many", [1, 50])
def test_a_request_costs_the_same_for_one_and_fifty_words(client, asked, ministry, many) -> None:
    for number in range(many):
        actions.say(asked, Voice.MINISTRY, f"Kata {number}", by=ministry)
    client.force_login(ministry)

    with statements() as made:
        client.get(request_url(asked))

    assert len(made) == 9
