"""What somebody who leaves the institution was in charge of."""

from apps.accounts.models import User
from apps.institutions.departures import on_departure
from apps.institutions.models import Institution
from apps.self_assessment.actions.delegation import pass_on


@on_departure
def pass_on_delegations(institution: Institution, giver: User, *, to: User | None, by: User) -> None:
    pass_on(institution, giver, to=to, by=by)
