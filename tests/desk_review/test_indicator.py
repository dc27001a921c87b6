"""One indicator of the desk review: saving, agreeing, differing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.desk_review.models import Judgement
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment.models import AnswerState, Evidence
from tests.desk_review.conftest import Desk, make_desk
from tests.factories import (
    EvaluationFactory,
    TeamFactory,
    answer_all,
    assessors_of,
    bring_to,
    member,
    move_window,
    real_instrument,
    user_with,
)

SECOND = timedelta(seconds=1)


def url(desk: Desk, number: int = 1) -> str:
    return reverse("desk_review:indicator", args=[desk.evaluation.pk, number])


def post(client, desk: Desk, number: int = 1, **fields):
    return client.post(url(desk, number), {"version": 0, "reason": "", "question": ""} | fields)


def mine(desk: Desk, number: int = 1) -> Judgement:
    return Judgement.objects.get(evaluation=desk.evaluation, assessor=desk.other, indicator__number=number)


def test_page_shows_words_of_the_institution_and_every_criterion(client, desk):
    client.force_login(desk.other)

    page = client.get(url(desk)).content.decode()

    assert [words for words in ("Fakta 1", "Analisis 1", "Justifikasi 1") if words not in page] == []
    assert [level for level in range(1, 6) if f"Kriteria 1 pada tingkat {level}." not in page] == []


def test_what_the_institution_took_over_and_never_looked_at_is_marked(client, db):
    evaluation = EvaluationFactory(with_team=True)
    answer = evaluation.answers.get(indicator__number=1)
    answer_all(evaluation)
    evaluation.answers.filter(pk=answer.pk).update(taken_over_from=answer, state=AnswerState.DRAFT)
    place = {"evaluation": evaluation, "indicator": answer.indicator}
    own = Evidence.objects.create(**place, url="https://bukti.invalid/baru")
    lent = Evidence.objects.create(**place, url="https://bukti.invalid/lama", taken_over_from=own)
    desk = Desk(bring_to(evaluation, Stage.DESK_REVIEW), *assessors_of(evaluation))
    client.force_login(desk.other)

    page, beside = (client.get(url(desk, number)).content.decode() for number in (1, 2))

    assert lent.is_unconfirmed
    assert page.count("belum ditinjau instansi") == 2
    assert "belum ditinjau instansi" not in beside


def test_agreeing_takes_the_level_of_the_institution_and_leads_on(client, desk):
    client.force_login(desk.other)

    response = post(client, desk, setuju="1")

    assert response.headers["Location"] == url(desk, 2)
    assert (mine(desk).level, mine(desk).version) == (3, 1)


def test_the_last_indicator_leads_back_to_the_sheet(client, desk):
    client.force_login(desk.other)

    response = post(client, desk, 5, setuju="1")

    assert response.headers["Location"] == reverse("desk_review:sheet", args=[desk.evaluation.pk])


def test_differing_needs_a_reason_and_keeps_what_was_typed(client, desk):
    client.force_login(desk.other)

    response = post(client, desk, level="2", question="Mana hasil reviunya?")

    assert response.status_code == 422
    assert "Mana hasil reviunya?" in response.content.decode()
    assert mine(desk).version == 0


def test_differing_with_a_reason_is_saved_with_its_question(client, desk):
    client.force_login(desk.other)

    post(client, desk, level="2", reason="Belum ditetapkan.", question="Mana hasil reviunya?")

    judgement = mine(desk)
    assert (judgement.level, judgement.reason, judgement.question) == (2, "Belum ditetapkan.", "Mana hasil reviunya?")


def test_a_stale_version_overwrites_nothing_and_shows_both_texts(client, desk):
    client.force_login(desk.other)
    post(client, desk, level="2", reason="Yang pertama.")

    response = post(client, desk, level="4", reason="Yang kedua.")

    page = response.content.decode()
    words = re.sub(r"</?ins>", "", page)
    assert response.status_code == 409
    assert ("Yang pertama." in words, "Yang kedua." in words) == (True, True)
    assert 'name="version" value="1"' in page
    assert mine(desk).reason == "Yang pertama."


def test_after_the_stage_has_ended_nothing_is_saved_and_the_words_stay_on_the_screen(client, desk):
    client.force_login(desk.other)
    client.get(url(desk))
    move_window(desk.evaluation, closes_in=-SECOND)

    response = post(client, desk, level="2", reason="Terlambat sedikit.")

    assert response.status_code == 409
    assert "Terlambat sedikit." in response.content.decode()
    assert mine(desk).version == 0


@pytest.mark.parametrize("level", ["0", "6", "2.5", "tiga", ""])
def test_a_level_outside_the_scale_is_refused(client, desk, level):
    client.force_login(desk.other)

    response = post(client, desk, level=level, reason="Alasan.")

    assert response.status_code == 422
    assert mine(desk).version == 0


def test_decimal_levels_and_missing_criteria_work(client, db):
    desk = make_desk(period__instrument=real_instrument("pemdi-20"))
    client.force_login(desk.other)

    page = client.get(url(desk)).content.decode()
    post(client, desk, level="2,75", reason="Sebagian.")

    assert "Kriteria belum ditetapkan." in page
    assert str(mine(desk).level) == "2.75"


def test_people_of_the_institution_and_the_ministry_may_not_enter(client, desk):
    for role, place in ((Role.COORDINATOR, desk.evaluation.institution), (Role.EVALUATION_TEAM, None)):
        client.force_login(member(role, place))

        assert (client.get(url(desk)).status_code, post(client, desk, setuju="1").status_code) == (403, 403)
    assert not Judgement.objects.exists()


def test_another_team_sees_nothing(client, desk):
    foreign = bring_to(EvaluationFactory(period=desk.evaluation.period, team=TeamFactory()), Stage.DESK_REVIEW)
    client.force_login(foreign.team.members.first().user)

    assert (client.get(url(desk)).status_code, post(client, desk, setuju="1").status_code) == (404, 404)
    assert not Judgement.objects.exists()


def test_holding_the_permission_without_a_seat_is_not_enough(client, desk):
    client.force_login(user_with("view_evaluation", "judge", evaluation=desk.evaluation))

    assert post(client, desk, setuju="1").status_code == 403


def test_before_the_sheet_is_handed_in_there_is_nothing_to_judge(client, db):
    evaluation = EvaluationFactory(with_team=True)
    client.force_login(evaluation.team.members.first().user)

    assert client.get(reverse("desk_review:indicator", args=[evaluation.pk, 1])).status_code == 403
