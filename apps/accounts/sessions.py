"""Sessions in the database, read by a written statement: before every answer there is one of these."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.common.sql import columns, instances, rows

LIVING = f"""
    SELECT {columns("living", Session)} FROM django_session living
    WHERE session_key = %s AND expire_date > %s
"""  # noqa: S608 - our own words


class SessionStore(db.SessionStore):
    """Django's, which composes the same statement anew each time."""

    def _get_session_from_db(self) -> Session | None:
        for row in rows(LIVING, [self.session_key, timezone.now()]):
            [session] = instances(row, Session)
            return session
        self._session_key = None
        return None
