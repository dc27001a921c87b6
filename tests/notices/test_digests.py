"""The morning's letter."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.coordination.actions import set_members
from apps.institutions.actions import leave
from apps.institutions.models import Role
from apps.notices import letters
from apps.notices.actions import mark_read, notify
from apps.notices.choices import NoticeKind
from apps.notices.digests import last_morning, write_digests
from apps.notices.models import Digest, Letter, Notice, Preference
from apps.periods.models import PeriodState
from tests.database import together
from tests.factories import InstitutionFactory, TeamFactory, UserFactory, member

pytestmark = pytest.mark.django_db


def told(user, text="Indikator 3 dikembalikan", **options):
    """Somebody was told two days ago."""
    notify([user], text, **options)
    Notice.objects.filter(user=user, settled_at=None).update(at=timezone.now() - timedelta(days=2))


def test_one_letter_holds_everything_that_was_not_read(settings, mailoutbox):
    settings.SITE_URL = "https://spbe.contoh.invalid"
    user = UserFactory(name="Dewi Contoh", email="dewi@contoh.invalid")
    told(user, "Batas besok", url="/mandiri/1/", kind=NoticeKind.DUE, simulation="SIMULASI NASIONAL")
    told(user, "Indikator 3", url="/mandiri/2/3/", kind=NoticeKind.RETURNED)
    told(user, "Indikator 4", kind=NoticeKind.RETURNED)
    Notice.objects.update(at=datetime(2026, 8, 12, 16, 59, tzinfo=UTC))

    assert write_digests() == 1
    assert mailoutbox == []
    letters.send_letters()

    assert mailoutbox[0].to == ["dewi@contoh.invalid"]
    assert mailoutbox[0].subject.startswith("3 pemberitahuan, ")
    assert mailoutbox[0].body == (
        "Yth. Dewi Contoh,\n\nAda 3 hal yang belum Anda baca.\n\n"
        "Jawaban atau hasil dikembalikan\n\n"
        "- Indikator 3\n  12 Agustus 2026 pukul 23.59 WIB\n  https://spbe.contoh.invalid/mandiri/2/3/\n\n"
        "- Indikator 4\n  12 Agustus 2026 pukul 23.59 WIB\n  https://spbe.contoh.invalid/pemberitahuan/\n\n"
        "SIMULASI NASIONAL. Data latihan, bukan hasil resmi.\n\n"
        "Pengingat batas waktu\n\n"
        "- Batas besok\n  12 Agustus 2026 pukul 23.59 WIB\n  https://spbe.contoh.invalid/mandiri/1/\n\n"
        "--\nEvaluasi SPBE. Surel ini dikirim otomatis; jangan dibalas.\n"
        "Atur surel yang Anda terima: https://spbe.contoh.invalid/pemberitahuan/pengaturan/\n"
    )


def test_a_letter_about_simulations_alone_says_so_in_its_subject():
    told(UserFactory(), simulation="SIMULASI NASIONAL")

    write_digests()

    assert Letter.objects.get().subject.startswith("[SIMULASI] 1 pemberitahuan, ")


def test_a_digest_may_be_written_again_and_mails_nothing_twice():
    user = UserFactory()
    told(user)

    assert (write_digests(), write_digests()) == (1, 0)


def test_a_person_gets_one_letter_a_day_and_the_rest_the_next_day():
    user = UserFactory()
    told(user, "Pertama")
    write_digests()
    told(user, "Kedua")

    assert write_digests() == 0
    Digest.objects.update(day=last_morning(timezone.now()).date() - timedelta(days=1))
    assert write_digests() == 1
    assert "Kedua" in Letter.objects.last().text
    assert "Pertama" not in Letter.objects.last().text


def test_what_was_told_since_this_morning_waits_for_the_next():
    notify([UserFactory()], "Baru saja")
    Notice.objects.update(at=last_morning(timezone.now()))

    assert write_digests() == 0


def test_what_was_read_is_not_mailed():
    user = UserFactory()
    told(user)
    mark_read(user.notices.all())

    assert write_digests() == 0


def test_what_was_mailed_at_once_is_not_mailed_again():
    told(UserFactory(), kind=NoticeKind.LEGAL)

    assert (write_digests(), Letter.objects.count()) == (0, 1)


@pytest.mark.parametrize("fields", [{"email": ""}, {"is_active": False}])
def test_who_cannot_get_mail_gets_none_and_nothing_old_later(fields):
    user = UserFactory(**fields)
    told(user)

    assert write_digests() == 0
    user.email, user.is_active = "kini@contoh.invalid", True
    user.save()
    assert write_digests() == 0


def test_a_kind_that_is_switched_off_is_left_out():
    user = UserFactory()
    Preference.objects.create(user=user, kind=NoticeKind.DUE, by_mail=False)
    told(user, "Batas", kind=NoticeKind.DUE)
    told(user, "Indikator", kind=NoticeKind.RETURNED)

    write_digests()

    letter = Letter.objects.get()
    assert ("Indikator" in letter.text, "Batas" in letter.text) == (True, False)


def test_nobody_reads_of_another_institution():
    people = [member(Role.COORDINATOR, InstitutionFactory()) for _ in range(2)]
    for number, user in enumerate(people):
        told(user, f"Tentang instansi {number}")

    write_digests()

    for number, user in enumerate(people):
        text = Letter.objects.get(address=user.email).text
        assert (f"instansi {number}" in text, f"instansi {1 - number}" in text) == (True, False)


def test_who_has_left_an_institution_hears_no_more_of_it():
    user = member(Role.RESPONDENT, InstitutionFactory())
    told(user)

    leave(user.memberships.get())

    assert write_digests() == 0


def test_who_has_left_a_team_hears_no_more_of_its_institutions():
    team = TeamFactory(period__state=PeriodState.PREPARATION)
    lead, other = (one.user for one in team.members.all())
    for user in (lead, other):
        told(user, "Interviu dijadwalkan")

    set_members(team, [member(Role.ASSESSOR)], lead, by=lead)

    assert write_digests() == 1
    assert Letter.objects.get().address == lead.email


def test_who_keeps_a_role_there_still_hears():
    institution = InstitutionFactory()
    user = member(Role.RESPONDENT, institution)
    other = member(Role.DATA_ENTRY, institution).memberships.get()
    other.user = user
    other.save()
    told(user)

    leave(user.memberships.get(role=Role.RESPONDENT))

    assert write_digests() == 1


def test_a_long_list_is_cut_and_says_so():
    user = UserFactory()
    notify([user] * 45, "Sama")
    Notice.objects.update(at=timezone.now() - timedelta(days=2))

    write_digests()

    text = Letter.objects.get().text
    assert text.count("- Sama") == 40
    assert "Dan 5 lainnya: http://127.0.0.1:8000/pemberitahuan/" in text


def test_the_database_holds_one_letter_a_day_and_person():
    told(UserFactory())
    write_digests()
    digest = Digest.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(
            user=digest.user, day=digest.day, letter=letters.write_letter("a@b.id", subject="", text="")
        )


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_one_letter():
    for user in UserFactory.create_batch(3):
        told(user)

    written = together(write_digests, write_digests)

    assert sum(written) == 3
    assert Letter.objects.count() == Digest.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_second_clock_goes_away_while_the_first_is_at_work():
    told(UserFactory())

    with transaction.atomic():
        first = write_digests()
        second = together(write_digests)

    assert (first, second, Letter.objects.count()) == (1, [0], 1)


@pytest.mark.parametrize("number", [1, 50])
def test_everybody_costs_as_much_as_one(number, django_assert_num_queries):
    for user in UserFactory.create_batch(number):
        told(user)

    # savepoint, turn, notices, letters, digests, settled, end of savepoint
    with django_assert_num_queries(7):
        assert write_digests() == number


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 8, 11, 22, 59, 59, tzinfo=UTC), datetime(2026, 8, 10, 23, tzinfo=UTC)),
        (datetime(2026, 8, 11, 23, 0, tzinfo=UTC), datetime(2026, 8, 11, 23, tzinfo=UTC)),
        (datetime(2026, 8, 12, 22, 0, tzinfo=UTC), datetime(2026, 8, 11, 23, tzinfo=UTC)),
    ],
)
def test_a_morning_begins_at_six_in_jakarta(now, morning):
    assert last_morning(now) == morning
