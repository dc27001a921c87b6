"""What an assessor declares about an institution."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from apps.evaluations.actions.conflicts import TieRow
from apps.evaluations.forms import LONGEST_REMARK, PlainTextField
from apps.evaluations.models import DECLARED, ConflictSource
from apps.institutions.models import Institution

NONE = "none"


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TieForm(forms.Form):
    """What ties the person to the institution, since when, and whether it has an end."""

    source = forms.ChoiceField(label="Hubungan Anda dengan instansi ini", widget=forms.RadioSelect)
    detail = PlainTextField(
        label="Keterangan",
        rows=3,
        max_length=LONGEST_REMARK,
        required=False,
        help_text="Siapa, sebagai apa, di unit mana. Hanya dibaca tim evaluasi Kementerian PANRB.",
    )
    from_date = forms.DateField(
        label="Sejak", required=False, widget=date_input(), help_text="Kosong berarti sejak hari ini."
    )
    until_date = forms.DateField(
        label="Berakhir", required=False, widget=date_input(), help_text="Kosongkan bila masih berlangsung."
    )

    def __init__(self, *args: Any, alumni_count: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = [one for one in DECLARED if alumni_count or one != ConflictSource.ALUMNI]
        self.fields["source"].choices = [*self.first_choices(), *((one.value, one.label) for one in sources)]  # type: ignore[attr-defined]

    def first_choices(self) -> list[tuple[str, str]]:
        return []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("source") in (None, NONE):
            return data
        if not data.get("detail", "").strip():
            self.add_error("detail", "Jelaskan hubungan itu dengan singkat.")
        begins, ends, today = data.get("from_date"), data.get("until_date"), timezone.localdate()
        if begins and begins > today:
            self.add_error("from_date", "Paling lambat hari ini.")
        if ends and ends <= (begins or today):
            self.add_error("until_date", "Harus sesudah tanggal mulainya.")
        return data

    def row(self) -> TieRow | None:
        """The tie, or None where the person says that there is none."""
        data = self.cleaned_data
        if data["source"] == NONE:
            return None
        begins = data["from_date"] or timezone.localdate()
        return TieRow(ConflictSource(data["source"]), data["detail"], begins, data["until_date"])


class DeclarationForm(TieForm):
    """The same about one evaluation, where "none" is an answer, too."""

    def __init__(self, *args: Any, may_say_none: bool, **kwargs: Any) -> None:
        self.may_say_none = may_say_none
        super().__init__(*args, **kwargs)

    def first_choices(self) -> list[tuple[str, str]]:
        return [(NONE, "Tidak ada benturan kepentingan")] if self.may_say_none else []


class OwnTieForm(TieForm):
    """A tie to any institution, also one that nobody has asked this person to assess."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label="Instansi", empty_label="Pilih instansi")

    field_order = ("institution", "source", "detail", "from_date", "until_date")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = Institution.objects.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())).order_by("name")
        self.fields["institution"].queryset = living  # type: ignore[attr-defined]
