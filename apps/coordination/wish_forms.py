"""What an assessor knows and would like, as it is typed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from apps.coordination.queries.wishes import LONGEST_REASON, MOST_CAPACITY, Wishes
from apps.institutions.models import Category, Institution, Province
from apps.institutions.queries import living_institutions
from apps.periods.forms import moment_input

SPARE_ROWS, MOST_ROWS = 2, 12


class WishForm(forms.Form):
    """Expertise, regions, capacity, and a few rows of institutions that one would rather not judge, each with why."""

    categories = forms.MultipleChoiceField(
        label="Keahlian",
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kategori instansi yang dikuasai. Tanpa pilihan: semua.",
    )
    provinces = forms.ModelMultipleChoiceField(
        Province.objects.all(),
        label="Wilayah yang diminati",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Provinsi instansi yang diminati. Tanpa pilihan: semua.",
    )
    capacity = forms.IntegerField(
        label="Paling banyak instansi",
        required=False,
        min_value=1,
        max_value=MOST_CAPACITY,
        help_text="Bila kurang dari batas beban periode. Kosong: menurut batas periode.",
    )

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "categories": sorted(wishes.categories),
            "provinces": [one.pk for one in wishes.provinces],
            "capacity": wishes.capacity,
        }
        super().__init__(*args, **kwargs)
        self.institutions = list(living_institutions())
        stands = list(wishes.avoided.items())
        self.rows = min(MOST_ROWS, len(stands) + SPARE_ROWS)
        for number in range(1, self.rows + 1):
            place, why = stands[number - 1] if number <= len(stands) else ("", "")
            self.fields[f"place_{number}"] = forms.CharField(
                label=f"Instansi {number}",
                required=False,
                max_length=300,
                initial=str(place),
                widget=forms.TextInput(attrs={"list": "daftar-instansi", "autocomplete": "off"}),
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=f"Alasan {number}", required=False, max_length=LONGEST_REASON, initial=why
            )

    @property
    def avoid_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"place_{number}"], self[f"why_{number}"]) for number in range(1, self.rows + 1))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        known = {str(one).casefold(): one for one in self.institutions}
        self.avoided: dict[Institution, str] = {}
        for number in range(1, self.rows + 1):
            name, why = said.get(f"place_{number}", ""), said.get(f"why_{number}", "")
            institution = known.get(name.casefold())
            if name and institution is None:
                self.add_error(f"place_{number}", "Instansi ini tidak dikenal. Pilih namanya dari daftar.")
            elif name and not why:
                self.add_error(f"why_{number}", "Sebutkan alasannya.")
            elif institution:
                self.avoided[institution] = why
        return said

    @property
    def wishes(self) -> Wishes:
        """What a valid form says."""
        said = self.cleaned_data
        return Wishes(frozenset(said["categories"]), frozenset(said["provinces"]), said["capacity"], self.avoided)


class CallForm(forms.Form):
    """Until when assessors write their own wishes; the moment is typed in WIB."""

    until = forms.DateTimeField(label="Dibuka sampai", help_text="Waktu Indonesia Barat (WIB).", widget=moment_input())
