"""Whether the connection of the request before still stands."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from apps.common.postgres import base
from tests.database import execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def just_asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection whose statement was asked a moment ago, in a server that never gets to the next."""
    monkeypatch.setattr(base, "ASKED_AGAIN_AFTER", 3600.0)
    connection.ensure_connection()
    next_request()
    execute("SELECT 1")
    next_request()
    yield
    connection.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that the server itself was asked whether the connection stands."""
    found: list[str] = []
    usable = connection.is_usable
    monkeypatch.setattr(connection, "is_usable", lambda: (found.append("asked"), usable())[1])
    return found


def next_request() -> None:
    connection.close_if_unusable_or_obsolete()


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end(pid: int) -> None:
    """As a restart of the database would, from a connection of its own."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)


def test_a_connection_that_the_server_has_ended_is_made_anew() -> None:
    before = backend()
    next_request()
    end(before)

    assert backend() != before


def test_a_connection_that_is_known_to_be_gone_is_made_anew() -> None:
    before = backend()
    next_request()
    connection.connection.close()

    assert backend() != before


def test_a_quiet_connection_costs_no_statement(asked: list[str]) -> None:
    before = backend()
    next_request()

    assert backend() == before
    assert asked == []


def test_after_a_while_the_server_is_asked_all_the_same(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "ASKED_AGAIN_AFTER", 0.0)
    backend()

    assert asked == ["asked"]
