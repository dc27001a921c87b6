"""Processes that end with the one that started them, whichever way it ends."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 10  # seconds between asking a process to end and ending it
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
TAIL = 15  # lines of a log worth showing

libc = ctypes.CDLL(None)


class LaunchError(Exception):
    """Why nothing runs, in one sentence for the terminal."""


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    farewell: signal.Signals
    log: Path | None

    def last_words(self) -> str:
        if self.log is None:
            return ""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(["", *lines[-TAIL:]])


class Family:
    """The children of this process, in the order of their birth."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        # Grandchildren whose parent dies come to us instead of to init, so that none is overlooked.
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        user: str | None = None,
        text: str | None = None,
        farewell: signal.Signals = signal.SIGTERM,
        own_session: bool = True,
    ) -> Child:
        """Start a command; `text` is its standard input, `farewell` the signal it ends on."""
        output = log.open("wb") if log else None
        process = subprocess.Popen(  # noqa: S603
            command,
            env=env,
            stdin=subprocess.PIPE if text else (subprocess.DEVNULL if own_session else None),
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            user=user,
            group=user and primary_group(user),
            extra_groups=[] if user else None,
            cwd="/" if user else None,
            start_new_session=own_session,
            preexec_fn=dies_with(os.getpid(), farewell),
        )
        if output:
            output.close()
        if text and process.stdin:
            process.stdin.write(text.encode())
            process.stdin.close()
        child = Child(name, process, farewell, log)
        self.children.append(child)
        return child

    def wait(self, child: Child) -> int:
        """The exit code of a child that ends by itself."""
        status = child.process.wait()
        self.children.remove(child)
        return status

    def wait_until(self, child: Child, is_ready: Callable[[], bool], *, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while not is_ready():
            if child.process.poll() is not None:
                raise LaunchError(f"{child.name} did not start.{child.last_words()}")
            if time.monotonic() > limit:
                raise LaunchError(f"{child.name} was not ready after {seconds:.0f} s.{child.last_words()}")
            time.sleep(0.05)

    def part_with(self, child: Child) -> None:
        if child.process.poll() is None:
            child.process.send_signal(child.farewell)
        try:
            child.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        self.children.remove(child)

    def stop(self) -> None:
        """The youngest first, since the elder serve them; then whatever they left behind."""
        while self.children:
            self.part_with(self.children[-1])
        while orphans := children_of(os.getpid()):
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def dies_with(parent: int, farewell: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes its command: arrange to get `farewell` when `parent` dies."""

    def arrange() -> None:
        end_with_parent(farewell)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def end_with_parent(farewell: signal.Signals) -> None:
    libc.prctl(PR_SET_PDEATHSIG, farewell)


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def primary_group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def heed_signals() -> None:
    """Turn the wish to end into SystemExit, once; what ends us afterwards is our own cleaning up."""

    def leave(number: int, _frame: object) -> None:
        ignore_signals()
        sys.exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
