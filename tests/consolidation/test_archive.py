"""The archive of a sheet holds the objections with their answers, and the words that the period has opened."""

import json

import pytest

from apps.consolidation.actions.objections import answer_objection, object_to
from apps.evaluations.actions.seals import seal
from apps.institutions.models import Role
from apps.periods.models import Shown
from apps.rules.stages import Stage
from tests.archives import made, member_of, rewritten, verified
from tests.factories import EvaluationFactory, PeriodFactory, bring_to, member
from tests.marks import indicator_of

SEALED = "segel/baris/evaluations_objection.jsonl"


@pytest.fixture
def objected(db):
    """One objection answered, one waiting; sealed."""
    evaluation = bring_to(EvaluationFactory(period=PeriodFactory(objection_days=5), with_team=True), Stage.REVIEW)
    coordinator, ministry = member(Role.COORDINATOR, evaluation.institution), member(Role.EVALUATION_TEAM)
    for number in (1, 2):
        object_to(evaluation, indicator_of(evaluation, number), level=4, text=f"Alasan {number}", by=coordinator)
    answer_objection(evaluation.objections.first(), is_accepted=False, text="Bukti tahun lain", by=ministry)
    seal(evaluation)
    return evaluation


def test_it_holds_every_objection_with_its_answer_by_role(objected, tmp_path):
    content = made(objected)

    rows = member_of(content, "sanggah/daftar.json")
    told = [(one["indikator"], one["alasan"], one["putusan_tim_evaluasi"], one["alasan_putusan"]) for one in rows]
    assert told == [(1, "Alasan 1", "ditolak", "Bukti tahun lain"), (2, "Alasan 2", "", "")]
    assert len(member_of(content, SEALED)) == 2
    assert objected.objections.first().answer.by.name not in json.dumps(rows)
    code, said = verified(content, tmp_path)
    assert (code, "2 sanggah" in said) == (0, True)


@pytest.mark.parametrize("name", ["sanggah/daftar.json", SEALED])
def test_an_objection_that_was_rewritten_is_found(objected, tmp_path, name):
    changed = rewritten(made(objected), name, lambda old: old.replace(b"Alasan 2", b"Alasan 9"))

    code, said = verified(changed, tmp_path)

    assert (code, "sanggah berubah setelah disegel" in said) == (1, True)


@pytest.mark.parametrize(
    ("shown", "stage", "told"),
    [
        (Shown.CLOSED, Stage.DESK_REVIEW, ["Penilaian mandiri"]),
        (Shown.CLOSED, Stage.INTERVIEW, ["Penilaian mandiri", "Penilaian dokumen"]),
        (Shown.PUBLISHED, Stage.CONSOLIDATION, ["Penilaian mandiri"]),
        (Shown.NEVER, Stage.CONSOLIDATION, ["Penilaian mandiri"]),
    ],
)
def test_it_tells_the_words_of_opened_stages_alone(db, shown, stage, told):
    columns = dict.fromkeys(("desk_review_shown", "interview_shown", "visitation_shown", "consolidation_shown"), shown)
    evaluation = bring_to(EvaluationFactory(period=PeriodFactory(**columns), with_team=True), stage)

    rows = member_of(made(evaluation), "penilaian/daftar.json")

    assert [one["tahap"] for one in rows if one["indikator"] == 1] == told
