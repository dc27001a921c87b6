"""What a returned review asks for: answered one by one, kept, and waited for."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.consolidation.actions import Point, answer_point, give_back, hand_over, settle
from apps.consolidation.models import ReviewAnswer, ReviewPoint
from apps.institutions.models import Role
from apps.rules.stages import Stage
from tests.desk_review.test_sheet import statements
from tests.factories import assessors_of, member


def url(evaluation, name: str = "detail", *more) -> str:
    return reverse(f"consolidation:{name}", args=[evaluation.pk, *more])


def indicator(evaluation, number: int):
    return evaluation.period.instrument.indicators.get(number=number)


@pytest.fixture
def ministry(db):
    return member(Role.EVALUATION_TEAM)


@pytest.fixture
def handed_over(written, lead):
    hand_over(written, by=lead)
    return written


@pytest.fixture
def returned(handed_over, ministry):
    """Back at the team, with a point about indicator 2 and one about the part of indicator 5."""
    points = [
        Point("Alasan indikator 2 kurang.", indicator_id=indicator(handed_over, 2).pk),
        Point("Tulisan aspek ini terlalu umum.", part_id=indicator(handed_over, 5).part_id),
    ]
    give_back(handed_over, remark="Ada dua hal.", points=points, by=ministry)
    return handed_over


def points_of(evaluation) -> list[ReviewPoint]:
    return list(evaluation.review_points.select_related("evaluation"))


def typed(*rows: tuple[str, str], **changes) -> dict:
    """What a browser sends from the review's page."""
    data = {"decision": "returned", "remark": "Ada yang kurang.", "butir-TOTAL_FORMS": len(rows)}
    data["butir-INITIAL_FORMS"] = 0
    for number, (subject, text) in enumerate(rows):
        data |= {f"butir-{number}-subject": subject, f"butir-{number}-text": text}
    return data | changes


def test_the_ministry_returns_with_points_about_indicators_and_parts(client, handed_over, ministry):
    client.force_login(ministry)
    first, part = indicator(handed_over, 2), indicator(handed_over, 5).part

    rows = [(f"indicator-{first.pk}", "Alasan kurang."), (f"part-{part.pk}", "Terlalu umum."), ("", "")]
    response = client.post(url(handed_over, "review"), typed(*rows))

    assert response.status_code == 302
    assert [(one.indicator, one.part, one.text) for one in points_of(handed_over)] == [
        (first, None, "Alasan kurang."),
        (None, part, "Terlalu umum."),
    ]


@pytest.mark.parametrize("row", [("", "Tanpa sasaran"), ("indicator-0", "Sasaran lain")])
def test_a_point_without_its_subject_is_refused_and_the_words_stay(client, handed_over, ministry, row):
    client.force_login(ministry)

    response = client.post(url(handed_over, "review"), typed(row))

    handed_over.refresh_from_db()
    assert (response.status_code, handed_over.stage) == (422, Stage.REVIEW)
    assert row[1] in response.content.decode()


def test_points_are_not_lost_by_accepting(client, handed_over, ministry):
    client.force_login(ministry)
    subject = f"indicator-{indicator(handed_over, 2).pk}"

    response = client.post(url(handed_over, "review"), typed((subject, "Alasan kurang."), decision="accepted"))

    handed_over.refresh_from_db()
    assert (response.status_code, handed_over.stage) == (422, Stage.REVIEW)
    assert "Alasan kurang." in response.content.decode()


def test_more_rows_are_offered_without_deciding(client, handed_over, ministry):
    client.force_login(ministry)
    subject = f"indicator-{indicator(handed_over, 2).pk}"

    response = client.post(url(handed_over, "review"), typed((subject, "Sudah ditulis."), tambah="1"))

    handed_over.refresh_from_db()
    assert (response.status_code, handed_over.stage) == (200, Stage.REVIEW)
    assert len(response.context["points"].forms) == 4
    assert "Sudah ditulis." in response.content.decode()


def test_the_lead_finds_the_points_as_a_list_and_answers_one_by_one(client, returned, lead):
    client.force_login(lead)
    before = client.get(url(returned)).content.decode()
    first, second = points_of(returned)

    response = client.post(url(returned, "answer", first.pk), {"text": "Alasan dilengkapi."})

    after = client.get(url(returned))
    assert "Alasan indikator 2 kurang." in before
    assert response.status_code == 302
    assert [one.point for one in after.context["returned"].open] == [second]
    assert "Alasan dilengkapi." in after.content.decode()


