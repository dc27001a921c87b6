"""The two papers of a sheet, from the sheet's own rows. The same sheet gives the same bytes on any day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from apps.common import formats
from apps.common.minutes import (
    Column,
    Fact,
    MinutesGroup,
    MinutesRow,
    MinutesSheet,
    MinutesTable,
    Signature,
    render_minutes,
    render_statement,
)
from apps.common.paper import Proof
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Membership, Role
from apps.instruments.models import Indicator
from apps.instruments.queries import Shape, shape_of
from apps.self_assessment.models import Answer, DocumentKind
from apps.self_assessment.queries.papers import paper_code
from apps.self_assessment.queries.sheet import Provisional, levels_of, provisional_of

REGIONS = {Category.PROVINCE, Category.REGENCY, Category.CITY}
BLANK = "..............................."
TITLES = {
    DocumentKind.MINUTES: "BERITA ACARA PENILAIAN MANDIRI",
    DocumentKind.CONSENT: "PERNYATAAN PERSETUJUAN PUBLIKASI",
}


def rendered(evaluation: Evaluation, kind: DocumentKind, sheet_sha256: str) -> bytes:
    """The paper as PDF. It carries the hash of the sheet it speaks of and is dated by its last change."""
    answers = {one.indicator_id: one for one in Answer.objects.filter(evaluation=evaluation)}
    shape = shape_of(evaluation.period.instrument)
    levels = levels_of(evaluation)
    figures = provisional_of(shape, levels)
    dated = timezone.localdate(max(answer.updated_at for answer in answers.values()))
    if kind == DocumentKind.CONSENT:
        return render_statement(_statement(evaluation, sheet_sha256, dated, shape))
    return render_minutes(_minutes(evaluation, sheet_sha256, dated, shape, answers, levels, figures))


def _minutes(
    evaluation: Evaluation,
    digest: str,
    dated: date,
    shape: Shape,
    answers: dict[int, Answer],
    levels: Mapping[int, Decimal | None],
    figures: Provisional,
) -> MinutesSheet:
    proven = f"{figures.answered} dari {figures.total} indikator"
    return _paper(
        evaluation,
        DocumentKind.MINUTES,
        digest,
        dated,
        opening=[
            f"Pada {formats.date_id(dated)} {evaluation.institution} telah menyelesaikan penilaian mandiri "
            f"pada {evaluation.period} dengan {shape.instrument.name}, dengan pokok sebagai berikut:"
        ],
        facts=[
            Fact("Instansi", str(evaluation.institution)),
            Fact("Indikator terisi", proven),
            Fact("Indeks sementara", formats.figure(figures.index)),
        ],
        body=["Dengan ini dinyatakan bahwa:"],
        points=[
            "tingkat kematangan setiap indikator dalam lampiran ditetapkan menurut keadaan yang sebenarnya;",
            "data dukung yang disertakan sah dan dapat dipertanggungjawabkan;",
            "indeks sementara di atas dihitung dari penilaian instansi sendiri dan bukan hasil evaluasi.",
        ],
        closing=["Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya."],
        summary=_part_table(shape, figures),
        annex=_annex(shape, answers, levels),
    )


def _statement(evaluation: Evaluation, digest: str, dated: date, shape: Shape) -> MinutesSheet:
    """What is agreed to is what `portal.queries.way_of` opens: index and predikat stand in the decree anyway."""
    parts = " dan ".join(dict.fromkeys(row.part.get_kind_label().lower() for row in shape.rows))
    levels = " serta tingkat setiap indikator menurut asesor" if evaluation.period.levels_are_public else ""
    return _paper(
        evaluation,
        DocumentKind.CONSENT,
        digest,
        dated,
        opening=["Yang bertanda tangan di bawah ini, atas nama instansi:"],
        facts=[
            Fact("Nama", _coordinator(evaluation) or BLANK),
            Fact("Jabatan", "Koordinator SPBE"),
            Fact("Instansi", str(evaluation.institution)),
        ],
        body=[
            f"menyatakan   SETUJU  /  TIDAK SETUJU   *)   rincian hasil {evaluation.period} atas instansi kami "
            "dipublikasikan oleh Kementerian PANRB, dengan pengertian bahwa:"
        ],
        points=[
            "indeks dan predikat diumumkan melalui Keputusan Menteri, dengan atau tanpa persetujuan ini;",
            f"dengan persetujuan ini dibuka pula bagi umum nilai setiap {parts}{levels};",
            "penilaian mandiri, catatan asesor, dan data dukung tidak dibuka bagi umum.",
        ],
        closing=["Demikian pernyataan ini dibuat dengan sebenarnya.", "*) Coret yang tidak perlu."],
    )


def _paper(
    evaluation: Evaluation,
    kind: DocumentKind,
    digest: str,
    dated: date,
    *,
    opening: Sequence[str],
    facts: Sequence[Fact],
    body: Sequence[str],
    points: Sequence[str],
    closing: Sequence[str],
    summary: MinutesTable | None = None,
    annex: MinutesTable | None = None,
) -> MinutesSheet:
    code = paper_code(kind, digest)
    institution = evaluation.institution
    name = str(institution).upper()
    return MinutesSheet(
        letterhead=[f"PEMERINTAH {name}" if institution.category in REGIONS else name],
        title=[TITLES[kind], str(evaluation.period).upper()],
        number="",
        opening=opening,
        facts=facts,
        body=body,
        points=points,
        closing=closing,
        place=BLANK,
        dated=dated,
        signatures=[Signature(["Koordinator SPBE", str(institution)], _coordinator(evaluation))],
        proof=Proof(code, settings.SITE_URL + reverse("portal:verify", args=[code]), digest),
        summary=summary,
        annex=annex,
        simulation_label=evaluation.period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def _part_table(shape: Shape, figures: Provisional) -> MinutesTable:
    """The lowest parts with their figures, under headings that carry the figures of the parts above them."""
    groups: list[MinutesGroup] = []
    heading, rows = "", list[MinutesRow]()
    for row in shape.rows:
        part, figure = row.part, formats.figure(figures.parts[row.part.pk])
        if row.indicators:
            weight = formats.percent(part.weight).removesuffix(" %")
            rows.append(MinutesRow(str(part.number), part.name, [weight, figure]))
        else:
            groups += [MinutesGroup(heading, rows)] if rows else []
            heading, rows = f"{part}, bobot {formats.percent(part.weight)}, nilai {figure}", []
    groups.append(MinutesGroup(heading, rows))
    return MinutesTable("", "Bagian", [Column("Bobot (%)"), Column("Nilai")], groups)


def _annex(shape: Shape, answers: dict[int, Answer], levels: Mapping[int, Decimal | None]) -> MinutesTable:
    groups = [
        MinutesGroup(
            str(row.part),
            [
                MinutesRow(
                    str(one.number),
                    _called(one, answers[one.pk]),
                    [formats.level(levels.get(one.pk))],
                )
                for one in row.indicators
            ],
        )
        for row in shape.rows
        if row.indicators
    ]
    return MinutesTable("Tingkat kematangan setiap indikator", "Indikator", [Column("Tingkat")], groups)


def _called(indicator: Indicator, answer: Answer) -> str:
    """The name with the service that was chosen, or with the index that decides it."""
    beside = answer.service_name or (f"menurut {indicator.external_index}" if indicator.is_external else "")
    return f"{indicator.name}: {beside}" if beside else indicator.name


def _coordinator(evaluation: Evaluation) -> str:
    """The name of the institution's one Koordinator; empty while there is none, or more than one."""
    names = Membership.objects.filter(institution=evaluation.institution, role=Role.COORDINATOR).values_list(
        "user__name", flat=True
    )
    return names[0] if len(names) == 1 else ""
