from apps.coordination.actions.desk import extend_many, freeze_overdue, pass_unsigned, remind
from apps.coordination.actions.locus import (
    apply_locus,
    change_track,
    move_out,
    place_in_tracks,
    place_living,
    read_locus,
)
from apps.coordination.actions.opening import move_windows, open_period
from apps.coordination.actions.teams import TeamRow, assign_team, make_teams, set_members, share_evenly
from apps.coordination.queries.locus import LocusRow

__all__ = [
    "LocusRow",
    "TeamRow",
    "apply_locus",
    "assign_team",
    "change_track",
    "extend_many",
    "freeze_overdue",
    "make_teams",
    "move_out",
    "move_windows",
    "open_period",
    "pass_unsigned",
    "place_in_tracks",
    "place_living",
    "read_locus",
    "remind",
    "set_members",
    "share_evenly",
]
