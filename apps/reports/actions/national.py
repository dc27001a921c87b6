"""The life of the report on the nation: asked for, made by the worker, kept."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common import formats
from apps.common.codes import new_code
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.paper import Proof
from apps.jobs.actions import ask
from apps.reports import wording
from apps.reports.models import NationalReport
from apps.reports.nation import nation_of
from apps.reports.national_paper import NationalSheet, render_national
from apps.results.models import FinalisationRun, RunState

NATIONAL = "reports.national"


@transaction.atomic
def request_national(run: FinalisationRun, *, by: User | None) -> NationalReport:
    """Ask for the report on the nation. What was made before publication was a draft and is made anew after it."""
    if run.state != RunState.COMPUTED:
        raise DomainError("Hitungan ini belum selesai atau sudah digantikan. Profil nasional belum dapat dibuat.")
    report, _ = NationalReport.objects.get_or_create(run=run, defaults={"code": new_code("PN")})
    report.job = ask(NATIONAL, report.pk, by=by, total=1)
    report.asked_at, report.sha256, report.rendered_at = timezone.now(), "", None
    report.save(update_fields=["job", "asked_at", "sha256", "rendered_at"])
    return report


def render_nation(report: NationalReport) -> None:
    """Make the PDF and keep it. The same run gives the same bytes, so a second time changes nothing."""
    sha256, _ = keep([render_national(national_sheet(report), nation_of(report.run))])
    NationalReport.objects.filter(pk=report.pk).update(sha256=sha256, rendered_at=timezone.now())


def national_sheet(report: NationalReport) -> NationalSheet:
    run = report.run
    period, instrument = run.period, run.period.instrument
    return NationalSheet(
        matter=instrument.subject_name,
        subject=instrument.subject_short,
        year=period.year,
        period=period.name,
        ministry=wording.MINISTRY,
        publisher=wording.PUBLISHER,
        dated=timezone.localdate(run.computed_at or run.started_at),
        method=wording.method(
            f"Indeks {instrument.subject_short}",
            formats.level(instrument.scale_min),
            formats.level(instrument.scale_max),
        ),
        minimum=instrument.scale_min,
        maximum=instrument.scale_max,
        target=instrument.target_index,
        target_level=instrument.target_level,
        proof=Proof(report.code, settings.SITE_URL + reverse("portal:verify", args=[report.code]), run.content_sha256),
        is_draft=not hasattr(run, "publication"),
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )
