"""The life of a report: asked for, made by the worker, kept."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.codes import new_code
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.jobs.actions import ask
from apps.reports.models import Report
from apps.reports.paper import render_report
from apps.reports.queries import sheet_of
from apps.results.models import Result
from apps.results.queries import current_of

KIND = "reports.render"


@transaction.atomic
def request_report(result: Result, *, by: User | None) -> Report:
    """Ask for the paper of a result. What was made before publication was a draft and is made anew after it."""
    if current_of(result):
        raise DomainError("Hasil ini sudah dikoreksi. Laporan dibuat dari hasil yang terbit terakhir.")
    report, _ = Report.objects.get_or_create(result=result, defaults={"code": new_code("LH")})
    report.job = ask(KIND, report.pk, by=by, total=1)
    report.asked_at, report.sha256, report.rendered_at = timezone.now(), "", None
    report.save(update_fields=["job", "asked_at", "sha256", "rendered_at"])
    return report


def render(report: Report) -> None:
    """Make the PDF and keep it. The same result gives the same bytes, so a second time changes nothing."""
    sha256, _ = keep([render_report(sheet_of(report))])
    Report.objects.filter(pk=report.pk).update(sha256=sha256, rendered_at=timezone.now())
