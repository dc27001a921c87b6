"""Looking into evidence: warnings at once, pages as images by a worker, nothing hurt by what a file contains."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from apps.accounts.models import User
from apps.common import pages
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.jobs.models import Job, JobState
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.actions import previews
from apps.self_assessment.models import Evidence, FileCheck, FilePage, FileWarning
from apps.self_assessment.queries.previews import cited_pages, folder_of, image_path
from tests.factories import EvaluationFactory, bring_to, lead_of, member
from tests.self_assessment.papers import DRAWING, TEXT, paper, picture
from tests.self_assessment.support import PDF, indicator_url, office, statements, upload

SEVEN = paper(*[TEXT] * 7)


def brought(evaluation: Evaluation, by: User, content: bytes, *, name: str = "bukti.pdf", place: str = "") -> Evidence:
    indicator = evaluation.period.instrument.indicators.get(number=1)
    return actions.add_file(evaluation, indicator, upload(content, name), by=by, place=place)


def work(evidence: Evidence) -> Job:
    """What the worker does with the job that the upload asked for."""
    job = Job.objects.get(kind=previews.KIND, object_id=evidence.file_id, state=JobState.WAITING)
    previews.make_pages(evidence.file, job)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    return job


def made(evidence: Evidence) -> list[int]:
    return list(FilePage.objects.filter(file=evidence.file, is_made=True).values_list("number", flat=True))


def url(name: str, evidence: Evidence, *parts: object) -> str:
    return reverse(f"self_assessment:{name}", args=[evidence.evaluation_id, evidence.pk, *parts])


@pytest.mark.parametrize(
    ("content", "pages_found", "warning"),
    [
        (paper(TEXT), 1, FileWarning.NONE),
        (paper(DRAWING, DRAWING), 2, FileWarning.SCANNED),
        (paper(DRAWING, TEXT), 2, FileWarning.NONE),
        (paper(b""), 1, FileWarning.BLANK),
        (paper(TEXT, password="rahasia"), None, FileWarning.ENCRYPTED),
        (PDF, None, FileWarning.UNREADABLE),
        (picture(), 1, FileWarning.NONE),
        (picture("JPEG"), 1, FileWarning.NONE),
        (picture()[:-12] + b"\x00\x00\x00\x00IEND\xaeB`\x82", 1, FileWarning.NONE),
    ],
)
def test_what_assessors_could_not_read_is_said_at_once(evaluation, respondent, content, pages_found, warning) -> None:
    evidence = brought(evaluation, respondent, content)

    said = actions.look_at_once(evidence.file)

    check = FileCheck.objects.get(file=evidence.file)
    assert (check.pages, check.warning) == (pages_found, warning)
    assert said == warning.label


def test_a_warning_stands_on_the_page_and_holds_nobody_up(browser, evaluation) -> None:
    response = browser.post(
        indicator_url(evaluation),
        {"version": 0, "fact": "", "analysis": "", "justification": "", "bukti": upload(paper(DRAWING), "pindai.pdf")},
        follow=True,
    )

    assert response.content.decode().count("hasil pindai tanpa teks") == 2  # the message and the list
    assert Evidence.objects.count() == 1


def test_a_large_file_is_left_to_the_worker(evaluation, respondent, monkeypatch) -> None:
    monkeypatch.setattr(previews, "SMALL", 10)
    evidence = brought(evaluation, respondent, paper(DRAWING))

    assert actions.look_at_once(evidence.file) == ""
    work(evidence)

    assert actions.look_at_once(evidence.file) == FileWarning.SCANNED.label


def test_the_worker_draws_the_first_pages_and_the_cited_one(evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN, place="Pasal 4, hlm. 7")

    work(evidence)

    assert made(evidence) == [1, 2, 3, 4, 5, 7]
    with Image.open(image_path(evidence.file, 7)) as image:
        assert (image.format, image.width) == ("WEBP", 1100)


def test_drawing_twice_draws_nothing_twice(evaluation, respondent, monkeypatch) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    job = work(evidence)
    monkeypatch.setattr(pages, "draw", lambda *args, **kwargs: pytest.fail("drawn again"))

    previews.make_pages(evidence.file, job)

    assert made(evidence) == [1, 2, 3, 4, 5]


def test_a_better_citation_has_its_page_drawn(evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    work(evidence)

    actions.describe_evidence(evidence, version=1, by=respondent, proves="", place="halaman 6")
    work(evidence)

    assert 6 in made(evidence)


def test_a_picture_is_drawn_anew_and_smaller(evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, picture("JPEG", (4000, 2000)), name="foto.jpg")

    work(evidence)

    with Image.open(image_path(evidence.file, 1)) as image:
        assert (image.format, max(image.size)) == ("WEBP", 1700)


def test_another_page_is_drawn_when_somebody_asks(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    work(evidence)

    before = browser.get(url("viewer", evidence), {"halaman": "6"}).content.decode()
    work(evidence)
    after = browser.get(url("viewer", evidence), {"halaman": "6"}).content.decode()

    assert "sedang disiapkan" in before
    assert url("page_image", evidence, 6) in after


def test_the_viewer_opens_at_the_cited_page(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN, place="hlm. 7")
    work(evidence)

    assert url("page_image", evidence, 7) in browser.get(url("viewer", evidence)).content.decode()


def test_a_page_that_is_not_there_asks_for_nothing(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    work(evidence)
    viewer, asked = url("viewer", evidence), ("8", "0", "-1", "x", "²", "9" * 5000)

    told = {page: browser.get(viewer, {"halaman": page}).status_code for page in asked}

    assert told == dict.fromkeys(asked, 200) | {"8": 404}
    assert FilePage.objects.count() == 5


def test_until_it_is_ready_the_page_offers_the_download(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)

    page = browser.get(url("viewer", evidence), headers={"HX-Request": "true"}).content.decode()

    assert url("file", evidence) in page
    assert 'hx-trigger="every 2s"' in page


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (office(), "a.docx", "Berkas Word dan Excel hanya dapat diunduh."),
        (PDF, "rusak.pdf", "Halaman ini tidak dapat ditampilkan."),
    ],
)
def test_what_cannot_be_drawn_is_downloaded(browser, evaluation, respondent, content, name, why) -> None:
    evidence = brought(evaluation, respondent, content, name=name)
    actions.look_at_once(evidence.file)

    page = browser.get(url("viewer", evidence)).content.decode()

    assert why in page
    assert "hx-trigger" not in page


def test_an_image_of_a_page_is_given_out_as_a_strangers(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, paper(TEXT))
    work(evidence)

    response = browser.get(url("page_image", evidence, 1))

    assert Image.open(io.BytesIO(b"".join(response.streaming_content))).format == "WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize("name", ["viewer", "page_image"])
def test_pages_are_seen_by_those_who_may_read_the_file(db: None, client, name) -> None:
    evaluation = EvaluationFactory(with_team=True)
    evidence = brought(evaluation, member(Role.RESPONDENT, evaluation.institution), paper(TEXT))
    work(evidence)
    address = url(name, evidence, *([1] if name == "page_image" else []))
    client.force_login(lead_of(evaluation))
    before = client.get(address).status_code
    bring_to(evaluation, Stage.DESK_REVIEW)
    during = client.get(address).status_code
    client.force_login(member(Role.RESPONDENT, EvaluationFactory().institution))
    foreign = client.get(address).status_code

    assert (before, during, foreign) == (403, 200, 404)


def test_images_are_forgotten_after_thirty_days_and_drawn_again(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    work(evidence)
    FilePage.objects.filter(number__lte=2).update(at=timezone.now() - timedelta(days=31))

    assert previews.forget_old_pages() == 2

    assert sorted(os.listdir(folder_of(evidence.file))) == ["3.webp", "4.webp", "5.webp"]
    browser.get(url("viewer", evidence), {"halaman": "2"})
    work(evidence)
    assert made(evidence) == [1, 2, 3, 4, 5]


def test_an_image_that_is_gone_is_drawn_again(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, paper(TEXT))
    work(evidence)
    image_path(evidence.file, 1).unlink()

    lost = browser.get(url("page_image", evidence, 1)).status_code
    browser.get(url("viewer", evidence))
    work(evidence)

    assert lost == 404
    assert image_path(evidence.file, 1).is_file()


def test_a_page_that_takes_too_much_is_given_up_and_the_others_are_drawn(
    evaluation, respondent, tmp_path: Path
) -> None:
    endless = b"q " + b"0 0 595 842 re f " * 4_000_000  # a page that never ends within the second
    path = tmp_path / "bom.pdf"
    path.write_bytes(paper(TEXT, endless, TEXT))

    failed = pages.draw(path, "application/pdf", [1, 2, 3], tmp_path / "halaman", seconds=1)

    assert failed == {2}
    assert sorted(os.listdir(tmp_path / "halaman"))[:2] == ["1.webp", "3.webp"]


def test_a_picture_of_too_many_pixels_is_warned_of_and_not_drawn(evaluation, respondent) -> None:
    header = picture(size=(1, 1))
    huge = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]

    evidence = brought(evaluation, respondent, huge, name="besar.png")
    work(evidence)

    assert FileCheck.objects.get().warning in (FileWarning.TOO_HEAVY, FileWarning.UNREADABLE)
    assert made(evidence) == []


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        ("hlm. 3", [3]),
        ("Pasal 5 ayat (2), halaman 12-14", [12]),
        ("hal 7 dan hal 9", [7, 9]),
        ("12", [12]),
        ("Pasal 7", []),
        ("hlm. 0", []),
        ("", []),
        ("9" * 120, []),
    ],
)
def test_the_cited_page_is_read_from_the_words(place, numbers) -> None:
    assert cited_pages(place) == numbers


def test_a_view_costs_few_statements(browser, evaluation, respondent) -> None:
    evidence = brought(evaluation, respondent, SEVEN)
    work(evidence)

    with statements() as sent:
        browser.get(url("viewer", evidence))

    assert len(sent) <= 10
