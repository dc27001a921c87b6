"""A calibration round: judged alone, locked, and only then revealed; the database holds every step."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from apps.common.exceptions import DomainError, LevelRefusedError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.harmonisation.actions import (
    add_sheet,
    close_round,
    give_level,
    lock_round,
    make_round,
    open_round,
    remove_item,
    set_item,
)
from apps.harmonisation.exceptions import StaleCalibrationError
from apps.harmonisation.models import CalibrationItem, CalibrationLevel, CalibrationLock, CalibrationSheet
from apps.harmonisation.queries.calibration import items_of, outcome, reliability, revealed
from apps.institutions.models import Role
from apps.notices.models import Notice
from tests.factories import member, real_instrument
from tests.harmonisation.conftest import give, sample_round

CANARY = "kenari-9c2b"


def test_opening_tells_the_assessors_of_the_teams(opened, pair):
    assert set(Notice.objects.values_list("user", flat=True)) == {one.pk for one in pair}


def test_a_round_without_samples_is_not_opened(period, ministry):
    empty = make_round(period, "Kosong", by=ministry)

    with pytest.raises(DomainError, match="belum berisi contoh"):
        open_round(empty, url="/")


def test_a_name_is_taken_once(opened, period, ministry):
    with pytest.raises(DomainError, match="sudah ada"):
        make_round(period, opened.name, by=ministry)


@pytest.mark.parametrize(
    "change",
    [
        lambda calibration: add_sheet(calibration, "Lain", ""),
        lambda calibration: remove_item(items_of(calibration)[0]),
        lambda calibration: CalibrationItem.objects.update(reference_level=5),
        lambda calibration: CalibrationSheet.objects.update(context="lain"),
    ],
    ids=["a sheet", "an item away", "a reference level", "what a sheet says"],
)
def test_an_opened_round_keeps_its_samples(opened, change):
    with pytest.raises(DomainError, match="tidak diubah lagi"), passing_the_gate():
        change(opened)


def test_before_it_opens_the_same_indicator_again_replaces_what_was_said(period, ministry):
    calibration = sample_round(period, ministry)
    item = items_of(calibration)[0]

    set_item(item.sheet, item.indicator, text="Baru.", reference_level=Decimal(5), reason="Lain.")

    item.refresh_from_db()
    assert (item.text, item.reference_level, items_of(calibration).count()) == ("Baru.", 5, 2)


@pytest.mark.parametrize("level", [0, 6, Decimal("2.5")])
def test_a_level_outside_the_scale_is_refused(opened, pair, level):
    with pytest.raises(LevelRefusedError):
        give_level(items_of(opened)[0], level=Decimal(level), reason="", version=0, by=pair[0])


def test_an_indicator_of_another_instrument_is_refused(period, ministry):
    sheet = sample_round(period, ministry).sheets.get()
    foreign = real_instrument("spbe-47").indicators.first()

    with pytest.raises(DomainError, match="bukan bagian dari instrumen"):
        set_item(sheet, foreign, text="x", reference_level=Decimal(3), reason="x")


def test_levels_wait_for_the_opening(period, ministry, team, pair):
    calibration = sample_round(period, ministry)

    with pytest.raises(StageClosedError):
        give(calibration, pair[0], 3)


def test_nothing_is_said_after_the_closing(opened, pair):
    give(opened, pair[0], 3, 3)
    close_round(opened)

    with pytest.raises(StageClosedError):
        give(opened, pair[1], 3)
    with pytest.raises(StageClosedError):
        lock_round(opened, by=pair[0])


def test_locking_wants_every_item(opened, pair):
    give(opened, pair[0], 3)

    with pytest.raises(DomainError, match="belum Anda beri tingkat"):
        lock_round(opened, by=pair[0])


def test_what_is_locked_stays_also_in_bulk(opened, pair):
    give(opened, pair[0], 3, 3)
    give(opened, pair[1], 3, 3)
    lock_round(opened, by=pair[0])
    lock_round(opened, by=pair[0])  # twice is once

    with pytest.raises(StageClosedError), passing_the_gate():
        CalibrationLevel.objects.filter(assessor=pair[0]).update(level=5)
    with pytest.raises(StageClosedError), passing_the_gate():
        CalibrationLevel.objects.filter(assessor=pair[0]).delete()
    assert CalibrationLevel.objects.filter(assessor=pair[1]).update(level=4) == 2
    assert CalibrationLock.objects.count() == 1


def test_a_stale_save_overwrites_nothing(opened, pair):
    item = items_of(opened)[0]
    give_level(item, level=Decimal(3), reason="satu", version=0, by=pair[0])
    give_level(item, level=Decimal(4), reason="dua", version=1, by=pair[0])

    for version in (0, 1):
        with pytest.raises(StaleCalibrationError) as refusal:
            give_level(item, level=Decimal(2), reason="tiga", version=version, by=pair[0])
        assert refusal.value.stored is not None
        assert (refusal.value.stored.level, refusal.value.stored.version) == (4, 2)


def test_there_is_one_level_for_each_assessor_and_item(opened, pair):
    item = give(opened, pair[0], 3)[0]

    with pytest.raises(IntegrityError), passing_the_gate():
        CalibrationLevel.objects.create(item=item, assessor=pair[0], level=4)


def test_references_are_revealed_to_those_who_have_locked_with_the_locked_levels_alone(opened, pair):
    first, second = pair
    give(opened, first, 2, 3)
    give(opened, second, 5, 5)
    assert revealed(opened, first) == []
    lock_round(opened, by=first)

    found = revealed(opened, first)

    assert [(one.item.reference_level, one.mine, one.spread, one.is_off) for one in found] == [
        (2, 2, [(2, 1)], False),
        (4, 3, [(3, 1)], True),
    ]
    assert revealed(opened, second) == []
    assert [one.spread for one in outcome(opened)] == [[(2, 1)], [(3, 1)]]


def test_reliability_is_over_those_who_have_locked(opened, period, team, pair):
    give(opened, pair[0], 2, 5)
    give(opened, pair[1], 1, 4)
    lock_round(opened, by=pair[0])
    assert reliability(opened).icc is None
    lock_round(opened, by=pair[1])

    found = reliability(opened)

    # BMS 9, JMS 1, EMS 0, n 2: 9 / (9 + (1 - 0) / 2)
    assert (found.assessors, found.items, found.icc) == (2, 2, pytest.approx(9 / 9.5))


def test_an_assessors_page_holds_nothing_of_the_reference_before_the_lock(client, opened, pair, period, ministry):
    other = make_round(period, "Kedua", by=ministry)
    sheet = add_sheet(other, "Kota Contoh", "")
    indicator = period.instrument.indicators.get(number=1)
    item = set_item(sheet, indicator, text="Jawaban.", reference_level=Decimal(5), reason=CANARY)
    open_round(other, url="/")
    give_level(item, level=Decimal(1), reason=f"{CANARY}-rekan", version=0, by=pair[1])
    lock_round(other, by=pair[1])
    client.force_login(pair[0])
    pages = [
        reverse("harmonisation:own", args=[period.slug]),
        reverse("harmonisation:calibration", args=[period.slug, other.pk]),
        reverse("harmonisation:item", args=[period.slug, other.pk, item.pk]),
    ]

    before = [CANARY in client.get(page).content.decode() for page in pages]
    client.post(pages[2], {"level": "3", "reason": "", "version": "0"})
    client.post(reverse("harmonisation:lock", args=[period.slug, other.pk]))

    after = client.get(pages[1]).content.decode()
    assert before == [False] * 3
    assert (CANARY in after, f"{CANARY}-rekan" in after) == (True, False)


def test_a_save_by_the_page_goes_on_to_what_is_missing(client, opened, pair, period):
    first, second = items_of(opened)
    client.force_login(pair[0])
    address = reverse("harmonisation:item", args=[period.slug, opened.pk, first.pk])

    answer = client.post(address, {"level": "4", "reason": "ya", "version": "0"})
    stale = client.post(address, {"level": "2", "reason": "lupa", "version": "0"})

    assert answer.url == reverse("harmonisation:item", args=[period.slug, opened.pk, second.pk])
    assert (stale.status_code, "lupa" in stale.content.decode()) == (409, True)
    assert CalibrationLevel.objects.get().level == 4


def test_a_closed_round_is_not_there_before_it_opens(client, period, ministry, team, pair):
    calibration = sample_round(period, ministry)
    client.force_login(pair[0])

    assert client.get(reverse("harmonisation:calibration", args=[period.slug, calibration.pk])).status_code == 404


def test_the_ministry_puts_a_round_together_by_its_pages(client, period, ministry, team):
    client.force_login(ministry)
    client.post(reverse("harmonisation:rounds", args=[period.slug]), {"name": "Kalibrasi"})
    calibration = period.calibration_rounds.get()
    round_page = reverse("harmonisation:round", args=[period.slug, calibration.pk])
    client.post(round_page, {"title": "Kota Contoh", "context": ""})
    sheet = calibration.sheets.get()
    indicator = period.instrument.indicators.get(number=1)
    sample = reverse("harmonisation:sample", args=[period.slug, calibration.pk, sheet.pk])
    client.post(sample, {"indicator": indicator.pk, "text": "Jawaban", "level": "3", "reason": "Acuan"})
    client.post(reverse("harmonisation:open", args=[period.slug, calibration.pk]))
    client.post(reverse("harmonisation:close", args=[period.slug, calibration.pk]))

    calibration.refresh_from_db()
    assert (sheet.items.get().reference_level, calibration.is_open) == (3, False)
    assert calibration.opened_at is not None
    assert [client.get(page).status_code for page in (round_page, sample)] == [200, 200]


def test_a_university_coordinator_sees_no_round(client, opened, period):
    client.force_login(member(Role.UNIVERSITY_COORDINATOR))

    assert client.get(reverse("harmonisation:calibration", args=[period.slug, opened.pk])).status_code == 404
