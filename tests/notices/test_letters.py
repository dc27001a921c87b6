import smtplib

import pytest
from django.db import transaction

from apps.common import files
from apps.notices import letters
from apps.notices.models import Letter

pytestmark = pytest.mark.django_db


def write(**changes):
    letter = {"address": "sekda@contoh.go.id", "subject": "Tanda terima", "text": "Isi."}
    return letters.write_letter(**letter | changes)


@pytest.fixture
def deaf_server(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def test_writing_sends_nothing_yet(mailoutbox):
    write()

    assert mailoutbox == []


def test_a_letter_leaves_once(mailoutbox):
    write()

    assert (letters.send_letters(), letters.send_letters()) == (1, 0)
    assert [(mail.to, mail.subject, mail.body) for mail in mailoutbox] == [
        (["sekda@contoh.go.id"], "Tanda terima", "Isi.")
    ]


def test_what_has_gone_is_not_kept(mailoutbox):
    write(text="http://127.0.0.1:8000/undangan/rahasia/")

    letters.send_letters()

    assert "rahasia" in mailoutbox[0].body
    assert Letter.objects.get().text == ""


def test_a_kept_file_goes_along_under_its_name(mailoutbox):
    sha256, _ = files.keep([b"%PDF-1.7"])
    write(attachment=letters.Attachment(sha256, "tanda terima.pdf", "application/pdf"))

    letters.send_letters()

    assert mailoutbox[0].attachments == [("tanda terima.pdf", b"%PDF-1.7", "application/pdf")]


def test_a_line_break_in_the_subject_cannot_become_a_header(mailoutbox):
    write(subject="Halo\r\nBcc: semua@contoh.go.id")

    letters.send_letters()

    assert mailoutbox[0].subject == "Halo Bcc: semua@contoh.go.id"
    assert mailoutbox[0].bcc == []


@pytest.mark.usefixtures("deaf_server")
def test_a_letter_that_could_not_leave_waits_longer_each_time():
    letter = write()
    pauses = []

    for _ in range(3):
        Letter.objects.update(due_at=letter.written_at)
        assert letters.send_letters() == 0
        pauses.append(Letter.objects.get().due_at)

    first, second, third = pauses
    assert third - second > second - first
    assert Letter.objects.get(sent_at=None).tries == 3


@pytest.mark.usefixtures("deaf_server")
def test_one_that_could_not_leave_does_not_hold_up_the_others():
    write()
    write()

    letters.send_letters()

    assert list(Letter.objects.values_list("tries", flat=True)) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_a_redis_that_is_gone_holds_up_nobody(monkeypatch):
    monkeypatch.setattr("apps.notices.letters.current_app.send_task", lambda *_a, **_k: 1 / 0)

    with transaction.atomic():
        write()

    assert Letter.objects.filter(sent_at=None).count() == 1


def test_a_long_queue_rings_until_it_is_empty(monkeypatch):
    bells = []
    monkeypatch.setattr(letters, "AT_ONCE", 2)
    monkeypatch.setattr(letters, "ring", lambda: bells.append(1))
    letters.write_letters([Letter(address="a@contoh.go.id", subject="Sama", text="Isi.") for _ in range(3)])

    assert (letters.send_letters(), len(bells)) == (2, 1)
    assert (letters.send_letters(), len(bells)) == (1, 1)


def test_an_address_that_is_none_holds_up_nobody(mailoutbox):
    write(address="a@contoh.go.id\nBcc: semua@contoh.go.id")
    write()

    assert letters.send_letters() == 1
    assert [mail.to for mail in mailoutbox] == [["sekda@contoh.go.id"]]


def test_many_are_written_in_one_statement_and_ring_once(django_assert_num_queries, django_capture_on_commit_callbacks):
    many = [Letter(address=f"{number}@contoh.go.id", subject="Sama", text="Isi.") for number in range(3)]

    with django_capture_on_commit_callbacks() as bells, django_assert_num_queries(1):
        letters.write_letters(many)

    assert (len(bells), Letter.objects.count()) == (1, 3)
