"""The rehearsal: what it knows of pages, what it draws, and a small year through HTTP to its decree."""

import os
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from apps.dashboard.management.commands.rehearse import Command, rehearse
from apps.dashboard.rehearsal.outcome import outcome_of
from apps.dashboard.rehearsal.pages import Page
from apps.dashboard.rehearsal.plan import cast_of, monitored, part_of
from apps.dashboard.rehearsal.tally import Tally
from apps.decrees.models import Decree, DecreeState
from apps.evaluations.models import ExternalValue, PartFinding
from apps.instruments.models import Instrument
from apps.instruments.queries import shape_of
from apps.periods.models import EvaluationPeriod, PeriodState
from tests import stock
from tests.conftest import with_path
from tests.factories import AgencyFactory, InstitutionFactory, member, real_instrument, small_instrument

FORM = b"""
<form action="/cari/"><input name="q" value="kata"></form>
<form method="post"><input type="hidden" name="version" value="3">
<input type="radio" name="level" value="1"><input type="radio" name="level" value="2" checked>
<input type="checkbox" name="hadir" value="7" checked><input type="checkbox" name="hadir" value="8">
<select name="tahap"><option value="a">A</option><option value="b" selected>B</option></select>
<select name="jalur"><option value="x">X</option><option value="y">Y</option></select>
<textarea name="reason">
Satu &amp; dua</textarea><input type="file" name="bukti"><input name="mati" value="1" disabled>
<input type="radio" name="reply" value="agreed"><button name="kirim" value="1">Kirim</button></form>
"""


def test_a_form_holds_what_a_browser_would_send():
    form = Page("/x/", 200, FORM).form(reason="")

    assert form.fields == {
        "version": ["3"],
        "level": ["2"],
        "hadir": ["7"],
        "tahap": ["b"],
        "jalur": ["x"],
        "reason": ["Satu & dua"],
    }
    assert form.offered["reply"] == ["agreed"]
    assert "bukti" in form.offered


def test_a_form_that_is_not_there_is_named():
    with pytest.raises(LookupError, match="shows no form with surat"):
        Page("/x/", 200, FORM).form(surat="")


@pytest.mark.django_db
def test_the_same_seed_draws_the_same_and_another_does_not():
    instrument = small_instrument()
    institutions = [InstitutionFactory.create() for _ in range(12)]
    numbers = [1, 2, 3, 4, 5]

    drawn = [cast_of(institutions, number=6, seed=seed) for seed in (7, 7, 8)]
    parts = [[part_of(one.code, numbers, instrument, seed=seed) for one in institutions] for seed in (7, 7, 8)]

    assert drawn[0] == drawn[1] != drawn[2]
    assert parts[0] == parts[1] != parts[2]
    assert monitored(drawn[0]) == {drawn[0][5].code}


@pytest.mark.django_db
def test_every_level_drawn_lies_on_the_scale():
    instrument = small_instrument()

    opinions = [
        opinion for n in range(200) for opinion in part_of(f"{n}", range(1, 6), instrument, seed=1).opinions.values()
    ]

    levels = {level for one in opinions for level in (one.claimed, *one.judged, *filter(None, [one.cleared]))}
    assert levels == {Decimal(level) for level in range(1, 6)}
    assert any(one.differs for one in opinions)


def test_an_error_of_the_server_spoils_the_year_though_nobody_minded():
    tally = Tally()

    with tally.stage("one"):
        tally.heard("adi", "GET portal:home", 500, 12)

    assert not tally.is_clean
    assert "one: GET portal:home was answered by 500" in list(tally.lines())


def test_a_database_with_people_is_left_alone(db: None):
    member("evaluation_team")

    with pytest.raises(CommandError, match="holds periods or people"):
        call_command("rehearse", "--institutions", "2")


def house() -> None:
    """Two agencies and two institutions, the same each time."""
    for number in range(2):
        AgencyFactory.create(code=f"anggota-{number}", name=f"Anggota {number}")
    for number in range(2):
        name = f"kabupaten-latihan-{number}"
        InstitutionFactory.create(code=f"99.{number:02}", slug=name, name=name)


def year(settings: Settings, mail: Path, instrument: Instrument | None = None) -> tuple[bool, str]:
    """A year of all institutions with seed 7: whether it was clean, and what was printed."""
    mail.mkdir()
    out = StringIO()
    given = {
        "DATABASE_URL": with_path(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"])),
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "DEBUG": "true",  # static files as they are: nobody has collected them
    }
    played = instrument or small_instrument()

    is_clean = rehearse(Command(stdout=out, stderr=out), played, 2, seed=7, at_once=1, mail=mail, given=given)

    return is_clean, out.getvalue()


@pytest.mark.trial
def test_a_small_year_ends_in_a_published_decree(transactional_db: None, settings: Settings, tmp_path: Path):
    house()

    is_clean, printed = year(settings, tmp_path / "mail")

    assert is_clean, printed
    period = EvaluationPeriod.objects.get()
    assert period.simulation_label == "SIMULASI"
    assert period.state == PeriodState.PUBLISHED
    decree = Decree.objects.get()
    assert decree.state == DecreeState.ISSUED
    assert decree.lines.count() == 2
    assert "The decree has 2 lines" in printed


@pytest.mark.trial
def test_a_year_of_decimals_takes_levels_from_elsewhere_and_has_its_texts_written(
    transactional_db: None, settings: Settings, tmp_path: Path
):
    house()
    pemdi = real_instrument("pemdi-20")

    is_clean, printed = year(settings, tmp_path / "mail", pemdi)

    assert is_clean, printed
    elsewhere = ExternalValue.objects.values_list("indicator__number", flat=True)
    assert set(elsewhere) == {one.number for one in pemdi.indicators.all() if one.is_external}
    assert len(elsewhere) == 2 * len(set(elsewhere))
    assert PartFinding.objects.exclude(text="").count() == 2 * 3 * len(shape_of(pemdi).leaves)


@pytest.mark.trial
def test_the_same_seed_ends_in_the_same_decree(transactional_db: None, settings: Settings, tmp_path: Path):
    outcomes = []
    for name in ("first", "second"):
        house()
        is_clean, printed = year(settings, tmp_path / name)
        assert is_clean, printed
        outcomes.append(outcome_of(Decree.objects.get().pk))
        stock.restore()

    first, second = outcomes
    assert first is not None
    assert first.lines == 2
    assert first == second
