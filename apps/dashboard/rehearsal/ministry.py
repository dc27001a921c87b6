"""What the ministry and the agencies do by their pages."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve
from django.utils import timezone

from apps.common.formats import level as shown
from apps.common.sheets import write_sheet
from apps.coordination.queries import external
from apps.coordination.queries.locus import COLUMNS
from apps.dashboard.rehearsal.person import Person, RefusedError
from apps.dashboard.rehearsal.worker import wait_for_jobs
from apps.institutions.models import Institution
from apps.instruments.models import Instrument
from apps.rules.stages import LABELS, Track

MOMENT = "%Y-%m-%dT%H:%M"
LABEL = "SIMULASI"
ROW = re.compile(r"form-(\d+)-stage")
OPENED_DAYS_AGO, CLOSES_IN_DAYS = 14, 30
TEAM = 2
SLOTS, SLOT_LENGTH, SLOT_PLACES = 40, timedelta(minutes=30), 200
NUMBER = "0/SIMULASI"
VISIT_REASON = "Diundi untuk latihan."
INDEX_SOURCE = "Daftar indeks simulasi"


def prepares_period(ministry: Person, instrument: Instrument, *, name: str, seed: int, votes: int) -> str:
    """The form with its own defaults; every stage is open today. `votes`: the quorum. Returns the period's slug."""
    page = ministry.opens("periods:create")
    form = page.form(simulation_label="")
    today = timezone.localtime()
    windows = {}
    for field, values in form.fields.items():
        if (row := ROW.fullmatch(field)) and values != [""]:
            place = int(row.group(1))
            opens = today - timedelta(days=OPENED_DAYS_AGO - place)
            windows[f"form-{place}-opens_at"] = opens.strftime(MOMENT)
            windows[f"form-{place}-closes_at"] = (today + timedelta(days=CLOSES_IN_DAYS + place)).strftime(MOMENT)
    made = ministry.presses(
        page,
        has={"simulation_label": ""},
        instrument=str(instrument.pk),
        year=str(instrument.years[-1]),
        name=name,
        simulation_label=LABEL,
        assessors_per_team=str(TEAM),
        votes_required=str(votes),
        visit_seed=f"Latihan {seed}",
        **windows,
    )
    slug: str = resolve(made.path).kwargs["slug"]
    return slug


def uploads_locus(
    ministry: Person, slug: str, institutions: Sequence[Institution], *, monitored: Collection[str]
) -> None:
    """A workbook, looked at, then applied."""
    rows = [(one.code, LABELS[_track(one, monitored)], 1, "") for one in institutions]
    file = SimpleUploadedFile("lokus.xlsx", write_sheet("Lokus", COLUMNS, rows))
    ministry.opens("coordination:locus", slug)
    preview = ministry.sends("coordination:locus_upload", slug, file=file)
    ministry.sends("coordination:locus_preview", slug, resolve(preview.path).kwargs["pk"])


def proposes_teams(ministry: Person, slug: str, *, seed: int) -> None:
    """Teams as the optimiser proposes them."""
    asked = ministry.fills("coordination:proposals", slug, seed=str(seed))
    wait_for_jobs()
    ministry.opens_at(asked.path)
    ministry.sends("coordination:proposal_apply", slug, resolve(asked.path).kwargs["pk"])


def opens_period(ministry: Person, slug: str) -> None:
    ministry.opens("coordination:opening", slug)
    ministry.sends("coordination:opening", slug)


def brings_indices(ministry: Person, slug: str, levels: Iterable[tuple[str, int, Decimal]]) -> None:
    """What other agencies publish (institution's code, indicator, level) as a workbook, looked at, then applied."""
    dated = timezone.localdate().isoformat()
    rows = [(code, number, shown(level), level, INDEX_SOURCE, dated) for code, number, level in levels]
    file = SimpleUploadedFile("indeks.xlsx", write_sheet("Indeks", external.COLUMNS, rows))
    preview = ministry.sends("coordination:external_upload", slug, file=file)
    ministry.sends("coordination:external_preview", slug, resolve(preview.path).kwargs["pk"])


def offers_slots(ministry: Person, slug: str) -> None:
    """Times one after the other from tomorrow on."""
    starts = (timezone.localtime() + timedelta(days=1)).replace(hour=8, minute=0)
    ministry.fills(
        "interview:slots",
        slug,
        starts_at=starts.strftime(MOMENT),
        ends_at=(starts + SLOT_LENGTH).strftime(MOMENT),
        repeat=str(SLOTS),
        batch="0",
        capacity=str(SLOT_PLACES),
    )


def chooses_visits(ministry: Person, slug: str, evaluations: Sequence[int]) -> None:
    ministry.opens("visitation:choose", slug)
    reasons = {f"alasan-{pk}": VISIT_REASON for pk in evaluations}
    ministry.sends("visitation:choose", slug, dipilih=[str(pk) for pk in evaluations], **reasons)


def accepts(ministry: Person, evaluation: int) -> None:
    ministry.fills("consolidation:review", evaluation, decision="accepted", remark="")


def finalises(ministry: Person, slug: str) -> None:
    ministry.opens("results:run", slug)
    ministry.sends("results:start", slug)
    wait_for_jobs()


def votes(member: Person, slug: str) -> None:
    """For the very content that the page shows."""
    page = member.opens("results:run", slug)
    member.presses(page, has={"choice": "", "content_sha256": ""}, choice="agree")


def issues_decree(ministry: Person, slug: str) -> int:
    """Drafted, completed, rendered, read, issued. Returns the decree's primary key."""
    page = ministry.sends("decrees:draft", slug)
    decree: int = resolve(page.path).kwargs["pk"]
    today = timezone.localdate()
    typed = {
        "number": NUMBER,
        "year": str(today.year),
        "dated": today.isoformat(),
        "signatory": "NAMA SIMULASI",
    }
    ministry.fills("decrees:edit", decree, has={"head_version": ""}, **typed)
    for step in ("decrees:render", "decrees:issue"):
        ministry.sends(step, decree)
        wait_for_jobs()
        if not ministry.opens("decrees:paper", decree).content.startswith(b"%PDF-"):
            raise RefusedError(f"{step} left no paper")
    return decree


def publishes(ministry: Person, decree: int) -> None:
    ministry.opens("decrees:detail", decree)
    ministry.sends("decrees:publish", decree)


def moment(at: datetime) -> str:
    """As a browser's field for a moment holds it, in WIB."""
    return timezone.localtime(at).strftime(MOMENT)


def _track(institution: Institution, monitored: Collection[str]) -> Track:
    return Track.MONITORING if institution.code in monitored else Track.EVALUATION
