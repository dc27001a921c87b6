"""The one table of who may do what with an evaluation. docs/roles.md and the access tests are made from it."""

from collections.abc import Mapping

from apps.institutions.models import Role

VIEW = "view_evaluation"

# Roles of the institution itself, granted to its own groups.
INSTITUTION_GRANTS: Mapping[str, tuple[str, ...]] = {
    Role.RESPONDENT: (VIEW, "fill_answers"),
    Role.DATA_ENTRY: (VIEW, "fill_answers"),
    Role.PERSON_IN_CHARGE: (VIEW, "fill_answers", "approve_answers"),
    Role.COORDINATOR: (VIEW, "fill_answers", "approve_answers", "submit_sheet", "reply"),
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
