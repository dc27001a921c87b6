"""The settled level of an indicator: what the last stage that spoke said. Nothing is averaged."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from apps.rules.stages import LEDGER_ORDER, Stage


def deciding_stage(spoken: Collection[Stage], order: Sequence[Stage] = LEDGER_ORDER) -> Stage | None:
    """The last stage in order that spoke, or None while all are silent."""
    return next((stage for stage in reversed(order) if stage in spoken), None)


def settled(levels_by_stage: Mapping[Stage, Decimal], order: Sequence[Stage] = LEDGER_ORDER) -> Decimal | None:
    """The level that counts for one indicator, or None while no stage spoke."""
    stage = deciding_stage(levels_by_stage.keys(), order)
    return None if stage is None else levels_by_stage[stage]
