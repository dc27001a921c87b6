from apps.harmonisation.actions.calibration import (
    LevelRow,
    add_sheet,
    close_round,
    give_level,
    give_levels,
    lock_round,
    lock_round_of,
    make_round,
    open_round,
    remove_item,
    set_item,
)
from apps.harmonisation.actions.figures import compute_figures, note_figure, request_figures

__all__ = [
    "LevelRow",
    "add_sheet",
    "close_round",
    "compute_figures",
    "give_level",
    "give_levels",
    "lock_round",
    "lock_round_of",
    "make_round",
    "note_figure",
    "open_round",
    "remove_item",
    "request_figures",
    "set_item",
]
