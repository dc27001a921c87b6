"""The life of a decree: draft, rendered, issued, published; nothing moves after issue."""

import pytest
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction

from apps.common.exceptions import DomainError, StaleVersionError
from apps.common.files import read
from apps.decrees import actions
from apps.decrees.models import Decree, DecreeBlock, DecreeLine, DecreeState
from apps.institutions.models import Category, Role
from apps.notices.choices import NoticeKind
from apps.notices.models import Notice
from apps.periods.models import PeriodState
from apps.results.models import Publication
from apps.rules.stages import Stage, Track
from tests.database import execute
from tests.factories import EvaluationFactory, InstitutionFactory, bring_to, member
from tests.factories.results import (
    agreed_run,
    complete_draft,
    computed_run,
    finished_period,
    issued_decree,
    published_decree,
)

pytestmark = pytest.mark.django_db


def test_a_draft_has_a_line_for_every_result_in_the_order_of_the_annex():
    period = finished_period([])
    for category, track in [
        (Category.CITY, Track.EVALUATION),
        (Category.MINISTRY, Track.EVALUATION),
        (Category.REGENCY, Track.EVALUATION),
        (Category.REGENCY, Track.MONITORING),
    ]:
        institution = InstitutionFactory.create(category=category)
        bring_to(EvaluationFactory.create(period=period, institution=institution, track=track), Stage.FINAL)

    decree = actions.draft_decree(computed_run(period), by=None)

    assert list(decree.lines.values_list("list_name", "position")) == [
        ("evaluation:kabupaten_kota", 1),
        ("evaluation:kabupaten_kota", 2),
        ("evaluation:kementerian", 1),
        ("monitoring:kabupaten_kota", 1),
    ]


def test_drafting_twice_gives_the_same_draft():
    run = computed_run(finished_period())

    assert actions.draft_decree(run, by=None) == actions.draft_decree(run, by=None)


def test_an_edit_voids_what_was_rendered():
    decree = complete_draft(agreed_run(finished_period()))
    assert decree.state == DecreeState.RENDERED

    words = {field: getattr(decree, field) for field in ("number", "year", "title", "place", "dated", "signatory")}
    actions.edit_head(decree, head_version=decree.head_version, **(words | {"place": "Bogor"}))

    assert (decree.state, decree.draft_sha256, decree.place) == (DecreeState.DRAFT, "", "Bogor")


def test_a_stale_edit_overwrites_nothing():
    decree = complete_draft(agreed_run(finished_period()))
    words = {field: getattr(decree, field) for field in ("year", "title", "place", "dated", "signatory")}

    with pytest.raises(StaleVersionError):
        actions.edit_head(decree, head_version=decree.head_version - 1, number="9", **words)

    decree.refresh_from_db()
    assert (decree.number, decree.state) == ("0", DecreeState.RENDERED)


def test_without_quorum_nothing_is_issued():
    decree = complete_draft(computed_run(finished_period()))

    with pytest.raises(DomainError, match="kuorum suara belum tercapai"):
        actions.request_issue(decree, by=member(Role.EVALUATION_TEAM))


@pytest.mark.parametrize(
    ("field", "empty", "sentence"),
    [
        ("number", "", "nomor belum diisi"),
        ("dated", None, "tanggal belum diisi"),
        ("year", 1999, "tahun keputusan berbeda dari tahun tanggalnya"),
        ("signatory", "", "nama penandatangan belum diisi"),
        ("state", "draft", "naskah terakhir belum dibuat"),
    ],
)
def test_what_is_missing_is_named(field, empty, sentence):
    decree = complete_draft(agreed_run(finished_period()))
    Decree.objects.filter(pk=decree.pk).update(**{field: empty})

    with pytest.raises(DomainError, match=sentence):
        actions.request_issue(decree, by=member(Role.EVALUATION_TEAM))


def test_the_issued_paper_is_kept_and_a_second_issue_changes_nothing():
    decree = issued_decree(agreed_run(finished_period()))
    before = (decree.issued_sha256, decree.issued_at)

    actions.issue(decree)

    decree.refresh_from_db()
    assert (decree.issued_sha256, decree.issued_at) == before
    assert read(decree.issued_sha256).startswith(b"%PDF")


@pytest.mark.parametrize("model", [Decree, DecreeBlock, DecreeLine])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_nothing_of_an_issued_decree_moves(model, verb):
    decree = issued_decree(agreed_run(finished_period()))
    rows = model.objects.filter(**({"pk": decree.pk} if model is Decree else {"decree": decree}))
    fields = {Decree: "number", DecreeBlock: "text", DecreeLine: "name"}

    with pytest.raises((InternalError, ProgrammingError, DomainError, Exception), match="sudah ditetapkan"):
        rows.update(**{fields[model]: "lain"}) if verb == "update" else rows._raw_delete("default")


def test_publication_opens_everything_at_once():
    period = finished_period([3, 4])

    decree = published_decree(period)

    period.refresh_from_db()
    assert period.state == PeriodState.PUBLISHED
    assert set(period.evaluations.values_list("stage", flat=True)) == {Stage.PUBLISHED}
    assert Publication.objects.get().run == decree.run


def test_the_database_refuses_a_publication_without_an_issued_decree():
    period = finished_period()
    run = agreed_run(period)

    with pytest.raises(Exception, match="keputusan yang sudah ditetapkan"), connection.cursor():
        Publication.objects.create(period=period, run=run, by=member(Role.EVALUATION_TEAM))


def test_those_who_worked_on_a_sheet_are_told_that_its_result_is_public():
    period = finished_period([3, 3])
    first, second = period.evaluations.order_by("pk")
    coordinator = member(Role.COORDINATOR, first.institution)
    respondent = member(Role.RESPONDENT, second.institution)

    published_decree(period)

    told = Notice.objects.filter(user__in=[coordinator, respondent]).values_list("user", "text", "url", "kind")
    assert list(told.order_by("user")) == [
        (
            user.pk,
            f"Hasil {one.institution}, {period}, sudah terbit.",
            f"/evaluasi/{one.pk}/",
            NoticeKind.LEGAL,
        )
        for user, one in ((coordinator, first), (respondent, second))
    ]


def test_an_unissued_decree_publishes_nothing():
    decree = complete_draft(agreed_run(finished_period()))

    with pytest.raises(DomainError, match="belum ditetapkan"):
        actions.publish_decree(decree, by=member(Role.EVALUATION_TEAM))

    assert not Publication.objects.exists()


def test_after_the_issue_nothing_is_computed_again():
    decree = issued_decree(agreed_run(finished_period()))

    with pytest.raises(DomainError, match="sudah ditetapkan"):
        computed_run(decree.run.period)

    decree.run.refresh_from_db()
    assert decree.run.state == "computed"


def test_a_published_period_is_not_computed_again():
    period = finished_period()
    published_decree(period)

    with pytest.raises(DomainError, match="belum ada koreksi yang disetujui"):
        computed_run(period)


@pytest.mark.parametrize("table", ["decree", "decreeblock", "decreeline", "decreecopy"])
def test_no_table_of_decrees_is_emptied(table):
    with pytest.raises(DatabaseError, match="hanya dapat ditambah"), transaction.atomic():
        execute(f"TRUNCATE decrees_{table} CASCADE")
