"""Lokus: who takes part, by category, by workbook with a preview, by hand with a reason."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.sheets import read_rows, write_sheet
from apps.coordination.actions import LocusRow, place_in_tracks
from apps.coordination.models import ImportedList
from apps.coordination.queries.locus import COLUMNS
from apps.evaluations.models import Evaluation
from apps.institutions.models import Category
from apps.institutions.queries import living_institutions
from apps.rules.stages import Stage, Track
from tests.factories import EvaluationFactory, InstitutionFactory, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory(code="99.77", name="Kabupaten Contoh Ulu")


def upload(client, period, rows, columns=COLUMNS):
    file = SimpleUploadedFile("lokus.xlsx", write_sheet("Lokus", columns, rows))
    return client.post(reverse("coordination:locus_upload", args=[period.slug]), {"file": file})


def preview(client, period, rows):
    return client.get(upload(client, period, rows)["Location"]).context["preview"]


def tracks(period):
    return dict(Evaluation.objects.filter(period=period).values_list("institution__code", "track"))


def test_placing_many_is_one_insert(preparing, ministry, django_assert_num_queries):
    rows = [LocusRow(InstitutionFactory().pk, Track.EVALUATION) for _ in range(3)]

    with django_assert_num_queries(6):  # savepoint, period, insert, decision and its lines, release
        place_in_tracks(preparing, rows, by=ministry)

    assert list(tracks(preparing).values()) == [Track.EVALUATION] * 3


def test_placing_again_changes_track_and_batch(preparing, ministry, institution):
    place_in_tracks(preparing, [LocusRow(institution.pk, Track.EVALUATION)], by=ministry)

    place_in_tracks(preparing, [LocusRow(institution.pk, Track.MONITORING, 2)], by=ministry)

    evaluation = Evaluation.objects.get()
    assert (evaluation.track, evaluation.batch) == (Track.MONITORING, 2)


def test_an_open_period_has_no_list_any_more(ministry):
    evaluation = EvaluationFactory()

    with pytest.raises(DomainError, match="satu per satu"):
        place_in_tracks(evaluation.period, [LocusRow(evaluation.institution_id, Track.MONITORING)], by=ministry)


def test_ended_institutions_are_not_living(institution):
    InstitutionFactory(valid_to=date(2020, 1, 1))

    assert list(living_institutions()) == [institution]


def test_categories_are_added_once(desk, preparing, institution):
    InstitutionFactory(code="99.78", category=Category.CITY)
    url = reverse("coordination:locus_place", args=[preparing.slug])

    desk.post(url, {"kabupaten": "monitoring", "kota": "tidak"})
    desk.post(url, {"kota": "evaluation"})

    assert tracks(preparing) == {"99.77": Track.MONITORING, "99.78": Track.EVALUATION}


def test_a_category_is_left_out_only_with_a_reason(desk, preparing, institution):
    url = reverse("coordination:locus_place", args=[preparing.slug])

    response = desk.post(url, {"kabupaten": "not_assessed"})

    assert response.status_code == 422
    assert tracks(preparing) == {}


def test_a_workbook_changes_nothing_before_it_is_applied(desk, preparing, institution):
    shown = preview(desk, preparing, [["99.77", "Evaluasi", 2, ""]])

    assert [(one.name, one.before, one.after) for one in shown.new] == [
        ("Kabupaten Contoh Ulu", "", "Evaluasi, gelombang 2")
    ]
    assert tracks(preparing) == {}


def test_a_preview_tells_what_changes_and_what_stays(desk, preparing, ministry, institution):
    other = InstitutionFactory(code="99.78")
    place_in_tracks(preparing, [LocusRow(one.pk, Track.EVALUATION) for one in (institution, other)], by=ministry)

    shown = preview(desk, preparing, [["99.77", "Pemantauan", 1, ""], ["99.78", "evaluasi", "", ""]])

    assert [(one.before, one.after) for one in shown.changed] == [("Evaluasi, gelombang 1", "Pemantauan, gelombang 1")]
    assert shown.unchanged == 1


def test_a_workbook_is_applied_once(desk, preparing, institution):
    address = upload(desk, preparing, [["99.77", "Evaluasi", 1, ""]])["Location"]
    desk.post(address)
    Evaluation.objects.update(track=Track.MONITORING)

    response = desk.post(address)

    assert (response.status_code, tracks(preparing)) == (409, {"99.77": Track.MONITORING})


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["00.00", "Evaluasi", 1, ""]], "Baris 2: kode instansi “00.00” tidak dikenal."),
        (
            [["99.77", "Lomba", 1, ""]],
            "Baris 2: jalur “Lomba” tidak dikenal. Pilihannya: Evaluasi, Pemantauan, Tidak dinilai.",
        ),
        ([["99.77", "Tidak dinilai", 1, ""]], "Baris 2: Kabupaten Contoh Ulu tidak dinilai, tetapi alasannya kosong."),
        ([["99.77", "Evaluasi", 0, ""]], "Baris 2: gelombang “0” harus bilangan 1 sampai 99."),
        ([["99.77", "Evaluasi", "²", ""]], "Baris 2: gelombang “²” harus bilangan 1 sampai 99."),
        (
            [["99.77", "Evaluasi", 1, ""], ["99.77", "Evaluasi", 1, ""]],
            "Baris 3: Kabupaten Contoh Ulu sudah tertulis pada baris 2.",
        ),
    ],
)
def test_a_fault_is_named_and_stops_the_whole_list(desk, preparing, institution, rows, fault):
    address = upload(desk, preparing, [*rows, [InstitutionFactory().code, "Evaluasi", 1, ""]])["Location"]

    assert desk.get(address).context["preview"].faults == [fault]
    assert desk.post(address).status_code == 409
    assert tracks(preparing) == {}


def test_an_ended_institution_is_a_fault(desk, preparing):
    ended = InstitutionFactory(valid_to=date(2020, 1, 1))

    shown = preview(desk, preparing, [[ended.code, "Evaluasi", 1, ""]])

    assert shown.faults == [f"Baris 2: {ended} sudah tidak berdiri sendiri."]


def test_what_is_no_workbook_is_said_at_the_field(desk, preparing):
    url = reverse("coordination:locus_upload", args=[preparing.slug])

    response = desk.post(url, {"file": SimpleUploadedFile("lokus.xlsx", b"Kode;Jalur")})

    assert (response.status_code, list(response.context["sheet_form"].errors)) == (422, ["file"])
    assert not ImportedList.objects.exists()


def test_the_list_that_is_downloaded_can_be_brought_back(desk, preparing, ministry, institution):
    place_in_tracks(preparing, [LocusRow(institution.pk, Track.NOT_ASSESSED, 1, "=Baru berdiri")], by=ministry)

    response = desk.get(reverse("coordination:locus_template", args=[preparing.slug]))

    rows = read_rows(io.BytesIO(response.content), COLUMNS)
    assert [tuple(row.cells.values()) for row in rows] == [("99.77", "Tidak dinilai", "1", "=Baru berdiri")]


def test_one_is_changed_by_hand_with_its_reason(desk, ministry):
    evaluation = EvaluationFactory()
    url = reverse("coordination:track", args=[evaluation.period.slug, evaluation.pk])

    desk.post(url, {"track": "monitoring", "batch": 3, "reason": "Indeks tahun lalu di bawah target"})

    evaluation.refresh_from_db()
    assert (evaluation.track, evaluation.batch) == (Track.MONITORING, 3)
    assert evaluation.track_changes.get().by == ministry


def test_a_track_is_fixed_once_assessors_begin(desk):
    evaluation = bring_to(EvaluationFactory(), Stage.DESK_REVIEW)
    url = reverse("coordination:track", args=[evaluation.period.slug, evaluation.pk])

    response = desk.post(url, {"track": "monitoring", "batch": 1, "reason": "x"})

    evaluation.refresh_from_db()
    assert (response.status_code, evaluation.track) == (409, Track.EVALUATION)


def test_one_and_three_rows_cost_the_same(desk, preparing, ministry, django_assert_max_num_queries):
    url = reverse("coordination:locus", args=[preparing.slug])
    place_in_tracks(preparing, [LocusRow(InstitutionFactory().pk, Track.EVALUATION)], by=ministry)
    desk.get(url)
    with django_assert_max_num_queries(15) as one:
        desk.get(url)
    place_in_tracks(preparing, [LocusRow(InstitutionFactory().pk, Track.EVALUATION) for _ in "ab"], by=ministry)

    with django_assert_max_num_queries(15) as three:
        desk.get(url)

    assert len(three) == len(one)
