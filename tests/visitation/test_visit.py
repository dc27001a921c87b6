from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.evaluations.actions.marked import Word
from apps.evaluations.models import LedgerLevel
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.visitation.actions import plan_many, save_finding, save_findings
from apps.visitation.models import Finding, Visit
from tests.database import execute
from tests.factories import EvaluationFactory, member, move_window
from tests.marks import indicator_of, mark_numbers


def url(name, evaluation, *args):
    return reverse(f"visitation:{name}", args=[evaluation.pk, *args])


def find(client, evaluation, number=2, **typed):
    said = {"version": 0, "level": "4", "reason": "Terlihat di tempat", **typed}
    return client.post(url("indicator", evaluation, number), said)


def found(evaluation):
    rows = Finding.objects.filter(evaluation=evaluation)
    return list(rows.values_list("indicator__number", "level", "reason", "version", "updated_by__username"))


@pytest.fixture
def planned(evaluation):
    plan_many([evaluation.visit], starts_on=date(2001, 8, 20), ends_on=date(2001, 8, 21), locus="Dinas Contoh")
    return evaluation


def test_the_lead_plans_and_the_institution_is_told(client, interviewed, ministry, lead, coordinator):
    Visit.objects.create(evaluation=interviewed, reason="-", chosen_by=ministry)
    client.force_login(lead)

    response = client.post(
        url("plan", interviewed),
        {
            "starts_on": "2001-08-20",
            "visitors": [lead.pk],
            "locus": "Dinas Contoh",
            "address": "Jalan Contoh 1",
            "contact": "Orang Contoh",
        },
    )

    assert response.status_code == 302
    visit = Visit.objects.get()
    assert (visit.starts_on, visit.ends_on, visit.place) == (date(2001, 8, 20), None, "Dinas Contoh, Jalan Contoh 1")
    assert [one.assessor for one in interviewed.visitors.all()] == [lead]
    assert Notice.objects.filter(user=coordinator).count() == 1


