"""A conflict declared, or found, in the middle of the work: what the one at the keyboard sees, and what stays."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, expect

from apps.accounts.models import User
from apps.desk_review.models import Judgement
from apps.evaluations.actions.conflicts import set_domains
from apps.evaluations.models import Conflict, Evaluation, TeamChange
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage
from tests.browser.conftest import Open
from tests.factories import EvaluationFactory, assessors_of, bring_to, member
from tests.invariants import assert_invariants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 15_000
Tie = Callable[[BrowserContext, Evaluation, User], None]


def declared_by_the_assessor(window: BrowserContext, evaluation: Evaluation, user: User) -> None:
    """In another tab, while the indicator stands open in the first."""
    page = window.new_page()
    page.goto(reverse("evaluations:declaration", args=[evaluation.pk]))
    page.get_by_role("radio", name="Bekerja").check()
    page.get_by_role("textbox", name="Keterangan").fill("Sejak kemarin konsultan di sana.")
    page.get_by_role("button", name="Catat pernyataan").click()
    page.wait_for_url("**/beranda/")
    expect(page.locator("main")).to_contain_text("Belum ada instansi di meja Anda")
    page.close()


def found_by_the_ministry(window: BrowserContext, evaluation: Evaluation, user: User) -> None:
    """The ministry says under which domain the institution writes; the assessor has an address there."""
    ministry = member(Role.EVALUATION_TEAM)
    set_domains(evaluation.institution, [user.email.rpartition("@")[2]], by=ministry)


@pytest.mark.parametrize("tie", [declared_by_the_assessor, found_by_the_ministry])
def test_a_conflict_in_the_middle_of_the_work(tie: Tie, open_as: Open):
    evaluation = bring_to(EvaluationFactory.create(with_team=True), Stage.DESK_REVIEW)
    User.objects.filter(pk=assessors_of(evaluation)[0].pk).update(email="ketua@lain.invalid")
    ministry, (lead, other), former = member(Role.EVALUATION_TEAM), assessors_of(evaluation), evaluation.team
    trails = [
        reverse("desk_review:indicator", args=[evaluation.pk, 1]),
        *(reverse(name, args=[evaluation.pk]) for name in ("desk_review:sheet", "evaluations:detail")),
    ]
    window = open_as(other)
    page = window.new_page()
    page.goto(trails[0])
    page.keyboard.press("2")
    page.keyboard.type("Notula belum ada.")
    expect(page.locator("#simpan-status")).to_contain_text("Tersimpan", timeout=PATIENCE)

    tie(window, evaluation, other)
    page.get_by_role("textbox", name="Alasan").fill("Ditulis sesudah benturan.")

    # The next save is refused in words, and the page says what was kept.
    notice = page.locator("#simpan-pesan")
    expect(notice).to_contain_text("Anda tidak lagi menilai instansi ini", timeout=PATIENCE)
    expect(notice).to_contain_text("Simpanan terakhir Anda pada indikator 1 (tingkat 2")
    expect(page.locator("#simpan-status")).to_contain_text("Tidak tersimpan")
    assert page.evaluate("localStorage.length") == 0
    # Nothing of the institution opens any more.
    assert [page.goto(trail).status for trail in trails] == [404, 404, 404]  # type: ignore[union-attr]
    # It stands with a team without them, which the ministry is asked to complete; the lead goes on.
    evaluation.refresh_from_db()
    assert evaluation.team != former
    assert assessors_of(evaluation) == [lead]
    assert TeamChange.objects.get().leaving == other
    assert Notice.objects.filter(user=ministry, text__contains=str(evaluation.institution)).exists()
    assert open_as(lead).new_page().goto(trails[0]).status == 200  # type: ignore[union-attr]
    # Not a word of what was written is lost on record, nor was one written since.
    kept = Judgement.objects.get(evaluation=evaluation, assessor=other, indicator__number=1)
    assert (kept.level, kept.reason) == (2, "Notula belum ada.")
    assert kept.events.filter(version=kept.version, reason=kept.reason).exists()  # type: ignore[attr-defined]
    assert Conflict.objects.filter(assessor=other, institution=evaluation.institution).exists()
    assert_invariants()
