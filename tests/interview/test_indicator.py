from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.evaluations.actions.marked import Word
from apps.interview.actions import save_clarification, save_clarifications
from apps.interview.models import Clarification
from apps.rules.stages import Stage
from tests.database import execute
from tests.factories import member, move_window, user_with
from tests.marks import indicator_of, mark_numbers


def url(evaluation, number=2):
    return reverse("interview:indicator", args=[evaluation.pk, number])


def post(client, evaluation, number=2, **typed):
    return client.post(url(evaluation, number), {"version": 0, "level": "4", "reason": "Bukti baru", **typed})


def said(evaluation):
    rows = Clarification.objects.filter(evaluation=evaluation)
    return list(rows.values_list("indicator__number", "level", "reason", "version", "updated_by__username"))


def test_assessor_gives_a_level_with_its_reason(client, evaluation, assessor):
    client.force_login(assessor)

    response = post(client, evaluation)

    assert response.status_code == 302
    assert said(evaluation) == [(2, Decimal(4), "Bukti baru", 1, assessor.username)]


def test_saving_leads_to_the_next_indicator_without_a_result(client, evaluation, assessor):
    mark_numbers(evaluation, Stage.INTERVIEW, 1, 4)
    client.force_login(assessor)

    response = post(client, evaluation)

    assert response.url == url(evaluation, 4)


def test_keeping_the_level_is_said_with_a_note(client, evaluation, assessor):
    client.force_login(assessor)

    post(client, evaluation, level="", reason="Sudah jelas")

    assert said(evaluation) == [(2, None, "Sudah jelas", 1, assessor.username)]


@pytest.mark.parametrize("typed", [{"reason": " "}, {"level": "6"}, {"level": "3.5"}, {"version": ""}])
def test_what_cannot_be_used_comes_back_as_typed(client, evaluation, assessor, typed):
    client.force_login(assessor)

    response = post(client, evaluation, **{"reason": "Tulisan panjang", **typed})

    assert response.status_code == 400
    assert typed.get("reason", "Tulisan panjang") in response.content.decode()
    assert said(evaluation) == []


def test_unmarked_indicator_has_no_page(client, evaluation, assessor):
    client.force_login(assessor)

    assert client.get(url(evaluation, 3)).status_code == 404
    assert post(client, evaluation, 3).status_code == 404
    assert said(evaluation) == []


def test_unmarked_indicator_is_refused_in_bulk_and_nothing_is_written(evaluation, assessor):
    rows = [Word(indicator_of(evaluation, number).pk, 0, Decimal(4), "-") for number in (2, 3)]

    with pytest.raises(DomainError, match="tidak ditandai"):
        save_clarifications(evaluation, rows, by=assessor)

    assert said(evaluation) == []


def test_unmarked_indicator_is_refused_by_the_database(evaluation):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="tidak ditandai"), transaction.atomic():
        execute(
            "INSERT INTO interview_clarification (evaluation_id, indicator_id, level, reason, version, updated_at)"
            " VALUES (%s, %s, 4, '-', 1, now())",
            [evaluation.pk, indicator_of(evaluation, 3).pk],
        )

    assert said(evaluation) == []


def test_a_mark_stays_once_the_interview_has_begun(evaluation):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError, match="tetap ditandai"), transaction.atomic():
        evaluation.marks.all().delete()

    assert evaluation.marks.count() == 1


def test_late_save_is_refused_with_the_typed_words(client, evaluation, assessor):
    client.force_login(assessor)
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    response = post(client, evaluation, reason="Kata yang terlambat")

    assert response.status_code == 409
    assert "Tahap ini tidak sedang dibuka" in response.content.decode()
    assert "Kata yang terlambat" in response.content.decode()
    assert said(evaluation) == []


def test_stale_save_shows_both_texts_and_overwrites_nothing(client, evaluation, assessor, lead):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Kata ketua"), by=lead)
    client.force_login(assessor)

    response = post(client, evaluation, reason="Kata asesor")

    assert response.status_code == 409
    assert "Kata ketua" in response.content.decode()
    assert "Kata asesor" in response.content.decode()
    assert said(evaluation) == [(2, Decimal(2), "Kata ketua", 1, lead.username)]


def test_after_comparing_the_typed_words_may_be_saved(client, evaluation, assessor, lead):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Kata ketua"), by=lead)
    client.force_login(assessor)
    offered = post(client, evaluation, reason="Kata asesor").context["form"]

    response = post(client, evaluation, version=offered["version"].value(), reason="Kata asesor")

    assert response.status_code == 302
    assert said(evaluation) == [(2, Decimal(4), "Kata asesor", 2, assessor.username)]


def test_a_version_that_never_was_is_refused(evaluation, assessor):
    with pytest.raises(DomainError):
        save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 7, Decimal(4), "-"), by=assessor)

    assert said(evaluation) == []


@pytest.mark.parametrize("role", ["coordinator", "respondent"])
def test_the_institution_may_not_write_results(client, evaluation, role):
    client.force_login(member(role, evaluation.institution))

    assert post(client, evaluation).status_code == 403
    assert said(evaluation) == []


def test_the_ministry_reads_but_does_not_write(client, evaluation):
    client.force_login(user_with("view_evaluation", "review_evaluation", evaluation=evaluation))

    assert client.get(url(evaluation)).status_code == 200
    assert post(client, evaluation).status_code == 403


def test_a_foreign_assessor_sees_nothing(client, evaluation):
    client.force_login(member("assessor"))

    assert client.get(url(evaluation)).status_code == 404
    assert post(client, evaluation).status_code == 404


def test_saving_takes_few_statements(client, evaluation, assessor, django_assert_max_num_queries):
    client.force_login(assessor)

    with django_assert_max_num_queries(16):
        client.get(url(evaluation))
    # Two more are the savepoint that a test's own transaction makes of BEGIN and COMMIT.
    with django_assert_max_num_queries(8 + 2):
        post(client, evaluation)


def by_itself(client, evaluation, **typed):
    return client.post(url(evaluation), typed, headers={"X-Autosave": "1"})


def test_notes_are_saved_while_they_are_written(client, evaluation, assessor):
    client.force_login(assessor)

    first = by_itself(client, evaluation, version=0, reason="Catatan").json()
    second = by_itself(client, evaluation, version=first["version"], level="4").json()

    assert (first["version"], second["version"]) == (1, 2)
    assert said(evaluation) == [(2, Decimal(4), "Catatan", 2, assessor.username)]


def test_what_cannot_be_saved_by_itself_says_why(client, evaluation, assessor):
    client.force_login(assessor)

    response = by_itself(client, evaluation, version=0, level="4")

    assert response.status_code == 422
    assert said(evaluation) == []


def test_a_stale_save_by_itself_shows_the_other_text(client, evaluation, assessor, lead):
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Kata ketua"), by=lead)
    client.force_login(assessor)

    response = by_itself(client, evaluation, version=0, reason="Kata asesor")

    assert response.status_code == 409
    assert "Kata ketua" in response.json()["piece"]
    assert said(evaluation) == [(2, Decimal(2), "Kata ketua", 1, lead.username)]


def test_saving_by_itself_takes_few_statements(client, evaluation, assessor, django_assert_max_num_queries):
    client.force_login(assessor)

    with django_assert_max_num_queries(8):
        by_itself(client, evaluation, version=0, reason="Catatan")