@pytest.mark.parametrize("person", ["assessor", "coordinator", "ministry"])
def test_only_the_lead_plans(client, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.post(url("plan", evaluation), {"starts_on": "2001-08-20", "locus": "-"}).status_code == 403


@pytest.mark.parametrize("person", ["lead", "ministry"])
def test_lead_and_ministry_mark_what_is_validated(client, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    client.post(url("mark", evaluation), {"indicator": indicator_of(evaluation, 4).pk, "question": "Lihat sistemnya"})

    marks = evaluation.marks.filter(stage=Stage.VISITATION).values_list("indicator__number", "question")
    assert list(marks) == [(2, "Pertanyaan 2"), (4, "Lihat sistemnya")]


@pytest.mark.parametrize("person", ["assessor", "coordinator"])
def test_others_do_not_mark(client, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    response = client.post(url("mark", evaluation), {"indicator": indicator_of(evaluation, 4).pk, "question": "-"})

    assert response.status_code == 403
    assert evaluation.marks.filter(stage=Stage.VISITATION).count() == 1


def test_assessor_records_what_was_found(client, evaluation, assessor):
    client.force_login(assessor)

    response = find(client, evaluation)

    assert response.status_code == 302
    assert found(evaluation) == [(2, Decimal(4), "Terlihat di tempat", 1, assessor.username)]


def test_unmarked_indicator_has_no_page(client, evaluation, assessor):
    client.force_login(assessor)

    assert client.get(url("indicator", evaluation, 3)).status_code == 404
    assert find(client, evaluation, 3).status_code == 404
    assert found(evaluation) == []


def test_unmarked_indicator_is_refused_in_bulk_and_by_the_database(evaluation, assessor):
    unmarked = indicator_of(evaluation, 3).pk

    with pytest.raises(DomainError, match="tidak ditandai"):
        save_findings(evaluation, [Word(unmarked, 0, Decimal(4), "-")], by=assessor)
    with pytest.raises(DatabaseError, match="tidak ditandai"), transaction.atomic():
        execute(
            "INSERT INTO visitation_finding (evaluation_id, indicator_id, level, reason, version, updated_at)"
            " VALUES (%s, %s, 4, '-', 1, now())",
            [evaluation.pk, unmarked],
        )

    assert found(evaluation) == []


def test_late_finding_is_refused_with_the_typed_words(client, evaluation, assessor):
    client.force_login(assessor)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = find(client, evaluation, reason="Kata yang terlambat")

    assert response.status_code == 409
    assert "Kata yang terlambat" in response.content.decode()
    assert found(evaluation) == []


@pytest.mark.parametrize("version", ["9" * 400, str(2**31), "-1", "x"])
def test_a_version_that_no_row_can_have_loses_no_word(client, evaluation, assessor, version):
    client.force_login(assessor)

    response = find(client, evaluation, version=version, reason="Kata yang diketik")

    assert response.status_code == 400
    assert "Kata yang diketik" in response.content.decode()
    assert found(evaluation) == []


def test_stale_finding_shows_both_texts(client, evaluation, assessor, lead):
    save_finding(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Kata ketua"), by=lead)
    client.force_login(assessor)

    response = find(client, evaluation, reason="Kata asesor")

    assert response.status_code == 409
    assert {"Kata ketua", "Kata asesor"} <= set(response.content.decode().replace(">", "<").split("<"))
    assert found(evaluation) == [(2, Decimal(2), "Kata ketua", 1, lead.username)]


@pytest.mark.parametrize("person", ["coordinator", "ministry"])
def test_only_assessors_record_findings(client, evaluation, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url("indicator", evaluation, 2)).status_code == 200
    assert find(client, evaluation).status_code == 403
    assert found(evaluation) == []


def test_foreign_people_see_nothing(client, evaluation):
    client.force_login(member("coordinator", EvaluationFactory().institution))

    for name, args in [("detail", []), ("plan", []), ("mark", []), ("minutes", []), ("indicator", [2])]:
        assert client.get(url(name, evaluation, *args)).status_code == 404


def test_the_institution_learns_of_a_visit_once_it_is_planned(client, interviewed, ministry, coordinator):
    visit = Visit.objects.create(evaluation=interviewed, reason="Selisih besar", chosen_by=ministry)
    mark_numbers(interviewed, Stage.VISITATION, 2)
    client.force_login(coordinator)

    before = client.get(url("detail", interviewed)).content.decode()
    plan_many([visit], starts_on=date(2001, 8, 20), ends_on=None, locus="Dinas Contoh")
    after = client.get(url("detail", interviewed)).content.decode()

    assert "Selisih besar" not in before
    assert "Selisih besar" in after
    assert "Pertanyaan 2" not in after
    assert client.get(url("indicator", interviewed, 2)).status_code == 404


def test_closing_lets_only_findings_with_a_level_speak(client, planned, lead):
    mark_numbers(planned, Stage.VISITATION, 1)
    save_finding(planned, Word(indicator_of(planned, 1).pk, 0, None, "Tetap"), by=lead)
    save_finding(planned, Word(indicator_of(planned, 2).pk, 0, Decimal(4), "Terlihat"), by=lead)
    client.force_login(lead)

    client.post(url("close", planned))

    planned.refresh_from_db()
    rows = LedgerLevel.objects.filter(evaluation=planned, stage=Stage.VISITATION)
    assert planned.stage == Stage.CONSOLIDATION
    assert list(rows.values_list("indicator__number", "level", "reason")) == [(2, Decimal(4), "Terlihat")]


def test_a_marked_indicator_that_was_passed_over_keeps_it_open(client, planned, lead):
    client.force_login(lead)

    response = client.post(url("close", planned))

    planned.refresh_from_db()
    assert response.status_code == 409
    assert "indikator 2" in response.content.decode()
    assert planned.stage == Stage.VISITATION


def test_an_unplanned_visit_stays_open(client, evaluation, lead):
    client.force_login(lead)

    assert client.post(url("close", evaluation)).status_code == 409


@pytest.mark.parametrize("person", ["assessor", "coordinator", "ministry"])
def test_only_the_lead_closes(client, planned, request, person):
    client.force_login(request.getfixturevalue(person))

    assert client.post(url("close", planned)).status_code == 403


@pytest.mark.parametrize("numbers", [(), (1, 3)])
def test_statements_do_not_grow_with_the_agenda(client, planned, assessor, numbers, django_assert_max_num_queries):
    mark_numbers(planned, Stage.VISITATION, *numbers)
    client.force_login(assessor)

    # The signatures of the minutes are one more than the agenda alone asks.
    with django_assert_max_num_queries(17):
        client.get(url("detail", planned))
