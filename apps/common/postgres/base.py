"""Django's PostgreSQL, which asks its socket instead of the server whether an idle connection still stands."""

import select
import time

import psycopg
from django.db.backends.postgresql import base

ASKED_AGAIN_AFTER = 5.0  # seconds; whatever a socket cannot know (a cable, a firewall) is noticed by the statement then


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that ends a connection says so: then there is something to read, where nobody has asked anything."""

    health_check_enabled: bool
    health_check_done: bool
    _asked_at = 0.0

    def close_if_health_check_failed(self) -> None:
        """Django's, once for each request; without its statement where the socket is quiet and was asked just now."""
        if self.connection is not None and self.health_check_enabled and not self.health_check_done:
            now = time.monotonic()
            if now < self._asked_at + ASKED_AGAIN_AFTER and _is_quiet(self.connection):
                self.health_check_done = True
            else:
                self._asked_at = now
        super().close_if_health_check_failed()


def _is_quiet(connection: psycopg.Connection) -> bool:
    """Whether nothing has come; of a connection that is known to be gone there is no socket to ask."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
