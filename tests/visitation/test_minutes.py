"""The Berita Acara Visitasi: the plan, what was found, and the photos in small."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from apps.common.files import read
from apps.evaluations.actions.marked import Word
from apps.evaluations.actions.minutes import Pen, sign
from apps.evaluations.models import Means, MinutesPaper, Side, TeamMember
from apps.evaluations.reassignments import reassigned
from apps.rules.stages import Stage
from apps.visitation.actions import plan, render_visit_minutes, save_finding
from apps.visitation.minutes import sheet_of
from apps.visitation.models import Photo, Visit
from apps.visitation.photos import withdraw_photo
from apps.visitation.queries import small_path
from tests.database import execute
from tests.marks import indicator_of
from tests.paper.reading import on_paper
from tests.visitation.photographs import photograph
from tests.visitation.test_photos import bring


@pytest.fixture
def visited(client, evaluation, lead, assessor):
    """Planned for both, indicator 2 found with a photo."""
    plan(
        evaluation.visit,
        starts_on=date(2001, 8, 20),
        ends_on=date(2001, 8, 21),
        locus="Dinas Contoh",
        address="Jalan Contoh 1",
        contact="Orang Contoh, 0800",
        visitors=[lead, assessor],
        by=lead,
    )
    save_finding(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Pintu terkunci."), by=assessor)
    client.force_login(assessor)
    bring(client, evaluation, photograph(), caption="Pintu ruang server")
    return evaluation


def images(evaluation) -> int:
    """How many pictures the rendered minutes hold, the code of its proof apart."""
    with pikepdf.open(BytesIO(on_paper(read(Visit.objects.get(evaluation=evaluation).minutes_sha256)))) as paper:
        names = {name for page in paper.pages for name in page.images}
    return len(names) - 1


def test_the_minutes_state_the_plan_and_who_went(visited, lead, assessor):
    facts = {fact.name: fact.value for fact in sheet_of(visited).facts}

    assert facts == {
        "Instansi": str(visited.institution),
        "Tanggal": "20 Agustus 2001 sampai 21 Agustus 2001",
        "Unit yang dikunjungi": "Dinas Contoh",
        "Alamat": "Jalan Contoh 1",
        "Narahubung": "Orang Contoh, 0800",
        "Asesor berkunjung": f"{lead} dan {assessor}",
        "Alasan dikunjungi": "Selisih besar",
    }


def test_every_photo_stands_with_its_words_time_place_and_hash(visited):
    [picture] = sheet_of(visited).pictures

    assert picture.caption == (
        "Indikator 2: Pintu ruang server. Diambil 20 Agustus 2001 pukul 10.20 (jam kamera) di −8,219233°; 114,369227°."
    )
    assert picture.sha256 == Photo.objects.get().sha256


def test_the_paper_holds_the_photo_and_draws_what_nobody_has_drawn_yet(visited):
    render_visit_minutes(visited)

    assert images(visited) == 1


def test_a_withdrawn_photo_is_not_printed(visited, assessor):
    withdraw_photo(Photo.objects.get(), by=assessor)

    render_visit_minutes(visited)

    assert images(visited) == 0


def test_a_photo_that_cannot_be_drawn_takes_no_paper_with_it(visited, monkeypatch):
    monkeypatch.setattr("apps.common.pages.shrink", lambda *args, **kwargs: False)

    render_visit_minutes(visited)

    assert images(visited) == 0
    assert not small_path(Photo.objects.get()).exists()


@pytest.mark.printed
def test_the_same_visit_gives_the_same_bytes(visited):
    render_visit_minutes(visited)
    first = Visit.objects.get().minutes_sha256

    render_visit_minutes(visited)

    assert Visit.objects.get().minutes_sha256 == first


def put(evaluation, side, by):
    content = MinutesPaper.objects.filter(evaluation=evaluation).first().levels_sha256
    return sign(evaluation, Stage.VISITATION, side=side, read=content, pen=Pen(Means.CODE), by=by)


@pytest.fixture
def signed(visited, lead, coordinator):
    render_visit_minutes(visited)
    put(visited, Side.ASSESSORS, lead)
    put(visited, Side.INSTITUTION, coordinator)
    return visited


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visitation_visit SET locus = 'lain'",
        "DELETE FROM visitation_visitor",
        "UPDATE visitation_visitor SET assessor_id = assessor_id",
    ],
)
def test_plan_and_visitors_stand_once_both_have_signed(signed, statement):
    with pytest.raises(DatabaseError, match="sudah ditandatangani kedua pihak"), transaction.atomic():
        execute(statement)


def test_whoever_leaves_the_team_no_longer_goes_on_a_visit_to_come(evaluation, lead, assessor):
    day = timezone.localdate()
    went = {"ends_on": None, "locus": "-", "contact": "-", "visitors": [lead, assessor], "by": lead}
    goers = []
    for starts_on in (day - timedelta(days=1), day + timedelta(days=1)):
        plan(evaluation.visit, starts_on=starts_on, **went)
        seat = assessor.team_memberships.get()
        seat.delete()
        reassigned([evaluation])
        goers.append({one.assessor for one in evaluation.visitors.all()})
        TeamMember.objects.create(team=evaluation.team, user=assessor)

    assert goers == [{lead, assessor}, {lead}]
