"""What the archive of a sheet holds of its result: the report, once it is published."""

from apps.evaluations.models import Evaluation
from apps.reports.models import Report
from apps.self_assessment.chapters import Chapter, Paper, chapter
from apps.self_assessment.queries.archive import moment


@chapter()
def report(evaluation: Evaluation) -> Chapter:
    """The institution's own report. One query."""
    made = Report.objects.filter(result__evaluation=evaluation, result__run__publication__isnull=False)
    found = made.exclude(sha256="").order_by("pk")
    return Chapter(
        "laporan",
        [
            (
                {"kode": one.code, "dibuat_pada": moment(one.rendered_at) if one.rendered_at else None},
                Paper(f"Laporan {one.code}.pdf", one.sha256),
            )
            for one in found
        ],
    )
