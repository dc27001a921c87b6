"""Pointing to pieces of evidence in a form: a few rows, each with a piece and the place in it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from apps.common.formats import count
from apps.self_assessment.actions.citations import Cited
from apps.self_assessment.models import Citation, Evidence

ROWS, MOST_ROWS = 2, 10
LONGEST_LABEL = 90


class CitingForm(forms.Form):
    """Rows `piece_1`, `place_1` ... beside its own fields: what stands already is offered again, with one to spare."""

    def offer(self, pieces: Iterable[Evidence], cited: Sequence[Citation] = ()) -> None:
        self.pieces = {str(one.pk): one for one in pieces}
        self.rows = self._rows_wanted(len(cited))
        choices = self._choices()
        for number in range(1, self.rows + 1):
            known = cited[number - 1] if number <= len(cited) else None
            self.fields[f"piece_{number}"] = forms.ChoiceField(
                label=f"Bukti {count(number)}",
                required=False,
                choices=choices,
                initial=str(known.evidence_id) if known else "",
                error_messages={"invalid_choice": "Bukti ini tidak ada lagi. Pilih bukti lain."},
            )
            self.fields[f"place_{number}"] = forms.CharField(
                label=f"Halaman atau pasal bukti {count(number)}",
                required=False,
                max_length=120,
                initial=known.place if known else "",
            )

    def _rows_wanted(self, cited: int) -> int:
        if not self.is_bound:
            return min(MOST_ROWS, max(ROWS, cited + 1))
        return max((n for n in range(1, MOST_ROWS + 1) if self.add_prefix(f"piece_{n}") in self.data), default=ROWS)

    def _choices(self) -> list[Any]:
        """The pieces under their indicators."""
        grouped = groupby(self.pieces.items(), lambda one: one[1].indicator)
        return [("", "Tidak merujuk bukti")] + [
            (f"Indikator {indicator.number}", [(pk, _label(piece)) for pk, piece in found])
            for indicator, found in grouped
        ]

    @property
    def plain_fields(self) -> list[BoundField]:
        """Every field but the rows."""
        return [one for one in self if not one.name.startswith(("piece_", "place_"))]

    @property
    def citation_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"piece_{number}"], self[f"place_{number}"]) for number in range(1, self.rows + 1))

    @property
    def citations(self) -> list[Cited]:
        """What a valid form points to."""
        said = self.cleaned_data
        rows = [(said[f"piece_{number}"], said[f"place_{number}"]) for number in range(1, self.rows + 1)]
        return [Cited(self.pieces[pk], place) for pk, place in rows if pk]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        seen = set()
        for number in range(1, self.rows + 1):
            piece, place = said.get(f"piece_{number}"), said.get(f"place_{number}")
            if place and not piece and f"piece_{number}" in said:
                self.add_error(f"piece_{number}", "Pilih bukti yang memuat halaman atau pasal ini.")
            if piece and piece in seen:
                self.add_error(f"piece_{number}", "Bukti ini sudah dirujuk di atas. Sebut semua halamannya di sana.")
            seen.add(piece)
        return said


def _label(piece: Evidence) -> str:
    name = str(piece)
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
