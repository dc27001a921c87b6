"""What every test begins with, and how a test that commits leaves the database behind.

Django empties every table after such a test and creates permissions anew, which costs more than most of these tests.
Here only tables that hold rows are emptied, and those of the beginning get their rows back.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

SHELF = "stock"  # the schema that keeps the rows of the beginning


def is_kept() -> bool:
    """Whether an earlier run has left a shelf, and perhaps, since it was killed, rows of a test beside it."""
    with connection.cursor() as cursor:
        cursor.execute("select from pg_namespace where nspname = %s", [SHELF])
        return bool(cursor.rowcount)


def keep() -> None:
    """What the tables hold now is what `restore` gives back."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop schema if exists {SHELF} cascade")
        cursor.execute(f"create schema {SHELF}")
        for table in _occupied(cursor):
            cursor.execute(f'create table {SHELF}."{table}" as table "{table}"')


def restore() -> None:
    """As a replica would, without triggers: tables that are only added to refuse to be emptied."""
    assert not connection.in_atomic_block, "Nobody else sees what a file keeps for all its tests: see `kept`."
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for table in _occupied(cursor):
            cursor.execute(f'delete from "{table}"')
        cursor.execute("select tablename from pg_tables where schemaname = %s", [SHELF])
        for (table,) in cursor.fetchall():
            cursor.execute(f'insert into "{table}" select * from {SHELF}."{table}"')


def _occupied(cursor: CursorWrapper) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(" union all ".join(f"(select '{table}' from \"{table}\" limit 1)" for table in tables))
    return [table for (table,) in cursor.fetchall()]
