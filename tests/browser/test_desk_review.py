"""Two blind assessors at their keyboards, a third who looks for traces, and what became of their differences."""

import re
from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from apps.accounts.models import User
from apps.desk_review.models import AgreedLevel, EvidenceVerdict, Judgement, JudgementLock
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment.models import Evidence
from tests.browser.conftest import Open
from tests.desk_review.conftest import CANARY, judge
from tests.factories import EvaluationFactory, TeamFactory, assessors_of, bring_to, real_instrument

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATIENCE = 15_000


@pytest.fixture
def evaluation() -> Evaluation:
    """In desk review; the institution says 3 throughout, with one link as evidence for its first indicator."""
    made = EvaluationFactory.create(with_team=True)
    first = made.period.instrument.indicators.get(number=1)
    Evidence.objects.create(evaluation=made, indicator=first, url="https://bukti.invalid/perwal")
    return bring_to(made, Stage.DESK_REVIEW)


@pytest.fixture
def other(evaluation: Evaluation) -> User:
    return assessors_of(evaluation)[1]


@pytest.fixture
def page(evaluation: Evaluation, other: User, open_as: Open) -> Page:
    """The first indicator, open before the other assessor."""
    page = open_as(other).new_page()
    page.goto(address(evaluation))
    return page


def address(evaluation: Evaluation, number: int = 1) -> str:
    return reverse("desk_review:indicator", args=[evaluation.pk, number])


def stored(evaluation: Evaluation, user: User, number: int = 1) -> Judgement:
    return Judgement.objects.get(evaluation=evaluation, assessor=user, indicator__number=number)


def status(page: Page):
    return page.locator("#simpan-status")


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_agreeing_costs_three_keys(page: Page, evaluation: Evaluation, other: User):
    """Accept the evidence, agree, go on; every further indicator without evidence costs two."""
    press(page, "tsl")
    page.wait_for_url(f"**{address(evaluation, 2)}")
    for number in (2, 3, 4):
        press(page, "sl")
        page.wait_for_url(f"**{address(evaluation, number + 1)}")
    press(page, "sl")
    page.wait_for_url(f"**{reverse('desk_review:sheet', args=[evaluation.pk])}")

    expect(page.locator("main")).to_contain_text("5 dari 5 indikator sudah Anda nilai")
    assert {one.level for one in Judgement.objects.filter(evaluation=evaluation, assessor=other)} == {3}
    assert EvidenceVerdict.objects.get().verdict == "accepted"


def test_nobody_waits_for_a_save(page: Page, evaluation: Evaluation, other: User):
    """The answer to the save never comes; the next page is there at once, and sends what nobody has confirmed."""
    waiting: list[Route] = []
    page.route(f"**{address(evaluation)}", lambda route: waiting.append(route) if is_save(route) else route.continue_())

    press(page, "sl")
    page.wait_for_url(f"**{address(evaluation, 2)}")
    page.unroute_all()
    page.reload()

    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert waiting
    assert stored(evaluation, other).level == 3


def test_a_list_made_before_the_save_is_made_again(page: Page, evaluation: Evaluation):
    """The list is fetched, then the save is answered, then the list arrives: it says what is saved all the same."""
    sheet = reverse("desk_review:sheet", args=[evaluation.pk])
    saves: list[Route] = []
    lists: list[Route] = []
    page.goto(address(evaluation, 5))
    page.route(f"**{address(evaluation, 5)}", partial(hold_first, saves))
    page.route(f"**{sheet}", partial(hold_first, lists))

    press(page, "sl")
    while not (saves and lists):
        page.wait_for_timeout(20)
    made_before = lists[0].fetch()
    with page.expect_response(f"**{address(evaluation, 5)}") as answer:
        saves[0].continue_()
    assert answer.value.finished() is None
    page.wait_for_timeout(200)
    lists[0].fulfill(response=made_before)

    expect(page.locator("main")).to_contain_text("1 dari 5 indikator sudah Anda nilai", timeout=PATIENCE)


def hold_first(held: list[Route], route: Route) -> None:
    if held:
        route.continue_()
    else:
        held.append(route)


def is_save(route: Route) -> bool:
    return route.request.method == "POST"


def test_differing_asks_for_the_reason_at_once(page: Page, evaluation: Evaluation, other: User):
    page.keyboard.press("2")

    expect(page.locator("#wajib")).to_be_visible()
    expect(page.get_by_role("textbox", name="Alasan")).to_be_focused()
    page.keyboard.type("Notula 1 Juli belum ada.")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.type("Mana notulanya?")
    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)
    expect(page.locator("#keadaan")).to_contain_text("untuk interviu", timeout=PATIENCE)

    judgement = stored(evaluation, other)
    assert (judgement.level, judgement.reason) == (2, "Notula 1 Juli belum ada.")


def test_keys_can_be_switched_off_and_stay_off(page: Page, evaluation: Evaluation, other: User):
    page.get_by_label("Nyalakan pintasan satu huruf").uncheck()
    page.reload()

    press(page, "sl")
    page.get_by_role("textbox", name="Alasan").focus()

    expect(page).to_have_url(re.compile(address(evaluation)))
    expect(page.get_by_label("Nyalakan pintasan satu huruf")).not_to_be_checked()
    assert stored(evaluation, other).level is None


