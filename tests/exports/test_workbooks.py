"""The one way out: every list as a workbook at its own address, with its filters, and a line in the log."""

import io
import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.common.gate import refusal_of
from apps.exports.models import Export
from apps.helpdesk.actions import answer, ask, begin_look
from apps.institutions.models import Category, Role
from apps.periods.models import LocusDecision, PeriodState
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, member
from tests.factories.results import computed_run, finished_period, published_decree

pytestmark = pytest.mark.django_db

# How many lists of a module nobody at the ministry reads, or are one part of a page about one institution.
NOT_OF_THE_MINISTRY = {
    "notices.views": 1,  # a person's own notices
    "helpdesk.views.questions": 1,  # a person's own questions
    "evaluations.views.discussion": 1,  # what an institution says inside
    "self_assessment.queries.library": 1,  # the files of one institution
    "self_assessment.queries.versions": 1,  # the versions of one answer
    "socialisation.views.reading": 1,  # what institutions and assessors read
}
# name of the page, arguments, the sheet's first heading
LISTS = [
    ("coordination:workload", True, "Asesor"),
    ("coordination:volume", True, "Kode"),
    ("coordination:full_recaps", True, "Kode"),
    ("coordination:downloads", True, "Saat"),
    ("coordination:locus", True, "Kode"),
    ("coordination:teams", True, "Kode"),
    ("coordination:proposals", True, "Diminta"),
    ("coordination:wishes", True, "Nama pengguna"),
    ("coordination:conflicts", True, "Asesor"),
    ("coordination:corrections", True, "Instansi"),
    ("coordination:handovers", True, "Instansi"),
    ("coordination:letters", True, "Asesor"),
    ("interview:slots", True, "Mulai"),
    ("visitation:choose", True, "Kode"),
    ("results:run", True, "Kode"),
    ("results:changes", True, "Kode"),
    ("assistance:list", False, "Instansi"),
    ("institutions:directory", False, "Kode"),
    ("periods:list", False, "Periode"),
    ("coordination:audit", True, "Kode"),
    ("coordination:reopenings", True, "Instansi"),
    ("socialisation:desk", True, "Judul"),
    ("helpdesk:queue", False, "Jenis"),
    ("helpdesk:looks", False, "Melihat sebagai"),
    ("helpdesk:resets", False, "Pemilik akun"),
    ("decrees:press", False, "Penerima"),
    ("institutions:register", False, "Kode"),
]
# There is no list before a computation.
OFFERED_LATER = {"results:run"}


@pytest.fixture(scope="module")
def kept_evaluation(kept):
    institution = InstitutionFactory(name="Kota Contoh Muara", category=Category.CITY)
    return EvaluationFactory(institution=institution, with_team=True)


@pytest.fixture
def evaluation(kept_evaluation, db):
    return deepcopy(kept_evaluation)


@pytest.fixture
def desk(client, evaluation):
    client.force_login(member(Role.EVALUATION_TEAM), backend="apps.accounts.backends.AccountBackend")
    return client


def cells(response):
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def address(name, evaluation, of_a_period):
    return reverse(name, args=[evaluation.period.slug] if of_a_period else [])


@pytest.mark.parametrize(("name", "of_a_period", "heading"), LISTS)
def test_a_list_leaves_at_its_own_address_and_is_logged(desk, evaluation, name, of_a_period, heading):
    url = address(name, evaluation, of_a_period)
    page = desk.get(url).content.decode()

    rows = cells(desk.get(url, {"bentuk": "xlsx"}))

    log = Export.objects.get()
    assert ('href="?bentuk=xlsx"' in page) == (name not in OFFERED_LATER)
    assert heading in [row[0] for row in rows]
    assert rows[0][0] == "SIMULASI" or not of_a_period
    assert log.rows == len(rows) - [row[0] for row in rows].index(heading) - 1
    assert log.period_slug == (evaluation.period.slug if of_a_period else "")


@pytest.mark.parametrize(("name", "of_a_period"), [one[:2] for one in LISTS])
def test_who_may_not_see_a_list_may_not_take_it(client, evaluation, name, of_a_period):
    person = member(Role.RESPONDENT, evaluation.institution)
    client.force_login(person, backend="apps.accounts.backends.AccountBackend")
    url = address(name, evaluation, of_a_period)

    page, book = client.get(url), client.get(url, {"bentuk": "xlsx"})

    assert book.status_code == page.status_code
    assert (page.status_code == 200) == (name == "assistance:list")


def test_the_rules_page_lets_out_who_has_applied(desk):
    period = PeriodFactory(state=PeriodState.PREPARATION)
    applied = period.locus_applications.create(
        institution=InstitutionFactory(), letter="12/UJI", by=member(Role.EVALUATION_TEAM)
    )
    url = reverse("coordination:locus_rules", args=[period.slug])

    row = cells(desk.get(url, {"bentuk": "xlsx"}))[-1]

    assert 'href="?bentuk=xlsx"' in desk.get(url).content.decode()
    assert row[:3] == [applied.institution.code, str(applied.institution), "12/UJI"]


def test_a_decision_on_the_lokus_leaves_with_its_lines(desk, evaluation):
    decision = LocusDecision.objects.create(period=evaluation.period, means="draw", seed="Uji", rules=["Satu"])
    decision.lines.create(institution=evaluation.institution, track="evaluation", batch=2, reason="Diundi")
    url = reverse("coordination:locus_decision", args=[evaluation.period.slug, decision.pk])

    rows = cells(desk.get(url, {"bentuk": "xlsx"}))

    assert rows[2][0].startswith("Menurut undian, benih Uji, ")
    assert rows[-1] == [evaluation.institution.code, "Kota Contoh Muara", "Evaluasi", 2, "Diundi"]


