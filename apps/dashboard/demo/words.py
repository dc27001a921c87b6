"""What people of the demonstration write: from the criteria of the instrument, so it fits the level."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from apps.common.formats import level as shown
from apps.instruments.models import Criterion, Indicator, Instrument
from apps.self_assessment.texts import AnswerText

SERVICES = ("Layanan Kesehatan", "Layanan Perizinan", "Layanan Kependudukan", "Layanan Pendidikan")


@dataclass(frozen=True)
class Question:
    """An indicator with what each of its levels asks."""

    indicator: Indicator
    criteria: Mapping[int, str]

    @property
    def pk(self) -> int:
        return self.indicator.pk

    def asks(self, level: Decimal) -> str:
        return self.criteria.get(int(level), "")


def questions_of(instrument: Instrument) -> list[Question]:
    """Every indicator with its criteria. Two queries."""
    criteria: dict[int, dict[int, str]] = {}
    for one in Criterion.objects.filter(indicator__instrument=instrument):
        criteria.setdefault(one.indicator_id, {})[one.level] = one.text
    return [Question(one, criteria.get(one.pk, {})) for one in instrument.indicators.all()]


def claim(question: Question, level: Decimal) -> AnswerText:
    """The answer of an institution that gives itself this level: fact, analysis, justification."""
    number = question.indicator.number
    names_service = question.indicator.names_service
    return AnswerText(
        level=level,
        fact=f"Dokumen simulasi nomor {number:02d}, halaman {number % 9 + 2}, tentang {question.indicator.name}.",
        analysis=_quoted("Isi dokumen sesuai dengan kriteria", question.asks(level)),
        justification=f"Karena itu tingkat {shown(level)} terpenuhi.{_missing(question, level)}",
        service_name=SERVICES[number % len(SERVICES)] if names_service else "",
    )


def finding(question: Question, level: Decimal, claimed: Decimal) -> str:
    """Why an assessor gives this level where the institution claims another, or the same."""
    if level == claimed:
        return f"Data dukung yang disampaikan membuktikan tingkat {shown(level)}."
    if level < claimed:
        unmet = _quoted(f"Kriteria tingkat {shown(claimed)} belum terbukti", question.asks(claimed))
        return f"{unmet} Data dukung yang dapat diperiksa sesuai dengan tingkat {shown(level)}."
    met = _quoted(f"Data dukung ternyata memenuhi kriteria tingkat {shown(level)}", question.asks(level))
    return f"{met} Instansi menilai diri lebih rendah."


def to_clarify(question: Question, level: Decimal) -> str:
    """What the interview should ask, to see whether this level is reached."""
    return _quoted(f"Mohon ditunjukkan bukti bahwa kriteria tingkat {shown(level)} terpenuhi", question.asks(level))


def clarified(question: Question, level: Decimal) -> str:
    return _quoted(
        f"Instansi menunjukkan bukti asli pada interviu; tingkat {shown(level)} terpenuhi", question.asks(level)
    )


def _missing(question: Question, level: Decimal) -> str:
    following = question.asks(level + 1)
    return f" Belum dicapai untuk tingkat berikutnya: “{following}”" if following else ""


def _quoted(sentence: str, criterion: str) -> str:
    return f"{sentence}: “{criterion}”" if criterion else f"{sentence}."
