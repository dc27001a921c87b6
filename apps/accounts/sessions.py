"""Sessions in the database, read by a written statement: before every answer there is one of these."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

LIVING = "SELECT * FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's, which composes the same statement anew each time."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        for session in self.model.objects.raw(LIVING, [self.session_key, timezone.now()]):
            return session
        self._session_key = None
        return None
