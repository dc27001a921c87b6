"""A result as its report needs it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from apps.common import formats
from apps.common.paper import Proof, band_ranges
from apps.evaluations.external import values_of
from apps.evaluations.models import ExternalValue, FindingKind
from apps.evaluations.queries import ledger_of, settled_levels
from apps.instruments.models import Capability, Indicator, Instrument, Part
from apps.instruments.queries import Row, Shape, shape_of
from apps.reports import wording
from apps.reports.models import BatchReport, BatchState, NationalReport, Report, ReportBatch
from apps.reports.paper import (
    Average,
    CorrectionLine,
    IndicatorLine,
    LevelNames,
    Node,
    PastYear,
    Recommendation,
    Remark,
    ReportSheet,
)
from apps.results.models import FinalisationRun, Publication, Result
from apps.results.series import YearLine, series_of
from apps.rules.index import stated
from apps.rules.levels import settled
from apps.rules.stages import Stage, Track, stages_of
from apps.self_assessment.models import Answer, AnswerState

# A result shows this many of its best and of its weakest parts on the first page.
IN_SUMMARY = 3


@dataclass(frozen=True)
class Means:
    """The mean of a group of institutions, as a whole and of every part."""

    label: str
    index: Decimal
    parts: Mapping[int, Decimal]


@dataclass(frozen=True)
class Facts:
    """What was found of one institution, read once."""

    shape: Shape
    levels: Mapping[int, Decimal]
    answers: Mapping[int, Answer]
    indices: Mapping[int, ExternalValue]
    texts: Mapping[tuple[int, str], str]
    level_names: Mapping[tuple[str, int], str]
    means: Sequence[Means]
    stated: Mapping[int, Decimal]


def report_of(result: Result) -> Report | None:
    """The report of a result as it stands. A draft from before the publication is no longer one."""
    reports = Report.objects.filter(result=result).select_related("job")
    publication = getattr(result.run, "publication", None)
    if publication:
        reports = reports.filter(asked_at__gte=publication.at)
    return reports.first()


@dataclass(frozen=True)
class Standing:
    """How far a batch is."""

    total: int
    made: int
    pages: int
    failed: Sequence[BatchReport]
    is_packed: bool

    @property
    def done(self) -> int:
        return self.made + len(self.failed)

    @property
    def is_active(self) -> bool:
        return not self.is_packed

    @property
    def message(self) -> str:
        if self.is_packed:
            return "Semua laporan selesai dibuat." if not self.failed else "Selesai, tetapi ada laporan yang gagal."
        return "Menyusun paket ZIP." if self.done == self.total else "Laporan yang sudah selesai tidak dibuat ulang."


def latest_batch(run: FinalisationRun) -> ReportBatch | None:
    """The last batch of a run: of what is published, once it is."""
    is_draft = not Publication.objects.filter(run=run).exists()
    return run.report_batches.filter(is_draft=is_draft).select_related("run__period", "asked_by").first()


def national_of(run: FinalisationRun) -> NationalReport | None:
    """The report on the nation as it stands. A draft from before the publication is no longer one."""
    reports = NationalReport.objects.filter(run=run).select_related("job")
    publication = getattr(run, "publication", None)
    return (reports.filter(asked_at__gte=publication.at) if publication else reports).first()


def standing_of(batch: ReportBatch) -> Standing:
    counted = batch.items.aggregate(
        total=Count("pk"), made=Count("pk", filter=Q(state=BatchState.MADE)), pages=Sum("pages", default=0)
    )
    failed = batch.items.filter(state=BatchState.FAILED).select_related("report__result__evaluation__institution")
    return Standing(**counted, failed=list(failed), is_packed=batch.packed_at is not None)


def sheet_of(report: Report, *, is_draft: bool | None = None) -> ReportSheet:
    """Everything the paper says of this result; it is a draft until the publication, or as the caller says."""
    result = report.result
    evaluation, period = result.evaluation, result.evaluation.period
    instrument = period.instrument
    facts = _facts(result)
    nodes = [_node(row, facts, instrument, evaluation.unsigned_reason) for row in facts.shape.rows]
    activity = f"{wording.ACTIVITIES[evaluation.track]} {instrument.subject_short}"
    index_name = f"Indeks {instrument.subject_short}"
    recommends = evaluation.track == Track.EVALUATION
    return ReportSheet(
        kind=wording.KINDS[evaluation.track],
        matter=instrument.subject_name,
        activity=activity,
        index_name=index_name,
        year=period.year,
        institution=evaluation.institution.name,
        ministry=wording.MINISTRY,
        publisher=wording.PUBLISHER,
        place=wording.PLACE,
        dated=timezone.localdate(result.run.computed_at or result.run.started_at),
        foreword=wording.foreword(activity, period.year, evaluation.institution.name),
        foreword_title=wording.FOREWORD_TITLE,
        foreword_name="",
        legal_basis=wording.legal_basis(instrument.regulation_title, _decree_of(result)),
        method=wording.method(
            index_name,
            formats.level(instrument.scale_min),
            formats.level(instrument.scale_max),
            number_ranges(one.number for one in facts.shape.indicators if one.is_external),
        ),
        stages=[wording.STAGES[stage] for stage in stages_of(Track(evaluation.track)) if stage in wording.STAGES],
        level_names=_level_names(instrument),
        bands=band_ranges([(band.name, band.floor) for band in facts.shape.bands], instrument.scale_max),
        minimum=instrument.scale_min,
        maximum=instrument.scale_max,
        stated=result.stated,
        exact=Fraction(result.numerator, result.denominator),
        predikat=result.predikat.name,
        averages=[Average(mean.label, mean.index) for mean in facts.means],
        nodes=nodes,
        recommendations=_recommendations(facts, instrument) if recommends else None,
        history=_history(series_of(evaluation.institution)),
        proof=Proof(
            report.code,
            settings.SITE_URL + reverse("portal:verify", args=[report.code]),
            result.run.content_sha256,
        ),
        target=instrument.target_index,
        corrections=_corrections(result, facts.shape),
        main_strengths=_main(nodes, best=True),
        main_weaknesses=_main(nodes, best=False),
        is_draft=not hasattr(result.run, "publication") if is_draft is None else is_draft,
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


@lru_cache(maxsize=32)
def means_of(run_id: int, content_sha256: str, category: str) -> Means:  # noqa: ARG001 - the hash names the content
    """The means of a computation: of all, or of one category. Kept, since every report of a run asks for them."""
    results = Result.objects.filter(run=run_id)
    label = "Nasional"
    if category:
        results = results.filter(evaluation__institution__category=category)
        first = results.select_related("evaluation__institution").first()
        label = first.evaluation.institution.get_category_display() if first else category
    whole = [Fraction(*pair) for pair in results.values_list("numerator", "denominator")]
    parts: dict[int, list[Fraction]] = {}
    for part, numerator, denominator in results.values_list("parts__part", "parts__numerator", "parts__denominator"):
        parts.setdefault(part, []).append(Fraction(numerator, denominator))
    return Means(label, _mean(whole), {part: _mean(figures) for part, figures in parts.items()})


def number_ranges(numbers: Iterable[int]) -> str:
    """ "1–3, 7" for 1, 2, 3 and 7."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in ranges)


