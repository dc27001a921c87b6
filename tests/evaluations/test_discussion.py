"""What the people of an institution say to one another: theirs alone, kept, and told to whom it concerns."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.evaluations.actions.discussion import say_inside, withdraw_remark
from apps.evaluations.discussion import called_upon, discussion_of, members_of, remarks_of
from apps.evaluations.models import Circle, Evaluation, Remark, Side
from apps.evaluations.permissions import circles_of
from apps.institutions.actions import leave
from apps.institutions.models import INSTITUTION_ROLES, Role
from apps.instruments.models import Indicator
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.self_assessment.queries import sheet_answers
from tests.factories import EvaluationFactory, UserFactory, assessors_of, bring_to, lead_of, member, move_window
from tests.self_assessment.support import statements

CANARY = "kenari-7f3a tidak boleh keluar"


@pytest.fixture(scope="module")
def kept_evaluation(kept: None) -> Evaluation:
    return EvaluationFactory(with_team=True)


@pytest.fixture
def evaluation(kept_evaluation: Evaluation, db: None) -> Evaluation:
    return deepcopy(kept_evaluation)


@pytest.fixture
def indicator(evaluation: Evaluation) -> Indicator:
    return evaluation.period.instrument.indicators.get(number=1)


@pytest.fixture
def siti(evaluation: Evaluation) -> User:
    return named(member(Role.RESPONDENT, evaluation.institution), "Siti Rahma", "siti")


@pytest.fixture
def budi(evaluation: Evaluation) -> User:
    return named(member(Role.PERSON_IN_CHARGE, evaluation.institution), "Budi Santoso", "budi.s")


@pytest.fixture
def browser(client: Client, siti: User) -> Client:
    client.force_login(siti)
    return client


def named(user: User, name: str, username: str) -> User:
    user.name, user.username = name, username
    user.save()
    return user


def remark_counts(user: User, evaluation: Evaluation) -> dict[int, int]:
    """How many remarks the sheet shows this person at each indicator."""
    return {pk: answer.remarks for pk, answer in sheet_answers(user, evaluation).items() if answer.remarks}


def url(evaluation: Evaluation, number: int = 1) -> str:
    return reverse("evaluations:discussion", args=[evaluation.pk, number])


def write(evaluation: Evaluation, indicator: Indicator, circle: Circle, by: User) -> None:
    """A remark in a circle; between the two sides it is a question, which the interview allows."""
    asked = {}
    if circle == Circle.BOTH:
        bring_to(evaluation, Stage.INTERVIEW)
        asked = {"side": Side.INSTITUTION, "due": timezone.now()}
    Remark.objects.create(evaluation=evaluation, indicator=indicator, circle=circle, text=CANARY, by=by, **asked)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


# -- reading and writing -----------------------------------------------------------------------------------


def test_what_one_writes_the_others_read(browser, client, evaluation, budi) -> None:
    posted = browser.post(url(evaluation), {"text": "Perbup mana\r\nyang berlaku?"})
    client.force_login(budi)

    page = client.get(url(evaluation)).content.decode()

    assert (posted.status_code, posted["Location"]) == (302, url(evaluation))
    assert "Siti Rahma" in page
    assert "Perbup mana\nyang berlaku?" in page


def test_htmx_gets_the_piece_alone(browser, evaluation) -> None:
    page = browser.post(url(evaluation), {"text": "Halo"}, headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert page.content.decode().startswith('<section class="card stack" id="diskusi"')
    assert "Halo" in page.content.decode()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_what_says_nothing_or_too_much_is_not_sent(browser, evaluation, text) -> None:
    response = browser.post(url(evaluation), {"text": text})

    assert response.status_code == 422
    assert not Remark.objects.exists()


def test_a_remark_is_only_text(browser, evaluation) -> None:
    browser.post(url(evaluation), {"text": "<script>alert(1)</script>"})

    assert "<script>alert" not in browser.get(url(evaluation)).content.decode()


@pytest.mark.parametrize("stage", [Stage.DESK_REVIEW, Stage.FINAL])
def test_it_goes_on_after_the_sheet_was_handed_in(browser, evaluation, stage) -> None:
    bring_to(evaluation, stage)

    assert browser.post(url(evaluation), {"text": "Sesudah kirim"}).status_code == 302


def test_it_goes_on_after_the_limit(browser, evaluation) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    assert browser.post(url(evaluation), {"text": "Sesudah batas"}).status_code == 302


def test_the_page_of_the_indicator_shows_the_latest(browser, evaluation, indicator, siti) -> None:
    for number in range(5):
        say_inside(evaluation, indicator, f"Pesan {number}", by=siti)

    page = browser.get(reverse("self_assessment:indicator", args=[evaluation.pk, 1])).content.decode()

    assert [number for number in range(5) if f"Pesan {number}" in page] == [2, 3, 4]
    assert "5 pesan" in page


def test_the_sheet_counts_what_stands_in_one_query(evaluation, indicator, siti, budi) -> None:
    second = evaluation.period.instrument.indicators.get(number=2)
    for text in ("a", "b"):
        say_inside(evaluation, indicator, text, by=siti)
    withdrawn = say_inside(evaluation, second, "c", by=budi)
    say_inside(evaluation, second, "d", by=budi)
    withdraw_remark(withdrawn, by=budi)
    circles_of(siti, evaluation)  # what a page has asked already

    with statements() as made:
        counts = remark_counts(siti, evaluation)

    assert counts == {indicator.pk: 2, second.pk: 1}
    assert len(made) == 1


@pytest.mark.parametrize("many", [1, 50])
def test_the_page_costs_the_same_for_one_and_fifty_remarks(browser, evaluation, indicator, siti, many) -> None:
    for number in range(many):
        say_inside(evaluation, indicator, f"Pesan {number}", by=siti)

    with statements() as made:
        browser.get(url(evaluation))

    assert len(made) == 10


# -- kept ---------------------------------------------------------------------------------------------------


def test_what_was_withdrawn_is_no_longer_shown_and_stays_on_record(browser, evaluation, indicator, siti) -> None:
    remark = say_inside(evaluation, indicator, CANARY, by=siti)
    address = reverse("evaluations:withdraw_remark", args=[evaluation.pk, 1, remark.pk])

    statuses = [browser.post(address).status_code for _ in range(2)]

    page = browser.get(url(evaluation)).content.decode()
    beside = discussion_of(siti, evaluation, indicator)
    assert statuses == [302, 302]
    assert CANARY not in page
    assert "Pesan ini ditarik oleh penulisnya" in page
    assert (beside.latest, beside.count) == ([], 0)
    assert Remark.objects.get(withdraws=None).text == CANARY
    assert Remark.objects.count() == 2


def test_only_its_writer_withdraws_a_remark(evaluation, indicator, siti, budi) -> None:
    remark = say_inside(evaluation, indicator, "Milik Siti", by=siti)

    with pytest.raises(DomainError, match="hanya dapat ditarik oleh penulisnya"):
        withdraw_remark(remark, by=budi)

    assert not Remark.objects.filter(withdraws=remark).exists()


def test_a_row_says_something_or_withdraws_something(evaluation, indicator, siti) -> None:
    remark = say_inside(evaluation, indicator, "Ada", by=siti)
    row = {"evaluation": evaluation, "indicator": indicator, "circle": Circle.INSTITUTION, "by": siti}

    with pytest.raises(IntegrityError, match="a_remark_says_or_withdraws"):
        Remark.objects.create(**row, withdraws=remark, text="Lain")


# -- told ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Budi Santoso, cek", ["Budi Santoso"]),
        ("@budi.s cek", ["Budi Santoso"]),
        ("halo @budi!", ["Budi Santoso"]),
        ("@SITI RAHMA dan @budi", ["Siti Rahma", "Budi Santoso"]),
        ("@Budiman", []),
        ("surel budi@Siti Rahma", []),
        ("@Andi", []),
        ("@Andi Malik", ["Andi Malik"]),
        ("@", []),
    ],
)
def test_people_are_called_by_name(db: None, text: str, called: list[str]) -> None:
    people = [
        UserFactory(name="Siti Rahma"),
        UserFactory(name="Budi Santoso", username="budi.s"),
        UserFactory(name="Andi Malik"),
        UserFactory(name="Andi Rauf"),
    ]

    assert [str(one) for one in called_upon(text, people)] == called


def test_who_is_called_and_who_wrote_before_is_told_once(evaluation, indicator, siti, budi) -> None:
    other = named(member(Role.COORDINATOR, evaluation.institution), "Citra Dewi", "citra")
    silent = member(Role.DATA_ENTRY, evaluation.institution)
    say_inside(evaluation, indicator, "Awal", by=budi)
    say_inside(evaluation, indicator, "Lanjut @citra", by=siti)
    say_inside(evaluation, indicator, f"Tolong. {CANARY}", people=[other.pk, siti.pk], by=siti)

    assert told(budi) == [
        "Siti Rahma menulis dalam diskusi indikator 1.",
        "Siti Rahma menulis dalam diskusi indikator 1.",
    ]
    assert told(other) == ["Siti Rahma menyebut Anda dalam diskusi indikator 1."] * 2
    assert (told(siti), told(silent)) == ([], [])
    assert Remark.objects.first().text == f"Tolong. {CANARY}\n\n@Citra Dewi @Siti Rahma"


def test_who_is_of_another_institution_is_not_called_upon(browser, evaluation, siti) -> None:
    stranger = named(member(Role.COORDINATOR, EvaluationFactory().institution), "Orang Luar", "luar")

    by_name = browser.post(url(evaluation), {"text": "@luar @Orang Luar"})
    by_choice = browser.post(url(evaluation), {"text": "Halo", "people": [stranger.pk]})

    assert (by_name.status_code, by_choice.status_code) == (302, 422)
    assert told(stranger) == []
    assert str(stranger) not in browser.get(url(evaluation)).content.decode().replace("@Orang Luar", "")


def test_who_left_is_told_nothing_more(evaluation, indicator, siti, budi) -> None:
    say_inside(evaluation, indicator, "Awal", by=budi)
    leave(budi.memberships.get())

    say_inside(evaluation, indicator, "Lanjut @budi", by=siti)

    assert told(budi) == []
    assert list(members_of(evaluation)) == [siti]


# -- the wall -----------------------------------------------------------------------------------------------


@pytest.fixture
def said(evaluation, indicator, siti, budi) -> Remark:
    """A remark inside the institution, in an evaluation that its assessors work on."""
    say_inside(evaluation, indicator, "@budi awal", by=siti)
    remark = say_inside(evaluation, indicator, CANARY, by=siti)
    bring_to(evaluation, Stage.DESK_REVIEW)
    return remark


def outsiders(evaluation: Evaluation) -> dict[str, tuple[User, int]]:
    """Everybody beyond the circle, with what they are told of it."""
    return {
        "lead": (lead_of(evaluation), 403),
        "assessor": (assessors_of(evaluation)[1], 403),
        "ministry": (member(Role.EVALUATION_TEAM), 403),
        "another institution": (member(Role.COORDINATOR, EvaluationFactory().institution), 404),
        "auditor": (member(Role.AUDITOR), 404),
        "agency": (member(Role.AGENCY_MEMBER), 404),
        "administrator": (member(Role.ADMINISTRATOR), 404),
    }


def test_nobody_else_reads_writes_or_withdraws(client, evaluation, said) -> None:
    withdrawal = reverse("evaluations:withdraw_remark", args=[evaluation.pk, 1, said.pk])
    for name, (user, status) in outsiders(evaluation).items():
        client.force_login(user)
        for headers in ({}, {"HX-Request": "true"}):
            answers = [
                client.get(url(evaluation), headers=headers),
                client.post(url(evaluation), {"text": "masuk"}, headers=headers),
                client.post(withdrawal, headers=headers),
            ]
            assert [one.status_code for one in answers] == [status] * 3, name
            assert not any(CANARY in one.content.decode() for one in answers), name
    assert Remark.objects.count() == 2


PAGES: list[tuple[str, list[Any]]] = [
    ("evaluations:detail", []),
    ("self_assessment:sheet", []),
    ("self_assessment:indicator", [1]),
    ("self_assessment:history", [1]),
    ("self_assessment:approval", []),
    ("self_assessment:submission", []),
    ("desk_review:sheet", []),
    ("desk_review:indicator", [1]),
    ("interview:detail", []),
    ("consolidation:detail", []),
]


def test_no_word_of_it_is_in_any_other_answer(client, evaluation, said) -> None:
    """Neither the words nor how many there are."""
    for name, (user, _) in outsiders(evaluation).items():
        client.force_login(user)
        addresses = [reverse(page, args=[evaluation.pk, *more]) for page, more in PAGES]
        for address in [*addresses, "/beranda/", "/pemberitahuan/"]:
            page = client.get(address).content.decode()
            assert CANARY not in page, (name, address)
            assert "Diskusi internal" not in page, (name, address)
            assert "menyebut Anda" not in page, (name, address)


def test_nothing_of_it_is_read_past_the_wall(evaluation, indicator, said) -> None:
    for name, (user, _) in outsiders(evaluation).items():
        assert list(remarks_of(user, evaluation, indicator, Circle.INSTITUTION)) == [], name
        assert discussion_of(user, evaluation, indicator) is None, name
        assert remark_counts(user, evaluation) == {}, name


@pytest.mark.parametrize(
    ("circle", "readers"),
    [
        (Circle.INSTITUTION, {"institution"}),
        (Circle.ASSESSORS, {"assessors"}),
        (Circle.BOTH, {"institution", "assessors"}),
    ],
)
def test_each_circle_has_its_own_readers(evaluation, indicator, siti, circle, readers) -> None:
    write(evaluation, indicator, circle, siti)
    people = {"institution": siti, "assessors": lead_of(evaluation), "ministry": member(Role.EVALUATION_TEAM)}

    reading = {name for name, user in people.items() if remarks_of(user, evaluation, indicator, circle).exists()}
    counting = {name for name, user in people.items() if remark_counts(user, evaluation)}

    assert (reading, counting) == (readers, readers)


def test_other_circles_are_not_on_the_page_of_the_institution(browser, evaluation, indicator, siti) -> None:
    for circle in (Circle.ASSESSORS, Circle.BOTH):
        write(evaluation, indicator, circle, siti)

    assert CANARY not in browser.get(url(evaluation)).content.decode()


@pytest.mark.parametrize("role", INSTITUTION_ROLES)
def test_everybody_of_the_institution_stands_in_its_circle(evaluation, role) -> None:
    user = member(role, evaluation.institution)

    assert circles_of(user, evaluation) == {Circle.INSTITUTION, Circle.BOTH}
