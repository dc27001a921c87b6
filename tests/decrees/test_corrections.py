"""An issued decree is corrected by a new one that names it and takes its place; both say so, and nothing else can."""

import json
from copy import deepcopy

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.decrees import actions
from apps.decrees.models import BlockKind, Decree, DecreeBlock, DecreeLine, DecreeState
from apps.decrees.queries import texts_of
from apps.institutions.models import Role
from apps.results.models import FinalisationRun, Result
from tests.database import past_the_triggers
from tests.factories import member
from tests.factories.results import (
    agreed_run,
    complete_draft,
    correcting_decree,
    finished_period,
    issued_decree,
    published_decree,
    without_paper,
)
from tests.paper.reading import attached, nothing_printed, pages

pytestmark = pytest.mark.django_db

NAME = "Keputusan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 0 Tahun"


@pytest.fixture(scope="module")
def kept_former(kept: None) -> Decree:
    with nothing_printed():
        decree = published_decree(finished_period([3], simulation_label=""))
        decree.refresh_from_db()
        return decree


@pytest.fixture
def former(kept_former: Decree, db: None) -> Decree:
    return deepcopy(kept_former)


def issued_correction(former: Decree) -> Decree:
    correction = actions.draft_correction(former, by=None)
    head = {field: getattr(former, field) for field in ("year", "title", "place", "dated", "signatory")}
    actions.edit_head(correction, head_version=correction.head_version, number="1", **head)
    actions.render_draft(correction)
    actions.request_issue(correction, by=member(Role.EVALUATION_TEAM))
    actions.issue(Decree.objects.select_related("run__period__instrument", "corrects").get(pk=correction.pk))
    correction.refresh_from_db()
    return correction


def test_a_correction_begins_with_the_words_and_rows_of_what_it_corrects(former):
    correction = actions.draft_correction(former, by=None)

    before, now = texts_of(former), texts_of(correction)
    named = f"{NAME} {former.year}"
    assert (correction.corrects, correction.state, correction.number) == (former, DecreeState.DRAFT, "")
    assert now[BlockKind.BASIS] == before[BlockKind.BASIS]
    assert now[BlockKind.CONSIDERATION][2] == f"bahwa dalam {named} terdapat kekeliruan, sehingga perlu diperbaiki;"
    assert "huruf a sampai dengan huruf c" in now[BlockKind.CONSIDERATION][3]
    assert now[BlockKind.DICTUM] == [
        *before[BlockKind.DICTUM][:-1],
        f"Pada saat Keputusan Menteri ini mulai berlaku, {named} dicabut dan dinyatakan tidak berlaku.",
        before[BlockKind.DICTUM][-1],
    ]
    rows = [list(one.lines.values_list("name", "stated", "predikat")) for one in (former, correction)]
    assert rows[0] == rows[1]


def test_beginning_twice_gives_the_same_correction(former):
    assert actions.draft_correction(former, by=None) == actions.draft_correction(former, by=None)


def test_what_was_not_issued_is_not_corrected():
    draft = complete_draft(agreed_run(finished_period()))

    with pytest.raises(DomainError, match="hanya keputusan yang sudah ditetapkan"):
        actions.draft_correction(draft, by=None)


def test_a_correction_prints_what_it_corrects_and_carries_it_in_its_data(former):
    correction = issued_correction(former)

    made = read(correction.issued_sha256)
    said = json.loads(attached(made)["lampiran.json"])["memperbaiki"]
    assert said == f"{NAME} {former.year}".upper()
    assert f"SEBAGAI PERBAIKAN ATAS {said}" in " ".join(pages(made)).replace("0/ ", "0/")


def test_a_correction_of_figures_lists_them_on_paper_and_in_its_data(former):
    evaluation = former.run.period.evaluations.get()

    decree = correcting_decree(evaluation, 2, 5)

    made = read(decree.issued_sha256)
    code, name = evaluation.institution.code, evaluation.institution.name
    new = f"{decree.run.results.get().stated:.2f}"
    bands = [former.lines.get().predikat, decree.lines.get().predikat]
    assert json.loads(attached(made)["lampiran.json"])["koreksi"] == [
        {
            "kode": code,
            "instansi": name,
            "indikator": "2",
            "semula": {"indeks": "3.00", "predikat": bands[0]},
            "menjadi": {"indeks": new, "predikat": bands[1]},
        }
    ]
    words = " ".join(" ".join(pages(made)).split())
    assert "HASIL YANG DIPERBAIKI" in words
    assert f"{name} 2 3,00, {bands[0]} {new.replace('.', ',')}, {bands[1]}" in words


def test_a_correction_in_words_alone_lists_no_figure(former):
    correction = issued_correction(former)

    made = read(correction.issued_sha256)

    assert json.loads(attached(made)["lampiran.json"])["koreksi"] == []
    assert "HASIL YANG DIPERBAIKI" not in " ".join(pages(made))


def test_what_was_corrected_does_not_move(former):
    before = (former.issued_sha256, former.version, texts_of(former))

    issued_correction(former)

    former.refresh_from_db()
    assert (former.issued_sha256, former.version, texts_of(former)) == before


def test_both_name_one_another_on_the_desk(client, former):
    correction = issued_correction(former)
    client.force_login(member(Role.EVALUATION_TEAM))

    old, new = (client.get(reverse("decrees:detail", args=[one.pk])).content.decode() for one in (former, correction))

    assert "sudah diperbaiki dengan" in old
    assert reverse("decrees:detail", args=[correction.pk]) in old
    assert "Keputusan ini memperbaiki" in new
    assert reverse("decrees:detail", args=[former.pk]) in new


