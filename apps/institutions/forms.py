"""What is typed about people."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from apps.institutions.models import ROLES_AT_THE_CENTRE, Agency, Role


class PersonForm(forms.Form):
    """Somebody new, or a further role for somebody who is already there."""

    name = forms.CharField(label="Nama lengkap", max_length=200)
    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text="Dipakai untuk masuk, misalnya alamat surel dinas.",
    )
    email = forms.EmailField(label="Alamat surel", required=False)
    role = forms.TypedChoiceField(label="Peran", coerce=Role)

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class InviteForm(PersonForm):
    """A person of an institution."""

    unit_name = forms.CharField(label="Unit kerja", max_length=200, required=False)


class AppointForm(PersonForm):
    """A person of the centre. Members of the coordination team, and only they, speak for an agency."""

    agency = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Instansi yang diwakili",
        required=False,
        empty_label="Tidak mewakili instansi",
        help_text=f"Wajib untuk {Role.AGENCY_MEMBER.label.lower()}, dan hanya untuk peran itu.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, roles=ROLES_AT_THE_CENTRE, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role, agency = cleaned.get("role"), cleaned.get("agency")
        if role == Role.AGENCY_MEMBER and not agency and "agency" not in self.errors:
            self.add_error("agency", f"Pilih instansi yang diwakili {role.label.lower()} ini.")
        if role and role != Role.AGENCY_MEMBER and agency:
            self.add_error("agency", f"{role.label} tidak mewakili instansi. Kosongkan isian ini.")
        return cleaned
