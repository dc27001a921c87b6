"""Minutes that both sides have signed no longer change: by view, bulk or SQL."""

import hashlib
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.common.files import path_of
from apps.evaluations.actions import minutes
from apps.evaluations.actions.marked import Word
from apps.evaluations.actions.minutes import Pen, sign
from apps.evaluations.minutes import minutes_of
from apps.evaluations.models import Means, MinutesPaper, MinutesSignature, Side
from apps.interview.actions import (
    close_interview,
    record_attendance,
    render_interview_minutes,
    reply_to,
    save_clarification,
    save_clarifications,
)
from apps.interview.models import Attendee, Clarification, InterviewSession, Reply
from apps.jobs.actions import run
from apps.jobs.models import Job
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.self_assessment.actions import add_link
from apps.self_assessment.actions.citations import Cited, cite
from tests.database import execute
from tests.factories import member
from tests.interview.test_minutes import words_of
from tests.marks import appoint, indicator_of, mark_numbers
from tests.second_factor import code_of, with_application

SIGNED = "sudah ditandatangani kedua pihak"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def url(evaluation, stage="interview"):
    return reverse("evaluations:sign", args=[evaluation.pk, stage])


def read(evaluation):
    return MinutesPaper.objects.filter(evaluation=evaluation).first().levels_sha256


def put(evaluation, side, by):
    return sign(evaluation, Stage.INTERVIEW, side=side, read=read(evaluation), pen=Pen(Means.CODE), by=by)


@pytest.fixture
def rendered(evaluation, assessor):
    """Held, clarified, and made into minutes."""
    appoint(evaluation, held=True)
    save_clarification(evaluation, Word(indicator_of(evaluation, 2).pk, 0, Decimal(4), "Bukti baru"), by=assessor)
    render_interview_minutes(evaluation)
    return evaluation


@pytest.fixture
def signed(rendered, lead, coordinator):
    put(rendered, Side.ASSESSORS, lead)
    put(rendered, Side.INSTITUTION, coordinator)
    return rendered


def test_who_has_an_application_signs_with_a_fresh_code(client, rendered, coordinator):
    secret = with_application(coordinator)
    client.force_login(coordinator)

    response = client.post(url(rendered), {"means": "code", "read": read(rendered), "code": code_of(secret)})

    assert response.status_code == 302
    signature = MinutesSignature.objects.get()
    assert (signature.side, signature.means, signature.by) == ("institution", "code", coordinator)
    assert signature.levels_sha256 == read(rendered)
    assert Job.objects.filter(kind="interview.minutes", object_id=rendered.pk).exists()


def test_who_signs_while_the_minutes_are_made_is_on_them_when_they_are_done(monkeypatch, rendered, lead, coordinator):
    made = []

    def keep(sheet):
        made.append([block.number.partition(",")[0] for block in sheet.signatures])
        if len(made) == 1:
            put(rendered, Side.INSTITUTION, coordinator)
        return PDF

    monkeypatch.setattr(minutes, "render_minutes", keep)
    put(rendered, Side.ASSESSORS, lead)

    run(Job.objects.get(kind="interview.minutes").pk)

    assert made == [["Ditandatangani secara elektronik", ""], ["Ditandatangani secara elektronik"] * 2]


def test_a_code_signs_once(client, rendered, lead, coordinator):
    secret = with_application(lead)
    client.force_login(lead)
    code = code_of(secret)
    client.post(url(rendered), {"means": "code", "read": read(rendered), "code": code})
    save_clarification(rendered, Word(indicator_of(rendered, 2).pk, 1, Decimal(5), "Lain"), by=lead)
    render_interview_minutes(rendered)

    response = client.post(url(rendered), {"means": "code", "read": read(rendered), "code": code})

    assert response.status_code == 400
    assert MinutesSignature.objects.count() == 1


@pytest.mark.parametrize("code", ["000000", "", "abc"])
def test_a_wrong_code_signs_nothing(client, rendered, lead, code):
    with_application(lead)
    client.force_login(lead)

    response = client.post(url(rendered), {"means": "code", "read": read(rendered), "code": code})

    assert response.status_code == 400
    assert not MinutesSignature.objects.exists()


def test_who_has_no_application_is_led_to_set_one_up(client, rendered, lead):
    client.force_login(lead)

    page = client.get(url(rendered)).content.decode()
    response = client.post(url(rendered), {"means": "code", "read": read(rendered), "code": "123456"})

    assert reverse("mfa_activate_totp") in page
    assert response.status_code == 400
    assert not MinutesSignature.objects.exists()


