"""What the archive of a sheet holds, as plain rows: everything the institution itself said, or was told by others.

The keys of the rows are Indonesian: they stand in files that people of the institution open.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef

from apps.accounts.models import User
from apps.evaluations import chain
from apps.evaluations.models import (
    Circle,
    Evaluation,
    MinutesPaper,
    MinutesSignature,
    Remark,
    Seal,
    SealedRows,
    TeamMember,
)
from apps.rules.stages import LABELS, Stage
from apps.self_assessment.chapters import TABLES, Kept, Paper
from apps.self_assessment.models import Answer, Evidence, ReplacedDocument, SheetDocument, Submission
from apps.self_assessment.queries.sealing import answer_hashes

Row = dict[str, Any]

OWN = "self_assessment_"  # the tables of this room: their rows are the institution's, as those of its chapters
# Of these tables the institution may know how many rows a seal covers; their rows stay with the ministry.
KNOWN = {"evaluations_ledgerlevel", "evaluations_stagechange", "evaluations_extension"}
AT_ONCE = 200
CIRCLES = (Circle.INSTITUTION, Circle.BOTH)  # those that the institution reads; see evaluations.permissions


def answer_rows(evaluation: Evaluation) -> list[Row]:
    """Every answer as it stands, in the order of the instrument. Two queries."""
    hashes = answer_hashes(evaluation)
    answers = Answer.objects.filter(evaluation=evaluation).select_related("indicator__part", "updated_by")
    return [
        {
            "indikator": one.indicator.number,
            "nama": one.indicator.name,
            "bagian": str(one.indicator.part),
            **_said(one),
            "keadaan": one.get_state_display(),
            "alasan_pengembalian": one.return_reason,
            "versi": one.version,
            "diubah_oleh": _name(one.updated_by),
            "diubah_pada": moment(one.updated_at) if one.version else None,
            "sha256": hashes[one.indicator.number],
        }
        for one in answers.order_by("indicator__number")
    ]


def history_rows(evaluation: Evaluation, last: int) -> Iterator[Row]:
    """Every version of every answer up to the last one sealed, without the empty form it began as. One query."""
    numbers = dict(evaluation.period.instrument.indicators.values_list("pk", "number"))
    events: Any = apps.get_model("self_assessment", "AnswerEvent")
    found = events.objects.filter(evaluation=evaluation, version__gt=0, pgh_id__lte=last).select_related("updated_by")
    for one in found.order_by("indicator__number", "version", "pgh_id").iterator(AT_ONCE):
        yield {
            "indikator": numbers[one.indicator_id],
            "versi": one.version,
            **_said(one),
            "keadaan": one.get_state_display(),
            "alasan_pengembalian": one.return_reason,
            "oleh": _name(one.updated_by),
            "pada": moment(one.updated_at),
        }


def evidence_of(evaluation: Evaluation) -> list[Evidence]:
    """Every piece that was ever brought, also what was withdrawn, in the order of the sheet's hash."""
    found = Evidence.objects.filter(evaluation=evaluation)
    people = found.select_related("file", "indicator", "added_by", "withdrawn_by")
    return list(people.order_by("indicator__number", "pk"))


def evidence_row(one: Evidence, member: str) -> Row:
    """`member` is where the file stands in the archive; empty for a link."""
    return {
        "indikator": one.indicator.number,
        "edisi": one.edition,
        "anggota": member,
        "nama_asli": one.file.name if one.file else None,
        "sha256": one.file.sha256 if one.file else None,
        "ukuran": one.file.size if one.file else None,
        "tautan": one.url,
        "membuktikan": one.proves,
        "tempat": one.place,
        "ditambahkan_oleh": _name(one.added_by),
        "ditambahkan_pada": moment(one.added_at),
        "ditarik_oleh": _name(one.withdrawn_by),
        "ditarik_pada": moment(one.withdrawn_at) if one.withdrawn_at else None,
    }


def submission_rows(submissions: Iterable[Submission]) -> list[Row]:
    return [
        {"kode": one.code, "sidik_lembar": one.sheet_sha256, "oleh": _name(one.by), "pada": moment(one.at)}
        for one in submissions
    ]


def remark_rows(evaluation: Evaluation) -> list[Row]:
    """What was written in the circles of the institution; whoever assesses is named by role. One query.

    What was taken back stands without its words, as on the page.
    """
    assesses = Exists(TeamMember.objects.filter(user=OuterRef("by")))
    said = Remark.objects.filter(evaluation=evaluation, circle__in=CIRCLES, withdraws__isnull=True)
    found = said.annotate(assesses=assesses).select_related("indicator", "by", "withdrawal").order_by("pk")
    return [_remark_row(one) for one in found]


def _remark_row(one: Any) -> Row:
    withdrawal = getattr(one, "withdrawal", None)
    return {
        "indikator": one.indicator.number,
        "lingkaran": one.get_circle_display(),
        "oleh": "tim asesor" if one.assesses else _name(one.by),
        "pada": moment(one.at),
        "pesan": "" if withdrawal else one.text,
        "ditarik_pada": moment(withdrawal.at) if withdrawal else None,
    }


