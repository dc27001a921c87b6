"""Letters on paper: one for each addressee, made by the worker, each told once."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.files import read
from apps.institutions.models import Role
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.notices.models import Notice
from apps.socialisation import actions
from apps.socialisation.actions import circulars
from apps.socialisation.models import Audience, Circular, CircularCopy
from tests.factories import EvaluationFactory, InstitutionFactory, PeriodFactory, member

pytestmark = pytest.mark.django_db

SAID = {
    "audience": Audience.INSTITUTIONS,
    "number": "B/12/2026",
    "dated": date(2026, 8, 12),
    "subject": "Pembukaan penilaian mandiri",
    "text": "Alinea pertama.\n\nAlinea kedua\ndan sambungannya.",
    "signatory": "Nama Uji",
    "signatory_office": "Deputi Uji",
}


def run(circular: Circular) -> str:
    assert circular.job_id is not None
    jobs.run(circular.job_id)
    return Job.objects.get(pk=circular.job_id).state


def words_of(sha256: str) -> str:
    with pypdfium2.PdfDocument(BytesIO(read(sha256))) as paper:
        text = "".join(page.get_textpage().get_text_bounded() for page in paper)
    return " ".join(text.split())


def test_every_institution_of_the_lokus_gets_its_own_paper(evaluation, period, ministry, respondent):
    other = EvaluationFactory.create(period=period).institution
    EvaluationFactory.create()

    circular = actions.write_circular(period, SAID, by=ministry)
    states = [run(circular), run(circular)]

    copies = circular.copies.order_by("institution__name")
    assert states == [JobState.DONE, JobState.DONE]
    assert {one.institution for one in copies} == {evaluation.institution, other}
    assert list(Notice.objects.filter(user=respondent).values_list("text", flat=True)) == [
        "Surat B/12/2026: Pembukaan penilaian mandiri"
    ]
    words = words_of(copies.get(institution=evaluation.institution).sha256)
    for said in ("Nomor: B/12/2026", f"Koordinator SPBE {evaluation.institution}", "Alinea kedua dan sambungannya.",
                 "12 Agustus 2026", "Deputi Uji", "Nama Uji", "SIMULASI"):  # fmt: skip
        assert said in words


def test_every_assessor_gets_one(period, ministry, assessor):
    circular = actions.write_circular(period, SAID | {"audience": Audience.ASSESSORS}, by=ministry)

    assert [one.assessor for one in circular.copies.all()] == [assessor]


def test_without_addressees_there_is_no_letter(ministry):
    with pytest.raises(DomainError, match="Belum ada penerima"):
        actions.write_circular(PeriodFactory.create(), SAID, by=ministry)

    assert not Circular.objects.exists()


def test_a_worker_that_stopped_half_way_goes_on(evaluation, period, ministry, respondent, monkeypatch):
    EvaluationFactory.create(period=period)
    circular = actions.write_circular(period, SAID, by=ministry)
    whole, made = circulars.render_minutes, []

    def render_once(sheet: object) -> bytes:
        if made:
            raise RuntimeError("out of paper")
        made.append(whole(sheet))  # type: ignore[arg-type]
        return made[0]

    with monkeypatch.context() as broken:
        broken.setattr(circulars, "render_minutes", render_once)
        assert run(circular) == JobState.WAITING
    first = set(CircularCopy.objects.exclude(sha256="").values_list("pk", "sha256"))

    assert run(circular) == JobState.DONE

    assert len(first) == 1
    assert first < set(CircularCopy.objects.exclude(sha256="").values_list("pk", "sha256"))
    assert Notice.objects.filter(user=respondent).count() == 1


def test_a_letter_is_read_by_those_it_is_to(evaluation, period, ministry, respondent, client: Client):
    circular = actions.write_circular(period, SAID, by=ministry)
    run(circular)
    paper = reverse("socialisation:letter", args=[circular.copies.get().pk])
    statuses = {}
    for user in (respondent, ministry, member(Role.COORDINATOR, InstitutionFactory.create()), member(Role.ASSESSOR)):
        client.force_login(user)
        statuses[user] = client.get(paper).status_code

    assert list(statuses.values()) == [200, 200, 404, 404]


def test_the_code_of_a_letter_proves_it(period, ministry, client: Client):
    circular = actions.write_circular(period, SAID, by=ministry)
    run(circular)
    copy = circular.copies.get()

    page = client.get(reverse("portal:verify", args=[copy.code]))

    assert page.status_code == 200
    assert copy.sha256 in page.content.decode()


def test_a_number_is_used_once_in_a_period(period, ministry, client: Client):
    actions.write_circular(period, SAID, by=ministry)
    client.force_login(ministry)

    page = reverse("socialisation:add_circular", args=[period.slug])
    response = client.post(page, {name: str(value) for name, value in SAID.items()})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["number"]


def test_the_ministry_writes_a_letter_and_watches_it_being_made(period, ministry, client: Client):
    client.force_login(ministry)
    page = reverse("socialisation:add_circular", args=[period.slug])
    client.post(page, {name: str(value) for name, value in SAID.items()})
    circular = Circular.objects.get()

    watched = client.get(reverse("socialisation:circular", args=[circular.pk])).content.decode()
    desk = client.get(reverse("socialisation:desk", args=[period.slug]), {"bagian": "surat"}).content.decode()

    assert "Menunggu dibuat" in watched
    assert "0 dari 1 naskah" in desk
