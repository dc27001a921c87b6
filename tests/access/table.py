"""The access table: every address of the application, and who is let in there. What is not named is denied.

A page stands under what its address is `about`. On their own object the roles named under `get` or `post` are let
in; a method that is not named does not exist. Everybody else is sent away: 404 where they may not see the object,
403 where they see it and may not do this, the log-in page for the public. docs/roles.md is made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.rules.stages import LABELS, Stage
from tests.access.who import (
    ADMINISTRATOR,
    AGENCY,
    ALL,
    APPROVERS,
    AUDITOR,
    COORDINATOR,
    INSTITUTION,
    KEEPERS,
    KNOWN,
    LEAD,
    MINISTRY,
    NOBODY,
    OFFICE,
    TEAM,
    UNIVERSITY,
    Who,
)


@dataclass(frozen=True)
class About:
    """What an address is about. `seen` by: 403 where not allowed, 404 for the others.

    `everywhere`: those for whom another's object is like their own. `refuses_first`: the page refuses before it
    looks for the object, so that nobody learns whether it exists.
    """

    name: str
    seen: frozenset[Who]
    everywhere: frozenset[Who] = NOBODY
    refuses_first: bool = False
    has_object: bool = True


@dataclass(frozen=True)
class Page:
    """One line of the table. `body` is posted; `fetch` is asked for, where an address answers only a question."""

    name: str
    about: About
    get: frozenset[Who] | None = None
    post: frozenset[Who] | None = None
    body: Mapping[str, str] = field(default_factory=dict)

    def let_in(self, method: str) -> frozenset[Who] | None:
        return {"GET": self.get, "POST": self.post}[method]


PARTICIPANTS = OFFICE | TEAM | MINISTRY
# Those who ask and answer for the institution.
SPEAKERS = APPROVERS | {Who.DATA_ENTRY}
DESKS = MINISTRY | ADMINISTRATOR


def _evaluation(stage: Stage) -> About:
    published = stage == Stage.PUBLISHED
    central = MINISTRY | AUDITOR if published else MINISTRY
    return About(f"an evaluation in {LABELS[stage].lower()}", seen=PARTICIPANTS | central, everywhere=central)


def _desk(name: str, roles: frozenset[Who] = MINISTRY) -> About:
    return About(name, seen=KNOWN, everywhere=roles, refuses_first=True)


SITE = About("the site", seen=KNOWN, has_object=False)
PUBLIC_INSTITUTION = About("an institution, in public", seen=ALL, everywhere=ALL)
PUBLIC_RESULT = About("a published result", seen=ALL, everywhere=ALL)
PUBLIC_PAPER = About("a published decree, in public", seen=ALL, everywhere=ALL)
SECRET = About("a one-time link", seen=ALL, everywhere=ALL)
CALENDAR = About("the secret address of a calendar", seen=ALL, everywhere=ALL)
INVITATION = About("an invitation", seen=ALL, everywhere=ALL)
NOTICE = About("a notice", seen=KNOWN)
UPLOAD = About("an upload of one's own", seen=OFFICE | MINISTRY, everywhere=MINISTRY)
PHOTO_UPLOAD = About("a photo on its way, of one's own", seen=PARTICIPANTS | MINISTRY, everywhere=MINISTRY)
JOB = About("a job", seen=KNOWN, everywhere=MINISTRY)
PEOPLE = About("people of an institution", seen=OFFICE | DESKS, everywhere=DESKS)

SELF_ASSESSMENT = _evaluation(Stage.SELF_ASSESSMENT)
OFFLINE_UPLOAD = About("an uploaded lembar luring", seen=PARTICIPANTS, everywhere=MINISTRY)
DESK_REVIEW = _evaluation(Stage.DESK_REVIEW)
# The relations of an assessor: one's own and the pair after the lock (DESK_REVIEW), the pair before it, and an
# institution that went to another team. Another team's own institution is every object that is not one's own.
BLIND = About("an evaluation in desk review, before both have locked", seen=PARTICIPANTS, everywhere=MINISTRY)
MOVED = About("an evaluation that was moved to another team", seen=OFFICE | MINISTRY, everywhere=MINISTRY)
INTERVIEW = _evaluation(Stage.INTERVIEW)
VISITATION = _evaluation(Stage.VISITATION)
CONSOLIDATION = _evaluation(Stage.CONSOLIDATION)
REVIEW = _evaluation(Stage.REVIEW)
FINAL = _evaluation(Stage.FINAL)
PUBLISHED = _evaluation(Stage.PUBLISHED)

PERIOD = _desk("a running period")
HARMONISATION = About("the harmonisation of a period", seen=TEAM | MINISTRY, everywhere=MINISTRY)
SIGNAL = _desk("something that stands out")
AWARDING = _desk("a period whose awards are prepared")
AWARDED = _desk("a period whose awards are announced")
PUBLIC_AWARDS = About("announced awards", seen=ALL, everywhere=ALL)
OUTLIER = _desk("a figure far from the others")
CALIBRATION_ROUND = _desk("a calibration round")
PREPARED_PERIOD = _desk("a period in preparation")
PUBLISHED_PERIOD = _desk("a published period")
SLOTS = About("interview slots of a period with one's own team", seen=KNOWN, everywhere=MINISTRY, refuses_first=True)
FULL_RECAP = _desk("a full recap of a period")
LOCUS_LIST = _desk("an uploaded lokus list")
INDEX_LIST = _desk("an uploaded list of indices")
CRITERIA_LIST = _desk("an uploaded list of criteria")
INDEXED = _desk("an indicator that another agency's index decides")
WISH_LIST = _desk("an uploaded list of wishes")
REGISTERED = _desk("an institution of the register")
CHANGE = _desk("a kind of change among institutions")
LOCUS_DECISION = _desk("a decision on the lokus")
PLACED = _desk("an institution on the lokus list")
ASSESSOR_TEAM = _desk("an assessor team")
PROPOSAL = _desk("a proposal of teams")
WISHING = _desk("an assessor and what they know")
CONFLICT = _desk("a conflict of interest")
EXCEPTION = _desk("a proposed exception")
HANDOVER = _desk("a hand-over that was asked for")
ACCEPTED = _desk("an accepted institution")
CORRECTION = _desk("a correction that was proposed")
CLOSED_SHEET = _desk("an institution that may be opened again")
AUDITED = About("a published evaluation, in its ledger", seen=MINISTRY | AUDITOR, everywhere=MINISTRY | AUDITOR)
NOT_YET_AUDITED = About("a running evaluation, in its ledger", seen=MINISTRY, everywhere=MINISTRY)
PAGE_QUESTION = _desk("a question from a page")
LOST_FACTOR = _desk("somebody with a second factor", DESKS)
FACTOR_RESET = _desk("a second factor to be emptied", DESKS)
LOOKED_AT = _desk("somebody of an institution")
LOOK = About("a look at a person's pages", seen=MINISTRY | COORDINATOR, everywhere=MINISTRY)
REOPENING = _desk("a reopening that was proposed")
PRESS = _desk("an address of the press list")
CENTRE = _desk("a person of the centre", ADMINISTRATOR)
PEOPLE_LIST = _desk("an uploaded list of people", DESKS)
APPLIED_LIST = _desk("an applied list of people", DESKS)

INVITED = PARTICIPANTS | UNIVERSITY
PUBLIC_HANDOUT = About("a handout for everybody", seen=ALL, everywhere=ALL)
HANDOUT = About("a handout", seen=INVITED, everywhere=MINISTRY)
ANNOUNCEMENT = About("an announcement", seen=INVITED, everywhere=MINISTRY)
EVENT = About("an event", seen=INVITED, everywhere=MINISTRY)
CIRCULAR_COPY = About("a letter to an institution", seen=OFFICE | MINISTRY, everywhere=MINISTRY)
PREPARED_HANDOUT = _desk("a handout, to take back")
PREPARED_ANNOUNCEMENT = _desk("an announcement, to take back")
PREPARED_EVENT = _desk("an event, to hold")
CIRCULAR = _desk("a letter and its papers")

READ_PERIOD = About("a running period, in its report", seen=MINISTRY, everywhere=MINISTRY)
READ_PUBLISHED_PERIOD = About(
    "a published period, in its report", seen=MINISTRY | AUDITOR, everywhere=MINISTRY | AUDITOR
)
READ_CORRECTION = About("the paper of a correction", seen=MINISTRY, everywhere=MINISTRY)
PAID = MINISTRY | TEAM | UNIVERSITY
RECAPPED = About("a period, for the recap of its work", seen=PAID, everywhere=PAID)
RECAP_PAPER = About("a recap on paper of one's own", seen=PAID)
SEAT = About("an institution in the hands of an assessor", seen=frozenset({Who.ASSESSOR}) | UNIVERSITY)
LETTER = About("a surat tugas", seen=frozenset({Who.ASSESSOR}) | UNIVERSITY | MINISTRY, everywhere=MINISTRY)
RUN = About("a computation", seen=MINISTRY | AGENCY, everywhere=MINISTRY)
PUBLISHED_RUN = About("a published computation", seen=MINISTRY | AGENCY | AUDITOR, everywhere=MINISTRY | AUDITOR)
DECREE = About("a draft of a decree", seen=MINISTRY | AGENCY, everywhere=MINISTRY)
ISSUED_DECREE = About("an issued decree", seen=MINISTRY | AGENCY, everywhere=MINISTRY)
PUBLISHED_DECREE = About(
    "a published decree, on the desk", seen=MINISTRY | AGENCY | AUDITOR, everywhere=MINISTRY | AUDITOR
)
DECREE_BLOCK = About("a paragraph of a draft", seen=MINISTRY | AGENCY, everywhere=MINISTRY)
DECREE_KIND = About("a draft of a decree, to add to", seen=MINISTRY | AGENCY, everywhere=MINISTRY)
DECREE_COPY = About("a copy of a published decree", seen=MINISTRY | AGENCY | AUDITOR, everywhere=MINISTRY | AUDITOR)
COMPUTED_RESULT = About("a result before publication", seen=MINISTRY, everywhere=MINISTRY)
ASSISTANCE = About("a request for assistance", seen=OFFICE | MINISTRY, everywhere=MINISTRY)
PUBLISHED_REPORT = About("a result after publication", seen=PARTICIPANTS | AUDITOR, everywhere=MINISTRY | AUDITOR)
REPORTS = About("all reports of a computed period", seen=MINISTRY, everywhere=MINISTRY)

PAGES: tuple[Page, ...] = (
    # The portal: everybody reads, nobody writes.
    Page("portal:home", SITE, get=ALL),
    Page("portal:institution", PUBLIC_INSTITUTION, get=ALL),
    Page("portal:institution_csv", PUBLIC_INSTITUTION, get=ALL),
    Page("portal:ranking", SITE, get=ALL),
    Page("portal:ranking_csv", SITE, get=ALL),
    Page("portal:improvements", SITE, get=ALL),
    Page("portal:period", PUBLIC_RESULT, get=ALL),
    Page("portal:result", PUBLIC_RESULT, get=ALL),
    Page("portal:decrees", SITE, get=ALL),
    Page("portal:decree_paper", PUBLIC_PAPER, get=ALL),
    Page("portal:decree_copy", PUBLIC_PAPER, get=ALL),
    Page("portal:awards", SITE, get=ALL),
    Page("portal:period_awards", PUBLIC_AWARDS, get=ALL),
    Page("portal:certificate", PUBLIC_AWARDS, get=ALL),
    Page("portal:verify_file", SITE, post=ALL),
    Page("portal:verify_form", SITE, get=ALL),
    Page("portal:verify", PUBLIC_PAPER, get=ALL),
    # The account. allauth's pages send on whoever has nothing to do there.
    Page("account_login", SITE, get=ALL, post=ALL),
    Page("account_logout", SITE, post=ALL),
    Page("accounts:first_login", SECRET, get=ALL, post=ALL),
    Page("accounts:profile", SITE, get=KNOWN),
    Page("account_change_password", SITE, get=KNOWN, post=KNOWN),
    Page("account_reauthenticate", SITE, get=KNOWN, post=KNOWN),
    Page("mfa_authenticate", SITE, get=ALL, post=ALL),
    Page("mfa_reauthenticate", SITE, get=KNOWN, post=KNOWN),
    Page("mfa_index", SITE, get=ALL, post=ALL),
    Page("mfa_activate_totp", SITE, get=KNOWN, post=KNOWN),
    Page("mfa_deactivate_totp", SITE, get=KNOWN, post=KNOWN),
    Page("mfa_view_recovery_codes", SITE, get=KNOWN),
    # Sosialisasi: what is meant for whom, and the ministry's side of it.
    Page("socialisation:home", SITE, get=ALL),
    Page("socialisation:public_material", PUBLIC_HANDOUT, get=ALL),
    Page("socialisation:material", HANDOUT, get=INVITED),
    Page("socialisation:announcement", ANNOUNCEMENT, get=INVITED),
    Page("socialisation:event", EVENT, get=INVITED),
    Page("socialisation:event_calendar", EVENT, get=INVITED),
    Page("socialisation:register", EVENT, post=INVITED),
    Page("socialisation:unregister", EVENT, post=INVITED),
    Page("socialisation:attend", EVENT, post=INVITED),
    Page("socialisation:letter", CIRCULAR_COPY, get=OFFICE | MINISTRY),
    Page("socialisation:withdraw_material", PREPARED_HANDOUT, post=MINISTRY),
    Page("socialisation:withdraw_announcement", PREPARED_ANNOUNCEMENT, post=MINISTRY),
    Page("socialisation:change_event", PREPARED_EVENT, get=MINISTRY, post=MINISTRY),
    Page("socialisation:call_off_event", PREPARED_EVENT, post=MINISTRY),
    Page("socialisation:participants", PREPARED_EVENT, get=MINISTRY, post=MINISTRY),
    Page("socialisation:circular", CIRCULAR, get=MINISTRY),
    Page("socialisation:desk", PERIOD, get=MINISTRY),
    Page("socialisation:add_material", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("socialisation:add_announcement", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("socialisation:add_event", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("socialisation:add_circular", PERIOD, get=MINISTRY, post=MINISTRY),
    # What everybody has who is logged in.
    Page("dashboard:home", SITE, get=KNOWN),
    Page("notices:list", SITE, get=KNOWN),
    # The help desk: everybody asks, the ministry answers; a lost second factor takes two; who looks is on record.
    Page("helpdesk:mine", SITE, get=KNOWN),
    Page("helpdesk:ask", SITE, get=KNOWN, post=KNOWN),
    Page("helpdesk:queue", SITE, get=MINISTRY),
    Page("helpdesk:question", PAGE_QUESTION, get=MINISTRY, post=MINISTRY),
    Page("helpdesk:resets", SITE, get=DESKS),
    Page("helpdesk:reset_request", LOST_FACTOR, get=DESKS, post=DESKS),
    Page("helpdesk:reset_decide", FACTOR_RESET, post=DESKS),
    Page("helpdesk:looks", SITE, get=MINISTRY | AUDITOR),
    Page("helpdesk:look_begin", LOOKED_AT, get=MINISTRY, post=MINISTRY),
    Page("helpdesk:look", LOOK, get=MINISTRY | COORDINATOR),
    Page("helpdesk:look_end", SITE, post=KNOWN),
    Page("notices:read_all", SITE, post=KNOWN),
    Page("notices:follow", NOTICE, post=KNOWN),
    Page("notices:preferences", SITE, get=KNOWN, post=KNOWN),
    Page("notices:new_calendar", SITE, post=KNOWN),
    Page("notices:end_calendar", SITE, post=KNOWN),
    Page("notices:calendar", CALENDAR, get=ALL),
    Page("jobs:progress", JOB, get=KNOWN),
    # People.
    Page("institutions:directory", SITE, get=DESKS),
    Page("institutions:people", PEOPLE, get=KEEPERS | DESKS, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:send_again", PEOPLE, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:call_off", PEOPLE, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:membership", PEOPLE, get=KEEPERS | ADMINISTRATOR, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:hand_over", PEOPLE, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:withdraw", PEOPLE, get=KEEPERS | ADMINISTRATOR, post=KEEPERS | ADMINISTRATOR),
    Page("institutions:new_link", PEOPLE, post=KEEPERS | DESKS),
    Page("institutions:invitation", INVITATION, get=ALL, post=ALL),
    Page("institutions:centre", SITE, get=ADMINISTRATOR, post=ADMINISTRATOR),
    Page("institutions:dismiss", CENTRE, get=ADMINISTRATOR, post=ADMINISTRATOR),
    Page("institutions:new_link_at_the_centre", CENTRE, post=ADMINISTRATOR),
    Page("institutions:register", SITE, get=MINISTRY),
    Page("institutions:registered_one", REGISTERED, get=MINISTRY),
    Page("institutions:change", CHANGE, get=MINISTRY, post=MINISTRY),
    Page("institutions:provinces", SITE, get=MINISTRY, post=MINISTRY),
    Page("institutions:move", SITE, get=MINISTRY, post=MINISTRY),
    Page("coordination:people_import", SITE, get=DESKS, post=DESKS),
    Page("coordination:people_template", SITE, get=DESKS),
    Page("coordination:people_list", PEOPLE_LIST, get=DESKS),
    Page("coordination:people_apply", PEOPLE_LIST, post=DESKS),
    Page("coordination:people_links", APPLIED_LIST, post=DESKS),
    Page("coordination:people_links", PEOPLE_LIST, post=NOBODY),
    Page("coordination:people_link", APPLIED_LIST, post=DESKS),
    Page("coordination:people_link", PEOPLE_LIST, post=NOBODY),
    # The way of one evaluation.
    Page("evaluations:detail", SELF_ASSESSMENT, get=PARTICIPANTS),
    Page("evaluations:detail", FINAL, get=PARTICIPANTS),
    Page("evaluations:detail", PUBLISHED, get=PARTICIPANTS | AUDITOR),
    # What an assessor declares, before anything of an institution opens.
    Page("evaluations:declaration", DESK_REVIEW, get=TEAM, post=TEAM),
    Page("evaluations:conflicts", SITE, get=TEAM, post=TEAM),
    # What an institution says inside stays inside.
    Page("evaluations:discussion", SELF_ASSESSMENT, get=OFFICE, post=OFFICE),
    Page("evaluations:discussion", DESK_REVIEW, get=OFFICE, post=OFFICE),
    Page("evaluations:discussion", PUBLISHED, get=OFFICE, post=OFFICE),
    Page("evaluations:withdraw_remark", DESK_REVIEW, post=OFFICE),
    # Penilaian mandiri: read by the others from the moment it was handed in.
    Page("self_assessment:sheet", SELF_ASSESSMENT, get=OFFICE | MINISTRY, post=INSTITUTION),
    Page("self_assessment:sheet", DESK_REVIEW, get=PARTICIPANTS, post=INSTITUTION),
    Page("self_assessment:indicator", SELF_ASSESSMENT, get=OFFICE | MINISTRY, post=INSTITUTION),
    Page("self_assessment:indicator", DESK_REVIEW, get=PARTICIPANTS, post=INSTITUTION),
    Page("self_assessment:earlier", SELF_ASSESSMENT, get=INSTITUTION | MINISTRY, post=INSTITUTION),
    Page("self_assessment:earlier", DESK_REVIEW, get=INSTITUTION | MINISTRY, post=INSTITUTION),
    Page("self_assessment:history", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:history", DESK_REVIEW, get=OFFICE | MINISTRY),
    Page("self_assessment:figures", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:readiness", SELF_ASSESSMENT, get=INSTITUTION | MINISTRY),
    Page("self_assessment:readiness", DESK_REVIEW, get=INSTITUTION | MINISTRY),
    Page("self_assessment:what_if", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:delegate", SELF_ASSESSMENT, post=APPROVERS),
    Page("self_assessment:delegate", DESK_REVIEW, post=APPROVERS),
    Page("self_assessment:approval", SELF_ASSESSMENT, get=OFFICE | MINISTRY, post=APPROVERS),
    Page("self_assessment:submission", SELF_ASSESSMENT, get=OFFICE | MINISTRY, post=COORDINATOR),
    Page("self_assessment:document", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:document", DESK_REVIEW, get=PARTICIPANTS),
    Page("self_assessment:archive", SELF_ASSESSMENT, get=INSTITUTION, post=INSTITUTION),
    Page("self_assessment:archive", PUBLISHED, get=INSTITUTION, post=INSTITUTION),
    Page("self_assessment:archive_file", SELF_ASSESSMENT, get=INSTITUTION),
    Page("self_assessment:archive_file", PUBLISHED, get=INSTITUTION),
    Page("self_assessment:receipt", DESK_REVIEW, get=PARTICIPANTS),
    Page("self_assessment:file", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:file", DESK_REVIEW, get=PARTICIPANTS),
    Page("self_assessment:file", PUBLISHED, get=PARTICIPANTS | AUDITOR),
    Page("self_assessment:withdraw", SELF_ASSESSMENT, post=INSTITUTION),
    Page("self_assessment:offline", SELF_ASSESSMENT, get=INSTITUTION),
    Page("self_assessment:offline_upload", SELF_ASSESSMENT, get=INSTITUTION, post=INSTITUTION),
    Page("self_assessment:offline_preview", OFFLINE_UPLOAD, get=INSTITUTION, post=INSTITUTION),
    Page("self_assessment:describe", SELF_ASSESSMENT, post=INSTITUTION),
    Page("self_assessment:replace", SELF_ASSESSMENT, post=INSTITUTION),
    Page("self_assessment:viewer", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:viewer", DESK_REVIEW, get=PARTICIPANTS),
    Page("self_assessment:viewer", PUBLISHED, get=PARTICIPANTS | AUDITOR),
    Page("self_assessment:page_image", SELF_ASSESSMENT, get=OFFICE | MINISTRY),
    Page("self_assessment:page_image", DESK_REVIEW, get=PARTICIPANTS),
    Page("self_assessment:page_image", PUBLISHED, get=PARTICIPANTS | AUDITOR),
    Page("self_assessment:library", SELF_ASSESSMENT, get=INSTITUTION | MINISTRY),
    Page("self_assessment:library", DESK_REVIEW, get=INSTITUTION | MINISTRY),
    Page("self_assessment:use", SELF_ASSESSMENT, post=INSTITUTION),
    Page("self_assessment:announce", SELF_ASSESSMENT, post=INSTITUTION),
    Page("self_assessment:receive", UPLOAD, post=INSTITUTION),
    Page("self_assessment:finish", UPLOAD, post=INSTITUTION),
    Page("self_assessment:abandon", UPLOAD, post=INSTITUTION),
    # Penilaian dokumen: the team's own room.
    Page("desk_review:sheet", SELF_ASSESSMENT, get=NOBODY),
    Page("desk_review:sheet", DESK_REVIEW, get=TEAM),
    Page("desk_review:indicator", DESK_REVIEW, get=TEAM, post=TEAM),
    Page("desk_review:lock", DESK_REVIEW, post=TEAM),
    Page("desk_review:differences", DESK_REVIEW, get=TEAM),
    Page("desk_review:settle", DESK_REVIEW, get=TEAM, post=TEAM),
    Page("desk_review:confirm", DESK_REVIEW, post=TEAM, body={"version": "1"}),
    Page("desk_review:close", DESK_REVIEW, post=LEAD),
    Page("desk_review:sheet", BLIND, get=TEAM),
    Page("desk_review:indicator", BLIND, get=TEAM, post=TEAM),
    Page("desk_review:lock", BLIND, post=TEAM),
    Page("desk_review:differences", BLIND, get=TEAM),
    Page("desk_review:settle", BLIND, get=NOBODY, post=NOBODY),
    Page("desk_review:confirm", BLIND, post=NOBODY),
    Page("desk_review:close", BLIND, post=LEAD),
    Page("evaluations:detail", MOVED, get=OFFICE | MINISTRY),
    Page("self_assessment:indicator", MOVED, get=OFFICE | MINISTRY, post=INSTITUTION),
    Page("self_assessment:file", MOVED, get=OFFICE | MINISTRY),
    Page("desk_review:sheet", MOVED, get=NOBODY),
    Page("desk_review:indicator", MOVED, get=NOBODY, post=NOBODY),
    Page("desk_review:lock", MOVED, post=NOBODY),
    Page("desk_review:differences", MOVED, get=NOBODY),
    Page("desk_review:settle", MOVED, get=NOBODY, post=NOBODY),
    Page("desk_review:confirm", MOVED, post=NOBODY),
    Page("desk_review:close", MOVED, post=NOBODY),
    # Harmonisasi: assessors about themselves, the ministry about all; a university's coordinator sees no level.
    Page("harmonisation:own", HARMONISATION, get=TEAM),
    Page("harmonisation:calibration", HARMONISATION, get=TEAM),
    Page("harmonisation:item", HARMONISATION, get=TEAM, post=TEAM),
    Page("harmonisation:lock", HARMONISATION, post=TEAM),
    Page("harmonisation:figures", PERIOD, get=MINISTRY),
    Page("harmonisation:compute", PERIOD, post=MINISTRY),
    Page("harmonisation:outlier", OUTLIER, get=MINISTRY, post=MINISTRY),
    Page("harmonisation:rounds", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("harmonisation:round", CALIBRATION_ROUND, get=MINISTRY, post=MINISTRY),
    Page("harmonisation:sample", CALIBRATION_ROUND, get=MINISTRY, post=MINISTRY),
    Page("harmonisation:remove_item", CALIBRATION_ROUND, post=MINISTRY),
    Page("harmonisation:open", CALIBRATION_ROUND, post=MINISTRY),
    Page("harmonisation:close", CALIBRATION_ROUND, post=MINISTRY),
    # What the two sides ask one another, and the minutes they sign.
    Page("evaluations:questions", INTERVIEW, get=OFFICE | TEAM, post=SPEAKERS | TEAM),
    Page("evaluations:answer", INTERVIEW, post=SPEAKERS | TEAM),
    Page("evaluations:sign", INTERVIEW, get=LEAD | COORDINATOR, post=LEAD | COORDINATOR),
    Page("evaluations:sign", VISITATION, get=LEAD | COORDINATOR, post=LEAD | COORDINATOR),
    Page("consolidation:objections", REVIEW, get=PARTICIPANTS, post=COORDINATOR),
    Page("consolidation:answer_objection", REVIEW, post=MINISTRY),
    Page("evaluations:signed_paper", INTERVIEW, get=PARTICIPANTS),
    # Interviu.
    Page("interview:slots", SLOTS, get=MINISTRY | LEAD, post=MINISTRY | LEAD),
    Page("interview:drop_slot", SLOTS, post=MINISTRY | LEAD),
    Page("interview:book", INTERVIEW, get=LEAD | COORDINATOR, post=LEAD | COORDINATOR),
    Page("interview:call_off", INTERVIEW, get=LEAD | COORDINATOR, post=LEAD | COORDINATOR),
    Page("interview:evidence_request", INTERVIEW, get=TEAM, post=TEAM),
    Page("interview:detail", INTERVIEW, get=PARTICIPANTS),
    Page("interview:schedule", INTERVIEW, get=LEAD, post=LEAD),
    Page("interview:attendance", INTERVIEW, get=LEAD, post=LEAD),
    Page("interview:mark", INTERVIEW, get=TEAM, post=TEAM),
    Page("interview:minutes", INTERVIEW, get=PARTICIPANTS, post=TEAM),
    Page("interview:close", INTERVIEW, post=LEAD),
    Page("interview:indicator", INTERVIEW, get=PARTICIPANTS, post=TEAM),
    Page("interview:reply", INTERVIEW, post=COORDINATOR),
    Page("interview:evidence", INTERVIEW, post=INSTITUTION),
    # Visitasi: the ministry chooses, the team visits.
    Page("visitation:choose", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("visitation:detail", VISITATION, get=PARTICIPANTS),
    Page("visitation:choose_one", INTERVIEW, get=MINISTRY, post=MINISTRY),
    Page("visitation:plan", VISITATION, get=LEAD, post=LEAD),
    Page("visitation:mark", VISITATION, get=LEAD | MINISTRY, post=LEAD | MINISTRY),
    Page("visitation:minutes", VISITATION, get=PARTICIPANTS, post=TEAM),
    Page("visitation:close", VISITATION, post=LEAD),
    Page("visitation:indicator", VISITATION, get=PARTICIPANTS, post=TEAM),
    Page("visitation:add_photos", VISITATION, post=TEAM),
    Page("visitation:announce_photo", VISITATION, post=TEAM),
    Page("visitation:receive_photo", PHOTO_UPLOAD, post=TEAM),
    Page("visitation:finish_photo", PHOTO_UPLOAD, post=TEAM),
    Page("visitation:abandon_photo", PHOTO_UPLOAD, post=TEAM),
    Page("visitation:photo", VISITATION, get=PARTICIPANTS),
    Page("visitation:photo_image", VISITATION, get=PARTICIPANTS),
    Page("visitation:withdraw_photo", VISITATION, post=TEAM),
    # Konsolidasi and reviu: hidden from the institution until publication.
    Page("consolidation:detail", INTERVIEW, get=NOBODY),
    Page("consolidation:detail", CONSOLIDATION, get=TEAM | MINISTRY),
    Page("consolidation:detail", REVIEW, get=TEAM | MINISTRY),
    Page("consolidation:indicator", CONSOLIDATION, get=TEAM | MINISTRY, post=LEAD),
    Page("consolidation:indicator", REVIEW, get=TEAM | MINISTRY, post=NOBODY),
    Page("consolidation:unsettle", CONSOLIDATION, post=LEAD, body={"version": "1"}),
    Page("consolidation:findings", CONSOLIDATION, get=TEAM | MINISTRY, post=TEAM),
    Page("consolidation:draft", CONSOLIDATION, post=TEAM),
    Page("consolidation:hand_over", CONSOLIDATION, post=LEAD),
    Page("consolidation:review", CONSOLIDATION, get=MINISTRY, post=NOBODY),
    Page("consolidation:review", REVIEW, get=MINISTRY, post=MINISTRY),
    Page("consolidation:answer", CONSOLIDATION, post=LEAD),
    # Periods and the ministry's desk.
    Page("periods:list", SITE, get=MINISTRY),
    Page("periods:create", SITE, get=MINISTRY, post=MINISTRY),
    Page("periods:detail", PERIOD, get=MINISTRY),
    Page("periods:edit", PERIOD, get=NOBODY, post=NOBODY),
    Page("periods:edit", PREPARED_PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:control_room", PERIOD, get=MINISTRY),
    Page("coordination:export", PERIOD, get=MINISTRY),
    Page("coordination:figures", PERIOD, get=MINISTRY),
    Page("coordination:workload", PERIOD, get=MINISTRY),
    Page("coordination:volume", PERIOD, get=MINISTRY),
    Page("coordination:full_recaps", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:full_recap", FULL_RECAP, get=MINISTRY),
    Page("coordination:downloads", READ_PERIOD, get=MINISTRY),
    Page("coordination:downloads", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:act", PERIOD, post=MINISTRY, body={"act": "ingatkan"}),
    Page("coordination:act", PUBLISHED_PERIOD, post=NOBODY, body={"act": "ingatkan"}),
    Page("coordination:schedule", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:schedule", PUBLISHED_PERIOD, get=NOBODY, post=NOBODY),
    Page("coordination:opening", PREPARED_PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:external", PERIOD, get=MINISTRY),
    Page("coordination:external_upload", PERIOD, post=MINISTRY),
    Page("coordination:external_preview", INDEX_LIST, get=MINISTRY, post=MINISTRY),
    Page("coordination:external_value", INDEXED, get=MINISTRY, post=MINISTRY),
    Page("coordination:criteria", PERIOD, get=MINISTRY),
    Page("coordination:criteria_upload", PERIOD, post=MINISTRY),
    Page("coordination:criteria_template", PERIOD, get=MINISTRY),
    Page("coordination:criteria_preview", CRITERIA_LIST, get=MINISTRY, post=MINISTRY),
    Page("coordination:locus", PERIOD, get=MINISTRY),
    Page("coordination:locus_place", PERIOD, post=MINISTRY),
    *(
        Page(f"coordination:{name}", about, get=roles, post=roles)
        for name in ("locus_one", "locus_rules", "locus_by_rules", "locus_by_draw")
        for about, roles in ((PREPARED_PERIOD, MINISTRY), (PERIOD, NOBODY))
    ),
    Page("coordination:locus_application", PREPARED_PERIOD, post=MINISTRY),
    Page("coordination:locus_application", PERIOD, post=NOBODY),
    Page("coordination:locus_decision", LOCUS_DECISION, get=MINISTRY),
    Page("coordination:locus_upload", PERIOD, post=MINISTRY),
    Page("coordination:locus_template", PERIOD, get=MINISTRY),
    Page("coordination:locus_preview", LOCUS_LIST, get=MINISTRY, post=MINISTRY),
    Page("coordination:track", PLACED, get=MINISTRY, post=MINISTRY),
    Page("coordination:teams", PERIOD, get=MINISTRY),
    Page("coordination:team_create", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:proposals", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:proposals", PUBLISHED_PERIOD, get=MINISTRY, post=NOBODY),
    Page("coordination:proposal", PROPOSAL, get=MINISTRY),
    Page("coordination:proposal_export", PROPOSAL, get=MINISTRY),
    Page("coordination:proposal_apply", PROPOSAL, post=MINISTRY),
    Page("coordination:wishes", PERIOD, get=MINISTRY),
    Page("coordination:wish", WISHING, get=MINISTRY, post=MINISTRY),
    Page("coordination:own_wish", SITE, get=TEAM, post=TEAM),
    Page("coordination:wishes_call", PERIOD, post=MINISTRY),
    Page("coordination:wishes_upload", PERIOD, post=MINISTRY),
    Page("coordination:wishes_preview", WISH_LIST, get=MINISTRY, post=MINISTRY),
    Page("coordination:team_assign", PERIOD, post=MINISTRY),
    Page("coordination:team_edit", ASSESSOR_TEAM, get=MINISTRY, post=MINISTRY),
    # Conflicts of interest, hand-overs, and the papers of assessors.
    Page("coordination:conflicts", PERIOD, get=MINISTRY),
    Page("coordination:conflicts_refresh", PERIOD, post=MINISTRY),
    Page("coordination:domains", PERIOD, post=MINISTRY),
    Page("coordination:exception_propose", CONFLICT, get=MINISTRY, post=MINISTRY),
    Page("coordination:exceptions", READ_PERIOD, get=MINISTRY),
    Page("coordination:exceptions", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:exceptions_export", READ_PERIOD, get=MINISTRY),
    Page("coordination:exceptions_export", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:exception_decide", EXCEPTION, post=MINISTRY),
    # A level after the review: proposed, approved by two, read by the auditor.
    Page("coordination:corrections", READ_PERIOD, get=MINISTRY),
    Page("coordination:corrections", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:correction_propose", ACCEPTED, get=MINISTRY, post=MINISTRY),
    Page("coordination:correction_decide", CORRECTION, post=MINISTRY),
    Page("coordination:correction_document", READ_CORRECTION, get=MINISTRY),
    Page("coordination:audit", READ_PERIOD, get=MINISTRY),
    Page("coordination:audit", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:audit_one", AUDITED, get=MINISTRY | AUDITOR),
    Page("coordination:audit_one", NOT_YET_AUDITED, get=MINISTRY),
    Page("coordination:reopenings", READ_PERIOD, get=MINISTRY),
    Page("coordination:reopenings", READ_PUBLISHED_PERIOD, get=MINISTRY | AUDITOR),
    Page("coordination:reopening_propose", CLOSED_SHEET, get=MINISTRY, post=MINISTRY),
    Page("coordination:reopening_decide", REOPENING, post=MINISTRY),
    Page("coordination:handovers", PERIOD, get=MINISTRY),
    Page("coordination:handover_ask", SEAT, get=SEAT.seen, post=SEAT.seen),
    Page("coordination:handover_decide", HANDOVER, post=MINISTRY),
    Page("coordination:university", SITE, get=UNIVERSITY),
    Page("coordination:letters", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("coordination:letter", LETTER, get=LETTER.seen),
    Page("coordination:recap", RECAPPED, get=PAID),
    Page("coordination:recap_export", RECAPPED, get=PAID),
    Page("coordination:recap_ask", RECAPPED, post=PAID),
    Page("coordination:recap_paper", RECAP_PAPER, get=PAID),
    # Finalisasi, keputusan, laporan: nothing before publication but for those who prepare it.
    Page("results:run", RUN, get=MINISTRY | AGENCY),
    Page("results:run", PUBLISHED_RUN, get=MINISTRY | AGENCY | AUDITOR),
    Page("results:start", RUN, post=MINISTRY),
    Page("results:changes", RUN, get=MINISTRY | AGENCY),
    Page("results:changes", PUBLISHED_RUN, get=MINISTRY | AGENCY | AUDITOR),
    Page("results:seats", RUN, get=MINISTRY | AGENCY, post=MINISTRY),
    Page("results:seats", PUBLISHED_RUN, get=MINISTRY | AGENCY | AUDITOR, post=NOBODY),
    Page("results:vote", RUN, post=AGENCY),
    # What stands out, and what is awarded.
    Page("quality:signals", PERIOD, get=MINISTRY),
    Page("quality:compute", PERIOD, post=MINISTRY),
    Page("quality:compute", PUBLISHED_PERIOD, post=NOBODY),
    Page("quality:note_many", PERIOD, post=MINISTRY),
    Page("quality:bounds", PERIOD, get=MINISTRY, post=MINISTRY),
    Page("quality:signal", SIGNAL, get=MINISTRY, post=MINISTRY),
    Page("awards:desk", PERIOD, get=MINISTRY),
    Page("awards:desk", AWARDING, get=MINISTRY),
    Page("awards:desk", AWARDED, get=MINISTRY),
    Page("awards:prepare", PERIOD, post=MINISTRY),
    Page("awards:exclude", AWARDING, post=MINISTRY),
    Page("awards:lift", AWARDING, post=MINISTRY),
    Page("awards:category", AWARDING, get=MINISTRY, post=MINISTRY),
    Page("awards:year", AWARDING, get=MINISTRY, post=MINISTRY),
    Page("awards:decide", AWARDING, get=MINISTRY, post=MINISTRY),
    Page("awards:announce", AWARDING, post=MINISTRY),
    Page("awards:certificate", AWARDED, get=MINISTRY),
    Page("decrees:draft", RUN, post=MINISTRY),
    Page("decrees:detail", DECREE, get=MINISTRY | AGENCY),
    Page("decrees:detail", PUBLISHED_DECREE, get=MINISTRY | AGENCY | AUDITOR),
    Page("decrees:edit", DECREE, get=MINISTRY, post=MINISTRY),
    Page("decrees:edit", ISSUED_DECREE, get=NOBODY, post=NOBODY),
    Page("decrees:preview", DECREE, get=MINISTRY | AGENCY),
    Page("decrees:preview", PUBLISHED_DECREE, get=MINISTRY | AGENCY | AUDITOR),
    Page("decrees:add_block", DECREE_KIND, get=MINISTRY, post=MINISTRY),
    Page("decrees:block", DECREE_BLOCK, get=MINISTRY, post=MINISTRY),
    Page("decrees:move_block", DECREE_BLOCK, post=MINISTRY, body={"arah": "naik"}),
    Page("decrees:remove_block", DECREE_BLOCK, post=MINISTRY),
    Page("decrees:correct", DECREE, post=NOBODY),
    Page("decrees:correct", ISSUED_DECREE, post=MINISTRY),
    Page("decrees:copy", DECREE, post=NOBODY),
    Page("decrees:copy", ISSUED_DECREE, post=MINISTRY),
    Page("decrees:copy_paper", DECREE_COPY, get=MINISTRY | AGENCY | AUDITOR),
    Page("decrees:render", DECREE, post=MINISTRY),
    Page("decrees:issue", DECREE, post=MINISTRY),
    Page("decrees:publish", DECREE, post=NOBODY),
    Page("decrees:publish", ISSUED_DECREE, post=MINISTRY),
    Page("decrees:plan", DECREE, post=NOBODY),
    Page("decrees:plan", ISSUED_DECREE, post=MINISTRY),
    Page("decrees:call_off", DECREE, post=NOBODY),
    Page("decrees:call_off", ISSUED_DECREE, post=MINISTRY),
    Page("decrees:press", SITE, get=MINISTRY, post=MINISTRY),
    Page("decrees:remove_press", PRESS, post=MINISTRY),
    Page("decrees:paper", DECREE, get=MINISTRY | AGENCY),
    # What follows from a result, and the help an institution asks for.
    Page("follow_up:list", CONSOLIDATION, get=NOBODY),
    Page("follow_up:list", PUBLISHED, get=OFFICE | MINISTRY),
    Page("follow_up:create", PUBLISHED, get=INSTITUTION, post=INSTITUTION),
    Page("follow_up:edit", PUBLISHED, get=OFFICE | MINISTRY, post=INSTITUTION),
    Page("follow_up:proof", PUBLISHED, get=OFFICE | MINISTRY),
    Page("assistance:list", SITE, get=KNOWN),
    Page("assistance:ask", SELF_ASSESSMENT, get=INSTITUTION, post=INSTITUTION),
    Page("assistance:ask", PUBLISHED, get=INSTITUTION, post=INSTITUTION),
    Page("assistance:request", ASSISTANCE, get=OFFICE | MINISTRY, post=OFFICE | MINISTRY),
    Page("assistance:hand_over", ASSISTANCE, post=MINISTRY),
    Page("assistance:close", ASSISTANCE, post=OFFICE),
    Page("reports:report", COMPUTED_RESULT, get=MINISTRY),
    Page("reports:report", PUBLISHED_REPORT, get=PARTICIPANTS | AUDITOR),
    Page("reports:ask", COMPUTED_RESULT, post=MINISTRY),
    Page("reports:ask", PUBLISHED_REPORT, post=PARTICIPANTS | AUDITOR),
    Page("reports:paper", COMPUTED_RESULT, get=MINISTRY),
    Page("reports:paper", PUBLISHED_REPORT, get=PARTICIPANTS | AUDITOR),
    Page("reports:period", REPORTS, get=MINISTRY),
    Page("reports:batch_ask", REPORTS, post=MINISTRY),
    Page("reports:batch_again", REPORTS, post=MINISTRY),
    Page("reports:batch_progress", REPORTS, get=MINISTRY),
    Page("reports:batch_archive", REPORTS, get=MINISTRY),
    Page("reports:national_ask", REPORTS, post=MINISTRY),
    Page("reports:national_paper", REPORTS, get=MINISTRY),
)

# Enough to see every page in every form: of roles that see the same, one.
READERS = frozenset(Who) - (OFFICE - COORDINATOR) - {Who.ASSESSOR}
EACH_ITS_OWN = "dashboard:home"


def readers(page: Page) -> list[Who]:
    """Those as whom a page is looked at: everybody's pages once inside and once outside, the first page by each."""
    allowed = page.get or NOBODY
    if page.name == EACH_ITS_OWN:
        return [who for who in Who if who in allowed]
    wanted = COORDINATOR | {Who.PUBLIC} if allowed >= KNOWN else READERS
    return [who for who in Who if who in allowed & wanted]
