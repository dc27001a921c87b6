"""The ministry's page: what stands out, filtered, noted, taken along."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse

from apps.common.sheets import read_rows
from apps.institutions.models import Role
from apps.jobs.models import Job
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.quality.actions import compute_signals, set_bounds
from apps.quality.choices import Kind
from apps.quality.models import QualityNote, QualitySignal
from apps.quality.queries import bounds_of
from tests.factories import EvaluationFactory, bring_to, member
from tests.factories.results import finished_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry(client):
    user = member(Role.EVALUATION_TEAM)
    client.force_login(user)
    return user


def stood_out(ministry, evaluations: int) -> EvaluationPeriod:
    """A period with as many evaluations, each of which is near some floor."""
    period = finished_period([3] * evaluations)
    set_bounds(period, dict.fromkeys(Kind) | {Kind.FLOOR: Decimal("0.5")}, by=ministry)
    compute_signals(period)
    return period


def page_of(client, period, query=""):
    return client.get(reverse("quality:signals", args=[period.slug]) + query).content.decode()


def test_each_row_leads_to_the_evaluation_and_says_that_nobody_has_looked(client, ministry):
    period = stood_out(ministry, 1)
    signal = QualitySignal.objects.get()

    page = page_of(client, period)

    assert reverse("evaluations:detail", args=[signal.evaluation_id]) in page
    assert reverse("quality:signal", args=[period.slug, signal.pk]) in page
    assert signal.sentence in page
    assert "Belum</span>" in page


def test_a_note_says_who_looked_and_what_was_found(client, ministry):
    period = stood_out(ministry, 1)
    signal = QualitySignal.objects.get()

    answer = client.post(reverse("quality:signal", args=[period.slug, signal.pk]), {"text": "Wajar, bukti lengkap."})

    assert answer.status_code == 302
    assert QualityNote.objects.values_list("signal", "text", "by").get() == (
        signal.pk,
        "Wajar, bukti lengkap.",
        ministry.pk,
    )
    assert "Wajar, bukti lengkap." in page_of(client, period, "?keadaan=sudah")
    assert "Tidak ada yang cocok" in page_of(client, period, "?keadaan=belum")


def test_one_note_for_all_that_were_ticked_and_for_no_other_periods(client, ministry):
    period, other = stood_out(ministry, 2), stood_out(ministry, 1)
    chosen = list(QualitySignal.objects.values_list("pk", flat=True))

    client.post(reverse("quality:note_many", args=[period.slug]), {"pilih": chosen, "text": "Dilihat bersama."})

    assert set(QualityNote.objects.values_list("signal__period", flat=True)) == {period.pk}
    assert QualityNote.objects.count() == 2
    assert other.quality_signals.get().notes.count() == 0


@pytest.mark.parametrize("sent", [{"text": "Tanpa pilihan"}, {"pilih": "1"}, {"pilih": "x", "text": "Bukan angka"}])
def test_a_note_without_rows_or_words_is_not_kept(client, ministry, sent):
    period = stood_out(ministry, 1)

    client.post(reverse("quality:note_many", args=[period.slug]), sent)

    assert not QualityNote.objects.exists()


def test_the_bounds_of_the_period_are_set_and_the_list_is_worked_out_again(client, ministry):
    period = stood_out(ministry, 1)
    sent = {kind.value: "" for kind in Kind} | {"outlier": "4,25"}

    answer = client.post(reverse("quality:bounds", args=[period.slug]), sent)

    assert answer.status_code == 302
    assert bounds_of(period) == dict.fromkeys(Kind) | {Kind.OUTLIER: Decimal("4.25")}
    assert Job.objects.filter(kind="quality.signals", object_id=period.pk).count() == 1


def test_a_published_period_is_only_read(client, ministry):
    period = stood_out(ministry, 1)
    signal = QualitySignal.objects.get()
    EvaluationPeriod.objects.filter(pk=period.pk).update(state=PeriodState.PUBLISHED)

    answers = [
        client.post(reverse("quality:signal", args=[period.slug, signal.pk]), {"text": "Terlambat"}).status_code,
        client.post(reverse("quality:compute", args=[period.slug])).status_code,
        client.get(reverse("quality:bounds", args=[period.slug])).status_code,
        client.get(reverse("quality:signals", args=[period.slug])).status_code,
    ]

    assert answers == [403, 403, 403, 200]


def test_the_spreadsheet_holds_what_the_list_shows(client, ministry):
    period = stood_out(ministry, 2)

    content = client.get(reverse("quality:signals", args=[period.slug]) + "?jenis=floor&bentuk=xlsx").content

    rows = read_rows(BytesIO(content), ("Jenis", "Instansi", "Menjadi", "Catatan"))
    assert [row.cells["Instansi"] for row in rows] == [
        str(one.institution) for one in period.evaluations.order_by("institution__code")
    ]
    assert {row.cells["Jenis"] for row in rows} == {"Dekat batas predikat"}


def test_the_page_asks_as_much_for_fifty_rows_as_for_one(client, ministry, django_assert_num_queries):
    small, large = stood_out(ministry, 1), stood_out(ministry, 1)
    for _ in range(49):
        bring_to(EvaluationFactory.create(period=large), "final", level=3)
    compute_signals(large)
    assert QualitySignal.objects.filter(period=large).count() == 50
    page_of(client, small)

    for period in (small, large):
        with django_assert_num_queries(19):
            page_of(client, period)
