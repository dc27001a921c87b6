"""Recomputes the chain of history, and holds a receipt's checkpoint against it. Exit code 1 if anything differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.evaluations.chain import broken_links
from apps.evaluations.models import Seal


class Command(BaseCommand):
    help = "Memeriksa rantai riwayat, dan bila disebut: apakah segel pada tanda terima masih ada di dalamnya"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--institution", help="kode instansi; tanpa ini semua instansi")
        parser.add_argument("--number", type=int, help="nomor segel pada tanda terima")
        parser.add_argument("--digest", help="sidik segel pada tanda terima")

    def handle(self, *, institution: str | None, number: int | None, digest: str | None, **_: Any) -> None:
        seals = Seal.objects.filter(institution__code=institution) if institution else Seal.objects.all()
        if institution and not seals.exists():
            raise CommandError(f"Tidak ada segel untuk instansi dengan kode {institution}.")
        owner = seals[0].institution_id if institution else None
        wrong = broken_links(owner)
        if (number is None) != (digest is None) or (number is not None and not institution):
            raise CommandError("Sebutkan kode instansi, nomor, dan sidik segel bersama-sama.")
        if number is not None and not seals.filter(number=number, digest=digest).exists():
            wrong.append(f"{institution}, segel {number}: sidik pada tanda terima tidak ada dalam rantai")
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} mata rantai tidak cocok.")
        self.stdout.write(f"{seals.count()} segel cocok.")
