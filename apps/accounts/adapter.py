"""How allauth is bent to this house."""

from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest

from apps.accounts import lockout
from apps.accounts.models import User
from apps.accounts.permissions import needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come by import or invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Nama pengguna atau kata sandi keliru. Periksa keduanya, lalu coba lagi.",
        "incorrect_password": "Kata sandi keliru.",
        "enter_current_password": "Kata sandi sekarang keliru.",
        "too_many_login_attempts": "Terlalu banyak kode yang keliru. Coba lagi lima menit lagi.",
        "rate_limited": "Terlalu banyak percobaan. Coba lagi lima menit lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        wait = lockout.waiting_time(credentials.get("username", ""), self.get_client_ip(request))
        if wait:
            minutes = ceil(wait.total_seconds() / 60)
            raise forms.ValidationError(
                f"Sudah terlalu banyak percobaan masuk yang gagal dari jaringan ini. "
                f"Tunggu {minutes} menit, lalu coba lagi. Bila lupa kata sandi, mintalah tautan baru.",
                code="too_many_login_attempts",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Somebody inactive reads what a wrong password reads: the page does not say whose account there is."""
        user: User | None = super().authenticate(request, **credentials)
        if user and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.note_failure(credentials.get("username", ""), self.get_client_ip(request))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor stays where it is required."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode keliru atau sudah kedaluwarsa. Masukkan kode yang sedang tampil di aplikasi.",
        "cannot_delete_authenticator": "Peran Anda mewajibkan verifikasi dua langkah.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        return not (isinstance(user, User) and needs_second_factor(user))

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)
