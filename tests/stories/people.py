"""People at their browsers: everybody logs in at the door and does by pages what the year asks of them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.sheets import read_rows, write_sheet
from apps.coordination.people.checks import COLUMNS as PEOPLE_COLUMNS
from apps.coordination.people.checks import USERNAME
from apps.coordination.queries.locus import COLUMNS
from apps.dashboard.demo import papers
from apps.decrees.models import Decree
from apps.desk_review.models import Judgement
from apps.evaluations.models import Evaluation, Mark
from apps.institutions.models import Institution, Role
from apps.instruments.models import Instrument
from apps.interview.models import Clarification
from apps.jobs import actions as jobs
from apps.jobs.models import Job, JobState
from apps.notices.models import Letter
from apps.periods.choices import WINDOW_STAGES
from apps.periods.models import EvaluationPeriod
from apps.results.models import FinalisationRun
from apps.self_assessment.models import Answer, DocumentKind
from tests.factories import PASSWORD

MOMENT = "%Y-%m-%dT%H:%M"


class Person:
    """Somebody who came in through the door, with a browser of their own."""

    def __init__(self, user: User) -> None:
        self.user, self.browser = user, Client()
        answer = self.browser.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
        assert answer.status_code == 302, f"{user.username} does not get in"

    def opens(self, page: str, *at: object) -> str:
        """The page as text."""
        answer = self.browser.get(reverse(page, args=at))
        assert answer.status_code == 200, (page, answer.status_code)
        return answer.content.decode()

    def sends(self, page: str, *at: object, **fields: Any) -> str:
        """Send a form that has to be accepted; the address that follows."""
        answer = self.browser.post(reverse(page, args=at), fields)
        assert answer.status_code == 302, (page, answer.status_code, refusals(answer))
        assert page == "evaluations:declaration" or "/pernyataan/" not in answer["Location"], f"{page}: no declaration"
        return answer["Location"]


def refusals(answer: Any) -> object:
    """Why a page was given back instead of the next one."""
    form = (answer.context or {}).get("form")
    return getattr(form, "errors", None) or answer.content.decode()[-3000:]


def the_worker_works() -> None:
    """Do what was asked for until nothing waits, with the handlers that a worker loads."""
    while job := Job.objects.filter(state=JobState.WAITING).first():
        assert jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.DONE, job.message


# --- people come in


def imports_people(ministry: Person, *rows: tuple[str, str, str, str]) -> list[Person]:
    """A list of role, place, name and username, looked at, then applied; everybody comes by the link they are sent."""
    content = write_sheet("Orang", PEOPLE_COLUMNS, [(*row, "") for row in rows])
    preview = ministry.sends("coordination:people_import", file=SimpleUploadedFile("orang.xlsx", content))
    shown = ministry.browser.get(preview).context
    assert (shown["accepted"], shown["refused"]) == (len(rows), 0)
    imported = shown["imported"].pk
    ministry.sends("coordination:people_apply", imported)
    sheet = ministry.browser.post(reverse("coordination:people_links", args=[imported])).content
    sent = read_rows(BytesIO(sheet), [*PEOPLE_COLUMNS, "Tautan sekali pakai"])
    return [comes_by(row.cells["Tautan sekali pakai"], row.cells[USERNAME]) for row in sent]


def invites(coordinator: Person, institution: Institution, role: Role, *, name: str, username: str) -> Person:
    """Somebody of the own house, by the link in the mail that they get."""
    address = f"{username}@contoh.invalid"
    coordinator.sends("institutions:people", institution.pk, email=address, role=role.value, new_units="Dinas Kominfo")
    door = link_in(Letter.objects.get(address=address))
    visitor = Client()
    assert visitor.get(door).status_code == 200
    account = {"name": name, "username": username, "password1": PASSWORD, "password2": PASSWORD}
    assert visitor.post(door, account).status_code == 302
    assert visitor.get(door).status_code == 404, "the invitation works once"
    return Person(User.objects.get(username=username))


def link_in(letter: Letter) -> str:
    """The address, beneath that of the site, to which a letter leads."""
    return next(urlsplit(line).path for line in letter.text.splitlines() if line.startswith("http"))


def comes_by(link: str, username: str) -> Person:
    """Open the one-time link, choose a password, log in."""
    visitor, address = Client(), urlsplit(link).path
    assert visitor.get(address).status_code == 200
    chosen = visitor.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert chosen.status_code == 302
    assert visitor.get(address).status_code == 404, "the link works once"
    return Person(User.objects.get(username=username))


# --- the ministry prepares


def prepares_period(ministry: Person, instrument: Instrument, *, name: str, year: int, label: str) -> EvaluationPeriod:
    """Name and schedule on one form; every stage is open today."""
    today = timezone.localtime()
    schedule: dict[str, Any] = {"form-TOTAL_FORMS": len(WINDOW_STAGES), "form-INITIAL_FORMS": 0}
    for place, stage in enumerate(WINDOW_STAGES):
        schedule |= {
            f"form-{place}-stage": stage.value,
            f"form-{place}-batch": 0,
            f"form-{place}-opens_at": (today + timedelta(days=place - 10)).strftime(MOMENT),
            f"form-{place}-closes_at": (today + timedelta(days=place + 10)).strftime(MOMENT),
        }
    ministry.sends(
        "periods:create",
        instrument=instrument.pk,
        year=year,
        name=name,
        simulation_label=label,
        assessors_per_team=2,
        assessor_capacity=20,
        votes_required=4,
        desk_review_shown="published",
        interview_shown="closed",
        visitation_shown="closed",
        consolidation_shown="published",
        visit_drawn_percent="5",
        visit_seed="Rapat 12 Agustus",
        **schedule,
    )
    return EvaluationPeriod.objects.get(name=name)


def uploads_locus(ministry: Person, period: EvaluationPeriod, codes: list[str]) -> None:
    """A workbook, looked at, then applied."""
    content = write_sheet("Lokus", COLUMNS, [(code, "Evaluasi", 1, "") for code in codes])
    file = SimpleUploadedFile("lokus.xlsx", content)
    preview = ministry.sends("coordination:locus_upload", period.slug, file=file)
    assert ministry.browser.get(preview).status_code == 200
    assert ministry.browser.post(preview).status_code == 302


def makes_team(ministry: Person, period: EvaluationPeriod, name: str, lead: User, *others: User) -> None:
    """A team that gets every institution without one."""
    ministry.sends("coordination:team_create", period.slug, name=name, lead=lead.pk, members=[one.pk for one in others])
    ministry.sends("coordination:team_assign", period.slug, team=period.teams.get(name=name).pk, semua="1")


def opens_period(ministry: Person, period: EvaluationPeriod) -> None:
    ministry.opens("coordination:opening", period.slug)
    ministry.sends("coordination:opening", period.slug)


# --- the institution assesses itself


def answers(entry: Person, evaluation: Evaluation, number: int, level: Decimal, *, hand_in: bool = False) -> None:
    """One indicator's page, filled and saved, with a piece of evidence beside the first."""
    answer = Answer.objects.select_related("indicator").get(evaluation=evaluation, indicator__number=number)
    fields: dict[str, Any] = {
        "version": answer.version,
        "level": f"{level:f}",
        "fact": f"Peraturan simulasi nomor {number}, pasal 2",
        "analysis": f"Sesuai dengan kriteria tingkat {level}",
        "justification": f"Karena itu tingkat {level}",
    }
    if answer.indicator.names_service:
        fields["service_name"] = f"Layanan {number}"
    if number == 1:
        fields |= {"bukti": papers.pdf("peraturan.pdf", ["SIMULASI"]), "proves": "Pasal 2", "place": "halaman 3"}
    if hand_in:
        fields["ajukan"] = "1"
    entry.sends("self_assessment:indicator", evaluation.pk, number, **fields)


