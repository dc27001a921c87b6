"""The desks of a person: one for each institution they work for, one for each other role."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from apps.accounts.models import User
from apps.dashboard import queries
from apps.dashboard.assessor_desk import assessor_desk
from apps.dashboard.desk import NOTHING_WAITS, Desk, role_labels
from apps.dashboard.institution_desk import institution_desks
from apps.dashboard.navigation import address, section_of
from apps.institutions.models import INSTITUTION_ROLES, Membership, Role
from apps.institutions.permissions import memberships_of
from apps.periods.choices import PLACES
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import SHORT_LABELS


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period as the ministry counts it."""

    period: EvaluationPeriod
    url: str
    details_url: str
    results_url: str
    stages: Sequence[tuple[str, int]]
    not_assessed: int
    total: int


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A computation that one agency is asked about."""

    asked: queries.RunToVote
    url: str


def desks_of(user: User) -> list[Desk]:
    """Every desk of a person. The number of statements depends on the kinds of roles, never on rows."""
    memberships = memberships_of(user)
    desks: list[Desk] = []
    own = [one for one in memberships if one.role in INSTITUTION_ROLES]
    if own:
        desks += institution_desks(user, own)
    for role, build in BUILDERS.items():
        if held := [one for one in memberships if one.role == role]:
            desks.append(build(user, held))
    return desks


# -- the universities ---------------------------------------------------------------------------------


def _university_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    return Desk(
        kind="university",
        section=section_of(held[0]),
        title="Asesor perguruan tinggi",
        role_labels=role_labels(held),
        rows=queries.lecturers([one.university_id for one in held]),
        links={"work": address("coordination:university")},
    )


# -- the centre ---------------------------------------------------------------------------------------


def _ministry_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    periods = queries.unpublished_periods()
    counts = queries.stage_counts(periods)
    rows = [_period_row(period, counts.get(period.pk, {})) for period in periods]
    return Desk(
        kind="ministry",
        section=section_of(held[0]),
        title="Periode yang berjalan",
        role_labels=role_labels(held),
        rows=rows,
        periods=periods,
        corrections=[
            (period, waiting, address("results:run", period.slug))
            for period, waiting in queries.periods_to_publish_again()
        ],
        links={
            "create": address("periods:create"),
            "import": address("coordination:people_import"),
            "directory": address("institutions:directory"),
        },
    )


def _period_row(period: EvaluationPeriod, counts: Mapping[tuple[str, bool], int]) -> PeriodRow:
    return PeriodRow(
        period=period,
        url=address("coordination:control_room", period.slug),
        details_url=address("periods:detail", period.slug),
        results_url=address("results:run", period.slug),
        stages=[(SHORT_LABELS[stage], counts.get((stage, True), 0)) for stage in PLACES],
        not_assessed=sum(number for (_, assessed), number in counts.items() if not assessed),
        total=sum(counts.values()),
    )


def _agency_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    asked = queries.runs_to_vote_on([one.agency_id for one in held])
    rows = [VoteRow(one, address("results:run", one.run.period.slug)) for one in asked]
    return Desk(
        kind="agency",
        section=section_of(held[0]),
        title="Suara tim koordinasi nasional",
        role_labels=role_labels(held),
        rows=rows,
        periods=[one.run.period for one in asked],
        waiting=(waiting := sum(not one.choice for one in asked)),
        headline=f"{waiting} hasil menunggu suara Anda" if waiting else NOTHING_WAITS,
    )


def _auditor_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    periods = queries.published_periods()
    return Desk(
        kind="auditor",
        section=section_of(held[0]),
        title="Periode yang telah terbit",
        role_labels=role_labels(held),
        rows=[
            (period, address("coordination:audit", period.slug), address("coordination:exceptions", period.slug))
            for period in periods
        ],
        periods=periods,
    )


def _administrator_desk(user: User, held: list[Membership]) -> Desk:  # noqa: ARG001
    return Desk(
        kind="administrator",
        section=section_of(held[0]),
        title="Orang dan peran",
        role_labels=role_labels(held),
        links={
            "directory": address("institutions:directory"),
            "import": address("coordination:people_import"),
        },
    )


BUILDERS: Mapping[Role, Callable[[User, list[Membership]], Desk]] = {
    Role.ASSESSOR: assessor_desk,
    Role.UNIVERSITY_COORDINATOR: _university_desk,
    Role.EVALUATION_TEAM: _ministry_desk,
    Role.AGENCY_MEMBER: _agency_desk,
    Role.AUDITOR: _auditor_desk,
    Role.ADMINISTRATOR: _administrator_desk,
}
