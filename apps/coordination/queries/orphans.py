"""Every SHA-256 that any row names."""

from django.apps import apps
from django.db import connection
from django.db.models import CharField


def named_hashes() -> set[str]:
    """What stands in any column for a hash, of work and of histories. The columns are found from the models.

    More than names of files, and never less: a column that is new is asked, too.
    """
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table, column in hash_columns():
            cursor.execute(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE length("{column}") = 64')  # noqa: S608 - names of our models
            found.update(sha256 for (sha256,) in cursor.fetchall())
    return found


def hash_columns() -> list[tuple[str, str]]:
    """(table, column) of every text column whose name ends with "sha256"."""
    return sorted(
        {
            (model._meta.db_table, str(field.column))
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy
            for field in model._meta.concrete_fields
            if isinstance(field, CharField) and str(field.column).endswith("sha256")
        }
    )
