"""`manage.py bench`: what the pages and papers that matter cost, on a database of its own."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from apps.dashboard.bench import agreement, country, measures, server, table
from apps.periods.models import EvaluationPeriod

PATH = settings.BASE_DIR / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"


class Command(BaseCommand):
    help = "Measure pages, computation and papers on an empty database, and print a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")

    def handle(self, *, write: bool, **_: object) -> None:
        self.started = time.monotonic()
        call_command("migrate", verbosity=0)
        if EvaluationPeriod.objects.exists():
            raise CommandError("This database holds periods. Measure on an empty one: make bench.")
        call_command("load_reference", verbosity=0, stdout=StringIO())
        call_command("collectstatic", verbosity=0, interactive=False)

        printed = "\n".join([self.conditions(), "", *table.lines(self.measured())])
        self.stdout.write(printed)
        if write:
            before, rest = PATH.read_text().split(BEGIN)
            PATH.write_text(f"{before}{BEGIN}\n{printed}\n{END}{rest.partition(END)[2]}")

    def measured(self) -> Iterator[measures.Row]:
        """Fill, measure the pages, finish, measure computation and papers."""
        filled = country.fill(self.say)
        self.analyse()
        with server.served() as served:
            yield from measures.pages(filled, served)
        self.say("pages are measured")
        country.finish(filled, self.say)
        self.analyse()
        yield measures.computation(filled)
        self.say("the computation is measured")
        yield from agreement.agreement(filled)
        self.say("the agreement is measured")
        yield from measures.papers(filled)
        self.say("papers are measured")

    def analyse(self) -> None:
        """What autovacuum does within a minute of such a filling."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def conditions(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
            version, fsync = cursor.fetchone()
        return (
            f"{server.machine()}; PostgreSQL {version}, fsync {fsync}; gunicorn, {server.WORKERS} workers, DEBUG off."
        )

    def say(self, what: str) -> None:
        self.stderr.write(f"{time.monotonic() - self.started:5.1f} s  {what}")
