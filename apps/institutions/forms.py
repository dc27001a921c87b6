"""What is typed about people."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from apps.institutions.models import Role


class InviteForm(forms.Form):
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
    unit_name = forms.CharField(label="Unit kerja", max_length=200, required=False)

    def __init__(self, *args: Any, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()
