"""Asks the database whether everything holds that must hold. Prints a line for what does not; exit code 1 then."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.coordination.invariants import checked

SHOWN = 5


class Command(BaseCommand):
    help = "Memeriksa invarian data; kode keluar 1 bila ada yang dilanggar"

    def handle(self, *_: Any, **__: Any) -> None:
        broken = 0
        for name, rows in checked().items():
            broken += bool(rows)
            self.stdout.write(f"{len(rows):6} {name}")
            for row in rows[:SHOWN]:
                self.stdout.write(f"       - {row}")
        if broken:
            raise CommandError(f"{broken} invarian dilanggar.")
