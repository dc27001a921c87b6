"""Triggers that several tables share. Each refuses in the database, whoever asks: view, bulk or SQL."""

import pgtrigger
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

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


class InstallTriggers(Operation):
    """In a first migration: put in place, in one go, every trigger that the app's models name.

    Reads the models as plain state: asking for them as classes would build all of them anew, app after app.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models have named their triggers already."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        for (label, _), model in sorted(from_state.models.items()):
            if label == app_label:
                for trigger in model.options.get("triggers", ()):
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """They go with their tables."""
