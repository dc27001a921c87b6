"""Reading what people were told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.queries import hash_of
from apps.common.sql import rows
from apps.notices.choices import FIXED, NoticeKind
from apps.notices.models import CalendarFeed, Digest, Notice, Preference

UNREAD = """
    SELECT count(*) FROM notices_notice notice
    WHERE notice.user_id = %(user)s AND notice.read_at IS NULL AND NOT EXISTS (
        SELECT FROM notices_preference muted
        WHERE muted.user_id = notice.user_id AND muted.kind = notice.kind AND NOT muted.in_app
    )
"""


def shown_to(user: User) -> QuerySet[Notice]:
    """A person's notices without the kinds that they have switched off in the application."""
    return user.notices.exclude(kind__in=Preference.objects.filter(user=user, in_app=False).values("kind"))


def unread_count(user: User) -> int:
    """How many of `shown_to` nobody has read; beside every page."""
    [(count,)] = rows(UNREAD, {"user": user.pk})
    return int(count)


def by_mail(kind: NoticeKind, people: list[int]) -> dict[int, User]:
    """Those of these people (by id) who are told of this kind by mail: active, with an address, not switched off."""
    muted = Preference.objects.filter(user=OuterRef("pk"), kind=kind, by_mail=False)
    return User.objects.filter(~Exists(muted), pk__in=people, is_active=True).exclude(email="").in_bulk()


def unsettled(morning: datetime) -> QuerySet[Notice]:
    """Notices from before this morning that no digest has looked at, of everybody who had none today; by person.

    `is_mailed` says whether the digest takes it up: unread, to somebody active with an address, not switched off.
    """
    muted = Preference.objects.filter(user=OuterRef("user"), kind=OuterRef("kind"), by_mail=False)
    had = Digest.objects.filter(user=OuterRef("user"), day=morning.date())
    return (
        Notice.objects.filter(~Exists(had), settled_at__isnull=True, at__lt=morning)
        .annotate(is_mailed=Q(~Exists(muted), read_at__isnull=True, user__is_active=True) & ~Q(user__email=""))
        .select_related("user")
        .order_by("user_id", "simulation_label", "kind", "at", "pk")
    )


@dataclass(frozen=True)
class KindRow:
    """One line of the settings: a kind, where it is wanted, and why it cannot be switched off if so."""

    kind: NoticeKind
    in_app: bool
    by_mail: bool
    fixed_because: str = ""


def preferences_of(user: User) -> list[KindRow]:
    """Every kind, as this person wants it. One query."""
    chosen = {one.kind: one for one in user.notice_preferences.all()}
    return [
        KindRow(
            kind,
            in_app=chosen[kind].in_app if kind in chosen else True,
            by_mail=chosen[kind].by_mail if kind in chosen else True,
            fixed_because=FIXED.get(kind, ""),
        )
        for kind in NoticeKind
    ]


def feed_of(secret: str) -> QuerySet[CalendarFeed]:
    """The calendar at this address, if its person may still come in: none or one."""
    return CalendarFeed.objects.filter(secret_sha256=hash_of(secret), user__is_active=True)
