"""Asking and answering, emptying a lost second factor, and looking."""

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, InputRefusedError
from apps.common.formats import wib
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.helpdesk.models import LOOK, FactorReset, Look, PageAnswer, PageQuestion
from apps.helpdesk.permissions import why_not
from apps.institutions.groups import central_group
from apps.institutions.models import Role
from apps.institutions.permissions import memberships_of
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.notices.letters import write_letter

State = PageQuestion.State


@transaction.atomic
def ask(
    kind: PageQuestion.Kind, text: str, *, page: str, evaluation: Evaluation | None = None, by: User
) -> PageQuestion:
    """Send a question or a problem to the ministry, with the page and the institution that it is about."""
    if not text.strip():
        raise InputRefusedError("Tulis pertanyaan atau masalahnya. Belum ada yang dikirim.")
    places = {one.institution_id for one in memberships_of(by) if one.institution_id}
    own = places.pop() if len(places) == 1 else None
    question = PageQuestion.objects.create(
        asker=by,
        institution_id=evaluation.institution_id if evaluation else own,
        evaluation=evaluation,
        page=page,
        kind=kind,
        text=text.strip(),
    )
    notify(
        User.objects.filter(groups__name=central_group(Role.EVALUATION_TEAM), is_active=True).distinct(),
        f"{question.get_kind_display()} baru dari {by}{f', {question.institution}' if question.institution else ''}.",
        reverse("helpdesk:question", args=[question.pk]),
    )
    return question


def take(question: PageQuestion, *, by: User) -> None:
    """Say that one looks after it; DomainError if somebody else already does."""
    taken = PageQuestion.objects.filter(pk=question.pk, state=State.WAITING).update(state=State.IN_HAND, handled_by=by)
    if not taken:
        raise DomainError("Pertanyaan ini sudah ditangani. Muat ulang halaman ini.")


@transaction.atomic
def answer(question: PageQuestion, text: str, *, by: User) -> PageAnswer:
    """Answer, and tell the asker; an answer may be followed by another."""
    if not text.strip():
        raise InputRefusedError("Tulis jawabannya. Belum ada yang dikirim.")
    given = PageAnswer.objects.create(question=question, text=text.strip(), by=by)
    PageQuestion.objects.filter(pk=question.pk).update(state=State.ANSWERED, handled_by=by)
    notify(
        [question.asker],
        "Pertanyaan Anda kepada kementerian dijawab.",
        f"{reverse('helpdesk:mine')}#tanya-{question.pk}",
    )
    return given


@transaction.atomic
def request_reset(person: User, *, reason: str, identity_check: str, by: User) -> FactorReset:
    """Ask that the second factor of somebody is emptied; they learn of it at the address that is known."""
    if not reason.strip() or not identity_check.strip():
        raise InputRefusedError("Tulis alasan dan cara memeriksa identitasnya. Belum ada yang diminta.")
    if person == by:
        raise DomainError("Verifikasi dua langkah Anda sendiri dikosongkan oleh dua orang lain.")
    if not Authenticator.objects.filter(user=person).exists():
        raise DomainError(f"{person} tidak memakai verifikasi dua langkah. Tidak ada yang perlu dikosongkan.")
    try:
        with passing_the_gate():
            reset = FactorReset.objects.create(
                user=person, reason=reason.strip(), identity_check=identity_check.strip(), requested_by=by
            )
    except IntegrityError:
        raise DomainError(f"Pengosongan bagi {person} sudah diminta dan belum diputus.") from None
    _write_to(
        reset,
        "Verifikasi dua langkah Anda diminta dikosongkan",
        "Dua orang kementerian harus menyetujuinya. Bila bukan Anda yang meminta, segera hubungi tim evaluasi.",
    )
    return reset


@transaction.atomic
def approve_reset(reset: FactorReset, *, by: User) -> None:
    """Empty the second factor and end every session: the next log-in sets up a new one where it is required."""
    reset = _undecided(reset)
    reset.is_approved = True
    _decide(reset, by=by)
    Authenticator.objects.filter(user=reset.user).delete()
    User.objects.filter(pk=reset.user_id).update(session_round=F("session_round") + 1)
    notify(
        [reset.user],
        "Verifikasi dua langkah akun Anda dikosongkan.",
        reverse("accounts:profile"),
        kind=NoticeKind.INVITED,
    )
    _write_to(
        reset,
        "Verifikasi dua langkah Anda dikosongkan",
        "Semua sesi Anda diakhiri. Masuklah dengan kata sandi Anda, lalu pasang verifikasi dua langkah yang baru. "
        "Bila bukan Anda yang meminta, segera hubungi tim evaluasi.",
    )


@transaction.atomic
def reject_reset(reset: FactorReset, *, remark: str, by: User) -> None:
    """Refuse with a remark; nothing changes."""
    if not remark.strip():
        raise InputRefusedError("Penolakan memerlukan catatan. Belum ada yang diputus.")
    reset = _undecided(reset)
    reset.remark = remark.strip()
    _decide(reset, by=by)


@transaction.atomic
def begin_look(person: User, *, reason: str, by: User) -> Look:
    """Begin to look at somebody's pages; they are told at once."""
    if not reason.strip():
        raise InputRefusedError("Melihat sebagai orang lain memerlukan alasan.")
    if refusal := why_not(by, person):
        raise DomainError(refusal)
    now = timezone.now()
    with passing_the_gate():
        look = Look.objects.create(by=by, of=person, reason=reason.strip(), from_at=now, until=now + LOOK)
    notify(
        [person],
        f"{by} dari tim evaluasi melihat halaman Anda, hanya baca, sampai {wib(look.until)}. Alasan: {look.reason}",
        reverse("accounts:profile"),
        kind=NoticeKind.INVITED,
    )
    return look


def end_look(look: Look) -> None:
    """Now, or when it ended by itself."""
    Look.objects.filter(pk=look.pk, ended_at=None).update(ended_at=Least(timezone.now(), F("until")))


def _undecided(reset: FactorReset) -> FactorReset:
    found = FactorReset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    if found.decided_at is not None:
        raise DomainError("Pengosongan ini sudah diputus. Muat ulang halaman ini.")
    return found


def _decide(reset: FactorReset, *, by: User) -> None:
    reset.decided_by, reset.decided_at = by, timezone.now()
    try:
        with passing_the_gate():
            reset.save(update_fields=["is_approved", "remark", "decided_by", "decided_at"])
    except IntegrityError:
        raise DomainError("Yang meminta dan pemilik akun tidak memutus; orang lain yang memutus.") from None


def _write_to(reset: FactorReset, subject: str, text: str) -> None:
    if reset.user.email:
        write_letter(reset.user.email, subject=subject, text=f"Yth. {reset.user},\n\n{subject}. {text}\n")
