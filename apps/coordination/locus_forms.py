"""What the ministry types about the lokus beyond a list: rules, applications, a draw."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from apps.coordination.queries.locus_proposals import DrawAsked
from apps.institutions.models import Category
from apps.institutions.queries import living_institutions
from apps.periods.choices import condition_choices, track_choices
from apps.periods.models import LocusApplication
from apps.rules.locus import TRAITS, Condition, Rule, Trait, faults_of
from apps.rules.stages import Track

SPARE_RULES = 2
MOST_RULES = 20
DRAWN_TRACKS = [choice for choice in track_choices() if choice[0] != Track.NOT_ASSESSED]


class RuleForm(forms.Form):
    """One rule; a row without a condition is left out."""

    condition = forms.ChoiceField(
        label="Berlaku bagi yang", required=False, choices=[("", "Tidak dipakai"), *condition_choices()]
    )
    limit = forms.DecimalField(
        label="Batas indeks", required=False, max_digits=5, decimal_places=2, min_value=0, localize=True
    )
    track = forms.ChoiceField(label="Jalur", required=False, choices=track_choices())
    name = forms.CharField(label="Sebutan", required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("condition") and not data.get("name"):
            self.add_error("name", "Tulis sebutannya, misalnya pemantauan wajib.")
        return data

    def rule(self) -> Rule | None:
        data = self.cleaned_data
        if not data.get("condition"):
            return None
        return Rule(data["name"], Condition(data["condition"]), Track(data["track"]), data.get("limit"))


class BaseRules(BaseFormSet):
    """The rules in their order: together they must place everybody."""

    def clean(self) -> None:
        if not any(self.errors) and (faults := faults_of(self.rules())):
            raise forms.ValidationError(faults)

    def rules(self) -> list[Rule]:
        return [rule for form in self.forms if (rule := form.rule())]


_Rules = formset_factory(RuleForm, formset=BaseRules, extra=SPARE_RULES, max_num=MOST_RULES, absolute_max=MOST_RULES)


def rules_form(data: Mapping[str, Any] | None, rules: Sequence[Rule]) -> BaseRules:
    """The rules as a form: what was sent, or these and some empty rows."""
    rows = [{"condition": one.condition, "limit": one.limit, "track": one.track, "name": one.name} for one in rules]
    return cast(BaseRules, _Rules(data, initial=rows))


class ApplicationForm(forms.ModelForm):
    """The letter by which an institution asks to be taken up."""

    class Meta:
        model = LocusApplication
        fields = ("institution", "letter")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["institution"])
        field.queryset, field.empty_label = living_institutions(), "Pilih instansi"


class DrawForm(forms.Form):
    """A draw; it stands in the address, so that a proposal can be shown to somebody."""

    benih = forms.CharField(
        label="Benih", max_length=60, help_text="Diumumkan sebelum undian; benih yang sama memberi daftar yang sama."
    )
    jumlah = forms.IntegerField(label="Banyaknya yang dipilih", min_value=1, max_value=10_000)
    jalur = forms.ChoiceField(label="Jalur bagi yang terpilih", choices=DRAWN_TRACKS, initial=Track.MONITORING)
    kategori = forms.MultipleChoiceField(
        label="Kategori", choices=Category.choices, initial=Category.values, widget=forms.CheckboxSelectMultiple
    )
    strata = forms.MultipleChoiceField(
        label="Strata",
        choices=[(trait.value, words) for trait, words in TRAITS.items()],
        initial=[Trait.CATEGORY.value],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dari setiap strata dipilih sebanding besarnya.",
    )
    sisanya = forms.BooleanField(label="Yang tidak terpilih menjadi tidak dinilai", required=False)

    def asked(self) -> DrawAsked:
        data = self.cleaned_data
        return DrawAsked(
            seed=data["benih"],
            size=data["jumlah"],
            track=Track(data["jalur"]),
            categories=tuple(one for one in Category if one.value in data["kategori"]),
            traits=tuple(one for one in Trait if one.value in data["strata"]),
            rest_is_left_out=data["sisanya"],
        )
