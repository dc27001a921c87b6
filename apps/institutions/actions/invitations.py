"""Asking somebody by mail to work for an institution.

Nothing here looks whether an address is known before its owner comes: what the inviter reads, what is asked of the
database and how long it takes are the same for every address.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.actions import site_address
from apps.accounts.exceptions import LinkSpentError
from apps.accounts.models import User
from apps.accounts.queries import hash_of
from apps.common import formats
from apps.common.exceptions import DomainError
from apps.institutions.actions.people import join
from apps.institutions.actions.records import record
from apps.institutions.models import (
    ROLES_AT_THE_CENTRE,
    UNIVERSITY_ROLES,
    Institution,
    Invitation,
    Membership,
    PeopleAct,
    Role,
    Unit,
)
from apps.institutions.queries import living_invitations, open_invitations
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.notices.letters import write_letter

LETTER = """{inviter} mengundang Anda menjadi {role} di {institution}{units}.

Buka tautan ini untuk menerimanya, dengan akun yang sudah Anda miliki atau dengan akun baru:

{address}

Tautan ini berlaku sampai {until} dan hanya dapat dipakai satu kali. Jangan teruskan kepada orang lain.
Bila Anda tidak mengenal pengundangnya, abaikan surat ini: tanpa tautan itu dibuka, tidak ada yang terjadi.
"""


@transaction.atomic
def invite(institution: Institution, role: Role, *, email: str, units: Sequence[Unit], by: User) -> Invitation:
    """Ask the owner of an address to take a role. A newer invitation to the same role replaces the one before."""
    address = email.lower()
    open_invitations(institution).filter(email=address, role=role).update(withdrawn_at=timezone.now())
    secret = token_urlsafe(24)
    invitation = Invitation.objects.create(
        institution=institution,
        email=address,
        role=role,
        secret_sha256=hash_of(secret),
        invited_by=by,
        expires_at=_until(),
    )
    invitation.units.set(units)
    _send(invitation, secret, units, by=by)
    record(institution, PeopleAct.INVITED, role, by=by, email=address, units=units)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """A new letter with a new link; the link sent before no longer works. Only while nobody has used it."""
    secret = token_urlsafe(24)
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not still_open.update(secret_sha256=hash_of(secret), expires_at=_until()):
        raise _over(invitation)
    invitation.refresh_from_db()
    _send(invitation, secret, list(invitation.units.all()), by=by)
    record(invitation.institution, PeopleAct.SENT_AGAIN, invitation.role, by=by, email=invitation.email)


@transaction.atomic
def call_off(invitation: Invitation, *, by: User) -> None:
    """Take an invitation back before somebody has used it."""
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not still_open.update(withdrawn_at=timezone.now()):
        raise _over(invitation)
    record(invitation.institution, PeopleAct.CALLED_OFF, invitation.role, by=by, email=invitation.email)


@transaction.atomic
def accept(secret: str, *, by: User) -> Membership:
    """Take the role with this account, whatever its own address. Of two who try at once, one succeeds."""
    invitation = living_invitations(secret).select_related("institution", "invited_by").first()
    if invitation is None:
        raise LinkSpentError
    _refuse_judges(by)
    # The condition stands on the row itself: after waiting for another hand PostgreSQL asks it again.
    mine = Invitation.objects.filter(
        pk=invitation.pk, secret_sha256=hash_of(secret), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    if not mine.update(used_at=timezone.now(), used_by=by):
        raise LinkSpentError
    role, units = Role(invitation.role), list(invitation.units.all())
    membership = join(by, role, institution=invitation.institution, units=units)
    record(invitation.institution, PeopleAct.ACCEPTED, role, by=by, email=invitation.email, person=by, units=units)
    here = reverse("institutions:people", args=[invitation.institution_id])
    notify([invitation.invited_by], f"{by} menerima undangan sebagai {role.label}.", here, kind=NoticeKind.INVITED)
    return membership


@transaction.atomic
def accept_with_new_account(secret: str, *, name: str, username: str, password: str) -> Membership:
    """Make an account and take the role with it. DomainError where the username went to somebody else meanwhile."""
    invitation = living_invitations(secret).first()
    if invitation is None:
        raise LinkSpentError
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, invitation.email, password, name=name)
    except IntegrityError as error:
        raise DomainError(f"Nama pengguna {username} sudah dipakai. Pilih nama pengguna lain.") from error
    return accept(secret, by=user)


def _until() -> datetime:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def _send(invitation: Invitation, secret: str, units: Sequence[Unit], *, by: User) -> None:
    names = ", ".join(unit.name for unit in units)
    write_letter(
        invitation.email,
        subject=f"Undangan menjadi {invitation.get_role_display()} di {invitation.institution}",
        text=LETTER.format(
            inviter=by,
            role=invitation.get_role_display(),
            institution=invitation.institution,
            units=f" ({names})" if names else "",
            address=site_address("institutions:invitation", secret),
            until=formats.wib(invitation.expires_at),
        ),
    )


def _refuse_judges(user: User) -> None:
    """Whoever assesses, or serves the whole evaluation, does not work for one institution with the same account."""
    apart = user.memberships.filter(role__in=(*UNIVERSITY_ROLES, *ROLES_AT_THE_CENTRE)).first()
    if apart:
        raise DomainError(
            f"Akun ini memegang peran {apart.get_role_display()}, yang tidak boleh terikat pada instansi yang dinilai. "
            "Undangan belum dipakai; terimalah dengan akun lain."
        )


def _over(invitation: Invitation) -> DomainError:
    return DomainError(f"Undangan kepada {invitation.email} sudah diterima atau dibatalkan. Tidak ada yang diubah.")