def test_two_windows_of_one_assessor_lose_nothing(page: Page, evaluation: Evaluation, other: User):
    second = page.context.new_page()
    second.goto(address(evaluation))
    second.get_by_role("textbox", name="Alasan").fill("Dari jendela kedua")
    expect(status(second)).to_contain_text("Tersimpan", timeout=PATIENCE)

    page.get_by_role("textbox", name="Alasan").fill("Dari jendela pertama")
    page.get_by_role("button", name="Bandingkan kedua tulisan").click(timeout=PATIENCE)

    expect(page.locator("main")).to_contain_text("Dari jendela kedua")
    page.get_by_label("Pakai tulisan Anda").first.check()
    page.get_by_role("button", name="Simpan pilihan").click()
    page.wait_for_url(f"**{address(evaluation, 2)}")
    assert stored(evaluation, other).reason == "Dari jendela pertama"


def test_a_scale_with_decimals_is_typed(open_as: Open):
    evaluation = bring_to(
        EvaluationFactory.create(with_team=True, period__instrument=real_instrument("pemdi-20")), Stage.DESK_REVIEW
    )
    other = assessors_of(evaluation)[1]
    page = open_as(other).new_page()
    page.goto(address(evaluation))

    page.keyboard.type("2.75")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("Sebagian.")

    expect(status(page)).to_contain_text("Tersimpan", timeout=PATIENCE)
    assert str(stored(evaluation, other).level) == "2.75"


def test_the_page_works_without_scripts(evaluation: Evaluation, other: User, open_as: Open):
    page = open_as(other, java_script_enabled=False).new_page()
    page.goto(address(evaluation))

    page.get_by_label("Putusan atas https").select_option("Kurang")
    page.get_by_role("button", name="Setuju tingkat 3").click()

    page.wait_for_url(f"**{address(evaluation, 2)}")
    assert (stored(evaluation, other).level, EvidenceVerdict.objects.get().verdict) == (3, "insufficient")


def test_two_blind_assessors_a_third_and_the_settlement(evaluation: Evaluation, open_as: Open):
    lead, other = assessors_of(evaluation)
    third = TeamFactory.create(period=evaluation.period).members.first().user
    judge(evaluation, lead, 3, question=f"{CANARY}?", lock=True)
    mine, colleague, stranger = (open_as(user).new_page() for user in (other, lead, third))

    # The other assessor meets no trace of the lead, and differs about one indicator.
    trails = [reverse(f"desk_review:{name}", args=[evaluation.pk]) for name in ("sheet", "differences")]
    for trail in [address(evaluation), *trails, reverse("evaluations:detail", args=[evaluation.pk]), "/beranda/"]:
        mine.goto(trail)
        assert CANARY not in mine.content()
    mine.goto(address(evaluation))
    press(mine, "2")
    mine.keyboard.type("Belum ditetapkan.")
    expect(status(mine)).to_contain_text("Tersimpan", timeout=PATIENCE)
    mine.keyboard.press("Escape")
    press(mine, "l")
    for number in (2, 3, 4, 5):
        mine.wait_for_url(f"**{address(evaluation, number)}")
        press(mine, "sl")
    mine.wait_for_url(f"**{trails[0]}")

    # Somebody of another team finds nothing at all.
    for trail in [address(evaluation), *trails]:
        assert stranger.goto(trail).status == 404

    # Locked: both texts lie open to both, and they settle between them.
    mine.get_by_role("button", name="Kunci penilaian saya").click()
    mine.get_by_role("dialog").get_by_role("button", name="Kunci").click()
    mine.get_by_role("link", name="Bandingkan penilaian tim").click()
    expect(mine.locator("main")).to_contain_text("Tim berbeda pada 1 indikator")
    expect(mine.locator("main")).to_contain_text(CANARY)
    mine.get_by_role("link", name="Ajukan usul indikator 1").click()
    mine.get_by_role("radio").nth(1).check()
    mine.get_by_role("textbox", name="Alasan").fill("Naskahnya memang belum ditetapkan.")
    mine.get_by_role("button", name="Kirim usul").click()
    expect(mine.locator("main")).to_contain_text("Ada usul, menunggu persetujuan")

    colleague.goto(trails[1])
    colleague.get_by_role("button", name="Setujui usul tingkat 2").click()
    expect(colleague.locator("main")).to_contain_text("Semua perbedaan sudah selesai")
    colleague.get_by_role("button", name="Tutup penilaian dokumen").click()
    colleague.get_by_role("dialog").get_by_role("button", name="Tutup").click()
    colleague.wait_for_url(f"**{reverse('evaluations:detail', args=[evaluation.pk])}")

    evaluation.refresh_from_db()
    agreed = AgreedLevel.objects.get()
    assert (evaluation.stage, agreed.by, agreed.confirmed_by) == (Stage.INTERVIEW, other, lead)
    assert JudgementLock.objects.filter(evaluation=evaluation).count() == 2
    assert (stored(evaluation, other).level, stored(evaluation, lead).level) == (2, 3)
