"""docs/roles.md, made from the tables that grant and that are tested. `python -m tests.access.document` writes it."""

import os
from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"

INTRODUCTION = """\
# Roles

Made by `python -m tests.access.document` from `apps/evaluations/roles.py`, `apps/institutions/groups.py` and
`tests/access/table.py`; a test compares it. Do not edit it by hand.

*Who* is a grant to a group, *when* is the stage of the evaluation and its window: a role that may do something is still
refused, with a sentence that says why, while the stage is closed. Everything that is not named here is denied.
"""

GRANTS = """\
## On one evaluation

Granted to the institution's groups and to the team's groups for their own evaluations, to the evaluation team for every
evaluation, and to the auditor from publication on.
"""

PERMISSIONS = """\
## On whole periods, and on people
"""

ADDRESSES = """\
## Address by address

`G` the role may look at it (GET), `P` it may send it (POST), `·` it may not. This holds for its own object: its
institution, the evaluations of its team, periods in which its agency has a seat. Another's object and one that does
not exist answer 404, with two exceptions: the ministry's roles work on every institution and period, and the desk's
pages refuse (403) before they look whether the object exists. What may be seen but not done is 403, a method that is
not named 405. The public is sent to the log-in page. An address stands here once for every situation that differs.
"""


def document() -> str:
    """The whole file."""
    from apps.evaluations.roles import CENTRAL_GRANTS, INSTITUTION_GRANTS, PUBLISHED_GRANTS, TEAM_GRANTS
    from apps.institutions.groups import PERIOD_PERMISSIONS
    from tests.access.who import Who

    grants = {**INSTITUTION_GRANTS, **TEAM_GRANTS, **CENTRAL_GRANTS, **PUBLISHED_GRANTS}
    roles = [
        [who.label, f"`{who.value}`" if who != Who.PUBLIC else "nobody logged in"]
        for who in Who
    ]  # fmt: skip
    return "\n".join(
        [
            INTRODUCTION,
            _table(["role", "in the code"], roles),
            GRANTS,
            _table(["role", "may"], [[Who(role).label, _codes(names)] for role, names in grants.items()]),
            PERMISSIONS,
            _table(["role", "may"], [[Who(role).label, _codes(names)] for role, names in PERIOD_PERMISSIONS.items()]),
            ADDRESSES,
            _address_table(),
        ]
    )


def _address_table() -> str:
    from tests.access.addresses import addresses
    from tests.access.table import PAGES
    from tests.access.who import Who

    routes = {one.name: one.route for one in addresses()}
    rows = [
        [f"`{routes[page.name]}`", page.about.name, *(_letters(who, page.get, page.post) for who in Who)]
        for page in PAGES
    ]
    return _table(["address", "about", *(who.label for who in Who)], rows)


def _letters(who: object, get: frozenset | None, post: frozenset | None) -> str:
    return ("G" if who in (get or ()) else "") + ("P" if who in (post or ()) else "") or "·"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_eval.settings")
    django.setup()
    FILE.write_text(document(), encoding="utf-8")
