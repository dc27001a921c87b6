"""Making an archive of a sheet, reading it, changing it, and having it checked."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.common import files
from apps.evaluations.models import Evaluation
from apps.jobs import actions as jobs
from apps.self_assessment import actions
from apps.self_assessment.models import Archive

SCRIPT = settings.BASE_DIR / "scripts" / "verify_archive.py"


def made(evaluation: Evaluation) -> bytes:
    jobs.run(actions.ask_archive(evaluation, by=None).pk)
    return files.read(Archive.objects.filter(evaluation=evaluation).latest("pk").sha256)


def verified(content: bytes, folder: Path) -> tuple[int, str]:
    path = folder / "arsip.zip"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-I", "-S", SCRIPT, path], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def member_of(content: bytes, name: str) -> Any:
    """A member of the archive, read as JSON; a history line by line."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        read = opened.read(name).decode()
    return [json.loads(line) for line in read.splitlines()] if name.endswith("l") else json.loads(read)


def rewritten(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with another content of one member, and a manifest that agrees with it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        members = {one: old.read(one) for one in old.namelist()}
        members[name] = change(members[name])
        manifest = json.loads(members["manifest.json"])
        for one in manifest["anggota"]:
            written = members[one["nama"]]
            one |= {"ukuran": len(written), "sha256": hashlib.sha256(written).hexdigest()}
        members["manifest.json"] = json.dumps(manifest).encode()
        for one, data in members.items():
            new.writestr(one, data)
    return target.getvalue()
