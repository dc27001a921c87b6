from decimal import Decimal

from apps.rules.ranking import Improvement, Place, YearFigure, first_places, largest_improvements, ranks


def figure(institution, year, index, *, instrument="baru", official=True):
    return YearFigure(institution, year, instrument, Decimal(index), official)


def test_equals_share_a_rank_and_the_next_is_skipped():
    figures = {"a": Decimal("3.02"), "b": Decimal("3.14"), "c": Decimal("3.14"), "d": Decimal("3.45")}

    assert ranks(figures) == {"d": 1, "b": 2, "c": 2, "a": 4}


def test_figures_are_equal_by_value_and_not_by_their_zeros():
    assert ranks({"a": Decimal("3.1"), "b": Decimal("3.10")}) == {"a": 1, "b": 1}


def test_nobody_is_ranked_when_nobody_is_there():
    assert ranks({}) == {}


def test_the_largest_gain_comes_first_and_equal_gains_share_a_rank():
    figures = [
        *(figure("a", 2022, "2.00"), figure("a", 2023, "2.50")),
        *(figure("b", 2022, "2.55"), figure("b", 2023, "4.21")),
        *(figure("c", 2022, "3.00"), figure("c", 2023, "3.50")),
        *(figure("d", 2022, "1.00"), figure("d", 2023, "1.10")),
    ]

    risen = largest_improvements(figures, before=2022, after=2023)

    assert [(row.rank, row.institution, row.gain) for row in risen] == [
        (1, "b", Decimal("1.66")),
        (2, "a", Decimal("0.50")),
        (2, "c", Decimal("0.50")),
        (4, "d", Decimal("0.10")),
    ]


def test_the_two_figures_stand_beside_the_gain():
    figures = [figure("a", 2022, "2.55"), figure("a", 2023, "4.21")]

    risen = largest_improvements(figures, before=2022, after=2023)

    assert risen == [Improvement(1, "a", Decimal("2.55"), Decimal("4.21"))]


def test_two_instruments_are_never_subtracted():
    figures = [figure("a", 2020, "2.11", instrument="lama"), figure("a", 2021, "2.77")]

    assert largest_improvements(figures, before=2020, after=2021) == []


def test_an_own_figure_is_never_compared():
    figures = [figure("a", 2020, "2.00", official=False), figure("a", 2021, "3.70")]

    assert largest_improvements(figures, before=2020, after=2021) == []


def test_who_fell_or_stood_still_did_not_improve():
    figures = [
        *(figure("a", 2022, "2.40"), figure("a", 2023, "2.40")),
        *(figure("b", 2022, "2.40"), figure("b", 2023, "2.39")),
    ]

    assert largest_improvements(figures, before=2022, after=2023) == []


def test_other_years_do_not_count():
    figures = [figure("a", 2021, "2.00"), figure("a", 2023, "3.00")]

    assert largest_improvements(figures, before=2022, after=2023) == []


def test_first_places_are_shared_by_the_very_same_figure_and_end_where_asked():
    figures = {"a": Decimal("3.14"), "b": Decimal("4.50"), "c": Decimal("3.14"), "d": Decimal("3.13")}

    assert first_places(figures, upto=2) == [Place("b", 1, False), Place("a", 2, True), Place("c", 2, True)]


def test_nobody_has_no_place():
    assert first_places({}, upto=3) == []
