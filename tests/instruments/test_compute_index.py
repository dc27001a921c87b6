"""The command as a person runs it: another process, without any database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BANYUWANGI = {"1": "47/10", "2": "42/10", "3": "43/11", "4": "877/182"}


def run(*arguments, stdin=b""):
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}
    }
    return subprocess.run(
        [sys.executable, "manage.py", "compute_index", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_it_prints_one_json_object_for_standard_input():
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


def test_it_reads_a_file(tmp_path):
    sheet = tmp_path / "lembar.csv"
    sheet.write_text("indicator,level\n11,3\n12,4\n13,3\n14,2\n")

    done = run("spbe-47", str(sheet))

    assert (done.returncode, json.loads(done.stdout)["aspects"]) == (0, {"2": "3.00"})


@pytest.mark.parametrize(
    ("arguments", "stdin", "line"),
    [
        (("spbe-47", "-"), b'{"indicators": {"12": 7}}', "Indikator 12: nilai 7 di luar rentang 1 sampai 5."),
        (
            ("spbe-47", "-"),
            b'{"indicators": {"12": "\\ud800"}}',
            'Indikator 12: nilai "\\ud800" bukan bilangan.',
        ),
        (("spbe-47", "tiada.json"), b"", 'Berkas "tiada.json" tidak ada atau tidak dapat dibaca.'),
        (("spbe-47", "fixtures"), b"", 'Berkas "fixtures" tidak ada atau tidak dapat dibaca.'),
        (
            ("crosswalk", "-"),
            b"{}",
            'Instrumen "crosswalk" tidak dikenal. Yang ada: pemdi-20, spbe-35, spbe-47.',
        ),
        (("../x", "-"), b"{}", 'Instrumen "../x" tidak dikenal. Yang ada: pemdi-20, spbe-35, spbe-47.'),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_exit_code_2(arguments, stdin, line):
    done = run(*arguments, stdin=stdin)

    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", f"{line}\n")
