"""Who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from apps.accounts.models import User
from apps.common.sql import columns, instances, rows

KNOWN = f"SELECT {columns('person', User)} FROM accounts_user person WHERE id = %s"  # noqa: S608 - our own words


class AccountBackend(AuthenticationBackend):
    """allauth's log-in. The person of a session is read by a written statement, as before every answer."""

    def get_user(self, user_id: int) -> User | None:
        for row in rows(KNOWN, [user_id]):
            [person] = instances(row, User)
            return person if self.user_can_authenticate(person) else None
        return None
