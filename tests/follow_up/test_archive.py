"""The archive of a sheet goes on after the result: what was done about it is the institution's as well."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.accounts.models import User
from apps.evaluations.models import Evaluation, PartFinding
from apps.follow_up.actions import assistance
from apps.follow_up.actions.follow_ups import plan, revise
from apps.follow_up.models import FollowUpState, Voice
from apps.institutions.models import Role
from tests.archives import made, member_of, rewritten, verified
from tests.factories import EvaluationFactory, member
from tests.follow_up.conftest import planned
from tests.self_assessment.support import PDF, upload

LIST = "tindak_lanjut/daftar.json"
HISTORY = "tindak_lanjut/riwayat.jsonl"
SEALED = "segel/baris/follow_up_followupevent.jsonl"


def test_it_holds_every_follow_up_with_its_proof(
    evaluation: Evaluation, finding: PartFinding, coordinator: User, tmp_path: Path
) -> None:
    planned(evaluation, coordinator, finding=finding)
    said = {"text": "Sudah terbit", "owner": coordinator, "state": FollowUpState.DONE}
    plan(evaluation, said, upload=upload(PDF, "perbup.pdf"), by=coordinator)

    content = made(evaluation)

    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        rows = json.loads(opened.read(LIST))
        assert opened.read("tindak_lanjut/perbup.pdf") == PDF
        assert json.loads(opened.read("manifest.json"))["jumlah"]["tindak_lanjut"] == 2
    assert [(one["rencana"], one["rekomendasi"], one["anggota"]) for one in rows] == [
        ("Susun peraturan", finding.text, ""),
        ("Sudah terbit", "", "tindak_lanjut/perbup.pdf"),
    ]
    code, told = verified(content, tmp_path)
    assert (code, "2 tindak lanjut" in told) == (0, True)
    assert made(evaluation) == content


def revised_twice(evaluation: Evaluation, coordinator: User) -> None:
    """Planned, begun with a first proof, ended with a better one."""
    follow_up = planned(evaluation, coordinator)
    for version, (state, name) in enumerate(
        [(FollowUpState.RUNNING, "draf.pdf"), (FollowUpState.DONE, "perbup.pdf")], 1
    ):
        said = {"text": f"Langkah {version}", "owner": coordinator, "state": state}
        revise(follow_up, said, version=version, upload=upload(PDF + name.encode(), name), by=coordinator)
        follow_up.refresh_from_db()


def test_it_holds_every_version_of_a_follow_up_with_the_proof_of_its_time(
    evaluation: Evaluation, coordinator: User, tmp_path: Path
) -> None:
    revised_twice(evaluation, coordinator)

    content = made(evaluation)

    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        versions = [json.loads(line) for line in opened.read(HISTORY).splitlines()]
        assert len(opened.read("segel/baris/follow_up_followupevent.jsonl").splitlines()) == 3
        assert opened.read("tindak_lanjut/draf.pdf") == PDF + b"draf.pdf"
    assert [(one["versi"], one["rencana"], one["keadaan"], one["nama_asli"]) for one in versions] == [
        (1, "Susun peraturan", "Belum mulai", None),
        (2, "Langkah 1", "Berjalan", "draf.pdf"),
        (3, "Langkah 2", "Selesai", "perbup.pdf"),
    ]
    code, told = verified(content, tmp_path)
    assert (code, "3 versi tindak lanjut" in told) == (0, True)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        (HISTORY, lambda old: b"".join(old.splitlines(keepends=True)[1:]), "riwayat tindak lanjut ke-1 tidak lengkap"),
        (HISTORY, lambda old: old.replace(b"Langkah 2", b"Langkah 9"), "tidak sampai pada keadaannya"),
        (SEALED, lambda old: old.replace(b"Langkah 1", b"Langkah 9"), "baris follow_up_followupevent berubah"),
    ],
)
def test_a_rewritten_history_is_found(
    evaluation: Evaluation,
    coordinator: User,
    tmp_path: Path,
    name: str,
    change: Callable[[bytes], bytes],
    reason: str,
) -> None:
    revised_twice(evaluation, coordinator)

    code, told = verified(rewritten(made(evaluation), name, change), tmp_path)

    assert (code, reason in told) == (1, True)


def test_a_proof_that_was_exchanged_is_found(evaluation: Evaluation, coordinator: User, tmp_path: Path) -> None:
    said = {"text": "Sudah terbit", "owner": coordinator, "state": FollowUpState.DONE}
    plan(evaluation, said, upload=upload(PDF, "perbup.pdf"), by=coordinator)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made(evaluation))) as old, zipfile.ZipFile(target, "w") as new:
        content = {name: old.read(name) for name in old.namelist()}
        content[LIST] = content[LIST].replace(b'"sha256": "', b'"sha256": "0')
        for name, data in content.items():
            new.writestr(name, data)

    code, told = verified(target.getvalue(), tmp_path)

    assert (code, "berkas bukti bukan yang dicatat: perbup.pdf" in told) == (1, True)


def test_it_holds_what_was_asked_for_assistance_word_by_word(
    evaluation: Evaluation, coordinator: User, tmp_path: Path
) -> None:
    ministry = member(Role.EVALUATION_TEAM)
    indicator = evaluation.period.instrument.indicators.get(number=1)
    request = assistance.ask(evaluation.institution, indicator, "Bagaimana menyusunnya?", by=coordinator)
    assistance.say(request, Voice.MINISTRY, "Mulai dari arsitekturnya.", by=ministry)
    assistance.ask(
        EvaluationFactory(period=evaluation.period).institution, indicator, "Punya instansi lain", by=coordinator
    )

    content = made(evaluation)

    said = [(one["pihak"], one["pesan"]) for one in member_of(content, "pendampingan/daftar.json")]
    assert said == [("Instansi", "Bagaimana menyusunnya?"), ("Kementerian PANRB", "Mulai dari arsitekturnya.")]
    assert member_of(content, "manifest.json")["jumlah"]["pendampingan"] == 2
    assert verified(content, tmp_path)[0] == 0
