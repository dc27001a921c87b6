"""A circular as paper: the letter to one addressee."""

import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from apps.common.minutes import Fact, MinutesSheet, Signature
from apps.common.paper import Proof
from apps.coordination.queries.papers import MINISTRY
from apps.institutions.models import Role
from apps.socialisation.models import CircularCopy


def letter_sheet(copy: CircularCopy) -> MinutesSheet:
    """The letter. An empty line ends a paragraph; the last one stays with the signature."""
    circular, period = copy.circular, copy.circular.period
    *body, closing = paragraphs_of(circular.text)
    addressee = f"{Role.COORDINATOR.label} {copy.institution}" if copy.institution else f"{copy.assessor}, Asesor"
    return MinutesSheet(
        letterhead=MINISTRY,
        title=("SURAT PEMBERITAHUAN",),
        number=circular.number,
        opening=(),
        facts=(Fact("Kepada Yth.", addressee), Fact("Hal", circular.subject), Fact("Periode", period.name)),
        body=body,
        points=(),
        closing=(closing,),
        place="Jakarta",
        dated=circular.dated,
        signatures=(Signature(circular.signatory_office.split("\n"), circular.signatory),),
        proof=Proof(copy.code, settings.SITE_URL + reverse("portal:verify", args=[copy.code]), ""),
        simulation_label=period.simulation_label or None,
        emblem=Path(settings.EMBLEM_FILE).read_bytes() if settings.EMBLEM_FILE else None,
    )


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text; one at least."""
    return [one.strip() for one in re.split(r"\n\s*\n", text.strip())]