def hands_in_drafts(entry: Person, evaluation: Evaluation) -> None:
    entry.sends("self_assessment:sheet", evaluation.pk)


def returns(in_charge: Person, evaluation: Evaluation, number: int, reason: str) -> None:
    answer = Answer.objects.get(evaluation=evaluation, indicator__number=number)
    ticked = [f"{answer.pk}:{answer.version}"]
    in_charge.sends("self_assessment:approval", evaluation.pk, pilih=ticked, kembalikan="1", reason=reason)


def approves_all(in_charge: Person, evaluation: Evaluation) -> None:
    in_charge.opens("self_assessment:approval", evaluation.pk)
    shown = [f"{one.pk}:{one.version}" for one in Answer.objects.filter(evaluation=evaluation)]
    in_charge.sends("self_assessment:approval", evaluation.pk, semua="1", tampil=shown)


def signs_and_submits(coordinator: Person, evaluation: Evaluation) -> None:
    """Both papers are made by the worker, brought back signed, and the sheet goes."""
    coordinator.sends("self_assessment:submission", evaluation.pk, buat="1")
    the_worker_works()
    for kind in DocumentKind:
        paper = papers.pdf(f"{kind}.pdf", ["SIMULASI", "bertanda tangan"])
        coordinator.sends(
            "self_assessment:submission", evaluation.pk, jenis=kind.value, berkas=paper, persetujuan="setuju"
        )
    coordinator.sends("self_assessment:submission", evaluation.pk, kirim="1")
    coordinator.opens("self_assessment:submission", evaluation.pk)
    evaluation.refresh_from_db()


# --- the assessors


def declares_no_tie(assessor: Person, evaluation: Evaluation) -> None:
    """Before the first look: nothing ties this assessor to the institution."""
    room = reverse("desk_review:sheet", args=[evaluation.pk])
    assert "/pernyataan/" in assessor.browser.get(room)["Location"], "nothing is read before the declaration"
    assessor.sends("evaluations:declaration", evaluation.pk, source="none")


