"""The processes that open strangers' files: without secrets, one for each file, and never missed for long."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from apps.common import openers, pages
from tests.self_assessment.papers import TEXT, paper

PDF = "application/pdf"
# Speaks as page_maker.py does, and says of itself and its parent what it is asked for instead of opening a file.
SPY = """
import json, os, socket, sys
control = socket.socket(fileno=int(sys.argv[1]))
while True:
    line, sockets, _, _ = socket.recv_fds(control, 65536, 1)
    if not line:
        break
    if b"die" in line:
        os._exit(1)
    known = {"pid": os.getpid(), "environment": sorted(os.environ), "path": sys.path}
    to = socket.socket(fileno=sockets[0])
    to.sendall(b"done\\n" + json.dumps(known).encode())
    to.close()
"""


@pytest.fixture
def spy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    program = tmp_path / "mata.py"
    program.write_text(SPY)
    openers.forget()
    monkeypatch.setattr(openers, "MAKER", program)
    yield
    openers.forget()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    made = tmp_path / "bukti.pdf"
    made.write_bytes(paper(TEXT))
    return made


@pytest.mark.usefixtures("spy")
def test_it_knows_no_secrets_and_none_of_our_modules(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")

    known = openers.opened(1, "say")

    assert known is not None
    assert b"SECRET_KEY" not in known
    assert b"DATABASE_URL" not in known
    assert f'"{Path.cwd()}"'.encode() not in known


@pytest.mark.usefixtures("spy")
def test_one_waits_for_all_files_and_is_replaced_when_it_is_gone():
    first, second = openers.opened(1, "say"), openers.opened(1, "say")

    died = openers.opened(1, "die")
    third = openers.opened(1, "say")

    assert first == second
    assert died is None
    assert third not in (None, first)


def test_a_file_that_kills_its_process_hurts_no_other(pdf: Path, tmp_path: Path):
    endless = tmp_path / "tanpa-akhir.pdf"
    endless.write_bytes(paper(b"q " + b"0 0 595 842 re f " * 4_000_000))
    found: list[set[int]] = []
    drawing = Thread(target=lambda: found.append(pages.draw(endless, PDF, [1], tmp_path / "halaman", seconds=1)))
    drawing.start()

    beside = pages.look(pdf, PDF, seconds=5)
    drawing.join()
    after = pages.look(pdf, PDF, seconds=5)

    assert found == [{1}]
    assert beside == after == pages.Look(1, "")


@pytest.mark.usefixtures("spy")
def test_a_forked_process_has_its_own():
    ours = openers.opened(1, "say")
    child = os.fork()
    if child == 0:
        theirs = openers.opened(1, "say")
        os._exit(0 if theirs not in (None, ours) else 1)

    _, ended = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(ended) == 0
    assert openers.opened(1, "say") == ours


@pytest.mark.usefixtures("spy")
def test_it_ends_as_soon_as_nobody_can_ask():
    said = openers.opened(1, "say")
    assert said is not None
    pid = json.loads(said)["pid"]

    openers.forget()

    assert os.waitpid(pid, 0) == (pid, 0)
