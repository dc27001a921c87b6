"""What is opened again in a period: proposed, approved by two, read by who audits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.exceptions import DomainError
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value
from apps.coordination.forms import ReopenForm
from apps.coordination.permissions import may_change
from apps.coordination.views.common import PAGE, period_read, period_to_change
from apps.desk_review.queries import liftable_locks
from apps.evaluations.actions.reopenings import approve_reopening, propose_reopening, reject_reopening
from apps.evaluations.models import Evaluation, Reopening
from apps.evaluations.reopenings import reopenable, reopenings_of
from apps.exports.actions import asks_for_workbook, workbook
from apps.institutions.lookups import named
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import LABELS, REOPENED, Stage

FOUND = 12  # institutions offered at a time
STANDING = frozenset(stage for standing in REOPENED.values() for stage in standing)
LOCK = "kunci-"
COLUMNS = (
    "Instansi", "Yang dibuka kembali", "Asesor", "Saat diusulkan berada pada", "Dibuka sampai", "Alasan",
    "Diusulkan oleh", "Diusulkan", "Disetujui", "Putusan", "Diputus", "Catatan putusan",
)  # fmt: skip


@login_required
@require_safe
def reopenings(request: UserRequest, slug: str) -> HttpResponse:
    """Everything that was or is to be opened again, and the way to a new proposal."""
    period = period_read(request, slug)
    if asks_for_workbook(request):
        return workbook(request, "Pembukaan kembali", COLUMNS, map(_cells, reopenings_of(period)))
    changes = may_change(request.user, period)
    text = request.GET.get("cari", "").strip()
    closed = Evaluation.objects.filter(period=period, stage__in=STANDING).select_related("institution")

    page = Paginator(reopenings_of(period), PAGE).get_page(request.GET.get("halaman"))
    for one in page:
        one.is_mine = request.user.pk in {one.proposed_by_id, *(given.by_id for given in one.approvals.all())}
    context = {
        "period": period,
        "page": page,
        "may_change": changes,
        "text": text,
        "found": closed.filter(named(text, "institution__name"))[:FOUND] if changes and text else (),
    }
    return render(request, "coordination/reopenings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Ask that something of one institution is opened again."""
    period = period_to_change(request, slug)
    evaluation = _evaluation(period, pk)
    locks = {f"{LOCK}{one.assessor_id}": one for one in liftable_locks(evaluation)}
    choices = [(stage.value, f"Tahap {LABELS[stage].lower()}") for stage in reopenable(evaluation)]
    choices += [(key, f"Penilaian yang dikunci {one.assessor}") for key, one in locks.items()]

    form = ReopenForm(request.POST or None, choices=choices)
    status = 400 if form.errors else 200
    if form.is_valid():
        what = form.cleaned_data["what"]
        lock = locks.get(what)
        try:
            propose_reopening(
                evaluation,
                Stage.DESK_REVIEW if lock else Stage(what),
                assessor=lock.assessor if lock else None,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "Pembukaan kembali diusulkan. Dua orang lain dari tim evaluasi menyetujuinya.")
            return redirect("coordination:reopenings", slug)

    context = {"period": period, "evaluation": evaluation, "form": form, "has_choices": bool(choices)}
    return render(request, "coordination/reopening.html", context, status=status)


@login_required
@require_POST
def decide(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Approve, or refuse with a remark."""
    period = period_to_change(request, slug)
    reopening = get_object_or_404(Reopening, pk=pk, evaluation__period=period)

    if request.POST.get("putusan") == "setuju":
        decided = approve_reopening(reopening, by=request.user)
        said = (
            "Dibuka kembali; semua yang bersangkutan diberi tahu."
            if decided.is_approved
            else "Persetujuan pertama dicatat."
        )
    else:
        reject_reopening(reopening, remark=request.POST.get("remark", "")[:4000], by=request.user)
        said = "Pembukaan kembali ditolak."
    messages.success(request, said)
    return redirect("coordination:reopenings", slug)


def _cells(one: Reopening) -> tuple[Value, ...]:
    return (
        str(one.evaluation.institution),
        one.get_stage_display(),
        str(one.assessor or ""),
        one.get_from_stage_display(),
        wib(one.until),
        one.reason,
        str(one.proposed_by),
        wib(one.proposed_at),
        "; ".join(f"{given.by}, {wib(given.at)}" for given in one.approvals.all()),
        one.outcome,
        wib(one.decided_at) if one.decided_at else "",
        one.remark,
    )


def _evaluation(period: EvaluationPeriod, pk: int) -> Evaluation:
    rows = Evaluation.objects.select_related("period__instrument", "institution")
    return get_object_or_404(rows, pk=pk, period=period)
