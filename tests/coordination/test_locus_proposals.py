"""Lokus by rules and by draw: shown first, decided once, kept with rule, seed and who decided."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from apps.coordination.actions import LocusRow, change_track, place_in_tracks
from apps.coordination.actions.locus import decide_by_rules, set_rules, take_application
from apps.coordination.queries.locus_proposals import proposed_by_rules, shipped_rules
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Institution
from apps.periods.actions import create_period
from apps.periods.models import LocusDecision, LocusLine, LocusMeans, PeriodState
from apps.results.models import ImportedKind, ImportedResult
from apps.rules.stages import Track
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, succeed

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparing():
    """An official period with the rules of 2022."""
    period = PeriodFactory(state=PeriodState.PREPARATION, simulation_label="", year=2002)
    set_rules(period, shipped_rules().rules)
    return period


@pytest.fixture
def country(preparing):
    """code -> institution: without an index, below the limit, above it."""
    found = {code: InstitutionFactory(code=code, name=f"Kota {code}", category=Category.CITY) for code in "ABC"}
    indexed(preparing, found["B"], "2.59")
    indexed(preparing, found["C"], "3.10")
    return found


def indexed(period, institution, index):
    ImportedResult.objects.create(
        institution=institution, label=institution.name, year=period.year - 1, instrument=period.instrument,
        kind=ImportedKind.OFFICIAL, index=Decimal(index), printed=index, source="Uji",
    )  # fmt: skip


def address(name, period):
    return reverse(f"coordination:{name}", args=[period.slug])


def placed(period):
    return {one.institution.code: (one.track, one.track_reason) for one in period.evaluations.all()}


def decide(desk, url, **typed):
    seen = desk.get(url, typed).context["proposed"].sha256
    return desk.post(url, typed | {"sidik": seen})


def test_a_proposal_is_shown_and_nothing_is_stored(desk, preparing, country):
    shown = desk.get(address("locus_by_rules", preparing)).context["proposed"]

    assert [number for _, number in shown.counts] == [1, 1, 0, 1]
    assert (placed(preparing), LocusDecision.objects.count()) == ({}, 0)


def test_the_rules_decide_with_the_old_index_beside_those_left_out(desk, preparing, country):
    decide(desk, address("locus_by_rules", preparing))

    assert placed(preparing) == {
        "A": (Track.EVALUATION, "Evaluasi: belum punya indeks"),
        "B": (Track.MONITORING, "Pemantauan wajib. Indeks 2001: 2,59"),
        "C": (Track.NOT_ASSESSED, "Indeks 2001: 3,10, tetap berlaku"),
    }


def test_the_decision_keeps_its_rules_its_lines_and_who_decided(desk, ministry, preparing, country):
    decide(desk, address("locus_by_rules", preparing))

    decision = LocusDecision.objects.get()
    page = desk.get(reverse("coordination:locus_decision", args=[preparing.slug, decision.pk])).content.decode()
    assert (decision.means, decision.by, decision.rules[0]) == (
        LocusMeans.RULES, ministry, "Belum punya indeks: evaluasi.",
    )  # fmt: skip
    assert decision.lines.count() == 3
    assert "Pemantauan wajib. Indeks 2001: 2,59" in page


def test_who_applied_is_taken_up(desk, preparing, country):
    desk.post(address("locus_application", preparing), {"institution": country["C"].pk, "letter": "B/12/2002"})

    decide(desk, address("locus_by_rules", preparing))

    assert placed(preparing)["C"] == (Track.MONITORING, "Pemantauan tambahan. Indeks 2001: 3,10")


def test_an_application_is_taken_out_again(desk, ministry, preparing, country):
    take_application(preparing, country["C"], "B/12", by=ministry)

    desk.post(address("locus_application", preparing), {"batal": preparing.locus_applications.get().pk})

    assert not preparing.locus_applications.exists()


def test_a_proposal_that_is_out_of_date_decides_nothing(desk, preparing, country):
    seen = desk.get(address("locus_by_rules", preparing)).context["proposed"].sha256
    indexed(preparing, country["A"], "1.00")

    response = desk.post(address("locus_by_rules", preparing), {"sidik": seen})

    assert (response.status_code, placed(preparing)) == (409, {})


def test_what_was_placed_by_hand_stays(desk, ministry, preparing, country):
    desk.post(
        address("locus_one", preparing),
        {"instansi": country["A"].pk, "track": "not_assessed", "batch": 1, "reason": "Baru berdiri"},
    )
    place_in_tracks(preparing, [LocusRow(country["B"].pk, Track.MONITORING)], by=ministry)
    change_track(
        preparing.evaluations.get(institution=country["B"]), Track.EVALUATION, batch=2, reason="x", by=ministry
    )

    decide(desk, address("locus_by_rules", preparing))

    assert placed(preparing)["A"] == (Track.NOT_ASSESSED, "Baru berdiri")
    assert placed(preparing)["B"] == (Track.EVALUATION, "x")


def test_a_new_name_keeps_the_old_index_and_a_merger_has_none(preparing, country):
    renamed, merged = (InstitutionFactory(code=code, valid_from="2002-01-01") for code in "DE")
    for code, successor in (("C", renamed), ("A", merged), ("B", merged)):
        succeed(country[code], successor)
        Institution.objects.filter(code=code).update(valid_to="2001-12-31")

    rows = {row.institution_id: row.track for row in proposed_by_rules(preparing).preview.rows}

    assert rows == {renamed.pk: Track.NOT_ASSESSED, merged.pk: Track.EVALUATION}


def test_the_shipped_example_fills_the_form(desk, preparing):
    preparing.locus_rules.all().delete()

    response = desk.get(address("locus_rules", preparing) + "?contoh")

    assert [row.initial.get("name") for row in response.context["rules"]][:2] == ["evaluasi", "pemantauan wajib"]


def typed_rules(*rows):
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, (condition, limit, track, name) in enumerate(rows):
        data |= {
            f"form-{number}-condition": condition,
            f"form-{number}-limit": limit,
            f"form-{number}-track": track,
            f"form-{number}-name": name,
        }
    return data


def test_rules_are_typed_in_their_order(desk, preparing):
    rows = [("index_below", "3,00", "evaluation", "evaluasi"), ("otherwise", "", "monitoring", "pemantauan")]

    desk.post(address("locus_rules", preparing), typed_rules(*rows))

    assert list(preparing.locus_rules.values_list("name", "limit")) == [
        ("evaluasi", Decimal("3.00")), ("pemantauan", None),
    ]  # fmt: skip


def test_rules_that_leave_somebody_out_are_refused(desk, preparing):
    desk.post(address("locus_rules", preparing), typed_rules(("applied", "", "evaluation", "evaluasi")))

    assert preparing.locus_rules.count() == 4


def test_a_period_takes_over_the_rules_of_the_one_before(ministry, preparing):
    period = create_period(
        {"name": "Sesudahnya", "year": 2003, "instrument": preparing.instrument}, [], source=preparing, by=ministry
    )

    assert list(period.locus_rules.values_list("name", "limit")) == list(
        preparing.locus_rules.values_list("name", "limit")
    )


# -- by draw ------------------------------------------------------------------------------------------------

DRAW = {"benih": "Rapat 4 Maret", "jumlah": 2, "jalur": "monitoring", "kategori": ["kota"], "strata": ["category"]}


def test_the_same_seed_proposes_the_same_list(desk, preparing, country):
    first, second = (desk.get(address("locus_by_draw", preparing), DRAW).context["proposed"] for _ in range(2))

    assert first.sha256 == second.sha256
    assert len(first.preview.new) == 2


def test_a_draw_is_decided_with_its_seed(desk, preparing, country):
    decide(desk, address("locus_by_draw", preparing), **DRAW, sisanya="on")

    decision = LocusDecision.objects.get()
    assert (decision.means, decision.seed, decision.lines.count()) == (LocusMeans.DRAW, "Rapat 4 Maret", 3)
    assert sorted(track for track, _ in placed(preparing).values()) == [
        Track.MONITORING, Track.MONITORING, Track.NOT_ASSESSED,
    ]  # fmt: skip


def test_a_draw_leaves_alone_who_is_assessed_already(desk, ministry, preparing, country):
    place_in_tracks(preparing, [LocusRow(country["A"].pk, Track.EVALUATION)], by=ministry)

    decide(desk, address("locus_by_draw", preparing), **(DRAW | {"jumlah": 9}))

    assert placed(preparing)["A"] == (Track.EVALUATION, "")


def test_a_draw_without_a_seed_is_no_draw(desk, preparing, country):
    response = desk.get(address("locus_by_draw", preparing), DRAW | {"benih": ""})

    assert (list(response.context["form"].errors), response.context["proposed"]) == (["benih"], None)


# -- what the database holds --------------------------------------------------------------------------------


def test_a_decision_is_never_changed(ministry, preparing, country):
    decide_by_rules(preparing, seen=proposed_by_rules(preparing).sha256, by=ministry)

    for act in (
        lambda: LocusDecision.objects.update(seed="lain"),
        lambda: LocusLine.objects.update(track=Track.EVALUATION),
        lambda: LocusLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
            act()


def test_the_database_asks_for_seed_and_rule(preparing):
    for columns in ({"means": "draw", "rules": ["x"]}, {"means": "rules"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LocusDecision.objects.create(period=preparing, **columns)


def test_an_open_period_knows_no_proposal(desk):
    evaluation = EvaluationFactory()

    assert desk.get(address("locus_by_rules", evaluation.period)).status_code == 403
    assert Evaluation.objects.count() == 1


def test_more_institutions_cost_no_more_statements(desk, preparing, country, django_assert_max_num_queries):
    url = address("locus_by_rules", preparing)
    desk.get(url)
    with django_assert_max_num_queries(25) as few:
        desk.get(url)
    InstitutionFactory.create_batch(5)

    with django_assert_max_num_queries(25) as many:
        desk.get(url)

    assert len(many) == len(few)
