"""Triggers that several tables share. Each refuses in the database, whoever asks: view, bulk or SQL."""

import pgtrigger

APPEND_ONLY = (
    "RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Catatan ini hanya dapat ditambah, tidak diubah atau dihapus.';"
)


def append_only() -> list[pgtrigger.Trigger]:
    """The table knows only INSERT: rows may not be updated, deleted or truncated."""
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=APPEND_ONLY,
        ),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=APPEND_ONLY,
        ),
    ]