def test_the_signed_paper_may_be_brought_instead(client, rendered, coordinator, lead):
    client.force_login(coordinator)
    paper = SimpleUploadedFile("ba.pdf", PDF)

    response = client.post(url(rendered), {"means": "paper", "read": read(rendered), "paper": paper})

    assert response.status_code == 302
    signature = MinutesSignature.objects.get()
    assert signature.file_sha256 == hashlib.sha256(PDF).hexdigest()
    client.force_login(lead)
    kept = client.get(reverse("evaluations:signed_paper", args=[rendered.pk, signature.pk]))
    assert kept.content == PDF


def test_what_is_no_pdf_is_no_signed_paper(client, rendered, coordinator):
    client.force_login(coordinator)

    response = client.post(
        url(rendered), {"means": "paper", "read": read(rendered), "paper": SimpleUploadedFile("ba.pdf", b"<html>")}
    )

    assert response.status_code == 400
    assert not MinutesSignature.objects.exists()


@pytest.mark.parametrize("role", ["respondent", "data_entry", "person_in_charge"])
def test_only_who_speaks_for_a_side_signs(client, rendered, assessor, role):
    for person in (assessor, member(role, rendered.institution)):
        client.force_login(person)

        assert client.get(url(rendered)).status_code == 403
        assert client.post(url(rendered), {"means": "code"}).status_code == 403


def test_nobody_signs_what_has_changed_since_it_was_printed(rendered, lead):
    save_clarification(rendered, Word(indicator_of(rendered, 2).pk, 1, Decimal(5), "Lain"), by=lead)

    with pytest.raises(DomainError, match="Buat ulang"):
        put(rendered, Side.ASSESSORS, lead)

    assert not MinutesSignature.objects.exists()


def test_nobody_signs_another_version_than_the_one_read(rendered, lead):
    before = read(rendered)
    save_clarification(rendered, Word(indicator_of(rendered, 2).pk, 1, Decimal(5), "Lain"), by=lead)
    render_interview_minutes(rendered)

    with pytest.raises(DomainError, match="diperbarui"):
        sign(rendered, Stage.INTERVIEW, side=Side.ASSESSORS, read=before, pen=Pen(Means.CODE), by=lead)
    with pytest.raises(DatabaseError, match="bukan yang terbaru"), transaction.atomic():
        MinutesSignature.objects.create(
            evaluation=rendered, stage="interview", side="assessors", levels_sha256=before, means="code", by=lead
        )

    assert not MinutesSignature.objects.exists()


def test_nobody_signs_while_an_indicator_is_passed_over(rendered, lead):
    mark_numbers(rendered, Stage.INTERVIEW, 1)
    render_interview_minutes(rendered)

    with pytest.raises(DomainError, match="belum dicatat hasilnya"):
        put(rendered, Side.ASSESSORS, lead)


def test_a_side_signs_once(rendered, lead):
    put(rendered, Side.ASSESSORS, lead)

    with pytest.raises(DomainError, match="sudah menandatangani"):
        put(rendered, Side.ASSESSORS, lead)

    assert MinutesSignature.objects.count() == 1


def test_another_content_takes_the_signature_away(rendered, lead):
    put(rendered, Side.ASSESSORS, lead)
    save_clarification(rendered, Word(indicator_of(rendered, 2).pk, 1, Decimal(5), "Lain"), by=lead)

    render_interview_minutes(rendered)

    standing = minutes_of(rendered, Stage.INTERVIEW)
    assert (dict(standing.signatures), [one.side for one in standing.fallen]) == ({}, ["assessors"])


def test_the_same_content_printed_again_keeps_the_signatures_and_shows_them(signed, lead, coordinator):
    before = read(signed)

    render_interview_minutes(signed)

    assert read(signed) == before
    assert minutes_of(signed, Stage.INTERVIEW).is_signed
    words = words_of(InterviewSession.objects.get().minutes_sha256)
    assert words.count("Ditandatangani secara elektronik") == 2


def test_the_other_side_is_told(rendered, lead, coordinator):
    put(rendered, Side.ASSESSORS, lead)

    told = Notice.objects.filter(user=coordinator).latest("pk")
    assert "menunggu Anda" in told.text
    assert told.url == url(rendered)


