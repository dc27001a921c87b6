"""`manage.py create_administrator USERNAME NAME`: the first person of an installation. The others come by the pages.

Run again with the same username it makes a new link, as long as no password was chosen by the one before.
"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.accounts.actions import issue_link, link_address
from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.institutions.actions import appoint
from apps.institutions.forms import AppointForm
from apps.institutions.groups import lay_out_groups
from apps.institutions.models import Role
from apps.institutions.queries import administrators


class Command(BaseCommand):
    help = "Create the first administrator and print the one-time link by which they choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")

    @transaction.atomic
    def handle(self, *, username: str, name: str, **_: object) -> None:
        if known := administrators().filter(user__username=username.lower()).first():
            self.stdout.write(link_address(_new_link(known.user)))
            return
        if administrators().exists():
            raise CommandError("There is an administrator already. Further people are added at /orang/pusat/.")
        form = AppointForm({"username": username, "name": name, "role": Role.ADMINISTRATOR})
        if not form.is_valid():
            raise CommandError(form.errors.as_text())
        lay_out_groups([])
        try:
            user, secret = appoint(by=None, **form.cleaned_data)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            link_address(secret) if secret else f"{user.username} is administrator now and comes in as before."
        )


def _new_link(administrator: User) -> str:
    """For an administrator whose link was lost or has expired: as long as no password was chosen by it."""
    if administrator.has_usable_password():
        raise CommandError(f"{administrator.username} is administrator already and has chosen a password.")
    return issue_link(administrator, by=None)
