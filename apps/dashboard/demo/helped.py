"""What the ministry's help desk shows in the demonstration: a sheet to be opened again, a question and its answer."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.dashboard.demo.cast import SHOWN
from apps.dashboard.demo.people import Centre
from apps.evaluations.actions.reopenings import approve_reopening, propose_reopening
from apps.evaluations.models import Evaluation
from apps.helpdesk.actions import answer, ask
from apps.helpdesk.models import PageQuestion
from apps.institutions.models import Role
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage


def help_people(period: EvaluationPeriod, centre: Centre) -> None:
    """One closed sheet waits for its second approval; one question waits, another is answered. May run again."""
    if PageQuestion.objects.exists():
        return
    shown = Evaluation.objects.filter(period=period, institution__name__in=SHOWN).select_related("institution")
    first, second = shown.order_by("institution__code")[:2]
    closed = shown.filter(stage=Stage.DESK_REVIEW, judgement_locks=None).first()
    if closed:
        reopening = propose_reopening(
            closed,
            Stage.SELF_ASSESSMENT,
            until=timezone.now() + timedelta(days=5),
            reason="Berkas utama indikator 3 tertukar dengan berkas instansi lain.",
            by=centre.ministry,
        )
        approve_reopening(reopening, by=next(iter(centre.correctors.values())))
    _asked(first, PageQuestion.Kind.PROBLEM, "Tombol Kirim tidak tampak pada halaman ini.")
    asked = _asked(second, PageQuestion.Kind.QUESTION, "Apakah bukti tahun lalu boleh dipakai lagi?")
    answer(asked, "Boleh, setelah diperiksa masih berlaku; gunakan Ambil dari tahun lalu.", by=centre.ministry)


def _asked(evaluation: Evaluation, kind: PageQuestion.Kind, text: str) -> PageQuestion:
    by = User.objects.filter(
        memberships__institution=evaluation.institution_id, memberships__role=Role.COORDINATOR
    ).order_by("pk")[0]
    page = reverse("self_assessment:sheet", args=[evaluation.pk])
    return ask(kind, text, page=page, evaluation=evaluation, by=by)