def submissions_of(evaluation: Evaluation) -> list[Submission]:
    found = Submission.objects.filter(evaluation=evaluation).select_related("by", "paper__file")
    return list(found.order_by("at", "pk"))


def documents_of(evaluation: Evaluation, submissions: Iterable[Submission]) -> list[tuple[str, Kept]]:
    """The papers with what each is called: generated, signed, the receipts, and the minutes of both field stages."""
    rows = SheetDocument.objects.filter(evaluation=evaluation).select_related("generated", "signed").order_by("kind")
    former = ReplacedDocument.objects.filter(evaluation=evaluation).select_related("generated", "signed").order_by("pk")
    named: list[tuple[str, SheetDocument | ReplacedDocument]] = [(row.get_kind_display(), row) for row in rows]
    named += [(f"{row.get_kind_display()} yang digantikan {place}", row) for place, row in enumerate(former, start=1)]
    papers: list[tuple[str, Kept]] = [
        (f"{name} ({what})", file)
        for name, row in named
        for what, file in (("dibuat", row.generated), ("bertanda tangan", row.signed))
        if file
    ]
    receipts = [(one, getattr(one, "paper", None)) for one in submissions]
    papers += [(f"Tanda terima {one.code}", paper.file) for one, paper in receipts if paper]
    return papers + _minutes_of(evaluation)


def _minutes_of(evaluation: Evaluation) -> list[tuple[str, Kept]]:
    """The latest rendering of the minutes of each field stage, and every paper that a side has signed."""
    made = MinutesPaper.objects.filter(evaluation=evaluation).order_by("stage", "-pk").distinct("stage")
    signed = MinutesSignature.objects.filter(evaluation=evaluation).exclude(file_sha256="").order_by("stage", "pk")
    found: list[tuple[str, Kept]] = [(_minutes(one.stage), Paper("ba.pdf", one.file_sha256)) for one in made]
    for one in signed:
        called = f"{_minutes(one.stage)} (bertanda tangan {one.get_side_display().lower()})"
        found.append((called, Paper("ba.pdf", one.file_sha256)))
    return found


def _minutes(stage: str) -> str:
    return f"Berita Acara {LABELS[Stage(stage)]}"


def seals_of(evaluation: Evaluation) -> list[Seal]:
    """The chain of the institution up to the last link that covers something of this sheet it may know of.

    What came later is the work of others, and that it came is theirs as well.
    """
    seals = Seal.objects.filter(institution=evaluation.institution_id).prefetch_related("rows").order_by("number")
    found = list(seals)
    reached = [one.number for one in found if one.evaluation_id == evaluation.pk and any(map(is_known, one.rows.all()))]
    return [one for one in found if reached and one.number <= reached[-1]]


def seal_row(one: Seal, evaluation: Evaluation) -> Row:
    """A link. `lengkap`: whether every run of rows it covers is named, so that its hash can be computed again."""
    runs = sorted(one.rows.all(), key=lambda run: run.source) if one.evaluation_id == evaluation.pk else []
    known = [run for run in runs if is_known(run)]
    return {
        "nomor": one.number,
        "evaluasi": one.evaluation_id,
        "sebelumnya": one.previous,
        "sidik": one.digest,
        "tanda_tangan": one.signature,
        "kunci_publik": one.public_key,
        "pada": moment(one.at),
        "lengkap": bool(runs) and len(known) == len(runs),
        "rangkaian": [
            {
                "sumber": run.source,
                "sesudah": run.first,
                "sampai": run.last,
                "jumlah": run.count,
                "kolom": run.columns,
                "sha256": run.sha256,
            }
            for run in known
        ],
    }


def is_own(run: SealedRows) -> bool:
    """Whether these rows are the institution's, so that they go along."""
    return run.source.startswith(OWN) or run.source in TABLES


def is_known(run: SealedRows) -> bool:
    return is_own(run) or run.source in KNOWN


def sealed_lines(evaluation: Evaluation, runs: Iterable[SealedRows]) -> Iterator[str]:
    """The rows of one table of this room exactly as they were hashed, one a line, run after run."""
    keys = {source.table: source for source in chain.sources()}
    for run in sorted(runs, key=lambda one: one.first):
        source = keys[run.source]
        columns = ", ".join(f"r.{column}" for column in run.columns)
        sql = f"""
            SELECT jsonb_build_array({columns})::text FROM {source.table} r
            WHERE r.evaluation_id = %s AND r.{source.key} > %s AND r.{source.key} <= %s AND {source.said}
            ORDER BY r.{source.key}
        """  # noqa: S608 - names of our own models
        with connection.cursor() as cursor:
            cursor.execute(sql, [evaluation.pk, run.first, run.last])
            while rows := cursor.fetchmany(AT_ONCE):
                yield from (line for (line,) in rows)


def moment(at: datetime) -> str:
    """In UTC with every digit, so that moments compare as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _said(one: Any) -> Row:
    return {
        "tingkat": None if one.level is None else f"{one.level:f}",
        "nama_layanan": one.service_name,
        "fakta": one.fact,
        "analisis": one.analysis,
        "justifikasi": one.justification,
    }


def _name(user: User | None) -> str:
    return user.name if user else ""