def test_one_signature_holds_nothing_back(rendered, lead, assessor):
    put(rendered, Side.ASSESSORS, lead)

    save_clarification(rendered, Word(indicator_of(rendered, 2).pk, 1, Decimal(5), "Lain"), by=assessor)

    assert Clarification.objects.get().level == 5


def test_a_late_save_is_refused_in_the_page_with_the_typed_words(client, signed, assessor):
    client.force_login(assessor)

    response = client.post(
        reverse("interview:indicator", args=[signed.pk, 2]), {"version": 1, "level": "5", "reason": "Kata terlambat"}
    )

    assert response.status_code == 409
    assert SIGNED in response.content.decode()
    assert "Kata terlambat" in response.content.decode()
    assert Clarification.objects.get().level == 4


def bulk(evaluation, by):
    save_clarifications(evaluation, [Word(indicator_of(evaluation, 2).pk, 1, Decimal(5), "Lain")], by=by)


def updated(evaluation, by):
    Clarification.objects.update(level=5)


def deleted(evaluation, by):
    Clarification.objects.all().delete()


def by_sql(evaluation, by):
    execute("UPDATE interview_clarification SET reason = 'lain'")


def replied(evaluation, by):
    said = {"reply": Reply.AGREED, "text": "", "requested_level": None}
    reply_to(Clarification.objects.get(), version=1, by=by, **said)


def cited(evaluation, by):
    link = add_link(evaluation, indicator_of(evaluation, 2), "https://contoh.invalid/video", by=by)
    cite(evaluation, link.indicator, Stage.INTERVIEW, [Cited(link)], at=timezone.now(), by=by)


def marked(evaluation, by):
    mark_numbers(evaluation, Stage.INTERVIEW, 1)


def attended(evaluation, by):
    session = InterviewSession.objects.get()
    people = {"assessors": [by], "institution": ["Orang lain"]}
    record_attendance(evaluation, held_at=session.held_at, by=by, **people)


def attended_by_sql(evaluation, by):
    execute("UPDATE interview_interviewsession SET held_at = NULL")


def listed_by_sql(evaluation, by):
    execute("DELETE FROM interview_attendee")


@pytest.mark.parametrize(
    "change",
    [bulk, updated, deleted, by_sql, replied, cited, marked, attended, attended_by_sql, listed_by_sql],
    ids=lambda one: one.__name__,
)
def test_nothing_that_the_signed_minutes_state_changes(signed, lead, change):
    with pytest.raises((DomainError, DatabaseError), match=SIGNED), transaction.atomic():
        change(signed, lead)

    assert list(Clarification.objects.values_list("level", "reason", "reply")) == [(4, "Bukti baru", "")]
    assert Attendee.objects.filter(name="Orang Instansi, Sekretaris").exists()


def test_signatures_stay(signed):
    for statement in ("DELETE FROM evaluations_minutessignature", "UPDATE evaluations_minutespaper SET stage = 'x'"):
        with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
            execute(statement)


def test_another_interview_is_not_held_back(signed, lead):
    from tests.factories import EvaluationFactory, bring_to, lead_of

    other = bring_to(EvaluationFactory(with_team=True), Stage.INTERVIEW)
    mark_numbers(other, Stage.INTERVIEW, 2)

    save_clarification(other, Word(indicator_of(other, 2).pk, 0, Decimal(4), "Boleh"), by=lead_of(other))

    assert Clarification.objects.filter(evaluation=other).exists()


def test_signatures_outlast_the_close(signed, lead):
    close_interview(signed, by=lead)
    render_interview_minutes(signed)

    assert minutes_of(signed, Stage.INTERVIEW).is_signed


def test_minutes_print_the_hash_and_the_effect_on_the_index(rendered, coordinator):
    said = {"reply": Reply.CONTESTED, "text": "Ada bukti", "requested_level": Decimal(5)}
    reply_to(Clarification.objects.get(), version=1, by=coordinator, **said)

    render_interview_minutes(rendered)

    paper = MinutesPaper.objects.first()
    words = words_of(paper.file_sha256)
    assert paper.levels_sha256[:8] in words.replace(" ", "")
    assert "indeks sebelum interviu 3,00 (tepat 3/1)" in words
    assert "bila seluruh tingkat yang diminta instansi diterima" in words
    assert "Orang Instansi" in words
    assert path_of(paper.file_sha256).is_file()
