from apps.results.actions.compute import compute
from apps.results.actions.publish import publish
from apps.results.actions.run import start_run
from apps.results.actions.seats import seat_agencies, set_composition
from apps.results.actions.vote import cast_vote

__all__ = ["cast_vote", "compute", "publish", "seat_agencies", "set_composition", "start_run"]
