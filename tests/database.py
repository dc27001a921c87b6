"""Looking at the database past the ORM: what was written, and what happens at the same time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any

from django.db import connection, transaction


def execute(sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> None:
    """One statement past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """As only the database's owner could: no trigger and no foreign key is asked."""
    with transaction.atomic():
        execute("SET LOCAL session_replication_role = replica")
        yield
        execute("SET LOCAL session_replication_role = origin")


def rows_as_written() -> dict[str, list[tuple[Any, ...]]]:
    """Place and writer of every row of every table: equal only if nothing was written in between."""
    written = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT ctid::text, xmin::text, xmax::text FROM "{table}" ORDER BY ctid')
            written[table] = cursor.fetchall()
    return written


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks at once, each on a connection of its own; what each returned or raised, in order."""
    outcomes: list[Any] = [None] * len(tasks)

    def run(place: int) -> None:
        try:
            outcomes[place] = tasks[place]()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place], daemon=True) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "one of the tasks hangs"
    return outcomes
