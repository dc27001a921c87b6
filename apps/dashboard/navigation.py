"""Which tabs a role sees. One table; a tab shows where its page has something to be about."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from django.urls import NoReverseMatch

from apps.common import addresses
from apps.evaluations.models import Evaluation
from apps.institutions.models import Membership, Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage, Track, stages_of


class Tab(NamedTuple):
    """`about` names what the page is about; without it on hand, the tab is left out.

    `stages`: where an evaluation must stand for the page to have something to say; empty for everywhere.
    """

    label: str
    url_name: str
    about: Literal["", "evaluation", "period", "institution"] = ""
    stages: tuple[Stage, ...] = ()


def since(stage: Stage) -> tuple[Stage, ...]:
    """The stage and all that come after it."""
    order = tuple(Stage)
    return order[order.index(stage) :]


HOME = Tab("Beranda", "dashboard:home")
SHEET = Tab("Lembar penilaian", "self_assessment:sheet", "evaluation")
APPROVAL = Tab("Persetujuan", "self_assessment:approval", "evaluation")
SUBMISSION = Tab("Kirim", "self_assessment:submission", "evaluation")
INTERVIEW = Tab("Interviu", "interview:detail", "evaluation", since(Stage.INTERVIEW))
# Only some are visited, and which ones is not known without asking.
VISITATION = Tab("Visitasi", "visitation:detail", "evaluation", (Stage.VISITATION,))
CONSOLIDATION = Tab("Konsolidasi", "consolidation:detail", "evaluation", since(Stage.CONSOLIDATION))
OUTCOME = Tab("Hasil", "evaluations:detail", "evaluation")
FOLLOW_UP = Tab("Tindak lanjut", "follow_up:list", "evaluation", (Stage.PUBLISHED,))
ASSISTANCE = Tab("Pendampingan", "assistance:list")
SOCIALISATION = Tab("Sosialisasi", "socialisation:home")
PERIODS = Tab("Periode", "periods:list")
PEOPLE = Tab("Impor orang", "coordination:people_import")
HELP = Tab("Bantuan", "helpdesk:queue")
RUN = Tab("Hasil akhir", "results:run", "period")

PUBLIC_TABS = (
    Tab("Hasil penilaian", "portal:home"),
    Tab("Peringkat", "portal:ranking"),
    Tab("Peningkatan", "portal:improvements"),
    Tab("Keputusan Menteri", "portal:decrees"),
    Tab("Penghargaan", "portal:awards"),
    Tab("Periksa dokumen", "portal:verify_form"),
    SOCIALISATION,
)

PEOPLE_OF_INSTITUTION = Tab("Orang", "institutions:people", "institution")

TABS: Mapping[Role, tuple[Tab, ...]] = {
    Role.INSTITUTION_ADMINISTRATOR: (HOME, SHEET, OUTCOME, FOLLOW_UP, PEOPLE_OF_INSTITUTION, SOCIALISATION),
    Role.RESPONDENT: (HOME, SHEET, INTERVIEW, OUTCOME, FOLLOW_UP, SOCIALISATION),
    Role.DATA_ENTRY: (HOME, SHEET, INTERVIEW, OUTCOME, FOLLOW_UP, SOCIALISATION),
    Role.PERSON_IN_CHARGE: (HOME, SHEET, APPROVAL, INTERVIEW, OUTCOME, FOLLOW_UP, SOCIALISATION),
    Role.COORDINATOR: (
        HOME,
        SHEET,
        APPROVAL,
        SUBMISSION,
        INTERVIEW,
        OUTCOME,
        FOLLOW_UP,
        PEOPLE_OF_INSTITUTION,
        SOCIALISATION,
    ),
    Role.ASSESSOR: (
        Tab("Meja kerja", "dashboard:home"),
        Tab("Penilaian dokumen", "desk_review:sheet", "evaluation", since(Stage.DESK_REVIEW)),
        Tab("Harmonisasi", "harmonisation:own", "period"),
        INTERVIEW,
        VISITATION,
        CONSOLIDATION,
        Tab("Seluruh tahap", "evaluations:detail", "evaluation"),
        SOCIALISATION,
    ),
    Role.UNIVERSITY_COORDINATOR: (
        HOME,
        Tab("Beban dan kemajuan", "coordination:university"),
        ASSISTANCE,
        SOCIALISATION,
    ),
    Role.EVALUATION_TEAM: (
        HOME,
        PERIODS,
        Tab("Ruang kendali", "coordination:control_room", "period"),
        Tab("Sosialisasi", "socialisation:desk", "period"),
        Tab("Lokus", "coordination:locus", "period"),
        Tab("Tim asesor", "coordination:teams", "period"),
        Tab("Mutu", "quality:signals", "period"),
        Tab("Benturan kepentingan", "coordination:conflicts", "period"),
        RUN,
        ASSISTANCE,
        HELP,
        PEOPLE,
    ),
    Role.AGENCY_MEMBER: (HOME, RUN),
    Role.AUDITOR: (
        HOME,
        RUN,
        Tab("Pemeriksaan", "coordination:audit", "period"),
        Tab("Catatan melihat", "helpdesk:looks"),
    ),
    Role.ADMINISTRATOR: (
        HOME,
        Tab("Orang", "institutions:directory"),
        Tab("Peran pusat", "institutions:centre"),
        Tab("Verifikasi dua langkah", "helpdesk:resets"),
        PEOPLE,
    ),
}


def address(url_name: str, *args: object) -> str:
    """The address of a page, empty where this installation has no such page."""
    try:
        return addresses.address(url_name, *args)
    except NoReverseMatch:
        return ""


def section_of(membership: Membership) -> str:
    """The id of a role's part of the home page; roles at one institution share theirs."""
    return f"instansi-{membership.institution_id}" if membership.institution_id else str(membership.role)


def public_tabs(path: str) -> tuple[tuple[str, str, bool], ...]:
    """The tabs of a visitor. The first page is only itself: every address begins with its own."""
    found = [(tab.label, address(tab.url_name)) for tab in PUBLIC_TABS]
    return tuple((label, url, url == path if url == "/" else path.startswith(url)) for label, url in found)


def tabs_of(
    role: Role, path: str, *, evaluation: Evaluation | None, period: EvaluationPeriod | None, institution: int | None
) -> tuple[tuple[str, str, bool], ...]:
    """(label, address, whether one is there) of a role's tabs on a page about these things."""
    about = {
        "": (),
        "evaluation": (evaluation.pk,) if evaluation else None,
        "period": (period.slug,) if period else None,
        "institution": (institution,) if institution else None,
    }
    found = []
    for tab in TABS[role]:
        arguments = about[tab.about]
        is_early = evaluation is not None and not speaks_at(tab, evaluation)
        if arguments is None or is_early:
            continue
        if url := address(tab.url_name, *arguments):
            found.append((tab.label, url))
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return tuple((label, url, url == here) for label, url in found)


def speaks_at(tab: Tab, evaluation: Evaluation) -> bool:
    """Whether the tab's page has something to say of an evaluation standing where it stands."""
    stages = stages_of(Track(evaluation.track))
    return not tab.stages or (evaluation.stage in tab.stages and tab.stages[0] in stages)
