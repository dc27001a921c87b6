"""Reading what people were told."""

from apps.accounts.models import User


def unread_count(user: User) -> int:
    return user.notices.filter(read_at__isnull=True).count()
