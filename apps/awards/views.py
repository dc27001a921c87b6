"""The ministry's desk of awards: proposed, decided, announced."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.awards import actions
from apps.awards.forms import CategoryForm, DecisionForm, ExclusionForm, YearForm
from apps.awards.models import AwardList
from apps.awards.permissions import may_award
from apps.awards.queries import awards_of, decided_of, final_run, judged_of, latest_job, list_of, rank_of
from apps.common.formats import date_id
from apps.common.requests import UserRequest
from apps.common.responses import kept_pdf
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.models import EvaluationPeriod

COLUMNS = ("Kategori", "Peringkat", "Instansi", "Indeks", "Sebelumnya", "Predikat", "Kode piagam")


@login_required
@require_safe
def desk(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)
    awards = list_of(period)
    if awards and awards.is_decided and asks_for_workbook(request):
        return _workbook(request, awards)
    return _desk(request, period)


@login_required
@require_POST
def prepare(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)

    actions.prepare_awards(period, by=request.user)
    return redirect("awards:desk", slug)


@login_required
@require_POST
def exclude(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)
    awards = _open_list(period)

    form = ExclusionForm(request.POST, awards=awards)
    if not form.is_valid():
        return _desk(request, period, form)
    actions.exclude(awards, form.cleaned_data["institution"], form.cleaned_data["reason"], by=request.user)
    messages.success(request, f"{form.cleaned_data['institution']} dikecualikan.")
    return redirect("awards:desk", slug)


@login_required
@require_POST
def lift(request: UserRequest, slug: str, exclusion_pk: int) -> HttpResponse:
    awards = _open_list(_period_of(request, slug))
    exclusion = get_object_or_404(awards.exclusions, pk=exclusion_pk, lifted_at=None)

    actions.lift(exclusion, by=request.user)
    messages.success(request, f"{exclusion.institution} diikutkan lagi.")
    return redirect("awards:desk", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    period = _period_of(request, slug)
    found = get_object_or_404(_open_list(period).categories, pk=pk)

    form = CategoryForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change(form.save(commit=False))
        messages.success(request, "Kategori disimpan.")
        return redirect("awards:desk", slug)
    context = {"period": period, "form": form, "category": found}
    return render(request, "awards/category.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def year(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)

    form = YearForm(request.POST or None, instance=_open_list(period))
    if request.method == "POST" and form.is_valid():
        actions.change(form.save(commit=False))
        messages.success(request, "Tahun pembanding disimpan.")
        return redirect("awards:desk", slug)
    return render(request, "awards/year.html", {"period": period, "form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: UserRequest, slug: str) -> HttpResponse:
    """The list as it would be frozen, and under which number."""
    period = _period_of(request, slug)
    awards = _open_list(period)
    run = final_run(period)

    form = DecisionForm(request.POST or None, initial={"dated": timezone.localdate(), "place": awards.place})
    if request.method == "POST" and form.is_valid():
        number = actions.decide(awards, form.head, by=request.user)
        messages.success(request, f"{number} penghargaan ditetapkan. Piagamnya sedang dibuat.")
        return redirect("awards:desk", slug)
    context = {"period": period, "form": form, "judged": judged_of(awards, run) if run else []}
    return render(request, "awards/decide.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def announce(request: UserRequest, slug: str) -> HttpResponse:
    period = _period_of(request, slug)
    awards = get_object_or_404(AwardList.objects.select_related("period"), period=period)

    actions.announce(awards, url=reverse("portal:period_awards", args=[slug]), by=request.user)
    messages.success(request, "Penghargaan diumumkan. Instansi penerima diberi tahu.")
    return redirect("awards:desk", slug)


@login_required
@require_safe
def certificate(request: UserRequest, slug: str, code: str) -> HttpResponse:
    awards = get_object_or_404(AwardList, period=_period_of(request, slug))
    award = get_object_or_404(awards_of(awards), code=code, certificate__isnull=False)
    return kept_pdf(award.certificate.sha256, f"piagam-{award.code}.pdf")


def _workbook(request: UserRequest, awards: AwardList) -> HttpResponse:
    """The decided list as a spreadsheet."""
    rows = [
        (
            str(category),
            rank_of(award),
            str(award.result.evaluation.institution),
            award.stated,
            award.before,
            award.result.predikat.name,
            award.code,
        )
        for category, given in decided_of(awards)
        for award in given
    ]
    note = f"Nomor {awards.number}, {date_id(awards.dated)}"
    return workbook(request, "Penghargaan", COLUMNS, rows, note=note)


def _desk(request: UserRequest, period: EvaluationPeriod, form: ExclusionForm | None = None) -> HttpResponse:
    awards, run = list_of(period), final_run(period)
    bands = period.instrument.bands.count()
    context: dict[str, object] = {"period": period, "awards": awards, "run": run, "bands": bands}
    if awards:
        job = latest_job(awards)
        context |= {
            "exclusions": awards.exclusions.select_related("institution", "by", "lifted_by"),
            "decided": decided_of(awards) if awards.is_decided else [],
            "judged": judged_of(awards, run) if run and not awards.is_decided else [],
            "categories": awards.categories.all(),
            "form": None if awards.is_decided else form or ExclusionForm(awards=awards),
            "job": job if job and (job.is_living or job.has_failed) else None,
            "announcement": getattr(awards, "announcement", None),
        }
    return render(request, "awards/desk.html", context, status=422 if form else 200)


def _period_of(request: UserRequest, slug: str) -> EvaluationPeriod:
    """The period, for those who decide awards; everybody else is refused before it is looked for."""
    if not may_award(request.user):
        raise PermissionDenied
    period = get_object_or_404(EvaluationPeriod.objects.select_related("instrument"), slug=slug)
    request.period = period
    return period


def _open_list(period: EvaluationPeriod) -> AwardList:
    return get_object_or_404(AwardList.objects.select_related("period"), period=period)
