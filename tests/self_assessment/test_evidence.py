"""Evidence: told by its content, kept under its hash, given out as a stranger's file."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common import files
from apps.common.exceptions import DomainError, InputRefusedError, StageClosedError
from apps.evaluations.models import Evaluation
from apps.institutions.models import Role
from apps.instruments.models import Indicator
from apps.rules.stages import Stage
from apps.self_assessment import actions
from apps.self_assessment.actions.evidence import plain_name
from apps.self_assessment.models import Evidence, StoredFile
from tests.factories import EvaluationFactory, bring_to, lead_of, member, move_window
from tests.marks import ask_for_evidence, mark_numbers
from tests.self_assessment.support import JPEG, PDF, PNG, announcing, endless_directory, indicator_url, office, upload

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def evidence(evaluation: Evaluation, indicator: Indicator, respondent: User) -> Evidence:
    return actions.add_file(evaluation, indicator, upload(), by=respondent)


def file_url(evidence: Evidence, name: str = "file") -> str:
    return reverse(f"self_assessment:{name}", args=[evidence.evaluation_id, evidence.pk])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (office(), WORD),
        (office("xl/workbook.xml"), SHEET),
    ],
)
def test_the_content_tells_the_kind_and_not_the_name(evaluation, indicator, respondent, content, kind) -> None:
    evidence = actions.add_file(evaluation, indicator, upload(content, "apa saja.bin"), by=respondent)

    assert evidence.file.media_type == kind
    assert files.read(evidence.file.sha256) == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"teks biasa",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b'<?xml version="1.0"?><a/>',
        b"<html>" + PDF,
        b"%PDF-1.7\n<html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        PNG + b"<script>alert(1)</script>",
        b"\xff\xd8\xff/*<script>*/" + b"x" * 100,
        b"GIF89a/*" + b"x" * 50,
        PDF + office(),
        PDF + office() + b"%%EOF\n",
        PNG[:-12] + office() + PNG[-12:],
        JPEG[:-2] + office() + JPEG[-2:],
        b"%PDF-1.7\n%<HTML><ScRipt>alert(1)</script>\n" + PDF,
        PDF + b"<html>",
        office("word/document.xml", *(f"m{number}" for number in range(20_001))),
        announcing(office(), unpacked=3_000_000_000),
        endless_directory(),
        b"PK\x03\x04 bukan arsip",
        b"<html>" + office(),
        office("word/document.xml", "xl/workbook.xml"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("index.html"),
        b"MZ\x90\x00" + b"\x00" * 60,
    ],
)
def test_anything_else_is_refused_and_nothing_is_kept(evaluation, indicator, respondent, content) -> None:
    with pytest.raises(InputRefusedError, match="bukan PDF, PNG, JPEG, DOCX, atau XLSX"):
        actions.add_file(evaluation, indicator, upload(content, "laporan.pdf"), by=respondent)

    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_beyond_the_limit_is_refused(evaluation, indicator, respondent, settings) -> None:
    settings.EVIDENCE_FILE_LIMIT = len(PDF) - 1

    with pytest.raises(InputRefusedError, match="paling besar"):
        actions.add_file(evaluation, indicator, upload(), by=respondent)


def test_an_institution_has_a_quota(evaluation, indicator, respondent, settings) -> None:
    settings.EVIDENCE_QUOTA = len(PDF)
    actions.add_file(evaluation, indicator, upload(), by=respondent)

    with pytest.raises(InputRefusedError, match="ruang instansi tinggal 0 B"):
        actions.add_file(evaluation, indicator, upload(PDF + b"%%EOF", "lain.pdf"), by=respondent)


def test_one_file_serves_many_indicators_and_is_stored_once(evaluation, indicator, respondent) -> None:
    second = evaluation.period.instrument.indicators.get(number=2)

    actions.add_file(evaluation, indicator, upload(), by=respondent)
    actions.add_file(evaluation, second, upload(), by=respondent)

    assert StoredFile.objects.count() == 1
    assert Evidence.objects.count() == 2


def test_the_same_file_twice_for_an_indicator_is_refused(evidence, evaluation, indicator, respondent) -> None:
    with pytest.raises(InputRefusedError, match="sudah menjadi bukti"):
        actions.add_file(evaluation, indicator, upload(), by=respondent)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("biasa.pdf", "biasa.pdf"),
        ("satu\r\nSet-Cookie: a=b.pdf", "satu Set-Cookie: a=b.pdf"),
        ("lap\u202efdp.exe", "lap fdp.exe"),
        ("a" * 300 + ".pdf", "a" * 250 + "….pdf"),
        ("\n", "tanpa nama"),
    ],
)
def test_a_name_is_only_text(name, plain) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize("name", ['kut"ip; filename=x.exe.pdf', "Perbup № 41 – ‘final’.pdf", "a\\b'c.pdf"])
def test_a_download_is_an_attachment_that_nothing_runs(client, evaluation, indicator, respondent, name) -> None:
    stored = actions.add_file(evaluation, indicator, upload(name="x.pdf"), by=respondent).file
    named = StoredFile.objects.create(
        institution=evaluation.institution, sha256=stored.sha256, name=name, size=1, media_type="application/pdf"
    )
    evidence = Evidence.objects.create(evaluation=evaluation, indicator=indicator, file=named)
    client.force_login(respondent)

    response = client.get(file_url(evidence))

    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_that_changed_on_the_disk_is_not_given_out(client, evidence, respondent) -> None:
    path = files.path_of(evidence.file.sha256)
    path.chmod(0o640)
    path.write_bytes(b"lain")
    client.force_login(respondent)

    with pytest.raises(OSError, match="no longer has its hash"):
        client.get(file_url(evidence))


def test_evidence_is_withdrawn_and_stays_on_record(browser: Client, evidence: Evidence, respondent: User) -> None:
    browser.post(file_url(evidence, "withdraw"))

    evidence.refresh_from_db()
    assert evidence.withdrawn_by == respondent
    assert evidence.withdrawn_at is not None


def test_who_assesses_finds_nothing_that_was_taken_back_before_the_sheet_was_handed_in(db, client) -> None:
    evaluation = EvaluationFactory(with_team=True)
    first, second = evaluation.period.instrument.indicators.all()[:2]
    writer, lead = member(Role.RESPONDENT, evaluation.institution), lead_of(evaluation)
    taken_back = actions.add_file(evaluation, first, upload(), by=writer)
    actions.withdraw_evidence(taken_back, by=writer)
    handed_in = actions.add_file(evaluation, second, upload(), by=writer)
    answered = {}

    bring_to(evaluation, Stage.INTERVIEW)
    actions.withdraw_evidence(handed_in, by=writer)
    for person in (lead, writer):
        client.force_login(person)
        answered[person] = [
            client.get(file_url(one, name)).status_code
            for one in (taken_back, handed_in)
            for name in ("file", "viewer")
        ]

    assert answered == {lead: [404, 404, 200, 200], writer: [200, 200, 200, 200]}


def test_several_files_come_at_once_and_a_bad_one_takes_no_other_with_it(browser, evaluation) -> None:
    response = browser.post(
        indicator_url(evaluation),
        {
            "version": 0, "fact": "ikut tersimpan", "analysis": "", "justification": "", "place": "hlm. 3",
            "bukti": [
                SimpleUploadedFile("satu.pdf", PDF),
                SimpleUploadedFile("buruk.pdf", b"<html>"),
                SimpleUploadedFile("dua.png", PNG),
            ],
        },
        follow=True,
    )  # fmt: skip

    assert sorted(Evidence.objects.values_list("file__name", "place")) == [
        ("dua.png", "hlm. 3"),
        ("satu.pdf", "hlm. 3"),
    ]
    assert evaluation.answers.get(indicator__number=1).fact == "ikut tersimpan"
    assert "“buruk.pdf” tidak disimpan" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "noted"), [("https://jdih.example/1", 1), ("javascript:alert(1)", 0), ("ftp://x.example/", 0)]
)
def test_a_link_is_only_noted(browser, evaluation, address, noted) -> None:
    browser.post(
        indicator_url(evaluation), {"version": 0, "fact": "", "analysis": "", "justification": "", "url": address}
    )

    assert Evidence.objects.count() == noted


def test_a_closed_stage_takes_no_evidence(evaluation, indicator, respondent) -> None:
    move_window(evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(StageClosedError):
        actions.add_file(evaluation, indicator, upload(), by=respondent)

    assert not Evidence.objects.exists()


def test_in_the_interview_evidence_is_completed_where_it_was_asked_for(respondent, indicator) -> None:
    interview = EvaluationFactory(with_team=True)
    bring_to(interview, Stage.DESK_REVIEW)
    mark_numbers(interview, Stage.INTERVIEW, 1, 2)
    bring_to(interview, Stage.INTERVIEW)
    ask_for_evidence(interview, 1)
    other = interview.period.instrument.indicators.get(number=2)

    actions.add_file(interview, interview.period.instrument.indicators.get(number=1), upload(), by=respondent)
    with pytest.raises(DomainError, match="hanya ditambahkan bila diminta"):
        actions.add_file(interview, other, upload(), by=respondent)


def test_assessors_read_evidence_once_the_sheet_was_handed_in(db: None, client: Client) -> None:
    evaluation = EvaluationFactory(with_team=True)
    respondent = member(Role.RESPONDENT, evaluation.institution)
    evidence = actions.add_file(
        evaluation, evaluation.period.instrument.indicators.get(number=1), upload(), by=respondent
    )
    client.force_login(lead_of(evaluation))

    before = client.get(file_url(evidence)).status_code
    bring_to(evaluation, Stage.DESK_REVIEW)
    after = client.get(file_url(evidence)).status_code

    assert (before, after) == (403, 200)


def test_a_file_of_one_sheet_is_not_found_through_another(browser: Client, evaluation: Evaluation) -> None:
    foreign = EvaluationFactory(period=evaluation.period)
    writer = member(Role.RESPONDENT, foreign.institution)
    evidence = actions.add_file(foreign, foreign.period.instrument.indicators.get(number=1), upload(), by=writer)

    through_own = reverse("self_assessment:file", args=[evaluation.pk, evidence.pk])

    assert browser.get(file_url(evidence)).status_code == 404
    assert browser.get(through_own).status_code == 404
