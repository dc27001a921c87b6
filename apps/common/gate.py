"""The names under which the database refuses, and their translation into refusals that people can read.

The triggers stand in the migrations; they raise with a SQLSTATE of class SP and an Indonesian message.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import DatabaseError, DataError, connection, transaction

from apps.common.exceptions import (
    ConflictOfInterestError,
    DomainError,
    InputRefusedError,
    LevelRefusedError,
    NotInChargeError,
    StageClosedError,
)

UNSTORABLE = "Tulisan ini berisi huruf kendali yang tidak dapat disimpan. Hapus bagian itu, lalu kirim lagi."
READ_ONLY = "Membuka halaman ini mencatat sesuatu atas nama pemilik akunnya, jadi tidak dapat dilihat dari akun lain."
REFUSALS: dict[str, type[DomainError]] = {
    "SP001": StageClosedError,  # the stage is not open now
    "SP002": LevelRefusedError,  # outside the instrument's scale
    "SP003": DomainError,  # append-only: nothing may be changed or deleted
    "SP004": DomainError,  # the instrument is frozen
    "SP005": DomainError,  # belongs to another instrument or institution
    "SP006": DomainError,  # something must come first
    "SP007": NotInChargeError,  # somebody else is in charge of it
    "SP008": ConflictOfInterestError,  # an assessor is tied to the institution
}


def refusal_of(error: BaseException) -> DomainError | None:
    """The DomainError that a database error stands for; None if the database did not refuse by a rule."""
    if isinstance(error, DataError) and "NUL" in str(error):  # has no SQLSTATE: it never reaches the server
        return InputRefusedError(UNSTORABLE)
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) == "25006":
        return DomainError(READ_ONLY)
    kind = REFUSALS.get(getattr(cause, "sqlstate", None) or "")
    return kind(cause.diag.message_primary) if kind and cause else None  # type: ignore[attr-defined]


@contextmanager
def passing_the_gate(*, one_statement: bool = False) -> Iterator[None]:
    """One savepoint; a refusal by the database leaves it as a DomainError.

    `one_statement`: outside a transaction it is one by itself, and needs no BEGIN and COMMIT around it.
    """
    needs_none = one_statement and not connection.in_atomic_block
    try:
        with nullcontext() if needs_none else transaction.atomic():
            yield
    except DatabaseError as error:
        if refusal := refusal_of(error):
            raise refusal from error
        raise
