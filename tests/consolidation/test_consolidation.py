"""Settling, writing and handing over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.common.exceptions import DomainError, StageClosedError
from apps.consolidation.actions import (
    accept_many,
    draft_findings,
    draft_findings_many,
    give_back,
    hand_over,
    hand_over_many,
    settle,
    unsettle,
)
from apps.consolidation.models import Settlement
from apps.evaluations.models import FindingKind, LedgerLevel, PartFinding
from apps.evaluations.queries import settled_levels
from apps.institutions.models import Role
from apps.rules.stages import Stage, Track
from tests.desk_review.test_sheet import statements
from tests.factories import (
    EvaluationFactory,
    TeamFactory,
    assessors_of,
    bring_to,
    lead_of,
    member,
    move_window,
    real_instrument,
    speak,
)

SECOND = timedelta(seconds=1)


def url(evaluation, name: str = "detail", *more) -> str:
    return reverse(f"consolidation:{name}", args=[evaluation.pk, *more])


def indicator(evaluation, number: int = 1):
    return evaluation.period.instrument.indicators.get(number=number)


def ledger(evaluation) -> list[tuple]:
    rows = LedgerLevel.objects.filter(evaluation=evaluation, stage=Stage.CONSOLIDATION)
    return list(rows.order_by("revision").values_list("indicator__number", "revision", "level", "reason"))


def test_the_lead_settles_and_the_figure_follows(client, evaluation, lead):
    client.force_login(lead)

    client.post(url(evaluation, "indicator", 1), {"version": 0, "level": "5", "reason": "Bukti baru sah."})

    context = client.get(url(evaluation)).context
    assert (str(context["figures"].index), context["settled"]) == ("3.50", 1)


def test_settling_without_a_reason_is_refused(client, evaluation, lead):
    client.force_login(lead)

    response = client.post(url(evaluation, "indicator", 1), {"version": 0, "level": "5", "reason": " "})

    assert (response.status_code, Settlement.objects.count()) == (422, 0)


def test_a_stale_settlement_overwrites_nothing(client, evaluation, lead):
    client.force_login(lead)
    client.post(url(evaluation, "indicator", 1), {"version": 0, "level": "5", "reason": "Yang pertama."})

    response = client.post(url(evaluation, "indicator", 1), {"version": 0, "level": "2", "reason": "Yang kedua."})

    page = response.content.decode()
    assert (response.status_code, "Yang pertama." in page, "Yang kedua." in page) == (409, True, True)
    assert Settlement.objects.get().level == 5


def test_a_settlement_can_be_taken_back_before_it_is_handed_over(client, evaluation, lead):
    settle(evaluation, indicator(evaluation), level=5, reason="-", version=0, by=lead)
    client.force_login(lead)

    client.post(url(evaluation, "unsettle", 1), {"version": 1})

    assert not Settlement.objects.exists()
    assert Settlement.events.rel.related_model.objects.latest("pgh_id").version == 2


def test_who_does_not_lead_writes_but_does_not_settle(client, evaluation):
    client.force_login(assessors_of(evaluation)[1])
    part = evaluation.period.instrument.parts.filter(indicators__isnull=False).first()

    texts = {"strength": "Baik.", "weakness": "Kurang.", "recommendation": "Perbaiki."}
    versions = {f"{kind}_version": 0 for kind in texts}
    answers = [
        client.post(url(evaluation, "findings", part.pk), texts | versions),
        client.post(url(evaluation, "indicator", 1), {"version": 0, "level": "5", "reason": "-"}),
        client.post(url(evaluation, "hand_over")),
    ]

    assert [one.status_code for one in answers] == [302, 403, 403]
    assert dict(PartFinding.objects.values_list("kind", "text")) == texts


def test_a_stale_text_keeps_the_whole_part_as_it_stands(client, evaluation, lead):
    client.force_login(lead)
    part = evaluation.period.instrument.parts.filter(indicators__isnull=False).first()
    PartFinding.objects.create(evaluation=evaluation, part=part, kind="weakness", text="Tulisan rekan.", by=lead)

    data = {"strength": "Baik.", "weakness": "Tulisan saya.", "recommendation": ""}
    response = client.post(url(evaluation, "findings", part.pk), data | {f"{kind}_version": 0 for kind in data})

    page = response.content.decode()
    assert (response.status_code, "Tulisan rekan." in page, "Tulisan saya." in page) == (409, True, True)
    assert [one.text for one in PartFinding.objects.all()] == ["Tulisan rekan."]


def test_the_draft_fills_what_is_empty_and_keeps_what_is_written(client, evaluation, lead):
    part = evaluation.period.instrument.parts.filter(indicators__isnull=False).first()
    PartFinding.objects.create(evaluation=evaluation, part=part, kind="strength", text="Tulisan rekan.", by=lead)
    client.force_login(lead)

    client.post(url(evaluation, "draft"))

    assert PartFinding.objects.count() == 9
    assert PartFinding.objects.get(part=part, kind="strength").text == "Tulisan rekan."


def test_the_monitoring_track_has_no_recommendations(db):
    evaluation = bring_to(EvaluationFactory(with_team=True, track=Track.MONITORING), Stage.CONSOLIDATION)

    draft_findings(evaluation, by=lead_of(evaluation))
    hand_over(evaluation, by=lead_of(evaluation))

    assert not PartFinding.objects.filter(kind=FindingKind.RECOMMENDATION).exists()
    assert evaluation.stage == Stage.REVIEW


def test_nothing_is_drafted_where_criteria_are_missing(db):
    period = {"period__instrument": real_instrument("pemdi-20")}
    evaluation = bring_to(EvaluationFactory(with_team=True, **period), Stage.CONSOLIDATION)

    assert draft_findings(evaluation, by=lead_of(evaluation)) == 0


def test_handing_over_waits_for_every_text(evaluation, lead):
    with pytest.raises(DomainError, match=r"Aspek 1 \(kekuatan, kelemahan, rekomendasi\)"):
        hand_over(evaluation, by=lead)


@pytest.mark.parametrize(("level", "kinds"), [(1, {"weakness", "recommendation"}), (5, {"strength"})])
def test_no_strength_is_asked_at_the_lowest_level_and_nothing_to_mend_at_the_highest(db, level, kinds):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.CONSOLIDATION, level=level)
    draft_findings(evaluation, by=lead_of(evaluation))

    hand_over(evaluation, by=lead_of(evaluation))

    assert set(PartFinding.objects.values_list("kind", flat=True)) == kinds


def test_only_settlements_enter_the_ledger(written, lead):
    settle(written, indicator(written, 2), level=4, reason="Bukti sah.", version=0, by=lead)

    hand_over(written, by=lead)

    assert ledger(written) == [(2, 1, 4, "Bukti sah.")]
    assert settled_levels([written.pk])[written.pk][indicator(written, 2).pk] == 4


def test_after_a_return_the_next_hand_over_is_the_next_revision(written, lead):
    settle(written, indicator(written, 2), level=4, reason="Bukti sah.", version=0, by=lead)
    hand_over(written, by=lead)
    give_back(written, remark="Jelaskan lagi.", by=member(Role.EVALUATION_TEAM))
    settle(written, indicator(written, 2), level=2, reason="Ternyata tidak sah.", version=1, by=lead)

    hand_over(written, by=lead)

    assert ledger(written) == [(2, 1, 4, "Bukti sah."), (2, 2, 2, "Ternyata tidak sah.")]


def test_what_was_handed_over_is_not_taken_back(written, lead):
    settle(written, indicator(written, 2), level=4, reason="Bukti sah.", version=0, by=lead)
    hand_over(written, by=lead)
    give_back(written, remark="Jelaskan lagi.", by=member(Role.EVALUATION_TEAM))

    with pytest.raises(DomainError, match="tidak dapat dicabut"):
        unsettle(written, indicator(written, 2), version=1, by=lead)


def test_when_the_stage_is_over_nothing_is_settled_written_or_handed_over(client, written, lead):
    move_window(written, closes_in=-SECOND)
    client.force_login(lead)

    answers = [
        client.post(url(written, "indicator", 1), {"version": 0, "level": "5", "reason": "-"}),
        client.post(url(written, "draft")),
        client.post(url(written, "hand_over")),
    ]

    assert [one.status_code for one in answers] == [403] * 3
    with pytest.raises(StageClosedError):
        settle(written, indicator(written), level=5, reason="-", version=0, by=lead)
    with pytest.raises(StageClosedError):
        hand_over(written, by=lead)


def test_the_institution_may_not_enter_and_others_see_nothing(client, evaluation):
    cases = [
        (member(Role.COORDINATOR, evaluation.institution), 403),
        (TeamFactory(period=evaluation.period).members.first().user, 404),
    ]
    for user, status in cases:
        client.force_login(user)
        answers = [client.get(url(evaluation)), client.get(url(evaluation, "review"))]
        answers += [client.get(url(evaluation, "indicator", 1)), client.post(url(evaluation, "hand_over"))]

        assert [one.status_code for one in answers] == [status] * 4


def test_before_consolidation_there_is_nothing_to_see(client, db):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    client.force_login(member(Role.EVALUATION_TEAM))

    assert client.get(url(evaluation)).status_code == 403


def test_many_pass_in_constant_statements(django_assert_max_num_queries, db):
    evaluations = [bring_to(EvaluationFactory(with_team=True), Stage.CONSOLIDATION) for _ in range(4)]
    by = lead_of(evaluations[0])
    counts = []
    for some in (evaluations[:1], evaluations[1:]):
        with django_assert_max_num_queries(200) as drafting:
            draft_findings_many(some, by=by)
        with django_assert_max_num_queries(200) as handing:
            hand_over_many(some, by=by)
        with django_assert_max_num_queries(200) as accepting:
            accept_many(some, by=by)
        counts.append([len(one) for one in (drafting, handing, accepting)])

    assert counts[0] == counts[1]
    assert {type(one).objects.get(pk=one.pk).stage for one in evaluations} == {Stage.FINAL}


def test_47_rows_of_every_stage_cost_as_many_statements_as_5(client, db):
    counts = []
    for given in ({}, {"period__instrument": real_instrument("spbe-47")}):
        evaluation = bring_to(EvaluationFactory(with_team=True, **given), Stage.CONSOLIDATION)
        indicators = list(evaluation.period.instrument.indicators.all())
        for stage in (Stage.INTERVIEW, Stage.VISITATION):
            speak(evaluation, stage, {one.number: 4 for one in indicators})
        Settlement.objects.bulk_create(
            Settlement(evaluation=evaluation, indicator=one, level=5, reason="-", by=lead_of(evaluation))
            for one in indicators
        )
        draft_findings(evaluation, by=lead_of(evaluation))
        client.force_login(lead_of(evaluation))
        counts.append(statements(client, url(evaluation)))

    assert counts[0] == counts[1] <= 15
