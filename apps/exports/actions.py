"""The one way by which a list leaves as a workbook: what the page shows, whole, and a line in the log."""

from collections.abc import Iterable, Sequence
from typing import cast

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.common.sheets import Value, write_sheet
from apps.exports.models import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asks_for_workbook(request: UserRequest) -> bool:
    """Whether the address of a list asks for it as a workbook: the same address, and so the same rows and readers."""
    return request.GET.get("bentuk") == "xlsx"


def workbook(
    request: UserRequest,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    form: forms.Form | None = None,
    note: str = "",
    name: str = "",
) -> HttpResponse:
    """These rows as an answer. Above them stand the simulation's mark, of what and when they are, the filters of
    `form`, and a `note`. `name`: the file's, without its ending.
    """
    rows = list(rows)
    period = getattr(request, "period", None)
    filters = "; ".join(chosen_in(form)) if form else ""
    above = [period.simulation_label] if period and period.simulation_label else []
    above.append(f"{period.name if period else title}, keadaan {wib(timezone.now())}")
    above += [f"Saringan: {filters}"] if filters else []
    above += [note] if note else []
    log(request, title, filters=filters, rows=len(rows))
    stem = name or title.lower().replace(" ", "-")
    response = HttpResponse(write_sheet(title, columns, rows, above=above), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{stem}{f"-{period.slug}" if period else ""}.xlsx"'
    return response


def log(request: UserRequest, title: str, *, filters: str = "", rows: int | None = None) -> None:
    """Write down that this person takes this out, unless only the headers were asked for."""
    if request.method == "HEAD":
        return
    period = getattr(request, "period", None)
    Export.objects.create(
        period_slug=period.slug if period else "", title=title, filters=filters[:500], rows=rows, by=request.user
    )


def chosen_in(form: forms.Form) -> list[str]:
    """What a filter form narrows by, in the words of its fields."""
    form.is_valid()
    return [
        f"{field.label}: {_shown(field, form.cleaned_data[name])}"
        for name, field in form.fields.items()
        if field.label and form.cleaned_data.get(name)
    ]


def _shown(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices = cast(Iterable[tuple[object, object]], field.choices)
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    return str(value)