def _facts(result: Result) -> Facts:
    evaluation, run = result.evaluation, result.run
    instrument = evaluation.period.instrument
    return Facts(
        shape=shape_of(instrument),
        levels=settled_levels([evaluation.pk], upto=run.ledger_upto)[evaluation.pk],
        answers={answer.indicator_id: answer for answer in evaluation.answers.all()},
        indices=values_of(evaluation),
        texts={(one.part_id, one.kind): one.text for one in evaluation.part_findings.all()},
        level_names={(one.capability, one.level): one.name for one in instrument.level_names.all()},
        means=[means_of(run.pk, run.content_sha256, category) for category in ("", evaluation.institution.category)],
        stated={one.part_id: one.stated for one in result.parts.all()},
    )


def _node(row: Row, facts: Facts, instrument: Instrument, unsigned_reason: str) -> Node:
    part = row.part
    return Node(
        number=str(part.number),
        name=part.name,
        kind=part.get_kind_label(),
        depth=row.depth,
        weight=part.weight,
        stated=facts.stated[part.pk],
        averages=[mean.parts.get(part.pk) for mean in facts.means],
        indicators=[_line(one, facts, instrument, unsigned_reason) for one in row.indicators],
        strengths=_remarks(facts, part, FindingKind.STRENGTH),
        weaknesses=_remarks(facts, part, FindingKind.WEAKNESS),
        target=instrument.target_level,
    )


def _line(indicator: Indicator, facts: Facts, instrument: Instrument, unsigned_reason: str) -> IndicatorLine:
    level = facts.levels[indicator.pk]
    answer = facts.answers.get(indicator.pk)
    return IndicatorLine(
        number=str(indicator.number),
        name=indicator.name,
        weight=indicator.weight,
        level=level,
        level_name=facts.level_names.get((indicator.capability, int(level)), "") if level == int(level) else "",
        service=answer.service_name if answer and indicator.names_service else "",
        target=instrument.target_level,
        note=_note(answer, facts.indices.get(indicator.pk), unsigned_reason),
    )


def _note(answer: Answer | None, brought: ExternalValue | None, unsigned_reason: str) -> str:
    """Where a level comes from that another agency's index decides; what an unsigned sheet leaves to be said."""
    if brought:
        return f"menurut {brought.source}, {formats.date_id(brought.dated)}"
    if not unsigned_reason:
        return ""
    if answer is None or answer.state == AnswerState.EMPTY:
        return "tidak dijawab oleh instansi"
    return "diambil alih dari tahun lalu, tidak ditinjau oleh instansi" if answer.is_unconfirmed else ""


