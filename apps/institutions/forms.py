"""What is typed about people."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from apps.accounts.forms import FirstPasswordForm
from apps.accounts.models import User
from apps.institutions.models import ROLES_AT_THE_CENTRE, Agency, Institution, Membership, Role, Unit

USERNAME_HELP = "Dipakai untuk masuk, misalnya alamat surel dinas."
LONGEST_UNIT = 200


UNITS_HELP = "Nama unit kerja yang belum ada di daftar; pisahkan dengan titik koma."


class UnitsForm(forms.Form):
    """For which units of an institution somebody works: some that are known, and new ones by name."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Unit kerja", required=False, widget=forms.CheckboxSelectMultiple
    )
    new_units = forms.CharField(label="Unit kerja lain", max_length=1000, required=False, help_text=UNITS_HELP)

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        known = list(institution.units.all())
        self.fields["units"].queryset = institution.units.all()  # type: ignore[attr-defined]
        self.fields["units"].choices = [(one.pk, one.name) for one in known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["units"]
            self.fields["new_units"].label = "Unit kerja"

    def clean_new_units(self) -> list[str]:
        names = [" ".join(name.split()) for name in self.cleaned_data["new_units"].split(";")]
        if any(len(name) > LONGEST_UNIT for name in names):
            raise forms.ValidationError(f"Nama unit kerja paling panjang {LONGEST_UNIT} huruf.")
        return list(dict.fromkeys(name for name in names if name))

    @property
    def chosen(self) -> list[Unit]:
        """The units of a valid form; those that are new are made."""
        made = [self._unit(name) for name in self.cleaned_data["new_units"]]
        return list({unit.pk: unit for unit in (*self.cleaned_data.get("units", ()), *made)}.values())

    def _unit(self, name: str) -> Unit:
        known = self.institution.units.filter(name__iexact=name).first()
        return known or Unit.objects.get_or_create(institution=self.institution, name=name)[0]


class InviteForm(UnitsForm):
    """Somebody who is asked by mail to work for an institution."""

    email = forms.EmailField(label="Alamat surel", max_length=254)
    role = forms.TypedChoiceField(label="Peran", coerce=Role)
    field_order = ("email", "role", "units", "new_units")

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who gets a role."""

    to = forms.ModelChoiceField(User.objects.none(), label="Kepada", empty_label="Pilih orang")

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = User.objects.filter(memberships__institution=membership.institution_id, is_active=True)
        others = there.exclude(pk=membership.user_id).distinct().order_by("name", "username")
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = str  # type: ignore[attr-defined]


class NewAccountForm(FirstPasswordForm):
    """An account for somebody who was invited."""

    name = forms.CharField(label="Nama lengkap", max_length=200)
    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=USERNAME_HELP,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )
    field_order = ("name", "username", "password1", "password2")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, user=User(email=email), **kwargs)

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(f"Nama pengguna {username} sudah dipakai. Pilih nama pengguna lain.")
        self.user.username = username
        return username

    def clean_name(self) -> str:
        self.user.name = self.cleaned_data["name"]
        return self.user.name


class AppointForm(forms.Form):
    """A person of the centre. Members of the coordination team, and only they, speak for an agency."""

    name = forms.CharField(label="Nama lengkap", max_length=200)
    username = forms.CharField(
        label="Nama pengguna", max_length=150, validators=[UnicodeUsernameValidator()], help_text=USERNAME_HELP
    )
    email = forms.EmailField(label="Alamat surel", required=False)
    role = forms.TypedChoiceField(
        label="Peran", coerce=Role, choices=[(role.value, role.label) for role in ROLES_AT_THE_CENTRE]
    )
    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Instansi yang diwakili",
        required=False,
        empty_label="Tidak mewakili instansi",
        help_text=f"Wajib untuk {Role.AGENCY_MEMBER.label.lower()}, dan hanya untuk peran itu.",
    )
    unit = forms.CharField(
        label="Unit kerja",
        max_length=LONGEST_UNIT,
        required=False,
        help_text=f"Untuk {Role.EVALUATION_TEAM.label.lower()}: koreksi disetujui dua orang dari unit yang berbeda.",
    )

    def clean_unit(self) -> str:
        return " ".join(self.cleaned_data["unit"].split())

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role, agency = cleaned.get("role"), cleaned.get("agency")
        if role == Role.AGENCY_MEMBER and not agency and "agency" not in self.errors:
            self.add_error("agency", f"Pilih instansi yang diwakili {role.label.lower()} ini.")
        if role and role != Role.AGENCY_MEMBER and agency:
            self.add_error("agency", f"{role.label} tidak mewakili instansi. Kosongkan isian ini.")
        if role and role != Role.EVALUATION_TEAM and cleaned.get("unit"):
            self.add_error("unit", f"Unit kerja hanya untuk {Role.EVALUATION_TEAM.label.lower()}. Kosongkan isian ini.")
        return cleaned
