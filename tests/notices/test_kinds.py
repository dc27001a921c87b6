"""Kinds of notices: who hears of what, where; and what is mailed at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.notices.actions import notify, notify_each, set_preferences
from apps.notices.choices import FIXED, Mail, NoticeKind
from apps.notices.models import Letter, Notice, Preference
from apps.notices.queries import unread_count
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/pemberitahuan/pengaturan/"


@pytest.fixture
def user(client):
    user = UserFactory(email="dewi@contoh.invalid", name="Dewi Contoh")
    client.force_login(user)
    return user


def mute(user, kind, *, in_app=True, by_mail=True):
    Preference.objects.create(user=user, kind=kind, in_app=in_app, by_mail=by_mail)


def test_what_is_not_urgent_waits_for_the_digest(user):
    notify([user], "Indikator 3 dikembalikan", kind=NoticeKind.RETURNED)

    assert Notice.objects.get().settled_at is None
    assert not Letter.objects.exists()


def test_what_is_urgent_is_a_letter_beside_the_notice(user, mailoutbox, settings):
    settings.SITE_URL = "https://spbe.contoh.invalid"

    notify([user], "Batas diperpanjang.", "/mandiri/1/", kind=NoticeKind.REOPENED, simulation="SIMULASI")

    letter = Letter.objects.get()
    assert (letter.address, letter.subject) == ("dewi@contoh.invalid", "[SIMULASI] Batas diperpanjang.")
    assert letter.text == (
        "Yth. Dewi Contoh,\n\nSIMULASI. Data latihan, bukan hasil resmi.\n\nBatas diperpanjang.\n\n"
        "Buka: https://spbe.contoh.invalid/mandiri/1/\n\n"
        "--\nEvaluasi SPBE. Surel ini dikirim otomatis; jangan dibalas.\n"
        "Atur surel yang Anda terima: https://spbe.contoh.invalid/pemberitahuan/pengaturan/\n"
    )
    assert mailoutbox == []
    assert Notice.objects.get().settled_at


@pytest.mark.django_db(transaction=True)
def test_letter_and_notice_come_together_or_not_at_all(monkeypatch):
    user = UserFactory()
    monkeypatch.setattr(Notice.objects, "bulk_create", lambda _rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        notify([user], "Batas diperpanjang.", kind=NoticeKind.REOPENED)

    assert not Letter.objects.exists()


@pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}])
def test_who_cannot_get_mail_gets_only_the_notice(fields):
    notify([UserFactory(**fields)], "Batas diperpanjang.", kind=NoticeKind.REOPENED)

    assert (Notice.objects.count(), Letter.objects.count()) == (1, 0)


def test_what_is_switched_off_by_mail_is_not_mailed(user):
    mute(user, NoticeKind.REOPENED, by_mail=False)

    notify([user], "Batas diperpanjang.", kind=NoticeKind.REOPENED)

    assert (unread_count(user), Letter.objects.count()) == (1, 0)


def test_what_is_switched_off_in_the_application_is_neither_shown_nor_counted(client, user):
    mute(user, NoticeKind.STAGE, in_app=False)
    notify([user], "Tahap berpindah.", kind=NoticeKind.STAGE)
    notify([user], "Lain.")

    page = client.get("/pemberitahuan/").context["page"]

    assert [one.text for one in page] == ["Lain."]
    assert unread_count(user) == 1


def test_what_a_letter_of_its_own_says_is_not_mailed_again(user):
    notify([user], "Tanda terima dapat diunduh.", kind=NoticeKind.LEGAL, mail=Mail.SENT_ALREADY)

    assert Notice.objects.get().settled_at
    assert not Letter.objects.exists()


def test_words_of_a_person_cannot_become_lines_or_headers(user):
    notify(
        [user], "Alasan\r\nBcc: semua@contoh.invalid\n\u2028Buka: https://jahat.invalid\u202e", kind=NoticeKind.LEGAL
    )

    letter = Letter.objects.get()
    assert letter.subject == "Alasan Bcc: semua@contoh.invalid Buka: https://jahat.invalid"
    assert [line for line in letter.text.splitlines() if line.startswith(("Bcc", "Buka"))] == [
        "Buka: http://127.0.0.1:8000/pemberitahuan/"
    ]


@pytest.mark.parametrize("url", ["//jahat.invalid/", "https://jahat.invalid/", "/\\jahat.invalid"])
def test_a_mail_leads_only_to_our_own_pages(user, url):
    notify([user], "Lihat.", url, kind=NoticeKind.LEGAL)

    assert "jahat" not in Letter.objects.get().text


@pytest.mark.parametrize("number", [1, 3])
def test_telling_costs_the_same_for_one_and_three(django_assert_num_queries, number):
    told = [(one.pk, "Perlu diketahui.", "/akun/") for one in UserFactory.create_batch(number)]

    with django_assert_num_queries(1):
        notify_each(told)
    with django_assert_num_queries(3):  # who wants mail, letters, notices
        notify_each(told, kind=NoticeKind.LEGAL)


def test_everything_is_on_until_somebody_chooses(client, user):
    rows = client.get(PAGE).context["rows"]

    assert [(row.in_app, row.by_mail) for row in rows] == [(True, True)] * len(NoticeKind)


def test_a_choice_is_kept(client, user):
    client.post(PAGE, {"aplikasi": ["due", "returned"], "surel": ["due"]})

    on = {(row.kind, row.in_app, row.by_mail) for row in client.get(PAGE).context["rows"] if not row.fixed_because}
    assert {row for row in on if row[1] or row[2]} == {
        (NoticeKind.DUE, True, True),
        (NoticeKind.RETURNED, True, False),
    }


def test_the_last_choice_counts(client, user):
    client.post(PAGE, {"surel": ["due"]})
    client.post(PAGE, {"aplikasi": ["due"]})

    row = Preference.objects.get(user=user, kind=NoticeKind.DUE)
    assert (row.in_app, row.by_mail) == (True, False)


@pytest.mark.parametrize("body", [{}, {"aplikasi": ["due"]}, {"aplikasi": ["legal"]}, {"surel": ["invited"]}])
def test_fixed_kinds_cannot_be_switched_off_by_a_post(client, user, body):
    client.post(PAGE, body)

    rows = {row.kind: row for row in client.get(PAGE).context["rows"]}
    assert all((rows[kind].in_app, rows[kind].by_mail) == (True, True) for kind in FIXED)


def test_nor_by_the_action(user):
    set_preferences(user, {NoticeKind.LEGAL: (False, False)})

    assert not Preference.objects.exists()


def test_nor_past_the_action(user):
    with pytest.raises(IntegrityError), transaction.atomic():
        mute(user, NoticeKind.LEGAL, by_mail=False)


def test_a_choice_is_ones_own(client, user):
    other = UserFactory()
    notify([other], "Perlu diketahui.", kind=NoticeKind.DUE)

    client.post(PAGE, {})

    assert unread_count(other) == 1


def test_the_list_is_narrowed_by_kind_and_state(client, user):
    notify([user], "Dikembalikan", kind=NoticeKind.RETURNED)
    notify([user], "Batas", kind=NoticeKind.DUE)
    Notice.objects.filter(kind=NoticeKind.DUE).update(read_at="2026-01-01T00:00Z")

    def shown(**query):
        return [one.text for one in client.get(reverse("notices:list"), query).context["page"]]

    assert shown(jenis="returned") == ["Dikembalikan"]
    assert shown(keadaan="baru") == ["Dikembalikan"]
    assert shown(jenis="due", keadaan="baru") == []
    assert shown(jenis="tidak-ada") == ["Batas", "Dikembalikan"]


def test_a_list_with_a_simulation_says_so_over_the_page(client, user):
    notify([user], "Latihan", simulation="SIMULASI NASIONAL")

    page = client.get("/pemberitahuan/")

    assert page.context["shell"]().simulation_label == "SIMULASI NASIONAL"


def test_the_settings_cost_the_same_for_none_and_all(client, user, django_assert_num_queries):
    with django_assert_num_queries(6):  # session, user, choices, calendar, roles, unread
        client.get(PAGE)
    client.post(PAGE, {})

    with django_assert_num_queries(6):
        client.get(PAGE)
