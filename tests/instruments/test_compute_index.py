"""The command as a person runs it, without any database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
BANYUWANGI = {"1": "47/10", "2": "42/10", "3": "43/11", "4": "877/182"}
KNOWN = "Yang ada: pemdi-20, spbe-35, spbe-47."


def run(*arguments, stdin):
    """The command in a process of its own that is told of no database."""
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, "manage.py", "compute_index", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        check=False,
    )


def test_it_prints_one_json_object_and_needs_no_database():
    done = run("spbe-47", "-", stdin=json.dumps({"domains": BANYUWANGI}).encode())

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {
        "instrument": "spbe-47",
        "index": "4.50",
        "exact": "8997/2000",
        "predikat": "memuaskan",
        "domains": {"1": "4.70", "2": "4.20", "3": "3.91", "4": "4.82"},
        "aspects": {},
    }


def test_what_is_wrong_is_one_line_on_standard_error_and_exit_code_2():
    done = run("spbe-47", "-", stdin=b'{"indicators": {"12": "\\ud800"}}')

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b'Indikator 12: nilai "\\ud800" bukan bilangan.\n'


def test_it_reads_a_file(tmp_path, capsys):
    sheet = tmp_path / "lembar.csv"
    sheet.write_text("indicator,level\n11,3\n12,4\n13,3\n14,2\n")

    call_command("compute_index", "spbe-47", str(sheet))

    assert json.loads(capsys.readouterr().out)["aspects"] == {"2": "3.00"}


@pytest.mark.parametrize(
    ("instrument", "file", "line"),
    [
        ("spbe-47", "-", "Indikator 12: nilai 7 di luar rentang 1 sampai 5."),
        ("spbe-47", "tiada.json", 'Berkas "tiada.json" tidak ada atau tidak dapat dibaca.'),
        ("spbe-47", "fixtures", 'Berkas "fixtures" tidak ada atau tidak dapat dibaca.'),
        ("spbe-47", "a\0b", 'Berkas "a\\u0000b" tidak ada atau tidak dapat dibaca.'),
        ("crosswalk", "-", f'Instrumen "crosswalk" tidak dikenal. {KNOWN}'),
        ("../x", "-", f'Instrumen "../x" tidak dikenal. {KNOWN}'),
    ],
)
def test_what_is_wrong_is_named(monkeypatch, capsys, instrument, file, line):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"indicators": {"12": 7}}')))

    with pytest.raises(SystemExit) as ended:
        call_command("compute_index", instrument, file)

    assert ended.value.code == 2
    assert capsys.readouterr() == ("", f"{line}\n")
