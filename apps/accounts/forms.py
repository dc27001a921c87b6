"""What people type at the door. The labels are ours; the checking is allauth's and Django's."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth import password_validation

from apps.accounts.models import User

RULES_HELP = "Sedikitnya 12 karakter, bukan kata yang umum, dan tidak hanya angka."


def _say(field: forms.Field, label: str, help_text: str = "") -> None:
    """Our words for a field of allauth; a placeholder is no label."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], "Nama pengguna")
        _say(self.fields["password"], "Kata sandi")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], "Kata sandi")


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "Kata sandi sekarang")
        _say(self.fields["password1"], "Kata sandi baru", RULES_HELP)
        _say(self.fields["password2"], "Kata sandi baru, sekali lagi")


class SecondFactorForm(factor_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Kode", "Enam angka dari aplikasi autentikator, atau satu kode pemulihan.")


class SecondFactorAgainForm(factor_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Kode", "Enam angka dari aplikasi autentikator, atau satu kode pemulihan.")


class FreshCodeForm(factor_forms.BaseAuthenticateForm):
    """A code of the authenticator application, checked at this moment: a recovery code or one used before is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Kode dari aplikasi autentikator", "Enam angka yang sedang tampil.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        forget_failures = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        factor = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        if factor is None or not factor.wrap().validate_code(code):
            raise get_adapter().validation_error("incorrect_code")
        forget_failures()
        return code


class ActivateSecondFactorForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], "Kode dari aplikasi", "Enam angka yang sedang tampil.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class FirstPasswordForm(forms.Form):
    """The password of somebody who came by a one-time link."""

    password1 = forms.CharField(
        label="Kata sandi baru",
        help_text=RULES_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Kata sandi baru, sekali lagi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if "password1" in self.cleaned_data and again != self.cleaned_data["password1"]:
            raise forms.ValidationError("Kedua isian tidak sama.")
        return again
