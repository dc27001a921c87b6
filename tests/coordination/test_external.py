"""The ministry's lists of other agencies' indices and of criteria: looked at first, then written, once."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.common.sheets import read_rows, write_sheet
from apps.coordination.models import ImportedList, ListKind
from apps.coordination.queries import criteria, external
from apps.coordination.queries.opening import checks_of
from apps.evaluations.models import Evaluation, ExternalValue
from apps.institutions.models import Role
from apps.instruments.models import Criterion, Erratum
from apps.periods.models import EvaluationPeriod, PeriodState
from apps.results.checks import standing_against
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, PeriodFactory, bring, member, real_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> EvaluationPeriod:
    return PeriodFactory.create(instrument=real_instrument("pemdi-20"))


@pytest.fixture
def evaluation(period: EvaluationPeriod) -> Evaluation:
    return EvaluationFactory.create(period=period)


@pytest.fixture
def ministry(client: Client) -> Client:
    client.force_login(member(Role.EVALUATION_TEAM))
    return client


def uploaded(browser: Client, page: str, period: EvaluationPeriod, columns: Any, *rows: Any) -> Any:
    """The answer to an upload, followed to its preview."""
    file = SimpleUploadedFile("daftar.xlsx", write_sheet("Daftar", columns, rows))
    return browser.post(reverse(page, args=[period.slug]), {"file": file}, follow=True)


def indices(browser: Client, period: EvaluationPeriod, *rows: Any) -> Any:
    return uploaded(browser, "coordination:external_upload", period, external.COLUMNS, *rows)


def applied(browser: Client, answer: Any, **fields: str) -> Any:
    return browser.post(answer.redirect_chain[-1][0], fields)


def test_a_list_is_looked_at_then_applied_once(ministry: Client, evaluation: Evaluation) -> None:
    code = evaluation.institution.code
    answer = indices(ministry, evaluation.period, (code, 5, "3,4", "3,40", "Indeks uji", "31-03-2026"))
    before = ExternalValue.objects.count()

    first, second = applied(ministry, answer), applied(ministry, answer)

    brought = evaluation.external_values.get()
    assert len(answer.context["preview"].rows) == 1
    assert (before, first.status_code, second.status_code) == (0, 302, 409)
    assert (brought.level, brought.source, brought.dated.isoformat()) == (Decimal("3.40"), "Indeks uji", "2026-03-31")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({0: "tidak ada"}, "tidak ada dalam lokus periode ini"),
        ({1: 1}, "tidak mengambil nilainya dari indeks instansi lain"),
        ({2: ""}, "nilai menurut sumber wajib diisi"),
        ({3: "5,01"}, "harus bilangan 1 sampai 5"),
        ({3: "3,405"}, "paling banyak 2 desimal"),
        ({3: "NaN"}, "harus bilangan"),
        ({4: ""}, "sumber wajib diisi"),
        ({5: "kemarin"}, "ditulis seperti 2026-03-31"),
    ],
)
def test_a_list_with_a_fault_is_not_applied_in_part(
    ministry: Client, evaluation: Evaluation, changed: dict[int, Any], fault: str
) -> None:
    right = [evaluation.institution.code, 6, "3", "3", "Indeks uji", "2026-03-31"]
    wrong = [changed.get(place, cell) for place, cell in enumerate([right[0], 5, *right[2:]])]

    answer = indices(ministry, evaluation.period, right, wrong)

    assert fault in " ".join(answer.context["preview"].faults)
    assert applied(ministry, answer).status_code == 409
    assert not ExternalValue.objects.exists()


def test_one_is_entered_by_hand(ministry: Client, evaluation: Evaluation) -> None:
    page = reverse("coordination:external_value", args=[evaluation.period.slug, evaluation.pk, 18])
    typed = {"value": "78,2", "level": "3,25", "source": "Surat uji", "dated": "2026-04-30"}

    refused = [ministry.post(page, typed | {name: ""}).status_code for name in typed]
    taken = ministry.post(page, typed)

    assert (refused, taken.status_code) == ([422] * 4, 302)
    assert evaluation.external_values.get().level == Decimal("3.25")
    assert "Surat uji" in ministry.get(page).content.decode()


def test_an_indicator_that_is_answered_is_not_entered(ministry: Client, evaluation: Evaluation) -> None:
    page = reverse("coordination:external_value", args=[evaluation.period.slug, evaluation.pk, 1])

    assert ministry.get(page).status_code == 404


def test_the_template_comes_back_as_it_went(ministry: Client, evaluation: Evaluation) -> None:
    bring(evaluation)
    page = reverse("coordination:external", args=[evaluation.period.slug])
    content = ministry.get(page, {"bentuk": "xlsx"}).content

    rows = [tuple(row.cells.values()) for row in read_rows(BytesIO(content), external.COLUMNS)]
    answer = indices(ministry, evaluation.period, *rows)

    preview = answer.context["preview"]
    assert (len(rows), preview.unchanged, preview.rows, preview.faults) == (4, 4, [], [])


def test_a_list_costs_the_same_for_one_and_many(ministry: Client, evaluation: Evaluation) -> None:
    page = reverse("coordination:external", args=[evaluation.period.slug])
    ministry.get(page)
    counts = []
    for more in (0, 6):
        EvaluationFactory.create_batch(more, period=evaluation.period)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ministry.get(page)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_opening_says_what_is_missing_and_waits_for_none_of_it(evaluation: Evaluation) -> None:
    found = {check.title: check for check in checks_of(evaluation.period)}

    for title, said in (("Indeks instansi lain", str(evaluation.institution)), ("Kriteria", "belum ditetapkan")):
        assert (said in found[title].missing, found[title].is_warning) == (True, True)


def test_the_computation_waits_for_what_is_missing(evaluation: Evaluation) -> None:
    before = [check.title for check in standing_against(evaluation.period)]
    bring(evaluation)
    after = [check.title for check in standing_against(evaluation.period)]

    assert set(before) - set(after) == {"Indeks instansi lain"}


def criteria_of(browser: Client, period: EvaluationPeriod, *rows: Any) -> Any:
    return uploaded(browser, "coordination:criteria_upload", period, criteria.COLUMNS, *rows)


def test_criteria_are_loaded_before_the_period_opens(ministry: Client, period: EvaluationPeriod) -> None:
    EvaluationPeriod.objects.filter(pk=period.pk).update(state=PeriodState.PREPARATION)
    answer = criteria_of(ministry, period, (1, 3, "Direncanakan dan dikendalikan.", "Peta rencana"))

    done = applied(ministry, answer)

    one = Criterion.objects.get(indicator__instrument=period.instrument)
    assert (done.status_code, one.indicator.number, one.level) == (302, 1, 3)
    assert (one.text, one.evidence) == ("Direncanakan dan dikendalikan.", "Peta rencana")
    assert not Erratum.objects.exists()


def test_afterwards_each_is_an_erratum_with_a_reason(ministry: Client, period: EvaluationPeriod) -> None:
    answer = criteria_of(ministry, period, (1, 3, "Direncanakan.", ""))

    silent = applied(ministry, answer)
    written = Criterion.objects.filter(indicator__instrument=period.instrument).count()
    given = applied(ministry, answer, reason="Lampiran peraturan terbit.")

    assert (silent.status_code, written, given.status_code) == (409, 0, 302)
    errata = Erratum.objects.exclude(new="")
    assert [(one.indicator.number, one.new, one.reason) for one in errata] == [
        (1, "Direncanakan.", "Lampiran peraturan terbit.")
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ((99, 3, "Ada.", ""), "indikator “99” tidak dikenal"),
        ((1, "3,5", "Ada.", ""), "tingkat “3,5” tidak dikenal"),
        ((1, 3, "", "Bukti"), "kriteria wajib diisi"),
    ],
)
def test_criteria_with_a_fault_are_not_written(
    ministry: Client, period: EvaluationPeriod, row: Any, fault: str
) -> None:
    answer = criteria_of(ministry, period, (1, 2, "Ada.", ""), row)

    assert fault in " ".join(answer.context["preview"].faults)
    assert applied(ministry, answer, reason="-").status_code == 409
    assert not Criterion.objects.filter(indicator__instrument=period.instrument).exists()


def test_a_list_of_one_kind_is_no_list_of_the_other(ministry: Client, evaluation: Evaluation) -> None:
    indices(ministry, evaluation.period, (evaluation.institution.code, 5, "3", "3", "Indeks", "2026-03-31"))
    kept = ImportedList.objects.get(kind=ListKind.EXTERNAL)

    page = reverse("coordination:criteria_preview", args=[evaluation.period.slug, kept.pk])

    assert ministry.get(page).status_code == 404


def test_an_institution_reads_it_and_cannot_write_it(client: Client, evaluation: Evaluation) -> None:
    bring(evaluation, Decimal("3.40"))
    client.force_login(member(Role.DATA_ENTRY, evaluation.institution))
    page = reverse("self_assessment:indicator", args=[evaluation.pk, 5])

    shown = client.get(page).content.decode()
    typed = client.post(page, {"version": 0, "level": "5", "fact": "x", "analysis": "", "justification": ""})

    assert "Indeks 5" in shown
    assert 'id="jawaban"' not in shown
    assert typed.status_code == 409
    assert evaluation.answers.get(indicator__number=5).level is None
    assert evaluation.stage == Stage.SELF_ASSESSMENT