def judges(
    assessor: Person, evaluation: Evaluation, levels: Mapping[int, Decimal], asks: Mapping[int, str] | None = None
) -> None:
    """A judgement on every indicator, with a question where something is to be cleared up; then the lock."""
    declares_no_tie(assessor, evaluation)
    assessor.opens("desk_review:sheet", evaluation.pk)
    mine = Judgement.objects.filter(evaluation=evaluation, assessor=assessor.user)
    versions = dict(mine.values_list("indicator__number", "version"))
    for number, level in levels.items():
        assessor.sends(
            "desk_review:indicator",
            evaluation.pk,
            number,
            version=versions[number],
            level=f"{level:f}",
            reason="Menurut dokumen yang dilampirkan.",
            question=(asks or {}).get(number, ""),
        )
    assessor.sends("desk_review:lock", evaluation.pk)


def settles_difference(lead: Person, evaluation: Evaluation, number: int, level: Decimal) -> None:
    lead.opens("desk_review:differences", evaluation.pk)
    lead.sends(
        "desk_review:settle", evaluation.pk, number, version=0, level=f"{level:f}", reason="Setelah dibahas bersama."
    )


def closes_desk_review(lead: Person, evaluation: Evaluation) -> None:
    lead.sends("desk_review:close", evaluation.pk)
    evaluation.refresh_from_db()


def holds_interview(lead: Person, evaluation: Evaluation, *, after: timedelta = timedelta()) -> None:
    """Appointed from now on, or so much later; held now."""
    now = timezone.localtime()
    lead.sends(
        "interview:schedule",
        evaluation.pk,
        starts_at=(now + after).strftime(MOMENT),
        ends_at=(now + after + timedelta(hours=1)).strftime(MOMENT),
    )
    lead.sends(
        "interview:attendance",
        evaluation.pk,
        held_at=now.strftime(MOMENT),
        assessors=list(evaluation.team.members.values_list("user", flat=True)),
        institution="Rina Simulasi, Koordinator SPBE",
    )


def clarifies(lead: Person, evaluation: Evaluation, levels: Mapping[int, Decimal]) -> None:
    """A word on every marked indicator."""
    marked = Mark.objects.filter(evaluation=evaluation, stage="interview").values_list("indicator__number", flat=True)
    for number in marked:
        lead.opens("interview:indicator", evaluation.pk, number)
        lead.sends(
            "interview:indicator",
            evaluation.pk,
            number,
            version=0,
            level=f"{levels[number]:f}",
            reason="Bukti ditunjukkan.",
        )


def agrees_to(coordinator: Person, evaluation: Evaluation, number: int) -> None:
    """The institution accepts the level that came of the interview."""
    word = Clarification.objects.get(evaluation=evaluation, indicator__number=number)
    mine = f"i{word.indicator_id}-"
    coordinator.opens("interview:indicator", evaluation.pk, number)
    coordinator.sends(
        "interview:reply", evaluation.pk, number, **{f"{mine}version": word.version, f"{mine}reply": "agreed"}
    )


def closes_interview(lead: Person, evaluation: Evaluation) -> None:
    lead.sends("interview:close", evaluation.pk)
    the_worker_works()
    evaluation.refresh_from_db()


def hands_over(lead: Person, evaluation: Evaluation) -> None:
    """The texts are drafted, and the settled evaluation goes to the ministry."""
    lead.opens("consolidation:detail", evaluation.pk)
    lead.sends("consolidation:draft", evaluation.pk)
    lead.sends("consolidation:hand_over", evaluation.pk)


def accepts(ministry: Person, evaluation: Evaluation) -> None:
    ministry.opens("consolidation:review", evaluation.pk)
    ministry.sends("consolidation:review", evaluation.pk, decision="accepted", remark="")


# --- the ministry and the agencies decide


def finalises(ministry: Person, period: EvaluationPeriod) -> FinalisationRun:
    ministry.sends("results:start", period.slug)
    the_worker_works()
    ministry.opens("results:run", period.slug)
    return FinalisationRun.objects.get(period=period)


def agrees(member: Person, run: FinalisationRun) -> None:
    member.opens("results:run", run.period.slug)
    member.sends("results:vote", run.period.slug, choice="agree", content_sha256=run.content_sha256)


def issues_decree(ministry: Person, period: EvaluationPeriod, *, number: str) -> Decree:
    """Drafted, completed, rendered, issued."""
    ministry.sends("decrees:draft", period.slug)
    decree = Decree.objects.get(run__period=period)
    form = ministry.browser.get(reverse("decrees:edit", args=[decree.pk])).context["form"]
    words = {name: value for name, value in form.initial.items() if value is not None}
    completed = words | {"number": number, "dated": f"{decree.year}-01-01", "signatory": "NAMA SIMULASI"}
    ministry.sends("decrees:edit", decree.pk, **completed)
    ministry.sends("decrees:render", decree.pk)
    the_worker_works()
    ministry.sends("decrees:issue", decree.pk)
    the_worker_works()
    decree.refresh_from_db()
    return decree


def publishes(ministry: Person, decree: Decree) -> None:
    ministry.sends("decrees:publish", decree.pk)
