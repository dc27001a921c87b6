"""What every page shows around its content."""

from functools import cache
from urllib.parse import urlencode

from django.http import HttpRequest

from apps.common.shell import Shell
from apps.dashboard.navigation import address, public_tabs, section_of, tabs_of
from apps.dashboard.stage_line import marks_of_evaluation, marks_of_period
from apps.evaluations.models import Evaluation
from apps.institutions.models import INSTITUTION_ROLES, UNIVERSITY_ROLES, Membership, Role
from apps.institutions.permissions import memberships_of
from apps.notices.queries import unread_count
from apps.periods.models import EvaluationPeriod


def shell(request: HttpRequest) -> dict[str, object]:
    """`shell` for base.html, built only by pages that show it: a template calls what it finds there, once.

    Nothing is asked for a visitor; for a person their roles and unread notices (two queries); for a page about
    an evaluation or a period (`request.evaluation`, `request.period`) its windows (one more).
    """
    return {"shell": cache(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    evaluation: Evaluation | None = getattr(request, "evaluation", None)
    period: EvaluationPeriod | None = evaluation.period if evaluation else getattr(request, "period", None)
    about = {} if period is None else {
        "period_label": period.name,
        "instrument_label": period.instrument.name,
        "legal_basis": period.instrument.legal_basis.rstrip("."),
        "simulation_label": period.simulation_label,
        "stages": marks_of_evaluation(evaluation) if evaluation else marks_of_period(period),
    }  # fmt: skip
    # A page with rows of several periods names them itself; the band must not be missing for that.
    about.setdefault("simulation_label", getattr(request, "simulation_label", ""))
    return Shell(**about, **_person(request, evaluation, period))  # type: ignore[arg-type]


def _person(request: HttpRequest, evaluation: Evaluation | None, period: EvaluationPeriod | None) -> dict[str, object]:
    if not request.user.is_authenticated:
        return {"nav": public_tabs(request.path)}
    memberships = memberships_of(request.user)
    present = _present(memberships, evaluation)
    person: dict[str, object] = {
        "home_url": address("dashboard:home"),
        "person_name": request.user.name,
        "person_links": _links(memberships),
        "notices_url": address("notices:list"),
        "unread": unread_count(request.user),
        "help_url": f"{address('helpdesk:ask')}?{urlencode(_from_here(request, evaluation))}",
    }
    if present:
        role = Role(present.role)
        person |= {
            "role_label": role.label,
            "institution_name": present.place,
            "nav": tabs_of(
                role,
                request.path,
                evaluation=evaluation,
                period=period,
                institution=present.institution_id,
            ),
        }
    return person


def _from_here(request: HttpRequest, evaluation: Evaluation | None) -> dict[str, str]:
    """What a question carries along: the page it is asked from, and the evaluation that this is about."""
    return {"dari": request.path} | ({"evaluasi": str(evaluation.pk)} if evaluation else {})


def _present(memberships: list[Membership], evaluation: Evaluation | None) -> Membership | None:
    """The role in which somebody looks at a page: at an evaluation, the institution's own before the others."""
    if evaluation:
        own = [one for one in memberships if one.institution_id == evaluation.institution_id]
        foreign = [one for one in memberships if one.role not in INSTITUTION_ROLES]
        memberships = sorted(own, key=_weight) + sorted(foreign, key=_weight)
    else:
        memberships = sorted(memberships, key=_weight)
    return memberships[0] if memberships else None


def _weight(membership: Membership) -> int:
    """Of several roles at a place the one that may do most comes first."""
    order = [*reversed(INSTITUTION_ROLES), *UNIVERSITY_ROLES]
    return order.index(Role(membership.role)) if membership.role in order else -1


def _links(memberships: list[Membership]) -> tuple[tuple[str, str], ...]:
    home = address("dashboard:home")
    roles: tuple[tuple[str, str], ...] = ()
    if len(memberships) > 1:
        roles = tuple(
            (f"{one.get_role_display()} {one.place}".strip(), f"{home}#{section_of(one)}") for one in memberships
        )
    own = (("Pertanyaan saya", address("helpdesk:mine")), ("Akun dan keamanan", address("accounts:profile")))
    return (*roles, *own)
