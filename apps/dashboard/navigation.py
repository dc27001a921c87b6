"""Which tabs a role sees. One table; a tab shows where its page has something to be about."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from django.urls import NoReverseMatch, reverse

from apps.institutions.models import Membership, Role


class Tab(NamedTuple):
    """`about` names what the page is about; without it on hand, the tab is left out."""

    label: str
    url_name: str
    about: Literal["", "evaluation", "period", "institution"] = ""


HOME = Tab("Beranda", "dashboard:home")
SHEET = Tab("Lembar penilaian", "self_assessment:sheet", "evaluation")
APPROVAL = Tab("Persetujuan", "self_assessment:approval", "evaluation")
SUBMISSION = Tab("Kirim", "self_assessment:submission", "evaluation")
INTERVIEW = Tab("Interviu", "interview:detail", "evaluation")
VISITATION = Tab("Visitasi", "visitation:detail", "evaluation")
CONSOLIDATION = Tab("Konsolidasi", "consolidation:detail", "evaluation")
OUTCOME = Tab("Hasil", "evaluations:detail", "evaluation")
PERIODS = Tab("Periode", "periods:list")
PEOPLE = Tab("Impor orang", "coordination:people_import")
RUN = Tab("Hasil akhir", "results:run", "period")

PUBLIC_TABS = (
    Tab("Hasil penilaian", "portal:home"),
    Tab("Peringkat", "portal:ranking"),
    Tab("Peningkatan", "portal:improvements"),
    Tab("Keputusan Menteri", "portal:decrees"),
    Tab("Periksa dokumen", "portal:verify_form"),
)

TABS: Mapping[Role, tuple[Tab, ...]] = {
    Role.RESPONDENT: (HOME, SHEET, INTERVIEW, OUTCOME),
    Role.DATA_ENTRY: (HOME, SHEET, INTERVIEW, OUTCOME),
    Role.PERSON_IN_CHARGE: (HOME, SHEET, APPROVAL, INTERVIEW, OUTCOME),
    Role.COORDINATOR: (
        HOME,
        SHEET,
        APPROVAL,
        SUBMISSION,
        INTERVIEW,
        OUTCOME,
        Tab("Orang", "institutions:people", "institution"),
    ),
    Role.ASSESSOR: (
        Tab("Meja kerja", "dashboard:home"),
        Tab("Penilaian dokumen", "desk_review:sheet", "evaluation"),
        INTERVIEW,
        VISITATION,
        CONSOLIDATION,
        Tab("Seluruh tahap", "evaluations:detail", "evaluation"),
    ),
    Role.UNIVERSITY_COORDINATOR: (HOME,),
    Role.EVALUATION_TEAM: (
        HOME,
        PERIODS,
        Tab("Ruang kendali", "coordination:control_room", "period"),
        Tab("Lokus", "coordination:locus", "period"),
        Tab("Tim asesor", "coordination:teams", "period"),
        RUN,
        PEOPLE,
    ),
    Role.AGENCY_MEMBER: (HOME, RUN),
    Role.AUDITOR: (HOME, RUN),
    Role.ADMINISTRATOR: (HOME, Tab("Orang", "institutions:directory"), PEOPLE),
}


def address(url_name: str, *args: object) -> str:
    """The address of a page, empty where this installation has no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def section_of(membership: Membership) -> str:
    """The id of a role's part of the home page; roles at one institution share theirs."""
    return f"instansi-{membership.institution_id}" if membership.institution_id else str(membership.role)


def public_tabs(path: str) -> tuple[tuple[str, str, bool], ...]:
    """The tabs of a visitor. The first page is only itself: every address begins with its own."""
    found = [(tab.label, address(tab.url_name)) for tab in PUBLIC_TABS]
    return tuple((label, url, url == path if url == "/" else path.startswith(url)) for label, url in found)


def tabs_of(role: Role, things: Mapping[str, object], path: str) -> tuple[tuple[str, str, bool], ...]:
    """(label, address, whether one is there) of a role's tabs. `things`: what a page can be about -> its key."""
    found = []
    for tab in TABS[role]:
        if tab.about and things.get(tab.about) is None:
            continue
        url = address(tab.url_name, *([things[tab.about]] if tab.about else []))
        if url:
            found.append((tab.label, url))
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return tuple((label, url, url == here) for label, url in found)
