"""Processes that open strangers' files: one that waits, and forks another for each file (page_maker.py).

The one that waits has read its libraries and no file; so a file costs a fork, not a new interpreter, and whatever it
does to the process that opens it is gone with that.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from socket import SOCK_SEQPACKET, send_fds, socket, socketpair
from threading import Lock

MAKER = Path(__file__).with_name("page_maker.py")
GRACE = 5  # seconds of the wall beyond those of the processor: the machine may be busy
DONE = b"done\n"

_lock = Lock()
_waiting: socket | None = None


def opened(seconds: int, command: str, *arguments: str) -> bytes | None:
    """What a process of its own says of a file; None if it took longer, or the file was stronger than the process."""
    ours, theirs = socketpair()
    with ours:
        with theirs:
            _ask(json.dumps([seconds, seconds + GRACE, command, *arguments]).encode(), theirs)
        ours.settimeout(seconds + 2 * GRACE)
        try:
            said = b"".join(iter(lambda: ours.recv(65_536), b""))
        except (TimeoutError, ConnectionError):
            return None
    return said.removeprefix(DONE) if said.startswith(DONE) else None


def _ask(line: bytes, answer: socket) -> None:
    """Hand over what is asked and where the answer goes; to a new process if the one that waited is gone."""
    global _waiting
    with _lock:
        if _waiting is not None:
            try:
                send_fds(_waiting, [line], [answer.fileno()])
                return
            except ConnectionError:
                forget()
        _waiting = _started()
        send_fds(_waiting, [line], [answer.fileno()])


def _started() -> socket:
    """It ends by itself as soon as nobody holds the other end."""
    ours, theirs = socketpair(type=SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(  # noqa: S603 - our own program, told of nothing but a socket
            [sys.executable, "-I", str(MAKER), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return ours


def forget() -> None:
    """Let the one that waits end. A process that was forked from this one begins its own."""
    global _waiting
    if _waiting is not None:
        _waiting.close()
        _waiting = None


os.register_at_fork(after_in_child=forget)
