"""allauth's pages that this house opens, under the names by which allauth looks for them; the others stay shut."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", factor.authenticate, name="mfa_authenticate"),
    path("keluar/", require_POST(account.logout), name="account_logout"),
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path("akun/konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("akun/dua-langkah/", RedirectView.as_view(pattern_name="accounts:profile"), name="mfa_index"),
    path("akun/dua-langkah/aktifkan/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/dua-langkah/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode-pemulihan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
]
