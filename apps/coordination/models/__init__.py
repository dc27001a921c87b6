"""The ministry's desk: lists and reminders, papers about assessors, their wishes, proposals of teams."""

from apps.coordination.models.lists import ImportedList, ListKind, Reminder, TrackChange
from apps.coordination.models.papers import AssignmentLetter, FullRecap, LetterLine, WorkRecap
from apps.coordination.models.proposals import (
    ProposalCheck,
    ProposalLoad,
    ProposalObstacle,
    ProposedInstitution,
    ProposedMember,
    ProposedTeam,
    TeamProposal,
    TeamWaiver,
)
from apps.coordination.models.wishes import AssessorWish, AvoidedInstitution, WishCall

__all__ = [
    "AssessorWish",
    "AssignmentLetter",
    "AvoidedInstitution",
    "FullRecap",
    "ImportedList",
    "LetterLine",
    "ListKind",
    "ProposalCheck",
    "ProposalLoad",
    "ProposalObstacle",
    "ProposedInstitution",
    "ProposedMember",
    "ProposedTeam",
    "Reminder",
    "TeamProposal",
    "TeamWaiver",
    "TrackChange",
    "WishCall",
    "WorkRecap",
]
