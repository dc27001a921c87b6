"""What the archive of a sheet holds of what others said of it, and what the institution objected to.

The keys are Indonesian: people of the institution open these files.
"""

from apps.evaluations.models import Evaluation, LedgerLevel, Objection
from apps.evaluations.permissions import stages_opened
from apps.evaluations.queries import ledger_of
from apps.rules.stages import LABELS, LEDGER_ORDER, Stage
from apps.self_assessment.chapters import Chapter, Row, chapter
from apps.self_assessment.queries.archive import moment
from apps.self_assessment.queries.citations import citations_in


@chapter("evaluations_objection")
def objections(evaluation: Evaluation) -> Chapter:
    """Every objection with the evidence it points to and its answer; who answered is named by role. Two queries."""
    cited = citations_in(evaluation, Stage.REVIEW)
    rows = Objection.objects.filter(evaluation=evaluation).select_related("indicator", "by", "answer")
    return Chapter(
        "sanggah",
        [
            (_objection(one) | {"bukti_dirujuk": "; ".join(map(str, cited.get(one.indicator_id, [])))}, None)
            for one in rows.order_by("indicator__number")
        ],
    )


def _objection(one: Objection) -> Row:
    answer = getattr(one, "answer", None)
    decided = ("diterima" if answer.is_accepted else "ditolak") if answer else ""
    return {
        "indikator": one.indicator.number,
        "tingkat_diminta": f"{one.level:f}",
        "alasan": one.text,
        "rujukan_lain": one.evidence,
        "oleh": one.by.name,
        "pada": moment(one.at),
        "putusan_tim_evaluasi": decided,
        "alasan_putusan": answer.text if answer else "",
        "dijawab_pada": moment(answer.at) if answer else None,
    }


@chapter()
def words(evaluation: Evaluation) -> Chapter:
    """The level and reason of every stage that the period opens to the institution by now, and no name. One query."""
    ledger = ledger_of([evaluation.pk]).get(evaluation.pk, {})
    numbers = dict(evaluation.period.instrument.indicators.values_list("pk", "number"))
    opened = stages_opened(evaluation)
    rows = [
        (_word(numbers[pk], stage, said[stage]), None)
        for pk, said in sorted(ledger.items(), key=lambda one: numbers[one[0]])
        for stage in LEDGER_ORDER
        if stage in said and stage in opened
    ]
    return Chapter("penilaian", rows)


def _word(number: int, stage: Stage, row: LedgerLevel) -> Row:
    return {"indikator": number, "tahap": LABELS[stage], "tingkat": f"{row.level:f}", "alasan": row.reason}
