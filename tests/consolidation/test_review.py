"""The ministry's review."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.common.exceptions import StageClosedError
from apps.consolidation.actions import accept, hand_over
from apps.consolidation.models import Review
from apps.evaluations.models import StageChange
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.factories import assessors_of, member, move_window


@pytest.fixture
def handed_over(written, lead):
    hand_over(written, by=lead)
    return written


def url(evaluation) -> str:
    return reverse("consolidation:review", args=[evaluation.pk])


def test_accepting_makes_it_final(client, handed_over):
    ministry = member(Role.EVALUATION_TEAM)
    client.force_login(ministry)

    client.post(url(handed_over), {"decision": "accepted", "remark": ""})

    handed_over.refresh_from_db()
    assert (handed_over.stage, Review.objects.get().by) == (Stage.FINAL, ministry)


def test_returning_needs_a_remark(client, handed_over):
    client.force_login(member(Role.EVALUATION_TEAM))

    response = client.post(url(handed_over), {"decision": "returned", "remark": "  "})

    assert (response.status_code, Review.objects.count()) == (422, 0)


def test_a_row_is_read_whatever_a_hidden_field_says_of_their_number(client, handed_over):
    client.force_login(member(Role.EVALUATION_TEAM))
    typed = {"butir-TOTAL_FORMS": "x", "butir-4-subject": "", "butir-4-text": "Notula belum ada."}

    response = client.post(url(handed_over), {"decision": "returned", "remark": "Lihat butir."} | typed)

    assert (response.status_code, Review.objects.count()) == (422, 0)
    assert "Notula belum ada." in response.content.decode()


def test_a_return_reaches_the_team_with_its_remark(client, handed_over, lead):
    client.force_login(member(Role.EVALUATION_TEAM))
    client.post(url(handed_over), {"decision": "returned", "remark": "Alasan indikator 2 kurang."})
    client.force_login(lead)

    page = client.get(reverse("consolidation:detail", args=[handed_over.pk])).content.decode()

    assert "Alasan indikator 2 kurang." in page
    assert StageChange.objects.last().to_stage == Stage.CONSOLIDATION
    assert Notice.objects.get().user == lead


def test_the_team_may_not_review_its_own_work(client, handed_over):
    for assessor in assessors_of(handed_over):
        client.force_login(assessor)

        assert (client.get(url(handed_over)).status_code, client.post(url(handed_over)).status_code) == (403, 403)


def test_after_the_window_nothing_is_decided(client, handed_over):
    move_window(handed_over, closes_in=timedelta(seconds=-1))
    ministry = member(Role.EVALUATION_TEAM)
    client.force_login(ministry)

    assert client.post(url(handed_over), {"decision": "accepted"}).status_code == 403
    with pytest.raises(StageClosedError):
        accept(handed_over, by=ministry)
    assert not Review.objects.exists()
