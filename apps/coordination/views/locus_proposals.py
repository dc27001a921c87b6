"""The lokus by rules and by draw: the rules, a proposal that is looked at, the decision that is kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.coordination.actions.locus import (
    decide_by_draw,
    decide_by_rules,
    drop_application,
    set_rules,
    take_application,
)
from apps.coordination.locus_forms import ApplicationForm, DrawForm, rules_form
from apps.coordination.queries.locus_proposals import (
    proposed_by_draw,
    proposed_by_rules,
    rules_of,
    shipped_rules,
)
from apps.coordination.views.common import PAGE, period_in_preparation, period_of
from apps.exports.actions import asks_for_workbook, workbook
from apps.periods.models import EvaluationPeriod, LocusDecision

APPLICATION_COLUMNS = ("Kode", "Instansi", "Nomor surat", "Dicatat", "Oleh")
LINE_COLUMNS = ("Kode", "Instansi", "Jalur", "Gelombang", "Alasan")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: UserRequest, slug: str) -> HttpResponse:
    """The rules of the period in their order, and who has applied. `?contoh` fills in the shipped example."""
    period = period_in_preparation(request, slug)

    if asks_for_workbook(request):
        rows = (
            (one.institution.code, str(one.institution), one.letter, wib(one.at), str(one.by))
            for one in period.locus_applications.select_related("institution", "by")
        )
        return workbook(request, "Permohonan instansi", APPLICATION_COLUMNS, rows)
    shipped = shipped_rules()
    form = rules_form(request.POST or None, shipped.rules if "contoh" in request.GET else rules_of(period))
    if request.method == "POST" and form.is_valid():
        set_rules(period, form.rules())
        messages.success(request, "Aturan lokus disimpan. Lokus belum berubah: periksa usulannya lebih dahulu.")
        return redirect("coordination:locus_by_rules", slug)

    return _rules_page(request, period, rules=form, shipped=shipped)


@login_required
@require_POST
def application(request: UserRequest, slug: str) -> HttpResponse:
    """Take an application in, or with `batal` out again."""
    period = period_in_preparation(request, slug)

    if "batal" in request.POST:
        dropped = get_object_or_404(period.locus_applications, pk=_number(request.POST["batal"]))
        drop_application(dropped)
        messages.success(request, f"Permohonan {dropped.institution} dihapus.")
        return redirect("coordination:locus_rules", slug)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, period, application=form, status=422)
    take_application(period, form.cleaned_data["institution"], form.cleaned_data["letter"], by=request.user)
    messages.success(request, f"Permohonan {form.cleaned_data['institution']} dicatat.")
    return redirect("coordination:locus_rules", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_rules(request: UserRequest, slug: str) -> HttpResponse:
    """What the rules would change, and the button that decides it."""
    period = period_in_preparation(request, slug)
    if not period.locus_rules.exists():
        return redirect("coordination:locus_rules", slug)

    if request.method == "POST":
        written = decide_by_rules(period, seen=request.POST.get("sidik", ""), by=request.user)
        messages.success(request, f"{written} instansi ditetapkan menurut aturan.")
        return redirect("coordination:locus", slug)

    context = {"period": period, "proposed": proposed_by_rules(period)}
    return render(request, "coordination/locus_by_rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_draw(request: UserRequest, slug: str) -> HttpResponse:
    """A draw as the address asks for it, and the button that decides it."""
    period = period_in_preparation(request, slug)

    typed = request.POST if request.method == "POST" else request.GET
    form = DrawForm(typed or None)
    proposed = proposed_by_draw(period, form.asked()) if form.is_valid() else None
    if request.method == "POST" and proposed:
        written = decide_by_draw(period, form.asked(), seen=request.POST.get("sidik", ""), by=request.user)
        messages.success(request, f"{written} instansi ditetapkan menurut undian.")
        return redirect("coordination:locus", slug)

    context = {
        "period": period,
        "form": form,
        "proposed": proposed,
        "typed": [(name, value) for name in form.fields for value in typed.getlist(name)] if proposed else [],
    }
    return render(request, "coordination/locus_by_draw.html", context)


@login_required
@require_safe
def decision(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """A decision as it was taken: by which rules and seed, by whom, and every institution of it."""
    period = period_of(request, slug)
    one = get_object_or_404(LocusDecision.objects.select_related("by"), pk=pk, period=period)

    lines = one.lines.select_related("institution")
    if asks_for_workbook(request):
        rows = (
            (line.institution.code, str(line.institution), line.get_track_display(), line.batch, line.reason)
            for line in lines
        )
        said = f"{one.get_means_display()}{f', benih {one.seed}' if one.seed else ''}, {wib(one.at)}"
        return workbook(request, "Penetapan lokus", LINE_COLUMNS, rows, note=said)
    context = {
        "period": period,
        "decision": one,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("halaman")),
    }
    return render(request, "coordination/locus_decision.html", context)


def _rules_page(request: UserRequest, period: EvaluationPeriod, *, status: int = 200, **forms: object) -> HttpResponse:
    known = {
        "rules": rules_form(None, rules_of(period)),
        "shipped": shipped_rules(),
        "application": ApplicationForm(),
    }
    applications = period.locus_applications.select_related("institution", "by")
    page = Paginator(applications, PAGE).get_page(request.GET.get("halaman"))
    context = {"period": period, "page": page} | known | forms
    return render(request, "coordination/locus_rules.html", context, status=status)


def _number(typed: str) -> int:
    """A primary key as it was sent; -1, which none has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
