"""A corrected figure in public: nothing of it before the publication that follows, and everywhere afterwards."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.common.formats import date_id
from apps.decrees import actions as decrees
from apps.decrees.models import Decree
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category, Role
from apps.reports.models import NationalReport, Report
from apps.results.models import Result
from tests.factories import correct, member
from tests.factories.results import agreed_again, computed_run, corrected_and_published, issued_decree
from tests.portal.conftest import imported, published


@pytest.fixture
def evaluation() -> Evaluation:
    """Of two published institutions the one that is better off after its correction; every level is open."""
    one, other = published(3, 3, levels_are_public=True, consolidation_shown="published")
    type(one.institution).objects.filter(pk__in=[one.institution_id, other.institution_id]).update(
        category=Category.CITY
    )
    imported("2.00", institution=one.institution, year=2000)
    return one


def addresses(evaluation: Evaluation) -> list[str]:
    """Every public page that has to do with the institution, its lists as files as well."""
    slug, institution = evaluation.period.slug, evaluation.institution.slug
    codes = Decree.objects.filter(state="issued").values_list("code", flat=True)
    return [
        reverse("portal:home"),
        f"{reverse('portal:ranking')}?kategori={Category.CITY.value}",
        f"{reverse('portal:ranking_csv')}?kategori={Category.CITY.value}",
        reverse("portal:improvements"),
        reverse("portal:decrees"),
        reverse("portal:institution", args=[institution]),
        reverse("portal:institution_csv", args=[institution]),
        reverse("portal:period", args=[slug]),
        reverse("portal:result", args=[slug, institution]),
        *(reverse("portal:verify", args=[code]) for code in codes),
    ]


def pages(client, urls: list[str]) -> dict[str, tuple[int, bytes]]:
    found = {url: client.get(url) for url in urls}
    return {url: (one.status_code, one.content) for url, one in found.items()}


def test_until_it_is_published_no_page_tells_of_it(client, evaluation):
    urls = addresses(evaluation)
    before = pages(client, urls)

    correct(evaluation, 1, 5)
    run = agreed_again(computed_run(evaluation.period))
    decree = issued_decree(run)

    assert pages(client, urls) == before
    assert client.get(reverse("portal:verify", args=[decree.code])).status_code == 404
    assert client.get(reverse("portal:decree_paper", args=[decree.code])).status_code == 404
    decrees.publish_decree(decree, by=member(Role.EVALUATION_TEAM))
    now = pages(client, urls)
    assert [url for url in urls if now[url] == before[url]] == [reverse("portal:home")], "it shows no figure of them"


def test_the_institutions_page_says_from_what_to_what_when_and_by_which_decree(client, evaluation):
    old = Result.objects.get(evaluation=evaluation)
    decree = corrected_and_published(evaluation, 1, 5)
    new = Result.objects.get(evaluation=evaluation, run=decree.run)

    page = client.get(reverse("portal:institution", args=[evaluation.institution.slug]))

    (one,) = page.context["corrected"]
    content = page.content.decode()
    assert (one.before, one.after, one.decree) == (old, new, decree)
    assert f"dikoreksi {date_id(timezone.localdate(decree.run.publication.at))}" in content
    assert f'<a href="{reverse("portal:verify", args=[decree.code])}">{decree}</a>' in content
    (line,) = (line for line in page.context["lines"] if line.year == evaluation.period.year)
    assert line.figure.result == new


def test_the_other_institution_says_nothing_of_it(client, evaluation):
    corrected_and_published(evaluation, 1, 5)
    other = Evaluation.objects.filter(period=evaluation.period).exclude(pk=evaluation.pk).get()

    page = client.get(reverse("portal:institution", args=[other.institution.slug]))

    assert page.context["corrected"] == []
    assert "dikoreksi" not in page.content.decode()


def test_ranking_period_and_way_back_hold_the_new_figure_once(client, evaluation):
    decree = corrected_and_published(evaluation, 1, 5)
    new = Result.objects.get(evaluation=evaluation, run=decree.run)
    slug, institution = evaluation.period.slug, evaluation.institution.slug

    ranked = client.get(reverse("portal:ranking"), {"kategori": Category.CITY.value}).context["list"]
    period = client.get(reverse("portal:period", args=[slug]))
    way = client.get(reverse("portal:result", args=[slug, institution]))

    best, second = ranked.rows
    assert (best.institution, best.figure.result, best.rank, second.rank) == (evaluation.institution, new, 1, 2)
    assert [one.pk for one in period.context["results"]].count(new.pk) == 1
    assert len(period.context["results"]) == 2
    assert "Dikoreksi dan terbit kembali" in period.content.decode()
    first = next(line for row in way.context["way"].parts for line in row.indicators if line.indicator.number == 1)
    assert (way.context["result"], way.context["line"].decree, first.settled) == (new, decree, 5)


def test_the_old_decree_is_genuine_and_says_what_followed(client, evaluation):
    old = Decree.objects.get()
    decree = corrected_and_published(evaluation, 1, 5)

    page = client.get(reverse("portal:verify", args=[old.code]))

    assert page.status_code == 200
    assert "Sudah diperbaiki dan tidak berlaku lagi" in page.content.decode()
    assert reverse("portal:verify", args=[decree.code]) in page.content.decode()


def test_papers_of_a_former_figure_are_genuine_and_say_so(client, evaluation):
    old = Result.objects.select_related("run__publication").get(evaluation=evaluation)
    at = old.run.publication.at
    Report.objects.create(result=old, code="LH-AAAA-BBBB", sha256="b" * 64, asked_at=at, rendered_at=at)
    NationalReport.objects.create(run=old.run, code="PN-AAAA-BBBB", sha256="c" * 64, asked_at=at, rendered_at=at)
    asked = [reverse("portal:verify", args=[code]) for code in ("LH-AAAA-BBBB", "PN-AAAA-BBBB")]
    before = [client.get(url).content.decode() for url in asked]
    decree = corrected_and_published(evaluation, 1, 5)
    new = Result.objects.get(evaluation=evaluation, run=decree.run)

    report, nation = (client.get(url).content.decode() for url in asked)

    assert not any("sudah digantikan" in page for page in before)
    assert "Laporan hasil, sudah digantikan" in report
    assert f"{new.stated:.2f}".replace(".", ",") in report
    assert "Profil nasional, sudah digantikan" in nation
