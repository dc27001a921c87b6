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


def once_written(*columns: str) -> pgtrigger.Trigger:
    """These columns keep what they were first given; another value needs another row."""
    differ = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="written_once",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        func=f"""
            IF {differ} THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003',
                    MESSAGE = 'Yang sudah dicatat tidak ditimpa; catat versi barunya.';
            END IF;
            RETURN NEW;
        """,
    )


def decided_once(column: str) -> pgtrigger.Trigger:
    """Once this column has a value, the row is decided and nothing of it changes any more."""
    return pgtrigger.Trigger(
        name="decided_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.{column} IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'SP003', MESSAGE = 'Hal ini sudah diputus dan tidak diubah lagi.';
            END IF;
            RETURN NEW;
        """,
    )


def never_deleted() -> list[pgtrigger.Trigger]:
    """Rows may be decided or ended, but stay."""
    return [
        pgtrigger.Trigger(name="never_deleted", when=pgtrigger.Before, operation=pgtrigger.Delete, func=APPEND_ONLY),
        pgtrigger.Trigger(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=APPEND_ONLY,
        ),
    ]
