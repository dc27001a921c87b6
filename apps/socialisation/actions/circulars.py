"""Letters of the ministry on paper: written once, made by the worker for each addressee."""

from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.minutes import render_minutes
from apps.institutions.models import INSTITUTION_ROLES, Institution
from apps.jobs.actions import ask, report
from apps.jobs.models import Job
from apps.notices.actions import notify
from apps.periods.models import EvaluationPeriod
from apps.socialisation.models import Audience, Circular, CircularCopy
from apps.socialisation.paper import letter_sheet
from apps.socialisation.queries import people_for

RENDER = "socialisation.circular"


@transaction.atomic
def write_circular(period: EvaluationPeriod, said: Mapping[str, object], *, by: User) -> Circular:
    """A letter to each institution of the lokus, or to each assessor; the worker makes the papers."""
    circular = Circular(period=period, made_by=by, **said)
    if circular.audience == Audience.INSTITUTIONS:
        theirs = Institution.objects.filter(evaluations__period=period)
        copies = [CircularCopy(circular=circular, institution=one) for one in theirs]
    else:
        copies = [CircularCopy(circular=circular, assessor=one) for one in people_for(period, [Audience.ASSESSORS])]
    if not copies:
        raise DomainError("Belum ada penerima: lokus periode ini atau daftar asesor masih kosong. Surat belum dibuat.")
    circular.save()
    CircularCopy.objects.bulk_create(copies)
    circular.job = ask(RENDER, circular.pk, by=by, total=len(copies))
    circular.save(update_fields=["job"])
    return circular


def render_circular(circular: Circular, job: Job) -> None:
    """Make every paper that is not yet made, and tell whom it is for. May run twice and goes on where it stopped."""
    total = circular.copies.count()
    waiting = circular.copies.filter(sha256="").select_related("circular__period", "institution", "assessor")
    for done, copy in enumerate(waiting, start=total - len(waiting) + 1):
        sha256, _ = keep([render_minutes(letter_sheet(copy))])
        with transaction.atomic():
            if CircularCopy.objects.filter(pk=copy.pk, sha256="").update(sha256=sha256):
                _tell(copy)
        report(job, done, total, str(copy))


def _tell(copy: CircularCopy) -> None:
    at_institution = User.objects.filter(
        memberships__institution=copy.institution, memberships__role__in=INSTITUTION_ROLES, is_active=True
    )
    people = [copy.assessor] if copy.assessor else at_institution.distinct()
    notify(
        people,
        f"Surat {copy.circular.number}: {copy.circular.subject}",
        reverse("socialisation:letter", args=[copy.pk]),
        simulation=copy.circular.period.simulation_label,
    )
