"""What is done to selected rows of the control room: chosen there, confirmed here with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.coordination import actions
from apps.coordination.desk_forms import ControlFilter
from apps.coordination.forms import ExtendForm, ReasonForm
from apps.coordination.queries.desk import rows_of
from apps.coordination.queries.reminders import Reminding, reminding
from apps.coordination.views.common import period_to_change
from apps.evaluations.models import Evaluation
from apps.periods.models import EvaluationPeriod

NAMED = 12


@dataclass(frozen=True, slots=True)
class Act:
    """A thing that can be done to many. `preview`: what it would do, where that is not the same for all."""

    title: str
    verb: str
    consequence: str
    form: type[forms.Form]
    do: Callable[[QuerySet[Evaluation], dict, User], str]
    preview: Callable[[Iterable[int]], Reminding] | None = None


def _remind(evaluations: QuerySet[Evaluation], _: dict, by: User) -> str:
    done = actions.remind(evaluations, by=by)
    return " ".join([f"{len(done.due)} instansi diingatkan, {done.people} orang disurati.", *done.left_out])


def _extend(evaluations: QuerySet[Evaluation], typed: dict, by: User) -> str:
    return f"Batas {actions.extend_many(evaluations, **typed, by=by)} instansi diperpanjang."


def _pass(evaluations: QuerySet[Evaluation], typed: dict, by: User) -> str:
    return f"{actions.pass_unsigned(evaluations, **typed, by=by)} penilaian mandiri diteruskan tanpa tanda tangan."


def _move_out(evaluations: QuerySet[Evaluation], typed: dict, by: User) -> str:
    return f"{actions.move_out(evaluations, **typed, by=by)} instansi dipindahkan ke tidak dinilai."


ACTS = {
    "ingatkan": Act(
        "Ingatkan",
        "Ingatkan",
        "Yang sedang ditunggu mendapat pemberitahuan: Koordinator dan penanggung jawab instansi, atau asesornya bila "
        "tahapnya di tangan asesor. Tidak ada yang diingatkan dua kali dalam 24 jam.",
        forms.Form,
        _remind,
        reminding,
    ),
    "perpanjang": Act(
        "Perpanjang batas",
        "Perpanjang",
        "Batas tahap yang sedang dijalani masing-masing instansi menjadi saat yang Anda tulis. Isian yang beku "
        "terbuka kembali. Instansi dan asesornya diberi tahu, dengan alasannya.",
        ExtendForm,
        _extend,
    ),
    "teruskan": Act(
        "Teruskan tanpa tanda tangan",
        "Teruskan",
        "Isian diteruskan kepada asesor sebagaimana adanya. Indikator yang belum dijawab dihitung sebagai tingkat "
        "terendah, dan laporan hasil menyebutkannya. Langkah ini tidak dapat dibatalkan.",
        ReasonForm,
        _pass,
    ),
    "tidak-dinilai": Act(
        "Pindahkan ke tidak dinilai",
        "Pindahkan",
        "Instansi tidak mendapat indeks dan predikat pada periode ini. Tidak dinilai bukan nilai nol.",
        ReasonForm,
        _move_out,
    ),
}


@login_required
@require_POST
def act_on_selection(request: UserRequest, slug: str) -> HttpResponse:
    period = period_to_change(request, slug)
    name = request.POST.get("act", "")
    if not (act := ACTS.get(name)):
        raise Http404

    evaluations = _selected(request, period)
    back = f"{reverse('coordination:control_room', args=[slug])}?{request.GET.urlencode()}"
    if not evaluations.exists():
        messages.warning(request, "Belum ada instansi yang dipilih. Centang instansinya, lalu pilih tindakan.")
        return redirect(back)

    status = 200
    confirmed = "confirmed" in request.POST
    form = act.form(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        try:
            messages.success(request, act.do(evaluations, form.cleaned_data, request.user))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return redirect(back)

    chosen = list(evaluations)
    context = {
        "period": period, "act": act, "name": name, "form": form, "chosen": chosen, "shown": chosen[:NAMED],
        "more": max(0, len(chosen) - NAMED), "back": back,
        "preview": act.preview([one.pk for one in chosen]) if act.preview else None,
    }  # fmt: skip
    return render(request, "coordination/selection.html", context, status=status)


def _selected(request: UserRequest, period: EvaluationPeriod) -> QuerySet[Evaluation]:
    """The ticked rows, or with `semua` everything that the filters of the address show."""
    evaluations = rows_of(period)
    if "semua" in request.POST:
        return ControlFilter(request.GET).narrowed(evaluations)
    return evaluations.filter(pk__in=[one for one in request.POST.getlist("i") if one.isdecimal()])
