"""An interview in a real browser: from the slot to both signatures, and a save that comes too late."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.evaluations.minutes import minutes_of
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.interview.actions import make_slots, render_interview_minutes
from apps.interview.models import Clarification, InterviewSession
from apps.rules.stages import Stage
from tests.browser.conftest import Open
from tests.factories import EvaluationFactory, bring_to, lead_of, member
from tests.marks import mark_numbers
from tests.second_factor import code_of, with_application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINK = "https://rapat.contoh.invalid/uji"


@pytest.fixture
def evaluation() -> Evaluation:
    """In interview, indicator 2 marked, with a slot tomorrow."""
    evaluation = bring_to(EvaluationFactory.create(with_team=True), Stage.INTERVIEW)
    mark_numbers(evaluation, Stage.INTERVIEW, 2)
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    times = [(begins, begins + timedelta(hours=1))]
    make_slots(evaluation.period, times, batch=0, capacity=1, link=LINK, by=lead_of(evaluation))
    return evaluation


def at(evaluation: Evaluation, name: str, *parts: object) -> str:
    return reverse(name, args=[evaluation.pk, *parts])


def signs(page: Page, evaluation: Evaluation, user: User) -> None:
    secret = with_application(user)
    page.goto(at(evaluation, "interview:detail"))
    page.get_by_role("link", name="Baca dan tanda tangani").click()
    page.get_by_role("textbox", name="Kode dari aplikasi autentikator").fill(code_of(secret, lasts=12))
    page.get_by_role("button", name="Tanda tangani", exact=True).click()
    expect(page.locator("main")).to_contain_text(f"Ditandatangani {user}")


def test_from_the_slot_to_both_signatures_and_a_late_save(evaluation: Evaluation, open_as: Open):
    lead, coordinator = lead_of(evaluation), member(Role.COORDINATOR, evaluation.institution)
    ours, theirs = open_as(lead).new_page(), open_as(coordinator).new_page()

    theirs.goto(at(evaluation, "interview:book"))
    theirs.locator("input[name=slot]").first.check()
    theirs.get_by_role("button", name="Pesan slot ini").click()
    expect(theirs.get_by_role("link", name="Buka pertemuan")).to_have_attribute("href", LINK)

    ours.goto(at(evaluation, "interview:attendance"))
    expect(ours.get_by_label("Hadir dari instansi")).to_have_value(f"{coordinator}, Koordinator SPBE")
    ours.get_by_role("button", name="Catat pelaksanaan").click()

    ours.goto(at(evaluation, "interview:indicator", 2))
    ours.locator("input[name=level][value='4']").check()
    ours.locator("textarea[name=reason]").fill("Peraturan ditunjukkan saat interviu.")
    ours.get_by_role("button", name="Simpan hasil klarifikasi").click()

    theirs.goto(at(evaluation, "interview:detail"))
    theirs.get_by_label("Setuju", exact=True).check()
    theirs.get_by_role("button", name="Kirim tanggapan").click()
    expect(theirs.locator("main")).to_contain_text("Anda setuju")

    render_interview_minutes(evaluation)  # as the worker does
    late = ours.context.new_page()
    late.goto(at(evaluation, "interview:indicator", 2))
    assert theirs.request.get(at(evaluation, "interview:minutes")).body().startswith(b"%PDF")
    signs(ours, evaluation, lead)
    signs(theirs, evaluation, coordinator)
    expect(theirs.locator("main")).to_contain_text("Isinya tidak dapat diubah lagi")

    late.locator("input[name=level][value='5']").check()
    late.locator("textarea[name=reason]").fill("Terlambat")
    late.get_by_role("button", name="Simpan hasil klarifikasi").click()
    expect(late.locator("main")).to_contain_text("sudah ditandatangani kedua pihak")
    expect(late.locator("textarea[name=reason]")).to_have_value("Terlambat")

    assert minutes_of(evaluation, Stage.INTERVIEW).is_signed
    assert Clarification.objects.get().level == 4
    assert InterviewSession.objects.get().held_at is not None
