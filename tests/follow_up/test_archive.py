"""The archive of a sheet goes on after the result: what was done about it is the institution's as well."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.conf import settings

from apps.accounts.models import User
from apps.common import files
from apps.evaluations.models import Evaluation, PartFinding
from apps.follow_up.actions.follow_ups import plan
from apps.follow_up.models import FollowUpState
from apps.jobs import actions as jobs
from apps.self_assessment import actions
from apps.self_assessment.models import Archive
from tests.follow_up.conftest import planned
from tests.self_assessment.support import PDF, upload

LIST = "tindak_lanjut/daftar.json"
SCRIPT = settings.BASE_DIR / "scripts" / "verify_archive.py"


def made(evaluation: Evaluation) -> bytes:
    jobs.run(actions.ask_archive(evaluation, by=None).pk)
    return files.read(Archive.objects.filter(evaluation=evaluation).latest("pk").sha256)


def verified(content: bytes, folder: Path) -> tuple[int, str]:
    path = folder / "arsip.zip"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-I", "-S", SCRIPT, path], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


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
