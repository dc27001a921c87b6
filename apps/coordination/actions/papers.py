"""Papers about assessors: the surat tugas of each, and the recap of what was done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.minutes import render_minutes
from apps.coordination.models import AssignmentLetter, LetterLine, WorkRecap
from apps.coordination.queries.assessors import assigned_in
from apps.coordination.queries.papers import due_letters, letter_sheet, recap_sheet
from apps.institutions.models import University
from apps.jobs.actions import ask, report
from apps.jobs.models import Job
from apps.notices.actions import notify_each
from apps.periods.models import EvaluationPeriod

LETTERS, RECAP = "coordination.letters", "coordination.recap"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What all letters of one issue share: numbers from `first` on, each followed by `suffix`; who signs, when."""

    first: int
    suffix: str
    dated: date
    signatory: str
    signatory_office: str


@transaction.atomic
def issue_letters(period: EvaluationPeriod, head: LetterHead, *, by: User) -> int:
    """A surat tugas for everybody who has none, or whose institutions are others now; the worker makes them."""
    EvaluationPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    due = due_letters(period)
    if not due:
        raise DomainError("Semua asesor sudah memegang surat tugas yang sesuai. Tidak ada yang diterbitkan.")
    numbers = [f"{head.first + place}{head.suffix}" for place in range(len(due))]
    if taken := period.assignment_letters.filter(number__in=numbers).first():
        raise DomainError(f"Nomor {taken.number} sudah terpakai. Tidak ada yang diterbitkan.")
    held = assigned_in(period)
    letters = AssignmentLetter.objects.bulk_create(
        [
            AssignmentLetter(
                period=period,
                assessor_id=one.assessor.pk,
                number=number,
                dated=head.dated,
                signatory=head.signatory,
                signatory_office=head.signatory_office,
                replaces=one.letter,
                issued_by=by,
            )
            for one, number in zip(due, numbers, strict=True)
        ]
    )
    LetterLine.objects.bulk_create(
        [
            LetterLine(letter=letter, evaluation=evaluation, is_lead=is_lead)
            for letter in letters
            for evaluation, is_lead in held[letter.assessor_id]
        ]
    )
    ask(LETTERS, period.pk, by=by, total=len(letters))
    return len(letters)


def render_letters(period: EvaluationPeriod, job: Job) -> None:
    """Make every letter of the period that is not yet made, and tell whom it is for. May run twice."""
    waiting = list(
        AssignmentLetter.objects.filter(period=period, sha256="").select_related(
            "period__instrument", "assessor", "replaces"
        )
    )
    for done, letter in enumerate(waiting, start=1):
        sha256, _ = keep([render_minutes(letter_sheet(letter))])
        with transaction.atomic():
            if AssignmentLetter.objects.filter(pk=letter.pk, sha256="").update(sha256=sha256):
                _tell([letter])
        report(job, done, len(waiting), f"{letter.assessor}")


@transaction.atomic
def request_recap(
    period: EvaluationPeriod, *, university: University | None, assessor: User | None, by: User
) -> WorkRecap:
    """Ask for the recap on paper, as things stand when the worker makes it."""
    recap = WorkRecap.objects.create(period=period, university=university, assessor=assessor, asked_by=by)
    ask(RECAP, recap.pk, by=by, total=1)
    return recap


def render_recap(recap: WorkRecap) -> None:
    sha256, _ = keep([render_minutes(recap_sheet(recap))])
    WorkRecap.objects.filter(pk=recap.pk, sha256="").update(sha256=sha256)


def _tell(letters: Iterable[AssignmentLetter]) -> None:
    notify_each(
        (
            one.assessor_id,
            f"Surat tugas {one.number} ({one.period}) terbit.",
            reverse("coordination:letter", args=[one.pk]),
            one.period.simulation_label,
        )
        for one in letters
    )
