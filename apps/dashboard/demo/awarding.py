"""The awards of a reconstructed year: decided from its published results, their certificates made, announced."""

from datetime import date

from django.urls import reverse

from apps.accounts.models import User
from apps.awards.actions import DecisionHead, announce, decide, prepare_awards
from apps.awards.queries import latest_job
from apps.jobs import actions as jobs
from apps.periods.models import EvaluationPeriod

OFFICE = "MENTERI PENDAYAGUNAAN APARATUR NEGARA\nDAN REFORMASI BIROKRASI"


def award_year(period: EvaluationPeriod, *, number: str, signatory: str, by: User) -> None:
    awards = prepare_awards(period, by=by)
    decide(awards, DecisionHead(number, date(period.year, 1, 1), "Jakarta", signatory, OFFICE), by=by)
    job = latest_job(awards)
    if job is None or not jobs.run(job.pk):
        raise RuntimeError("The certificates could not be made.")
    announce(awards, url=reverse("portal:period_awards", args=[period.slug]), by=by)
