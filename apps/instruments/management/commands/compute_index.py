"""Compute an index from a file of levels or figures, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from apps.rules.instrument_file import InstrumentFileError, read_instrument
from apps.rules.worksheet import WorksheetError, computed

INSTRUMENTS = Path(__file__).resolve().parents[4] / "fixtures" / "instruments"


class Command(BaseCommand):
    help = "Menghitung indeks dari berkas tingkat indikator, atau nilai aspek atau domain (JSON atau CSV)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instrument", help="kode instrumen: " + ", ".join(instrument_codes()))
        parser.add_argument("file", help="berkas JSON atau CSV; - untuk masukan baku")

    def handle(self, *_args: Any, **options: Any) -> None:
        code, name = options["instrument"], options["file"]
        if code not in instrument_codes():
            self.refuse(f"Instrumen {json.dumps(code)} tidak dikenal. Yang ada: {', '.join(instrument_codes())}.")
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except (OSError, ValueError):
            self.refuse(f"Berkas {json.dumps(name)} tidak ada atau tidak dapat dibaca.")
        try:
            answer = computed(read_instrument(INSTRUMENTS / f"{code}.json"), content)
        except (WorksheetError, InstrumentFileError) as error:
            self.refuse(str(error))
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def refuse(self, reason: str) -> NoReturn:
        """One line that names what is wrong, and the exit code of a wrong input."""
        self.stderr.write(reason)
        sys.exit(2)


def instrument_codes() -> list[str]:
    """The instruments that are there; what else the folder holds carries another name than its code."""
    files = sorted(INSTRUMENTS.glob("*.json"))
    return [path.stem for path in files if json.loads(path.read_bytes()).get("code") == path.stem]
