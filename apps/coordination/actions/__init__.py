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
from apps.coordination.actions.proposals import apply_proposal, ask_proposal
from apps.coordination.actions.teams import (
    TeamRow,
    assign_team,
    create_team,
    grant_handover,
    make_teams,
    set_members,
)
from apps.coordination.queries.locus import LocusRow

__all__ = [
    "LocusRow",
    "TeamRow",
    "apply_locus",
    "apply_proposal",
    "ask_proposal",
    "assign_team",
    "change_track",
    "create_team",
    "extend_many",
    "freeze_overdue",
    "grant_handover",
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
]
