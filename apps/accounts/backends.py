"""Who a session belongs to."""

from allauth.account.auth_backends import AuthenticationBackend

from apps.accounts.models import User

KNOWN = "SELECT * FROM accounts_user WHERE id = %s"


class AccountBackend(AuthenticationBackend):
    """allauth's log-in. The person of a session is read by a written statement, as before every answer."""

    def get_user(self, user_id: int) -> User | None:
        found = [person for person in User.objects.raw(KNOWN, [user_id]) if self.user_can_authenticate(person)]
        return found[0] if found else None
