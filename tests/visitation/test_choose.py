from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.evaluations.actions import advance
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.models import ImportedKind, ImportedResult
from apps.rules.selection import Rule
from apps.rules.stages import Stage
from apps.visitation.actions import choose_many
from apps.visitation.models import Visit
from apps.visitation.queries import candidates
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, hand_over, small_instrument
from tests.factories.results import published_decree


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

    case = candidate.case
    assert (case.own, case.reviewed, case.gap) == (Decimal("3.00"), Decimal("3.00"), Decimal("0.00"))
    assert (candidate.floor, candidate.to_floor) == (("Sedang", Decimal("2.50")), Decimal("0.50"))


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


def setting(evaluation, **thresholds) -> None:
    """What the period of this evaluation sets."""
    for name, value in thresholds.items():
        setattr(evaluation.period, name, value)
    evaluation.period.save()


def earlier_result(evaluation, level: int, *, instrument=None) -> None:
    """The institution was published the year before, with this level throughout."""
    period = PeriodFactory.create(year=2000, instrument=instrument or evaluation.period.instrument)
    before = EvaluationFactory.create(period=period, institution=evaluation.institution)
    hand_over(before)
    bring_to(before, Stage.FINAL, level=level)
    published_decree(period)


def printed(ministry, evaluation) -> list[str]:
    return next(one.printed for one in candidates(ministry, evaluation.period) if one.evaluation == evaluation)


@pytest.mark.parametrize(
    ("thresholds", "sentence"),
    [
        (
            {"visit_near_floor": Decimal("0.50")},
            "Indeks penilaian dokumen 3,00 berjarak +0,50 dari batas predikat Sedang; jarak terjauh 0,50.",
        ),
        (
            {"visit_gap": Decimal("0.00")},
            "Penilaian mandiri 3,00, penilaian dokumen 3,00: selisih 0,00; batasnya 0,00.",
        ),
        (
            {"visit_award_places": 1},
            "Peringkat 1 dalam kategorinya menurut penilaian dokumen (3,00); calon penghargaan sampai peringkat 1.",
        ),
        (
            {"visit_drawn_percent": Decimal("0.10"), "visit_seed": "Rapat 12 Agustus"},
            "Terundi dalam undian 0,1 % dengan benih “Rapat 12 Agustus”.",
        ),
    ],
)
def test_a_rule_says_why_in_a_sentence(interviewed, ministry, thresholds, sentence):
    setting(interviewed, **thresholds)

    assert printed(ministry, interviewed) == [sentence]


def test_a_jump_is_measured_against_the_published_year_before(interviewed, ministry):
    earlier_result(interviewed, 2)

    assert printed(ministry, interviewed) == ["Naik 1,00 dari 2,00 (2000) menjadi 3,00; batasnya 1,00."]


def test_another_instrument_is_not_compared_and_the_page_says_so(client, interviewed, ministry):
    earlier_result(interviewed, 1, instrument=small_instrument("lain"))
    client.force_login(ministry)

    page = client.get(url(interviewed)).content.decode()

    assert printed(ministry, interviewed) == []
    assert "Tidak dibandingkan dengan 2000: instrumennya berbeda." in page


def test_an_imported_figure_stands_beside_an_official_period_only(interviewed, ministry):
    ImportedResult.objects.create(
        institution=interviewed.institution,
        label="-",
        year=2000,
        instrument=interviewed.period.instrument,
        kind=ImportedKind.OFFICIAL,
        index="2.00",
        printed="2,00",
        source="Uji",
    )

    simulated = printed(ministry, interviewed)
    EvaluationPeriod.objects.filter(pk=interviewed.period.pk).update(state=PeriodState.PREPARATION)
    EvaluationPeriod.objects.filter(pk=interviewed.period.pk).update(simulation_label="")
    interviewed.period.refresh_from_db()

    assert simulated == []
    assert printed(ministry, interviewed) == ["Naik 1,00 dari 2,00 (2000) menjadi 3,00; batasnya 1,00."]


def test_what_the_rules_say_is_kept_with_the_ministrys_own_words(client, interviewed, ministry):
    setting(interviewed, visit_near_floor=Decimal("0.50"))
    client.force_login(ministry)

    client.post(url(interviewed), {"dipilih": interviewed.pk, f"alasan-{interviewed.pk}": "Layanan baru"})
    setting(interviewed, visit_near_floor=Decimal("0.01"))

    assert Visit.objects.get().reasons == [
        "Indeks penilaian dokumen 3,00 berjarak +0,50 dari batas predikat Sedang; jarak terjauh 0,50.",
        "Layanan baru",
    ]


def test_where_a_rule_speaks_no_own_words_are_needed(client, interviewed, ministry):
    setting(interviewed, visit_award_places=1)
    client.force_login(ministry)

    response = client.post(url(interviewed), {"dipilih": interviewed.pk})

    assert response.status_code == 302
    assert len(Visit.objects.get().reasons) == 1


def test_reasons_that_somebody_sends_along_are_not_believed(client, interviewed, ministry):
    client.force_login(ministry)

    client.post(
        url(interviewed),
        {"dipilih": interviewed.pk, f"alasan-{interviewed.pk}": "Layanan baru", "printed": "Terundi", "cetak": "-"},
    )

    assert Visit.objects.get().reasons == ["Layanan baru"]


def test_a_visit_without_any_reason_is_refused_by_the_database(interviewed, ministry):
    with pytest.raises(IntegrityError, match="visit_says_why"), transaction.atomic():
        Visit.objects.create(evaluation=interviewed, chosen_by=ministry)


def test_the_draw_does_not_change_while_interviews_close(interviewed, ministry):
    others = [bring_to(EvaluationFactory(period=interviewed.period), Stage.INTERVIEW) for _ in range(3)]
    setting(interviewed, visit_drawn_percent=Decimal(50), visit_seed="7")

    def drawn():
        return {one.evaluation.pk for one in candidates(ministry, interviewed.period) if Rule.DRAWN in one.rules}

    before = drawn()
    gone = next(one for one in [interviewed, *others] if one.pk not in before)
    advance(gone, Stage.CONSOLIDATION, by=None)

    assert len(before) == 2
    assert drawn() == before


@pytest.mark.parametrize(("wanted", "shown"), [("ada", True), ("floor", True), ("jump", False)])
def test_the_list_is_filtered_by_rule(client, interviewed, ministry, wanted, shown):
    setting(interviewed, visit_near_floor=Decimal("0.50"))
    client.force_login(ministry)

    response = client.get(f"{url(interviewed)}?aturan={wanted}")

    assert (interviewed.institution.name in response.content.decode()) is shown
