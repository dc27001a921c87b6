"""How ready a sheet is: what blocks its submission, and what an assessor will stumble over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from apps.evaluations.models import Evaluation
from apps.rules import readiness
from apps.self_assessment.models import Answer, Evidence
from apps.self_assessment.queries.sealing import sheet_sha256
from apps.self_assessment.queries.sheet import Earlier, earlier_levels
from apps.self_assessment.queries.submission import Blocker, blockers


@dataclass(frozen=True)
class Sheet:
    """What the checks look at. `evidence`: by indicator, whatever each standing piece is called."""

    evaluation: Evaluation
    answers: tuple[Answer, ...]
    evidence: Mapping[int, tuple[str, ...]]
    earlier: Earlier

    def numbers(self, is_met: Callable[[Answer], bool]) -> list[int]:
        return [answer.indicator.number for answer in self.answers if is_met(answer)]

    def is_claim(self, answer: Answer) -> bool:
        return readiness.is_claim(answer.level, self.evaluation.period.instrument.scale_min)


@dataclass(frozen=True)
class Warn:
    """Something that blocks nothing and is never silent: what, why it matters, and at which indicators."""

    text: str
    why: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Readiness:
    blockers: list[Blocker]
    warnings: list[Warn]

    @property
    def is_ready(self) -> bool:
        return not self.blockers


def unproven(sheet: Sheet) -> Iterable[int]:
    return sheet.numbers(lambda answer: sheet.is_claim(answer) and answer.indicator_id not in sheet.evidence)


def uncited(sheet: Sheet) -> Iterable[int]:
    def says_nothing_of_it(answer: Answer) -> bool:
        names = sheet.evidence.get(answer.indicator_id, ())
        return sheet.is_claim(answer) and bool(names) and not readiness.cites(answer.fact, names)

    return sheet.numbers(says_nothing_of_it)


def far_above(sheet: Sheet) -> Iterable[int]:
    levels = sheet.earlier.levels
    return sheet.numbers(lambda answer: readiness.is_far_above(answer.level, levels.get(answer.indicator_id)))


# Every check: what it says, why it matters, which indicators it finds. A further check is a further line.
CHECKS: tuple[tuple[str, str, Callable[[Sheet], Iterable[int]]], ...] = (
    ("Tingkat tanpa data dukung", "Asesor biasanya menurunkan tingkat yang tidak terbukti.", unproven),
    (
        "Fakta tidak menunjuk data dukung",
        "Sebut nama atau nomor dokumen, atau halaman dan pasalnya, agar asesor menemukannya.",
        uncited,
    ),
    (
        "Tingkat jauh di atas tahun lalu",
        f"Naik {readiness.FAR} tingkat atau lebih: pastikan buktinya menjelaskan lompatan itu.",
        far_above,
    ),
)


def readiness_of(evaluation: Evaluation) -> Readiness:
    """Blockers and warnings of one sheet as it stands. The same number of queries whatever the sheet holds."""
    missing = blockers(evaluation, sheet_sha256=sheet_sha256(evaluation))
    return Readiness(missing, warnings_of(evaluation))


def warnings_of(evaluation: Evaluation) -> list[Warn]:
    """The checks that found something. Three queries."""
    answers = Answer.objects.filter(evaluation=evaluation, indicator__external_index="").select_related("indicator")
    read = answers.only("level", "fact", "indicator__number").order_by("indicator__number")
    sheet = Sheet(evaluation, tuple(read), _names_of_evidence(evaluation), earlier_levels(evaluation))
    found = [Warn(text, why, tuple(numbers(sheet))) for text, why, numbers in CHECKS]
    return [one for one in found if one.numbers]


def _names_of_evidence(evaluation: Evaluation) -> dict[int, tuple[str, ...]]:
    rows = Evidence.objects.filter(evaluation=evaluation, withdrawn_at__isnull=True).order_by("pk")
    names: dict[int, tuple[str, ...]] = {}
    for indicator, file, url, proves in rows.values_list("indicator_id", "file__name", "url", "proves"):
        called = PurePath(file).stem if file else url.split("://", 1)[-1]
        names[indicator] = (*names.get(indicator, ()), called, proves)
    return names
