"""`manage.py rehearse`: a whole year through HTTP by scripted people, up to a decree. Exit code 1 if it failed."""

import sys
import tempfile
import time
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.coordination.invariants import checked
from apps.dashboard.bench.server import WORKERS, conditions, served
from apps.dashboard.rehearsal.outcome import outcome_of
from apps.dashboard.rehearsal.person import House
from apps.dashboard.rehearsal.tally import Tally
from apps.dashboard.rehearsal.worker import working
from apps.dashboard.rehearsal.year import StoppedError, Year, cast
from apps.institutions.models import Membership
from apps.instruments.models import Instrument
from apps.periods.models import EvaluationPeriod

INSTRUMENT = "spbe-47"
AT_ONCE = 8
FEWEST = 2


class Command(BaseCommand):
    help = "Rehearse a year on a database of its own: real server, real worker, every act by a page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--institutions", type=int, default=FEWEST, help=f"how many play, from {FEWEST} up")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same decree")
        parser.add_argument("--instrument", default=INSTRUMENT, help="the code of an instrument")
        parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many people work at the same time")

    def handle(self, *, institutions: int, seed: int, instrument: str, at_once: int, **_: object) -> None:
        if institutions < FEWEST:
            raise CommandError(f"At least {FEWEST} institutions play.")
        call_command("migrate", verbosity=0)
        if EvaluationPeriod.objects.exists() or Membership.objects.exists():
            raise CommandError("This database holds periods or people. Rehearse on an empty one: make rehearse.")
        call_command("load_reference", verbosity=0, stdout=StringIO())
        call_command("collectstatic", verbosity=0, interactive=False)
        played = Instrument.objects.filter(code=instrument).first()
        if played is None:
            raise CommandError(f"There is no instrument {instrument}.")

        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            is_clean = rehearse(self, played, institutions, seed=seed, at_once=at_once, mail=Path(folder))
        self.stdout.write(
            f"{institutions} institutions, seed {seed}, {instrument}, {timezone.localdate()}: "
            f"{time.monotonic() - begun:.0f} s on {conditions()}"
        )
        if not is_clean:
            sys.exit(1)


def rehearse(
    command: BaseCommand,
    instrument: Instrument,
    institutions: int,
    *,
    seed: int,
    at_once: int,
    mail: Path,
    given: dict[str, str] | None = None,
) -> bool:
    """Play the year, print its table and the invariants; whether all is well. `given`: environment of the processes."""
    # On this machine alone: no mail leaves it, and nobody has an authenticator application.
    environment = {
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE": "false",
        "SECOND_FACTOR_REQUIRED_ROLES": "",
        "EMAIL_URL": f"filemail:///{quote(str(mail))}",
    } | (given or {})
    link = StringIO()
    call_command("create_administrator", "latihan.administrator", "Tirta Simulasi", stdout=link)
    tally = Tally()
    with served(environment) as server, working(environment, at_once=min(WORKERS, at_once)):
        year = Year(
            House(server.port, tally), instrument, cast(institutions, seed), seed, at_once, mail, command.stderr.write
        )
        try:
            year.play(link.getvalue().strip())
        except StoppedError:
            command.stderr.write("The rehearsal was stopped.")
    for line in tally.lines():
        command.stdout.write(line)
    found = checked()
    for name, rows in found.items():
        command.stdout.write(f"{'broken' if rows else 'holds '}  {name}" + "".join(f"\n    {row}" for row in rows[:5]))
    outcome = outcome_of(year.decree)
    if outcome is None:
        command.stdout.write("There is no decree.")
        return False
    command.stdout.write(f"The decree has {outcome.lines} lines.")
    command.stdout.write(f"SHA-256 of what was computed and voted on  {outcome.content_sha256}")
    command.stdout.write(f"SHA-256 of the annex as CSV               {outcome.annex_sha256}")
    return tally.is_clean and not any(found.values()) and outcome.lines == len(year.institutions)
