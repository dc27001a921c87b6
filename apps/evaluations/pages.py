"""Pages that interview and visit have alike: a form on its own, and the three columns of a marked indicator."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from apps.common.exceptions import DomainError
from apps.common.requests import UserRequest
from apps.evaluations.agenda import AgendaItem
from apps.evaluations.forms import WordForm
from apps.evaluations.models import Evaluation


@dataclass(frozen=True)
class FormPage:
    """A page with one form: its title, its button, what to say of a refusal, and where it leads back to."""

    title: str
    verb: str
    kept: str
    stage_label: str
    back: str


def show_form(
    request: UserRequest, evaluation: Evaluation, page: FormPage, form: Form, refusal: DomainError | None = None
) -> HttpResponse:
    """The form with what was typed; a refusal stands above it."""
    context = {"evaluation": evaluation, "form": form, "refusal": refusal, **asdict(page)}
    return render(request, "marked/form.html", context, status=_status(form, refusal))


def show_word(
    request: UserRequest,
    template: str,
    item: AgendaItem[Any],
    form: WordForm,
    refusal: DomainError | None,
    more: Mapping[str, Any],
) -> HttpResponse:
    """One marked indicator; after a stale save the stored words stand beside those that were typed."""
    form.show(item)
    context = {
        **more,
        "item": item,
        "form": form,
        "refusal": refusal,
        "stored": getattr(refusal, "stored", None),
        "criteria": item.indicator.criteria.all(),
    }
    return render(request, template, context, status=_status(form, refusal))


def _status(form: Form, refusal: DomainError | None) -> int:
    if refusal:
        return refusal.status
    return 400 if form.errors else 200
