"""Brings the reference data in line with fixtures/. May run again; says what it changed."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.loading import Changes
from apps.institutions.loading import (
    load_agencies,
    load_institutions,
    load_provinces,
    load_universities,
)
from apps.institutions.models import Role
from apps.instruments.errata import Hand
from apps.instruments.loading import load_crosswalk, load_instrument
from apps.results.loading import load_results
from apps.rules.instrument_file import InstrumentFileError, read_instrument

Loader = Callable[[Path], list[Changes]]


class Command(BaseCommand):
    help = "Memuat data rujukan: instrumen, instansi, perguruan tinggi, dan hasil terdahulu"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--by", metavar="USERNAME", help="administrator yang menandatangani ralat instrumen")
        parser.add_argument("--reason", default="", help="alasan ralat instrumen")

    def handle(self, *_: Any, **options: Any) -> None:
        changes: list[Changes] = []
        hand = _hand(options["by"], options["reason"])
        for path, load in files_of(options["folder"], hand):
            try:
                of_file = load(path)
            except InstrumentFileError as error:
                raise CommandError(str(error)) from error
            except DomainError as error:
                raise CommandError(_naming(path, str(error))) from error
            for one in of_file:
                if one.touched:
                    self.stdout.write(f"{path.name}: {one}")
            changes += of_file
        if not any(one.touched for one in changes):
            rows = sum(one.unchanged for one in changes)
            self.stdout.write(f"Tidak ada yang berubah ({rows} baris diperiksa).")


def _hand(username: str | None, reason: str) -> Hand | None:
    """Who signs errata: an administrator, with a reason; nobody if none is named."""
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True, memberships__role=Role.ADMINISTRATOR).first()
    if user is None:
        raise CommandError(f"{username} bukan administrator. Tidak ada yang dimuat.")
    if not reason.strip():
        raise CommandError("Ralat memerlukan --reason. Tidak ada yang dimuat.")
    return Hand(user, reason.strip())


def files_of(folder: Path, hand: Hand | None) -> Iterator[tuple[Path, Loader]]:
    """Every file with its loader, each after those it refers to. One file is one transaction."""
    yield folder / "provinces.csv", load_provinces
    yield folder / "institutions.csv", load_institutions
    yield folder / "universities.csv", load_universities
    yield folder / "agencies.csv", load_agencies
    crosswalk = folder / "instruments" / "crosswalk.json"
    for path in sorted(crosswalk.parent.glob("*.json")):
        if path != crosswalk:
            yield path, lambda path: load_instrument(read_instrument(path), hand=hand)
    yield crosswalk, load_crosswalk
    yield folder / "results.csv", load_results


def _naming(path: Path, reason: str) -> str:
    return reason if reason.startswith(path.name) else f"{path.name}: {reason}"
