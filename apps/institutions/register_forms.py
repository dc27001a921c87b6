"""What is typed about a change among institutions."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.validators import MinValueValidator
from django.forms import BaseFormSet, formset_factory

from apps.institutions.actions.changes import ZONES
from apps.institutions.models import Category, ChangeKind, Institution, Province
from apps.institutions.queries import codes_within, living_institutions
from apps.institutions.register import NUMBERS, WITHIN_A_PROVINCE, ChangeAsked, NewInstitution

EARLIEST = date(1945, 8, 17)
# How many may be chosen at once on the page; more are merged one after another.
FORMERS: Mapping[ChangeKind, int] = {kind: numbers.most_formers for kind, numbers in NUMBERS.items()}


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ChangeForm(forms.Form):
    """The change itself: whom it is about, from when on, by which law."""

    into = forms.ModelChoiceField(
        Institution.objects.none(),
        label="Bergabung ke dalam instansi yang sudah berdiri",
        required=False,
        empty_label="Tidak, menjadi instansi baru",
    )
    keeps = forms.BooleanField(label="Instansi asal tetap berdiri (pemekaran daerah)", required=False)
    effective_on = forms.DateField(
        label="Berlaku sejak",
        widget=date_input(),
        help_text="Hari pertama keadaan yang baru.",
        validators=[MinValueValidator(EARLIEST)],
    )
    legal_basis = forms.CharField(
        label="Dasar hukum", max_length=300, help_text="Misalnya Perpres 139 Tahun 2024 atau UU 14 Tahun 2022."
    )
    note = forms.CharField(label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, kind: ChangeKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        number, least = FORMERS[kind], max(1, NUMBERS[kind].least_formers)
        living = Institution.objects.filter(valid_to__isnull=True)
        names = [f"former_{place}" for place in range(1, number + 1)]
        for place, name in enumerate(names):
            label = "Instansi" if number == 1 else f"Instansi asal {place + 1}"
            self.fields[name] = forms.ModelChoiceField(
                living, label=label, required=place < least, empty_label="Pilih instansi"
            )
        cast(forms.ModelChoiceField, self.fields["into"]).queryset = living_institutions()
        if kind != ChangeKind.MERGED:
            del self.fields["into"]
        if kind != ChangeKind.SPLIT:
            del self.fields["keeps"]
        self.order_fields([*names, "into", "keeps", "effective_on", "legal_basis", "note"])

    def asked(self, laters: list[NewInstitution]) -> ChangeAsked:
        data = self.cleaned_data
        chosen = [data[name] for name in data if name.startswith("former_") and data[name]]
        return ChangeAsked(
            kind=self.kind,
            effective_on=data["effective_on"],
            legal_basis=data["legal_basis"],
            note=data["note"],
            formers=list({one.pk: one for one in chosen}.values()),
            laters=laters,
            into=data.get("into"),
            keeps=data.get("keeps", False),
        )


class LaterForm(forms.Form):
    """An institution that begins; a row without a name is left out."""

    name = forms.CharField(label="Nama", max_length=200, required=False)
    code = forms.CharField(label="Kode", max_length=20, required=False)
    category = forms.ChoiceField(label="Kategori", choices=Category.choices, required=False)
    province = forms.ModelChoiceField(
        Province.objects.all(), label="Provinsi", required=False, empty_label="Instansi pusat"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("name") and not data.get("code"):
            self.add_error("code", "Isi kode yang belum dipakai; kode lama tetap milik instansi lama.")
        return data

    def later(self) -> NewInstitution | None:
        data = self.cleaned_data
        name = " ".join(data.get("name", "").split())
        if not name:
            return None
        return NewInstitution(name, data["code"], Category(data["category"]), data.get("province"))


class BaseLaters(BaseFormSet):
    def laters(self) -> list[NewInstitution]:
        return [later for form in self.forms if (later := form.later())]


def laters_form(data: Mapping[str, Any] | None, kind: ChangeKind, former: Institution | None) -> BaseLaters:
    """Rows for what begins; the first is filled in after the institution that it follows."""
    number = NUMBERS[kind].most_laters
    likeness = {"category": former.category, "province": former.province_id} if former else {}
    named = {"name": former.name, "code": f"{former.code}-2"} if former and kind == ChangeKind.RENAMED else {}
    rows = [likeness | named] + [likeness] * (number - 1) if number else []
    factory = formset_factory(LaterForm, formset=BaseLaters, extra=0, max_num=number, absolute_max=number)
    return cast(BaseLaters, factory(data, initial=rows, prefix="baru"))


class ProvincesForm(forms.Form):
    """From where to where regional governments move."""

    dari = forms.ModelChoiceField(Province.objects.all(), label="Dari provinsi", empty_label="Pilih provinsi")
    ke = forms.ModelChoiceField(Province.objects.all(), label="Ke provinsi", empty_label="Pilih provinsi")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("dari") and data.get("dari") == data.get("ke"):
            self.add_error("ke", "Pilih provinsi yang lain.")
        return data


class MovedForm(forms.Form):
    """One regional government of the old province: whether it moves, and its code in the new one."""

    moves = forms.BooleanField(label="Pindah", required=False)
    code = forms.CharField(label="Kode baru", max_length=20, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, institution: Institution, code: str) -> None:
        super().__init__(data, prefix=f"i{institution.pk}", initial={"code": code})
        self.institution = institution

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("moves") and not data.get("code"):
            self.add_error("code", "Isi kode yang belum dipakai; kode lama tetap milik instansi lama.")
        return data


class MoveForm(forms.Form):
    """Regional governments that move to another province on one day, by one law."""

    effective_on = forms.DateField(
        label="Berlaku sejak",
        widget=date_input(),
        help_text="Hari pertama di provinsi yang baru.",
        validators=[MinValueValidator(EARLIEST)],
    )
    legal_basis = forms.CharField(label="Dasar hukum", max_length=300, help_text="Misalnya UU 15 Tahun 2022.")
    note = forms.CharField(label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Mapping[str, Any] | None, *, origin: Province, target: Province) -> None:
        super().__init__(data, initial={"effective_on": target.valid_from, "legal_basis": target.legal_basis})
        self.target = target
        standing = Institution.objects.filter(province=origin, category__in=WITHIN_A_PROVINCE, valid_to=None)
        free = codes_within(target)
        self.rows = [
            MovedForm(data, institution=one, code=free(one))
            for one in standing.select_related("province").order_by("code")
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def asked(self) -> ChangeAsked:
        moving = [row for row in self.rows if row.cleaned_data["moves"]]
        return ChangeAsked(
            kind=ChangeKind.MOVED,
            **self.cleaned_data,
            formers=[row.institution for row in moving],
            laters=[
                NewInstitution(
                    row.institution.name, row.cleaned_data["code"], Category(row.institution.category), self.target
                )
                for row in moving
            ],
        )


class ProvinceForm(forms.ModelForm):
    """A new province."""

    class Meta:
        model = Province
        fields = ("code", "name", "zone", "valid_from", "legal_basis")
        labels = {"code": "Kode", "name": "Nama", "zone": "Zona waktu"}
        widgets = {"valid_from": date_input()}
        help_texts = {"code": "Dua angka menurut kode wilayah."}

    zone = forms.ChoiceField(label="Zona waktu", choices=[(zone, zone) for zone in ZONES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = self.fields["legal_basis"].required = True
