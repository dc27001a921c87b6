"""After an upgrade: the grants that evaluations were given then, as the table of roles says them now."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.evaluations.actions.grants import refresh_grants


class Command(BaseCommand):
    help = "Gives every evaluation of an opened period exactly the grants of evaluations/roles.py. May run again."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Grants of {refresh_grants()} evaluations are those of the table.")
