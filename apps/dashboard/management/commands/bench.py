"""`manage.py bench`: what the pages and papers that matter cost, on a database of its own."""

import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from apps.dashboard.bench import agreement, country, finalisation, load, measures, quality, server, table, teams
from apps.periods.models import EvaluationPeriod

PATH = settings.BASE_DIR / "docs" / "benchmarks.md"
TABLE = "<!-- measured -->", "<!-- end -->"
FINALISATION = "<!-- finalisation -->", "<!-- end of finalisation -->"
LOAD = "<!-- load -->", "<!-- end of load -->"


class Command(BaseCommand):
    help = "Measure pages, computation and papers on an empty database, and print a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="keep the tables in docs/benchmarks.md")
        parser.add_argument(
            "--finalise",
            type=int,
            nargs="+",
            metavar="N",
            help="nothing but the computation of N invented institutions, for each N in turn",
        )
        parser.add_argument("--only-load", action="store_true", help="nothing but the country at work")
        parser.add_argument("--seconds", type=int, default=load.SECONDS, help="how long the country is at work")
        parser.add_argument("--at-once", type=int, default=load.AT_ONCE, help="over how many connections")

    def handle(
        self, *, write: bool, finalise: list[int] | None, only_load: bool, seconds: int, at_once: int, **_: object
    ) -> None:
        self.started = time.monotonic()
        call_command("migrate", verbosity=0)
        if EvaluationPeriod.objects.exists():
            raise CommandError("This database holds periods. Measure on an empty one: make bench.")
        call_command("load_reference", verbosity=0, stdout=StringIO())
        if finalise:
            self.finalise(finalise, write=write)
            return
        call_command("collectstatic", verbosity=0, interactive=False)

        filled = country.fill(self.say)
        judging = country.hand_one_in(filled)
        self.analyse()
        rows: list[measures.Row] = []
        with server.served() as served:
            if not only_load:
                rows += measures.pages(filled, judging, served)
                self.say("pages are measured")
                rows += teams.teams(filled)
                self.say("proposals of teams are measured")
            at_work = load.load(filled, served, seconds=seconds, at_once=at_once)
            self.say("the country has been at work")
        if not only_load:
            rows += self.finished(filled)
            self.tell(TABLE, [server.conditions(), "", *table.lines(rows)], write=write)
            self.finalise([finalisation.MEASURED], write=write)
        self.tell(LOAD, load.lines(at_work), write=write)

    def finished(self, filled: country.Country) -> Iterator[measures.Row]:
        """Finish the period; measure computation and papers."""
        country.finish(filled, self.say)
        self.analyse()
        yield measures.computation(filled)
        self.say("the computation is measured")
        yield from agreement.agreement(filled)
        self.say("the agreement is measured")
        with server.served() as served:
            yield from quality.quality(filled, served)
        self.say("quality is measured")
        yield from measures.papers(filled)
        self.say("papers are measured")

    def finalise(self, sizes: list[int], *, write: bool) -> None:
        """Countries many times as large, after everything that is measured on the one of today."""
        rows = [row for size in sizes for row in finalisation.finalisation(size, self.say)]
        self.tell(FINALISATION, [server.conditions(), "", *table.lines(rows)], write=write)

    def tell(self, marks: tuple[str, str], lines: Iterable[str], *, write: bool) -> None:
        """Print, and keep between these marks of the document."""
        printed = "\n".join(lines)
        self.stdout.write(printed)
        if write:
            begin, end = marks
            before, _, rest = PATH.read_text().partition(begin)
            PATH.write_text(f"{before}{begin}\n{printed}\n{end}{rest.partition(end)[2]}")

    def analyse(self) -> None:
        """What autovacuum does within a minute of such a filling."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def say(self, what: str) -> None:
        self.stderr.write(f"{time.monotonic() - self.started:5.1f} s  {what}")