def test_it_is_not_handed_over_before_every_point_is_answered(returned, lead):
    first, second = points_of(returned)
    answer_point(first, text="Dilengkapi.", by=lead)

    with pytest.raises(DomainError, match=f"catatan reviu belum ditanggapi: {second.part}"):
        hand_over(returned, by=lead)
    answer_point(second, text="Diperinci.", by=lead)
    hand_over(returned, by=lead)

    assert returned.stage == Stage.REVIEW


def test_what_is_missing_is_a_list_of_links(client, returned, lead):
    client.force_login(lead)
    first, second = points_of(returned)

    missing = client.get(url(returned)).context["missing"]

    assert [(one.words, one.url) for one in missing] == [
        (f"Catatan reviu belum ditanggapi: Indikator 2. {first.indicator.name}", f"#butir-{first.pk}"),
        (f"Catatan reviu belum ditanggapi: {second.part}", f"#butir-{second.pk}"),
    ]


def test_texts_that_are_missing_lead_to_their_page(client, evaluation, lead):
    client.force_login(lead)
    part = indicator(evaluation, 5).part

    missing = client.get(url(evaluation)).context["missing"]

    words = f"{part}: belum ada kekuatan, kelemahan, dan rekomendasi"
    assert (words, url(evaluation, "findings", part.pk)) in [(one.words, one.url) for one in missing]


def test_an_answer_given_anew_keeps_the_first(returned, lead):
    point = points_of(returned)[0]

    answer_point(point, text="Pertama.", by=lead)
    answer_point(point, text="Kedua.", by=lead)

    assert [one.text for one in point.answers.all()] == ["Pertama.", "Kedua."]


def test_points_of_an_earlier_round_stay_readable_and_are_not_answered_again(client, returned, lead, ministry):
    old = points_of(returned)
    for point in old:
        answer_point(point, text="Selesai.", by=lead)
    hand_over(returned, by=lead)
    give_back(returned, remark="Masih satu.", by=ministry)
    client.force_login(lead)

    page = client.get(url(returned)).content.decode()

    assert "Alasan indikator 2 kurang." in page
    with pytest.raises(DomainError, match="reviu yang sudah lewat"):
        answer_point(old[0], text="Lagi.", by=lead)
    hand_over(returned, by=lead)


def test_only_the_lead_answers(client, returned, ministry):
    point = points_of(returned)[0]
    for user in (assessors_of(returned)[1], ministry):
        client.force_login(user)

        assert client.post(url(returned, "answer", point.pk), {"text": "-"}).status_code == 403
    assert not ReviewAnswer.objects.exists()


def test_an_empty_answer_is_refused(client, returned, lead):
    client.force_login(lead)

    assert client.post(url(returned, "answer", points_of(returned)[0].pk), {"text": " "}).status_code == 400
    assert not ReviewAnswer.objects.exists()


def test_a_point_speaks_of_one_thing(returned):
    review, one = points_of(returned)[0].review, indicator(returned, 1)

    for about in ({}, {"indicator": one, "part": one.part}):
        with pytest.raises(DatabaseError, match="review_point_has_one_subject"), transaction.atomic():
            ReviewPoint.objects.create(evaluation=returned, review=review, text="-", **about)


def test_the_table_says_who_when_and_why_and_marks_each_step(client, evaluation, lead):
    settle(evaluation, indicator(evaluation, 1), level=5, reason="Bukti baru sah.", version=0, by=lead)
    client.force_login(lead)

    response = client.get(url(evaluation))

    rows = [row for _, rows in response.context["groups"] for row in rows]
    assert [cell.step for cell in rows[0]["cells"]] == [None, None, None, None, 2]
    assert (rows[0]["cells"][-1].by, rows[0]["cells"][-1].said.reason) == (lead, "Bukti baru sah.")
    assert "Bukti baru sah." in response.content.decode()


def test_where_criteria_are_missing_the_page_says_so_and_offers_no_draft(client, evaluation, lead):
    evaluation.period.instrument.indicators.get(number=1).criteria.model.objects.all().delete()
    client.force_login(lead)

    page = client.get(url(evaluation)).content.decode()

    assert "Kriteria belum ditetapkan pada instrumen ini" in page
    assert url(evaluation, "draft") not in page


@pytest.mark.parametrize("number", [1, 20])
def test_statements_do_not_grow_with_the_points(client, handed_over, lead, ministry, number):
    point = Point("Catatan.", indicator_id=indicator(handed_over, 2).pk)
    give_back(handed_over, remark="-", points=[point] * number, by=ministry)
    client.force_login(lead)

    assert statements(client, url(handed_over)) <= 18
