"""Everybody who may knock: the roles of the house, the lead of a team, and the public."""

from enum import StrEnum

from apps.institutions.models import Role


class Who(StrEnum):
    RESPONDENT = Role.RESPONDENT.value
    DATA_ENTRY = Role.DATA_ENTRY.value
    PERSON_IN_CHARGE = Role.PERSON_IN_CHARGE.value
    COORDINATOR = Role.COORDINATOR.value
    INSTITUTION_ADMINISTRATOR = Role.INSTITUTION_ADMINISTRATOR.value
    ASSESSOR = Role.ASSESSOR.value
    LEAD = "lead"
    UNIVERSITY_COORDINATOR = Role.UNIVERSITY_COORDINATOR.value
    EVALUATION_TEAM = Role.EVALUATION_TEAM.value
    AGENCY_MEMBER = Role.AGENCY_MEMBER.value
    AUDITOR = Role.AUDITOR.value
    ADMINISTRATOR = Role.ADMINISTRATOR.value
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """As on the screen."""
        return {Who.LEAD: "Ketua tim", Who.PUBLIC: "Publik"}.get(self) or str(Role(self.value).label)


ALL = frozenset(Who)
KNOWN = ALL - {Who.PUBLIC}
NOBODY: frozenset[Who] = frozenset()

INSTITUTION = frozenset({Who.RESPONDENT, Who.DATA_ENTRY, Who.PERSON_IN_CHARGE, Who.COORDINATOR})
# Those and whoever looks after the people of the institution: they read, and write nothing.
OFFICE = INSTITUTION | {Who.INSTITUTION_ADMINISTRATOR}
KEEPERS = frozenset({Who.COORDINATOR, Who.INSTITUTION_ADMINISTRATOR})
APPROVERS = frozenset({Who.PERSON_IN_CHARGE, Who.COORDINATOR})
COORDINATOR = frozenset({Who.COORDINATOR})
UNIVERSITY = frozenset({Who.UNIVERSITY_COORDINATOR})
TEAM = frozenset({Who.ASSESSOR, Who.LEAD})
LEAD = frozenset({Who.LEAD})
MINISTRY = frozenset({Who.EVALUATION_TEAM})
AGENCY = frozenset({Who.AGENCY_MEMBER})
AUDITOR = frozenset({Who.AUDITOR})
ADMINISTRATOR = frozenset({Who.ADMINISTRATOR})
