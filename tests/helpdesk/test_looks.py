"""Looking as somebody: read-only, on record, shown to them, never at the centre, never past the walls."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.desk_review.actions import lay_out_judgements, lock_judgements
from apps.desk_review.models import Judgement
from apps.desk_review.queries import visible_judgements
from apps.evaluations.permissions import circles_of
from apps.exports.models import Export
from apps.helpdesk import middleware
from apps.helpdesk.actions import begin_look
from apps.helpdesk.models import Look, LookedPage
from apps.institutions.models import Role
from apps.notices.models import Notice
from apps.rules.stages import Stage
from apps.self_assessment.views.access import browser_key
from tests.access.table import PAGES
from tests.access.who import MINISTRY
from tests.factories import EvaluationFactory, assessors_of, bring_to, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation():
    return EvaluationFactory.create(with_team=True)


@pytest.fixture
def person(evaluation):
    return member(Role.COORDINATOR, evaluation.institution)


@pytest.fixture
def staff():
    return member(Role.EVALUATION_TEAM)


def looking(client, staff, person):
    client.force_login(staff)
    response = client.post(reverse("helpdesk:look_begin", args=[person.pk]), {"reason": "Membantu mengisi."})
    assert response.status_code == 302
    return Look.objects.get()


def test_one_sees_their_pages_under_a_band_that_says_so(client, staff, person, evaluation):
    looking(client, staff, person)

    content = client.get(reverse("self_assessment:sheet", args=[evaluation.pk])).content.decode()

    assert f"Anda melihat sebagai {person}" in content
    assert reverse("helpdesk:look_end") in content


def test_every_unsafe_method_is_refused(client, staff, person, evaluation):
    looking(client, staff, person)
    sheet = reverse("self_assessment:sheet", args=[evaluation.pk])

    statuses = [getattr(client, method)(sheet).status_code for method in ("post", "put", "patch", "delete")]
    statuses.append(client.post(reverse("notices:read_all")).status_code)

    assert statuses == [403] * 5


def test_nothing_runs_and_nothing_is_kept_in_the_browser(client, staff, person, evaluation):
    looking(client, staff, person)

    response = client.get(reverse("self_assessment:indicator", args=[evaluation.pk, 1]))

    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert browser_key(person) not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["accounts:profile", "account_change_password", "mfa_view_recovery_codes", "notices:preferences"]
)
def test_account_and_secrets_stay_closed(client, staff, person, name):
    looking(client, staff, person)

    assert client.get(reverse(name)).status_code == 403


def test_a_page_that_nobody_named_is_closed(client, staff, person, settings):
    settings.ROOT_URLCONF = "tests.helpdesk.writing"
    looking(client, staff, person)

    response = client.get("/uji/tulis/")

    assert (response.status_code, response.templates[0].name) == (403, "helpdesk/closed.html")


def test_what_opens_is_what_the_ministry_reads_itself():
    """Beside what those who assess say of their own work, which the ministry reads in lists of its own."""
    of_those_who_assess = {
        "evaluations:declaration",
        "evaluations:conflicts",
        "coordination:university",
        "coordination:own_wish",
        "coordination:handover_ask",
    }

    read = {page.name for page in PAGES if page.get and page.get >= MINISTRY}

    assert middleware.OPEN_PAGES - read == of_those_who_assess
    assert of_those_who_assess <= {page.name for page in PAGES}


def test_no_list_is_taken_out_meanwhile(client, staff, person):
    looking(client, staff, person)

    response = client.get(reverse("assistance:list"), {"bentuk": "xlsx"})

    assert (response.status_code, Export.objects.exists()) == (403, False)


def test_the_archive_with_its_inner_discussion_stays_closed(client, staff, person, evaluation):
    looking(client, staff, person)

    assert client.get(reverse("self_assessment:archive", args=[evaluation.pk])).status_code == 403
    assert client.get(reverse("evaluations:discussion", args=[evaluation.pk, 1])).status_code == 403


def test_no_circle_of_the_discussion_opens(person, evaluation):
    before = circles_of(person, evaluation)
    person.is_looked_at = True

    assert before
    assert circles_of(person, evaluation) == frozenset()


def test_who_when_why_and_which_pages_are_on_record(client, staff, person, evaluation):
    look = looking(client, staff, person)
    pages = [reverse("dashboard:home"), reverse("self_assessment:sheet", args=[evaluation.pk])]
    for page in pages:
        client.get(page)
    client.post(reverse("helpdesk:look_end"))

    look.refresh_from_db()
    assert (look.by, look.of, look.reason) == (staff, person, "Membantu mengisi.")
    assert look.ended_at is not None
    assert list(LookedPage.objects.filter(look=look).values_list("path", flat=True)) == pages


def test_the_person_is_told_and_reads_it_on_the_account_page(client, staff, person):
    looking(client, staff, person)
    client.post(reverse("helpdesk:look_end"))
    client.force_login(person)

    assert "Membantu mengisi." in Notice.objects.get(user=person).text
    assert "Membantu mengisi." in client.get(reverse("accounts:profile")).content.decode()


def test_one_is_oneself_again_after_the_end(client, staff, person):
    looking(client, staff, person)
    client.post(reverse("helpdesk:look_end"))

    assert client.get(reverse("helpdesk:looks")).status_code == 200


def test_it_ends_by_itself(client, staff, person):
    client.force_login(staff)
    past = timezone.now() - timedelta(minutes=31)
    look = Look.objects.create(by=staff, of=person, reason="-", from_at=past, until=past + timedelta(minutes=30))
    session = client.session
    session[middleware.KEY] = look.pk
    session.save()

    response = client.get(reverse("dashboard:home"))

    look.refresh_from_db()
    assert response.url == reverse("helpdesk:looks")
    assert look.ended_at == look.until
    assert client.get(reverse("helpdesk:looks")).status_code == 200


def test_no_look_lasts_longer(staff, person):
    now = timezone.now()

    with pytest.raises(IntegrityError, match="look_ends_by_itself"), transaction.atomic():
        Look.objects.create(by=staff, of=person, reason="-", from_at=now, until=now + timedelta(minutes=31))


def test_the_look_of_another_opens_nothing(client, staff, person):
    look = begin_look(person, reason="-", by=member(Role.EVALUATION_TEAM))
    client.force_login(staff)
    session = client.session
    session[middleware.KEY] = look.pk
    session.save()

    assert client.get(reverse("dashboard:home")).url == reverse("helpdesk:looks")
    assert not LookedPage.objects.exists()


@pytest.mark.parametrize("role", [Role.EVALUATION_TEAM, Role.AUDITOR, Role.ADMINISTRATOR, Role.AGENCY_MEMBER])
def test_nobody_of_the_centre_is_looked_at(staff, role):
    person = member(role)

    with pytest.raises(DomainError, match="Hanya orang instansi"):
        begin_look(person, reason="-", by=staff)
    with pytest.raises(DomainError, match="hanya dapat melihat"), passing_the_gate():
        Look.objects.create(by=staff, of=person, reason="-", until=timezone.now())


def test_only_the_ministry_looks(client, person):
    client.force_login(member(Role.ADMINISTRATOR))

    assert client.post(reverse("helpdesk:look_begin", args=[person.pk]), {"reason": "-"}).status_code == 403
    with pytest.raises(DomainError, match="hanya dapat melihat"), passing_the_gate():
        Look.objects.create(by=member(Role.ADMINISTRATOR), of=person, reason="-", until=timezone.now())


def judging(evaluation) -> list[User]:
    bring_to(evaluation, Stage.DESK_REVIEW)
    people = assessors_of(evaluation)
    lay_out_judgements([evaluation])
    Judgement.objects.filter(evaluation=evaluation).update(level=3, version=1)
    return people


def test_no_assessor_is_looked_at_before_the_whole_team_has_locked(staff, evaluation):
    lead, colleague = judging(evaluation)
    lock_judgements(evaluation, by=lead)

    with pytest.raises(DomainError, match="belum semua timnya mengunci"):
        begin_look(lead, reason="-", by=staff)
    lock_judgements(evaluation, by=colleague)
    assert begin_look(lead, reason="-", by=staff).of == lead


def test_private_judgements_stay_closed_after_the_lock_too(client, staff, evaluation):
    lead, colleague = judging(evaluation)
    for user in (lead, colleague):
        lock_judgements(evaluation, by=user)
    looking(client, staff, lead)

    assert client.get(reverse("desk_review:sheet", args=[evaluation.pk])).status_code == 403
    assert client.get(reverse("dashboard:home")).status_code == 200
    lead.is_looked_at = True
    assert not visible_judgements(lead).exists()


def test_a_look_ends_when_the_assessor_judges_again(client, staff, evaluation):
    lead, colleague = judging(evaluation)
    for user in (lead, colleague):
        lock_judgements(evaluation, by=user)
    looking(client, staff, lead)
    other = EvaluationFactory.create(period=evaluation.period, team=evaluation.team)
    bring_to(other, Stage.DESK_REVIEW)

    assert client.get(reverse("dashboard:home")).url == reverse("helpdesk:looks")


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_writes_nothing_in_such_a_request(client, staff, person, settings, monkeypatch):
    """A page that writes when it is looked at: the middleware lets it through, PostgreSQL does not."""
    settings.ROOT_URLCONF = "tests.helpdesk.writing"
    monkeypatch.setattr(middleware, "OPEN_PAGES", middleware.OPEN_PAGES | {"write"})
    looking(client, staff, person)

    during = client.get("/uji/tulis/")
    client.post(reverse("helpdesk:look_end"))
    named = [User.objects.get(pk=person.pk).name]
    after = client.get("/uji/tulis/")
    named.append(User.objects.get(pk=staff.pk).name)

    assert (during.status_code, after.status_code) == (409, 200)
    assert named == [person.name, "Lain"]
