"""The store: bytes under their SHA-256, written once. A row may name a hash only after `keep` has returned.

Names, owners and permissions are not known here: they are the business of the rows that point to a hash.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from apps.common.exceptions import InputRefusedError

INCOMING = ".incoming-"
HASH = re.compile("[0-9a-f]{64}")


def path_of(sha256: str) -> Path:
    """Where the bytes of this hash lie. Two levels of folders keep each of them small."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def keep(chunks: Iterable[bytes], *, limit: int | None = None) -> tuple[str, int]:
    """Write the bytes, flushed to the disk, and return (SHA-256 in hex, size in bytes).

    Raises InputRefusedError beyond `limit` bytes; nothing stays behind then. The same bytes are kept once.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix=INCOMING, delete=False) as incoming:
        try:
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise InputRefusedError(
                        f"Berkas lebih besar dari {limit // 1_000_000} MB. Berkas ini tidak disimpan."
                    )
                digest.update(chunk)
                incoming.write(chunk)
            incoming.flush()
            os.fsync(incoming.fileno())
            _place(Path(incoming.name), path_of(digest.hexdigest()))
        except BaseException:
            Path(incoming.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size


def read(sha256: str) -> bytes:
    """The bytes of this hash, compared with it: a file that changed on the disk is an error, never served."""
    content = path_of(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError(f"the stored file {sha256} no longer has its hash")
    return content


def kept_before(moment: datetime) -> set[str]:
    """The hashes of everything that was last kept before this moment."""
    found = Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")
    return {path.name for path in found if HASH.fullmatch(path.name) and _is_older(path, moment)}


def forget_kept_before(sha256: str, moment: datetime) -> bool:
    """Delete these bytes, unless somebody has kept them again since this moment; whether they are gone.

    Whoever keeps the same bytes meanwhile waits for the folder, and puts them there anew.
    """
    path = path_of(sha256)
    with _held(path.parent):
        if not _is_older(path, moment):
            return False
        path.unlink()
    return True


def forget_cut_off_before(moment: datetime) -> int:
    """Delete what was being written when a process died; returns how many."""
    left = [one for one in Path(settings.MEDIA_ROOT).glob(f"{INCOMING}*") if _is_older(one, moment)]
    for one in left:
        one.unlink(missing_ok=True)
    return len(left)


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _place(incoming: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.chmod(0o440)
    with _held(target.parent) as folder:
        incoming.replace(target)
        os.fsync(folder)


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """A folder that nobody else puts into or takes from, as a descriptor."""
    folder = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)
