"""The press: who is told of a publication, and the mail that tells them."""

from django.conf import settings
from django.urls import reverse

from apps.accounts.models import User
from apps.decrees.models import Decree, PressAddress
from apps.decrees.queries import name_of, press_of
from apps.notices.letters import write_letters
from apps.notices.models import Letter
from apps.notices.wording import SIMULATED, subject_of
from apps.periods.models import EvaluationPeriod


def add_press(email: str, name: str, period: EvaluationPeriod | None, *, by: User) -> PressAddress:
    """From now on this address is told."""
    return PressAddress.objects.create(email=email, name=name, period=period, added_by=by)


def remove_press(address: PressAddress) -> None:
    address.delete()


def tell_the_press(decree: Decree) -> None:
    """A mail to each address, written in the transaction that publishes: it leaves after it, once, or not at all."""
    period = decree.run.period
    write_letters(
        Letter(
            address=one.email,
            subject=subject_of(f"Hasil {period} {_what(decree)}", period.simulation_label),
            text=_text(decree, one),
        )
        for one in press_of(period)
    )


def _what(decree: Decree) -> str:
    return "sudah terbit" if decree.run.edition == 1 else "dikoreksi dan terbit kembali"


def _text(decree: Decree, to: PressAddress) -> str:
    period = decree.run.period
    site = settings.SITE_URL.rstrip("/")
    simulated = f"{period.simulation_label}. {SIMULATED}\n\n" if period.simulation_label else ""
    return (
        f"Yth. {to.name},\n\n{simulated}Hasil {period} {_what(decree)} dengan {name_of(decree)}.\n\n"
        f"Hasil periode ini: {site}{reverse('portal:period', args=[period.slug])}\n"
        f"Peringkat: {site}{reverse('portal:ranking')}\n"
        f"Keputusan: {site}{reverse('portal:decree_paper', args=[decree.code])}\n"
        f"Periksa keaslian dokumen: {site}{reverse('portal:verify', args=[decree.code])}\n\n"
        "--\nAnda menerima surel ini karena alamat ini ada dalam daftar pers Kementerian PANRB. "
        "Untuk keluar dari daftar, hubungi Kementerian PANRB.\n"
    )