def test_the_public_reads_on_the_old_one_by_which_it_was_corrected(client, former):
    correction = issued_correction(former)

    old, new = (client.get(reverse("portal:verify", args=[one.code])).content.decode() for one in (former, correction))

    assert "Sudah diperbaiki dan tidak berlaku lagi" in old
    assert reverse("portal:verify", args=[correction.code]) in old
    assert "Sudah diperbaiki" not in new
    assert reverse("portal:verify", args=[former.code]) in new


def test_a_correction_that_is_only_a_draft_is_nobodys_business(client, former):
    correction = actions.draft_correction(former, by=None)

    page = client.get(reverse("portal:verify", args=[former.code])).content.decode()

    assert "diperbaiki" not in page
    assert correction.code not in page
    assert client.get(reverse("portal:verify", args=[correction.code])).status_code == 404


def test_who_audits_hears_of_a_correcting_decree_when_it_is_published(client, former, monkeypatch):
    without_paper(monkeypatch)
    correction = correcting_decree(former.run.results.get().evaluation, 2, 5)
    page = reverse("decrees:detail", args=[former.pk])

    client.force_login(member(Role.AUDITOR))
    unaware = client.get(page).content.decode()
    client.force_login(member(Role.EVALUATION_TEAM))
    aware = client.get(page).content.decode()

    link = reverse("decrees:detail", args=[correction.pk])
    assert (link in unaware, link in aware) == (False, True)


def test_the_list_of_decrees_marks_the_corrected_one(client, former):
    correction = issued_correction(former)

    listed = client.get(reverse("portal:decrees")).context["decrees"]

    assert [(one.pk, one.is_corrected) for one in listed] == [(correction.pk, False), (former.pk, True)]


def test_a_figure_leads_to_the_decree_that_holds(client, former):
    correction = issued_correction(former)
    institution = correction.lines.get().result.evaluation.institution

    response = client.get(reverse("portal:result", args=[former.run.period.slug, institution.slug]))

    assert response.context["line"].decree == correction


def later_run(former: Decree) -> FinalisationRun:
    """As after a corrected figure: another computation of the period, with the same results."""
    with past_the_triggers():
        FinalisationRun.objects.filter(pk=former.run_id).update(state="replaced")
        run = FinalisationRun.objects.create(
            period=former.run.period, number=9, state="computed", content_sha256="cd" * 32, computed_at=timezone.now()
        )
        for result in Result.objects.filter(run=former.run):
            result.pk, result.run = None, run
            result.save()
    return run


def test_a_decree_on_a_later_computation_corrects_the_issued_one():
    former = issued_decree(agreed_run(finished_period()))
    run = later_run(former)

    draft = actions.draft_decree(run, by=None)

    assert (draft.run, draft.corrects) == (run, former)
    assert set(draft.lines.values_list("result__run", flat=True)) == {run.pk}


def test_a_correction_that_was_begun_goes_on_with_the_later_computation():
    former = issued_decree(agreed_run(finished_period()))
    begun = actions.draft_correction(former, by=None)
    actions.add_block(begun, BlockKind.COPY, "Arsip.", by=None)
    run = later_run(former)

    draft = actions.draft_decree(run, by=None)

    assert (draft.pk, draft.run) == (begun.pk, run)
    assert set(draft.lines.values_list("result__run", flat=True)) == {run.pk}
    assert texts_of(draft)[BlockKind.COPY][-1] == "Arsip."


# --- what the database refuses


def test_no_decree_is_corrected_twice(former):
    actions.draft_correction(former, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decree.objects.create(run=former.run, corrects=former, year=2002, title="x", code="KM-XXXX-XXXX")


def test_only_an_issued_decree_of_the_same_period_can_be_corrected(former):
    draft = complete_draft(agreed_run(finished_period()))

    for run, corrects in ((draft.run, draft), (draft.run, former)):
        with pytest.raises(DatabaseError, match="sudah ditetapkan"), transaction.atomic():
            Decree.objects.create(run=run, corrects=corrects, year=2002, title="x", code="KM-XXXX-XXXX")


def test_a_correction_keeps_naming_what_it_named(former):
    correction = actions.draft_correction(former, by=None)

    with pytest.raises(DatabaseError, match="tidak dapat diganti"), transaction.atomic():
        Decree.objects.filter(pk=correction.pk).update(corrects=None)


def test_one_run_has_one_first_decree(former):
    second = Decree.objects.create(run=former.run, year=2002, title="x", code="KM-XXXX-XXXX")
    values = {field: getattr(former, field) for field in ("number", "dated", "signatory", "issued_sha256", "issued_at")}

    with pytest.raises(IntegrityError, match="one_issued_decree_per_run"), transaction.atomic():
        Decree.objects.filter(pk=second.pk).update(state=DecreeState.ISSUED, **values)


@pytest.mark.parametrize("model", [DecreeBlock, DecreeLine])
def test_nothing_is_added_to_an_issued_decree(model):
    decree = issued_decree(agreed_run(finished_period()))
    one = model.objects.filter(decree=decree).first()
    one.pk, one.position = None, 99

    with pytest.raises(DatabaseError, match="sudah ditetapkan"), transaction.atomic():
        one.save()


@pytest.mark.parametrize("model", [DecreeBlock, DecreeLine])
def test_nothing_is_moved_into_an_issued_decree(model):
    issued, draft = issued_decree(agreed_run(finished_period())), complete_draft(agreed_run(finished_period()))

    with pytest.raises(DatabaseError, match="sudah ditetapkan"), transaction.atomic():
        model.objects.filter(decree=draft).update(decree=issued)
