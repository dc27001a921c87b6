"""The desk of awards, the public page after the announcement, the certificate and its code."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse

from apps.awards.actions import DecisionHead, announce, decide, exclude, make_certificates, prepare_awards
from apps.awards.models import Award, AwardCategory, AwardExclusion, AwardList
from apps.awards.paper import render_certificate
from apps.awards.queries import awards_of, final_run, sheet_of
from apps.common.files import read
from apps.common.sheets import read_rows
from apps.institutions.models import Category, Role
from apps.jobs.models import Job
from apps.rules.stages import Stage
from tests.factories import EvaluationFactory, InstitutionFactory, bring_to, hand_over, member
from tests.factories.results import corrected_and_published, finished_period, published_decree, without_paper
from tests.paper.reading import on_paper

pytestmark = pytest.mark.django_db
HEAD = DecisionHead("1/UJI", date(2002, 3, 4), "Jakarta", "Nama Uji", "Jabatan Uji")


@pytest.fixture
def ministry(client):
    user = member(Role.EVALUATION_TEAM)
    client.force_login(user)
    return user


def published(number=1, **fields):
    """A published period with as many cities, all alike."""
    period = finished_period([], **fields)
    for _ in range(number):
        city = InstitutionFactory.create(category=Category.CITY)
        evaluation = EvaluationFactory.create(period=period, institution=city)
        hand_over(evaluation)
        bring_to(evaluation, Stage.FINAL, level=4)
    published_decree(period)
    return period


def given(ministry, number=1, *, announced=True, **fields) -> AwardList:
    awards = prepare_awards(published(number, **fields), by=ministry)
    decide(awards, HEAD, by=ministry)
    make_certificates(awards, Job.objects.filter(kind="awards.certificates").latest("pk"))
    if announced:
        announce(awards, url="/penghargaan/", by=ministry)
    return AwardList.objects.select_related("period").get(pk=awards.pk)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(on_paper(pdf)) as paper:
        return " ".join("\n".join(page.get_textpage().get_text_range() for page in paper).split())


def test_the_whole_way_over_the_desk(client, ministry):
    period = published()
    url = reverse("awards:desk", args=[period.slug])
    assert "Siapkan penghargaan" in client.get(url).content.decode()

    client.post(reverse("awards:prepare", args=[period.slug]))
    category = AwardCategory.objects.get(name="Kota terbaik")
    changed = {"name": "Kota teladan", "measure": "index", "institutions": ["kota"], "places": "1"}
    client.post(reverse("awards:category", args=[period.slug, category.pk]), changed)
    client.post(reverse("awards:year", args=[period.slug]), {"year_before": "1999"})
    said = {"number": "7/UJI", "dated": "2002-03-04", "place": "Jakarta", "signatory": "N", "signatory_office": "J"}
    client.post(reverse("awards:decide", args=[period.slug]), said)
    make_certificates(AwardList.objects.get(), Job.objects.get(kind="awards.certificates"))
    client.post(reverse("awards:announce", args=[period.slug]))

    page = client.get(url).content.decode()
    assert "Kota teladan" in page
    assert "7/UJI" in page
    assert AwardList.objects.get().year_before == 1999
    assert "Diumumkan" in page


def test_an_institution_is_excluded_with_its_reason_and_let_in_again(client, ministry):
    period = published()
    awards = prepare_awards(period, by=ministry)
    city = period.evaluations.get().institution
    url = reverse("awards:exclude", args=[period.slug])

    silent = client.post(url, {"institution": city.pk, "reason": " "})
    client.post(url, {"institution": city.pk, "reason": "Sedang diperiksa."})

    exclusion = AwardExclusion.objects.get()
    assert silent.status_code == 422
    assert (exclusion.list, exclusion.institution, exclusion.by) == (awards, city, ministry)
    assert "Sedang diperiksa." in client.get(reverse("awards:desk", args=[period.slug])).content.decode()

    client.post(reverse("awards:lift", args=[period.slug, exclusion.pk]))

    exclusion.refresh_from_db()
    assert exclusion.lifted_by == ministry


def test_a_decided_list_refuses_a_change_with_a_sentence(client, ministry):
    awards = given(ministry, announced=False)
    category = awards.categories.all()[0]
    changed = {"name": "Lain", "measure": "index", "institutions": ["kota"], "places": "2"}

    answer = client.post(reverse("awards:category", args=[awards.period.slug, category.pk]), changed)

    assert answer.status_code == 409
    assert "sudah ditetapkan dan tidak dapat diubah lagi" in answer.content.decode()


def test_nothing_is_public_before_the_announcement(client, ministry):
    awards = given(ministry, announced=False)
    code = Award.objects.get().code
    client.logout()

    answers = [
        client.get(reverse("portal:period_awards", args=[awards.period.slug])).status_code,
        client.get(reverse("portal:certificate", args=[awards.period.slug, code])).status_code,
        client.get(reverse("portal:verify", args=[code])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert awards.number not in client.get(reverse("portal:awards")).content.decode()


def test_the_public_reads_who_won_who_shared_and_who_was_left_out(client, ministry):
    period = published(2)
    awards = prepare_awards(period, by=ministry)
    out = InstitutionFactory.create()
    exclude(awards, out, "Datanya sedang diperiksa.", by=ministry)
    decide(awards, HEAD, by=ministry)
    make_certificates(awards, Job.objects.get(kind="awards.certificates"))
    announce(awards, url="/penghargaan/", by=ministry)
    client.logout()

    page = client.get(reverse("portal:period_awards", args=[period.slug])).content.decode()

    assert all(str(one.institution) in page for one in period.evaluations.all())
    assert page.count("bersama</small>") == 2
    assert "Datanya sedang diperiksa." in page
    assert "SIMULASI" in page


def test_the_certificate_proves_itself_by_its_code_and_by_its_file(client, ministry):
    awards = given(ministry)
    award = Award.objects.get()
    client.logout()

    pdf = client.get(reverse("portal:certificate", args=[awards.period.slug, award.code])).content
    page = client.get(reverse("portal:verify", args=[award.code])).content.decode()

    assert pdf == read(award.certificate.sha256)
    assert award.certificate.sha256 in page
    assert "Piagam penghargaan" in page
    assert "Kota terbaik" in page


def test_the_certificate_says_what_was_decided_and_that_it_is_a_simulation(ministry):
    awards = given(ministry)
    award = awards_of(awards).get()

    words = words_of(read(award.certificate.sha256))

    for said in (
        "SIMULASI",
        "PIAGAM PENGHARGAAN",
        "Nomor 1/UJI",
        str(award.result.evaluation.institution),
        "Kota terbaik",
        "Indeks Uji 4,00",
        "Tinggi",
        "4 Maret 2002",
        "Nama Uji",
        award.code,
    ):
        assert said in words
    assert "Peringkat" not in words


def test_a_shared_place_is_printed(ministry):
    award = awards_of(given(ministry, 2))[0]

    assert "Peringkat 1 bersama" in words_of(read(award.certificate.sha256))


@pytest.mark.printed
def test_the_same_award_gives_the_same_bytes(ministry):
    award = awards_of(given(ministry)).get()

    assert render_certificate(sheet_of(award)) == read(award.certificate.sha256)


def test_improvement_is_printed_with_both_figures(ministry):
    award = awards_of(given(ministry)).get()
    award.before = Decimal("2.55")

    words = words_of(render_certificate(sheet_of(award)))

    assert "naik 1,45 dari 2,55 pada tahun 2000" in words


@pytest.mark.parametrize(("page", "queries"), [("portal:period_awards", 11), ("awards:desk", 16)])
def test_the_pages_ask_as_much_for_three_awards_as_for_one(client, ministry, django_assert_num_queries, page, queries):
    for number in (1, 3):
        awards = given(ministry, number)
        url = reverse(page, args=[awards.period.slug])
        client.get(url)

        with django_assert_num_queries(queries):
            client.get(url)


def test_the_decided_list_can_be_taken_along(client, ministry):
    awards = given(ministry)

    content = client.get(reverse("awards:desk", args=[awards.period.slug]) + "?bentuk=xlsx").content

    [row] = read_rows(BytesIO(content), ("Kategori", "Peringkat", "Instansi", "Indeks"))
    assert row.cells == {
        "Kategori": "Kota terbaik",
        "Peringkat": "Peringkat 1",
        "Instansi": str(Award.objects.get().result.evaluation.institution),
        "Indeks": "4",
    }


def test_a_figure_that_was_corrected_since_stands_beside_the_award(client, ministry, monkeypatch):
    without_paper(monkeypatch)
    awards = given(ministry)
    address = reverse("portal:period_awards", args=[awards.period.slug])
    before = client.get(address)
    evaluation = awards.period.evaluations.get()

    decree = corrected_and_published(evaluation, 1, 5)

    page = client.get(address)
    (one,) = page.context["corrected"]
    assert before.context["corrected"] == []
    assert (one.award, one.current) == (Award.objects.get(), decree.run.results.get())
    assert f'sekarang <b class="num">{one.current.stated:.2f}'.replace(".", ",") in page.content.decode()
    assert final_run(awards.period) == decree.run
