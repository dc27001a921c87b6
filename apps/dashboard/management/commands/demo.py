"""`manage.py demo`: fill the database for the demonstration. What is there already stays as it is."""

import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from apps.common.certificate import write_demonstration
from apps.dashboard.demo import cast, country, handouts, helped, people, reconstruction, showcase
from apps.dashboard.demo.logins import PATH, hand_out
from apps.dashboard.demo.quality import look_closer


class Command(BaseCommand):
    help = "Fill the database for the demonstration, by the actions that people and imports use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--stories", action="store_true", help="people, log-ins, the reconstructions; quick")
        what.add_argument("--country", action="store_true", help="the running year of every institution; slower")
        parser.add_argument("--logins", type=Path, default=PATH, help="where the log-ins are written")

    def handle(self, *, stories: bool, logins: Path, **_: object) -> None:
        self.started = time.monotonic()
        if stories:
            self.tell_stories(logins)
        else:
            self.fill_country()

    def tell_stories(self, path: Path) -> None:
        if settings.SIGNING_CERTIFICATE:
            write_demonstration(Path(settings.SIGNING_CERTIFICATE))
        with transaction.atomic():
            centre = people.centre()
            people.assessors()
        reconstruction.reconstruct_year(centre)
        self.say("Rekonstruksi selesai.")
        period = country.open_year(centre)
        self.say(f"{period} dibuka.")
        showcase.show_every_stage(period, centre)
        helped.help_people(period, centre)
        look_closer(period, by=centre.ministry)
        handouts.hand_out(period, by=centre.ministry)
        self.say("Contoh setiap tahap selesai.")
        hand_out(cast.logins_of(period, centre), path)

    def fill_country(self) -> None:
        for progress in country.fill_year(people.centre()):
            self.say(progress)

    def say(self, what: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.started:5.1f} s  {what}")
        self.stdout.flush()
