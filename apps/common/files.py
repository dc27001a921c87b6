"""The store: bytes under their SHA-256, written once. A row may name a hash only after `keep` has returned.

Names, owners and permissions are not known here: they are the business of the rows that point to a hash.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from apps.common.exceptions import InputRefusedError


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
    with tempfile.NamedTemporaryFile(dir=root, prefix=".incoming-", delete=False) as incoming:
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


def _place(incoming: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.chmod(0o440)
    incoming.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
