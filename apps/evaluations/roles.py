"""The one table of who may do what with an evaluation. docs/roles.md and the access tests are made from it."""

from collections.abc import Mapping

from apps.institutions.models import Role

VIEW = "view_evaluation"
# The institution reads its own sheet from the first day on, everybody else once it was handed in.
READ_SHEET = "read_sheet"

# Roles of the institution itself, granted to its own groups.
INSTITUTION_GRANTS: Mapping[str, tuple[str, ...]] = {
    Role.INSTITUTION_ADMINISTRATOR: (VIEW, READ_SHEET),
    Role.RESPONDENT: (VIEW, READ_SHEET, "fill_answers"),
    Role.DATA_ENTRY: (VIEW, READ_SHEET, "fill_answers", "fill_every_answer"),
    Role.PERSON_IN_CHARGE: (VIEW, READ_SHEET, "fill_answers", "fill_every_answer", "approve_answers"),
    Role.COORDINATOR: (
        VIEW,
        READ_SHEET,
        "fill_answers",
        "fill_every_answer",
        "approve_answers",
        "submit_sheet",
        "reply",
    ),
}

# Roles inside an assessor team, granted to the team's groups.
TEAM_GRANTS: Mapping[str, tuple[str, ...]] = {
    "assessor": (VIEW, "judge"),
    "lead": (VIEW, "judge", "lead_assessment"),
}

# Roles that see every evaluation of a period.
CENTRAL_GRANTS: Mapping[str, tuple[str, ...]] = {
    Role.EVALUATION_TEAM: (VIEW, "review_evaluation"),
}

# Roles that see an evaluation from publication on.
PUBLISHED_GRANTS: Mapping[str, tuple[str, ...]] = {
    Role.AUDITOR: (VIEW,),
}
