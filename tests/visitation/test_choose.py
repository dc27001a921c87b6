from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.evaluations.actions import advance
from apps.rules.stages import Stage
from apps.visitation.actions import choose_many
from apps.visitation.models import Visit
from apps.visitation.queries import candidates
from tests.factories import EvaluationFactory, bring_to


def url(evaluation):
    return reverse("visitation:choose", args=[evaluation.period.slug])


def chosen():
    return list(Visit.objects.values_list("evaluation", "reason", "chosen_by__username"))


def test_the_ministry_chooses_with_a_reason(client, interviewed, ministry):
    client.force_login(ministry)

    response = client.post(url(interviewed), {"dipilih": interviewed.pk, f"alasan-{interviewed.pk}": "Selisih besar"})

    assert response.status_code == 302
    assert chosen() == [(interviewed.pk, "Selisih besar", ministry.username)]


def test_without_a_reason_nobody_is_chosen_and_the_words_stay(client, interviewed, ministry):
    other = bring_to(EvaluationFactory(period=interviewed.period), Stage.INTERVIEW)
    client.force_login(ministry)

    response = client.post(
        url(interviewed),
        {
            "dipilih": [interviewed.pk, other.pk],
            f"alasan-{interviewed.pk}": "Alasan tertulis",
            f"alasan-{other.pk}": " ",
        },
    )

    assert response.status_code == 400
    assert "Alasan tertulis" in response.content.decode()
    assert chosen() == []


@pytest.mark.parametrize("person", ["lead", "coordinator"])
def test_others_may_not_choose(client, interviewed, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url(interviewed)).status_code == 403
    assert client.post(url(interviewed), {"dipilih": interviewed.pk}).status_code == 403
    one = client.post(reverse("visitation:choose_one", args=[interviewed.pk]), {"reason": "-"})
    assert one.status_code == 403
    assert chosen() == []


def test_one_is_chosen_from_its_own_page(client, interviewed, ministry):
    client.force_login(ministry)

    response = client.post(reverse("visitation:choose_one", args=[interviewed.pk]), {"reason": "Dekat ambang"})

    assert response.status_code == 302
    assert chosen() == [(interviewed.pk, "Dekat ambang", ministry.username)]


def test_after_the_interview_it_is_too_late(interviewed, ministry):
    advance(interviewed, Stage.CONSOLIDATION, by=None)

    with pytest.raises(DomainError, match="tahap yang sesuai"):
        choose_many({interviewed.pk: "Terlambat"}, by=ministry)
    with pytest.raises(DatabaseError, match="tahap yang sesuai"), transaction.atomic():
        Visit.objects.create(evaluation=interviewed, reason="Terlambat", chosen_by=ministry)

    assert chosen() == []


def test_a_visit_under_way_is_not_taken_back(evaluation):
    with pytest.raises(DatabaseError, match="tahap yang sesuai"), transaction.atomic():
        Visit.objects.all().delete()

    assert Visit.objects.count() == 1


def test_figures_say_how_far_sheet_and_desk_review_differ(interviewed, ministry):
    candidate = candidates(ministry, interviewed.period)[0]

    assert (candidate.own, candidate.reviewed, candidate.gap) == (Decimal("3.00"), Decimal("3.00"), Decimal("0.00"))
    assert (candidate.floor.name, candidate.to_floor) == ("Sedang", Decimal("0.50"))


@pytest.mark.parametrize(("filters", "shown"), [("selisih=1", False), ("ambang=0,5", True), ("ambang=0,4", False)])
def test_the_list_is_filtered_by_its_figures(client, interviewed, ministry, filters, shown):
    client.force_login(ministry)

    response = client.get(f"{url(interviewed)}?{filters}")

    assert (interviewed.institution.name in response.content.decode()) is shown


@pytest.mark.parametrize("others", [0, 2])
def test_statements_do_not_grow_with_the_list(client, interviewed, ministry, others, django_assert_max_num_queries):
    for _ in range(others):
        bring_to(EvaluationFactory(period=interviewed.period), Stage.INTERVIEW)
    client.force_login(ministry)

    with django_assert_max_num_queries(16):
        client.get(url(interviewed))