def test_questions_leave_with_their_answers_as_they_were_filtered(desk, evaluation):
    ministry = member(Role.EVALUATION_TEAM)
    for text in ("Bagaimana?", "Kapan?"):
        asked = ask("question", text, page="/beranda/", by=member(Role.COORDINATOR, evaluation.institution))
    answer(asked, "Besok.", by=ministry)

    rows = cells(desk.get(reverse("helpdesk:queue"), {"bentuk": "xlsx", "keadaan": "answered"}))

    assert rows[1][0] == "Saringan: Dijawab"
    assert [(row[1], row[6], row[8].rpartition(": ")[2]) for row in rows[3:]] == [("Kapan?", "Dijawab", "Besok.")]


def test_a_look_leaves_page_by_page(desk, evaluation):
    look = begin_look(
        member(Role.COORDINATOR, evaluation.institution), reason="Membantu", by=member(Role.EVALUATION_TEAM)
    )
    look.pages.create(path="/beranda/")

    rows = cells(desk.get(reverse("helpdesk:look", args=[look.pk]), {"bentuk": "xlsx"}))

    assert [row[0] for row in rows[2:]] == ["Halaman", "/beranda/"]


@pytest.mark.parametrize(
    ("part", "heading"), [("bahan", "Judul"), ("pengumuman", "Judul"), ("kegiatan", "Kegiatan"), ("surat", "Nomor")]
)
def test_every_part_of_sosialisasi_leaves_by_itself(desk, evaluation, part, heading):
    url = reverse("socialisation:desk", args=[evaluation.period.slug])

    rows = cells(desk.get(url, {"bentuk": "xlsx", "bagian": part}))

    assert rows[2][0] == heading


def test_the_ledger_of_a_closed_period_leaves_with_whoever_audits(client):
    period = finished_period([4])
    published_decree(period)
    evaluation = period.evaluations.get()
    client.force_login(member(Role.AUDITOR))
    url = reverse("coordination:audit_one", args=[period.slug, evaluation.pk])

    rows = cells(client.get(url, {"bentuk": "xlsx"}))
    seen = client.get(reverse("coordination:downloads", args=[period.slug])).context["page"]

    assert rows[2][0] == str(evaluation.institution)
    assert len(rows) - 4 == evaluation.ledger.count()
    assert [one.title for one in seen] == ["Buku tingkat"]


def test_results_leave_with_their_exact_fraction(client):
    period = finished_period([4])
    result = computed_run(period).results.get()
    client.force_login(member(Role.EVALUATION_TEAM))
    url = reverse("results:run", args=[period.slug])

    row = cells(client.get(url, {"bentuk": "xlsx"}))[-1]

    placed = result.evaluation.institution
    fraction = [str(result.numerator), str(result.denominator)]
    assert 'href="?bentuk=xlsx"' in client.get(url).content.decode()
    assert row == [placed.code, placed.name, "Evaluasi", 4, *fraction, str(result.predikat)]


def test_a_workbook_says_how_it_was_filtered(desk, evaluation):
    EvaluationFactory(period=evaluation.period)

    url = reverse("coordination:export", args=[evaluation.period.slug])
    rows = cells(desk.get(url, {"kategori": "kota", "gelombang": "1", "menurut": "provinsi"}))

    log = Export.objects.get()
    assert rows[2][0] == "Saringan: Kategori: Kota; Gelombang: 1"
    assert (log.title, log.filters, log.rows) == ("Ruang kendali", "Kategori: Kota; Gelombang: 1", 1)


def test_only_the_headers_take_nothing(desk, evaluation):
    desk.head(reverse("coordination:export", args=[evaluation.period.slug]))

    assert not Export.objects.exists()


def test_the_log_stays(desk, evaluation):
    desk.get(reverse("coordination:export", args=[evaluation.period.slug]))

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        Export.objects.all().update(title="lain")
    assert refusal_of(refused.value)


def test_the_log_of_a_period_shows_its_own_alone(desk, evaluation):
    other = PeriodFactory(state=PeriodState.PREPARATION)
    for period in (evaluation.period, other):
        desk.get(reverse("coordination:export", args=[period.slug]))

    page = desk.get(reverse("coordination:downloads", args=[other.slug])).context["page"]

    assert [one.period_slug for one in page] == [other.slug]


def test_a_long_log_costs_the_same_statements(desk, evaluation, django_assert_max_num_queries):
    export = reverse("coordination:export", args=[evaluation.period.slug])
    url = reverse("coordination:downloads", args=[evaluation.period.slug])
    desk.get(export)
    with django_assert_max_num_queries(12) as one:
        desk.get(url)
    for _ in range(4):
        desk.get(export)

    with django_assert_max_num_queries(12) as many:
        desk.get(url)

    assert len(many) == len(one)


def test_whatever_pages_a_list_also_lets_it_out():
    """A new list either leaves as a workbook or is named above."""
    apps = Path(settings.BASE_DIR, "apps")
    sources = {".".join(one.relative_to(apps).with_suffix("").parts): one.read_text() for one in apps.rglob("*.py")}

    staying = {
        name: text.count("Paginator(") - len(re.findall(r"\b(?:as_)?workbook\(\s*request", text))
        for name, text in sources.items()
        if "Paginator(" in text
    }

    assert {name: number for name, number in staying.items() if number > 0} == NOT_OF_THE_MINISTRY