def _remarks(facts: Facts, part: Part, kind: FindingKind) -> list[Remark]:
    text = facts.texts.get((part.pk, kind), "")
    return [Remark(line.strip()) for line in text.splitlines() if line.strip()]


def _recommendations(facts: Facts, instrument: Instrument) -> list[Recommendation]:
    """What was recommended, with what following it would add to the index: weight times rise."""
    total = sum((Fraction(one.weight) for one in facts.shape.indicators), Fraction(0))
    found = []
    for row in facts.shape.rows:
        text = facts.texts.get((row.part.pk, FindingKind.RECOMMENDATION), "").strip()
        if not text:
            continue
        aims, step = _aims(row, facts.levels, instrument)
        gain = sum((Fraction(one.weight) * Fraction(aim - facts.levels[one.pk]) for one, aim in aims), Fraction(0))
        found.append(
            Recommendation(
                title=str(row.part),
                lines=[line.strip() for line in text.splitlines() if line.strip()],
                indicators=number_ranges(one.number for one in [one for one, _ in aims] or row.indicators),
                step=step,
                gain=gain / total,
            )
        )
    return sorted(found, key=lambda one: -one.gain)


def _aims(
    row: Row, levels: Mapping[int, Decimal], instrument: Instrument
) -> tuple[list[tuple[Indicator, Decimal]], str]:
    """Which level each indicator is to reach, and that in words: the target where some are beneath it, else the next.

    The same as the drafts of the consolidation recommend.
    """
    target = instrument.target_level
    below = [one for one in row.indicators if target is not None and levels[one.pk] < target]
    if target is not None and below:
        lowest = min(levels[one.pk] for one in below)
        return [(one, target) for one in below], f"{formats.level(lowest)} ke {formats.level(target)}"
    rising = [one for one in row.indicators if levels[one.pk] < instrument.scale_max]
    aims = [(one, min(Decimal(int(levels[one.pk]) + 1), instrument.scale_max)) for one in rising]
    return aims, "naik satu" if aims else "dipertahankan"


def _corrections(result: Result, shape: Shape) -> list[CorrectionLine]:
    """The corrections that the result rests on, each beside the level that would have counted without it."""
    words = ledger_of([result.evaluation_id], upto=result.run.ledger_upto).get(result.evaluation_id, {})
    found = []
    for indicator in shape.indicators:
        levels = {stage: row.level for stage, row in words.get(indicator.pk, {}).items()}
        after = levels.pop(Stage.CORRECTION, None)
        before = settled(levels)
        if after is not None and before is not None:
            reason = words[indicator.pk][Stage.CORRECTION].reason
            found.append(CorrectionLine(str(indicator.number), indicator.name, before, after, reason))
    return found


def _level_names(instrument: Instrument) -> list[LevelNames]:
    names: dict[str, list[str]] = {}
    for one in instrument.level_names.order_by("capability", "level"):
        names.setdefault(one.capability, []).append(one.name)
    labels = dict(Capability.choices)
    distinct = {tuple(words): labels[capability] for capability, words in names.items()}
    return [LevelNames(label, words) for words, label in distinct.items()]


def _main(nodes: Iterable[Node], *, best: bool) -> list[str]:
    """The first word on each of the best or weakest parts, with its name: a remark alone does not say of what it is."""
    leaves = sorted((node for node in nodes if node.indicators), key=lambda node: node.stated, reverse=best)
    said = [(node.name, node.strengths if best else node.weaknesses) for node in leaves]
    return [f"{name}: {remarks[0].text}" for name, remarks in said if remarks][:IN_SUMMARY]


def _history(lines: Sequence[YearLine]) -> list[PastYear]:
    """The latest year first, as the report prints it; years of which nothing is known are left out."""
    known = [line for line in lines if line.state != "not_loaded"]
    return [
        PastYear(
            year=line.year,
            instrument=line.instrument.name,
            figure=line.figure.printed if line.figure else "",
            predikat=line.figure.predikat.name if line.figure and line.figure.predikat else "",
            remark=_past_remark(line),
            begins_series=place + 1 < len(known) and known[place + 1].instrument != line.instrument,
        )
        for place, line in enumerate(known)
    ]


def _past_remark(line: YearLine) -> str:
    if line.figure:
        return line.figure.source or "dihitung melalui aplikasi ini"
    return f"tidak dinilai; penilaian sendiri {line.own.printed}" if line.own else "tidak dinilai"


def _decree_of(result: Result) -> str:
    line = result.decree_lines.filter(decree__state="issued").select_related("decree").first()
    return str(line.decree) if line else ""


def _mean(figures: Sequence[Fraction]) -> Decimal:
    return stated(sum(figures, Fraction(0)) / len(figures))
