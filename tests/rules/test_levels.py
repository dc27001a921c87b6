from decimal import Decimal

from apps.rules.levels import deciding_stage, settled
from apps.rules.stages import Stage


def test_the_last_stage_that_spoke_counts_whatever_order_it_is_told_in():
    spoken = {Stage.INTERVIEW: Decimal(4), Stage.SELF_ASSESSMENT: Decimal(5), Stage.DESK_REVIEW: Decimal(2)}

    assert settled(spoken) == Decimal(4)
    assert deciding_stage(spoken) is Stage.INTERVIEW


def test_a_silent_stage_changes_nothing():
    assert settled({Stage.DESK_REVIEW: Decimal(2), Stage.SELF_ASSESSMENT: Decimal(5)}) == Decimal(2)


def test_a_correction_outweighs_the_consolidation():
    assert settled({Stage.CORRECTION: Decimal(1), Stage.CONSOLIDATION: Decimal(3)}) == Decimal(1)


def test_while_nobody_spoke_there_is_no_level():
    assert settled({}) is None


def test_the_order_is_the_callers():
    spoken = {Stage.DESK_REVIEW: Decimal(2), Stage.INTERVIEW: Decimal(4)}

    assert settled(spoken, order=(Stage.INTERVIEW, Stage.DESK_REVIEW)) == Decimal(2)
