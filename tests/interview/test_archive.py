"""The archive of a sheet holds the interview as the institution reads it, and every reply it ever sent."""

from decimal import Decimal

import pytest

from apps.evaluations.actions.marked import Word
from apps.evaluations.actions.minutes import keep_minutes
from apps.interview.actions import Brought, reply_to, save_clarification
from apps.interview.minutes import sheet_of
from apps.interview.models import Clarification, Reply
from apps.rules.stages import Stage
from tests.archives import made, member_of, rewritten, verified
from tests.factories import EvaluationFactory, bring_to
from tests.marks import appoint, ask_for_evidence, indicator_of, mark_numbers
from tests.self_assessment.support import PDF, upload

LIST, HISTORY = "interviu/daftar.json", "interviu/riwayat.jsonl"


@pytest.fixture
def replied(evaluation, assessor, coordinator):
    """A level was proposed; the institution did not agree, with a file, and said so again in other words."""
    ask_for_evidence(evaluation, 2)
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(2), "Bukti lama"), by=assessor)
    said = {"reply": Reply.CONTESTED, "requested_level": Decimal(4), "by": coordinator}
    brought = Brought([upload(PDF, "daftar.pdf")], place="hlm. 2")
    reply_to(Clarification.objects.get(), version=1, text="Ada bukti baru", brought=brought, **said)
    reply_to(Clarification.objects.get(), version=2, text="Ada dua bukti baru", **said)
    return evaluation


def test_it_holds_questions_proposals_and_every_reply_without_a_name_of_an_assessor(
    replied, coordinator, assessor, tmp_path
):
    content = made(replied)

    (row,) = member_of(content, LIST)
    names = ("indikator", "pertanyaan", "usulan_tingkat", "alasan_usulan", "tanggapan", "tingkat_diminta")
    assert [row[name] for name in names] == [2, "Pertanyaan 2", "2.00", "Bukti lama", "Tidak setuju", "4.00"]
    assert row["bukti_diminta"].startswith("SK tahun ini (paling lambat ")
    sent = [(one["isi_tanggapan"], one["bukti_dirujuk"], one["oleh"]) for one in member_of(content, HISTORY)]
    assert sent == [
        ("Ada bukti baru", "daftar.pdf, hlm. 2", coordinator.name),
        ("Ada dua bukti baru", "", coordinator.name),
    ]
    assert assessor.name not in str([member_of(content, LIST), member_of(content, HISTORY)])
    counted = member_of(content, "manifest.json")["jumlah"]
    assert (counted["interviu"], counted["versi_interviu"]) == (1, 2)
    assert verified(content, tmp_path)[0] == 0
    assert made(replied) == content


def test_another_level_leaves_the_words_of_the_reply_and_the_archive_whole(replied, assessor, tmp_path):
    save_clarification(replied, Word(indicator_of(replied, 2).pk, 3, Decimal(3), "Dinilai lagi"), by=assessor)

    content = made(replied)

    (row,) = member_of(content, LIST)
    assert (row["tanggapan"], row["isi_tanggapan"]) == ("Belum ditanggapi", "Ada dua bukti baru")
    assert verified(content, tmp_path)[0] == 0


@pytest.mark.parametrize("name", [LIST, HISTORY])
def test_a_reply_that_was_rewritten_is_found(replied, tmp_path, name):
    changed = rewritten(made(replied), name, lambda old: old.replace(b"dua bukti", b"tiga bukti"))

    code, told = verified(changed, tmp_path)

    assert (code, "bukan yang terakhir dikirim" in told) == (1, True)


def test_it_holds_the_minutes(evaluation):
    appoint(evaluation, held=True)
    keep_minutes(evaluation, Stage.INTERVIEW, sheet_of(evaluation))

    content = made(evaluation)

    names = [one["nama"] for one in member_of(content, "manifest.json")["anggota"]]
    assert [name for name in names if "Interviu" in name] == ["dokumen/Berita Acara Interviu.pdf"]


def test_before_the_agenda_is_open_it_knows_of_no_question(db):
    evaluation = bring_to(EvaluationFactory(with_team=True), Stage.DESK_REVIEW)
    before = made(evaluation)

    mark_numbers(evaluation, Stage.INTERVIEW, 2)

    assert evaluation.marks.exists()
    assert made(evaluation) == before
