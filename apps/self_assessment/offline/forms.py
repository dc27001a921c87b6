"""What is sent: a filled workbook, and which of its rows are to be applied."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from apps.self_assessment.offline.differences import CONFLICT, Preview, RowChange


class WorkbookForm(forms.Form):
    """What is in the file decides whether it is taken, not its name."""

    file = forms.FileField(
        label="Lembar luring yang sudah diisi",
        help_text="Berkas xlsx yang diunduh dari halaman ini, paling banyak 5 MB. Isinya ditampilkan dahulu.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


def seen_versions(posted: QueryDict) -> Mapping[int, int]:
    """The version of each indicator that the page showed: `terbaca` carries "number:version"."""
    pairs = (one.split(":") for one in posted.getlist("terbaca"))
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_number, pair))}


def chosen_rows(preview: Preview, posted: QueryDict, seen: Mapping[int, int]) -> list[RowChange]:
    """The rows that were ticked; with the other button, all but the conflicts."""
    ticked = set(posted.getlist("pilih"))
    takes_all = "semua" in posted
    return [
        row
        for row in preview.applicable
        if row.read.number in seen and (row.fate != CONFLICT if takes_all else str(row.read.number) in ticked)
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
