"""Refusals. Each carries the Indonesian sentence that the person reads."""


class DomainError(Exception):
    """The rules of the evaluation refuse this. The message says what was kept and what to do."""

    status = 409


class StageClosedError(DomainError):
    """The stage is over or not yet open; the database's clock has decided."""


class NotInChargeError(DomainError):
    """Somebody else works on this; the one who tried may read it."""


class ConflictOfInterestError(DomainError):
    """An assessor is tied to the institution; nothing was assigned."""


class SomethingFirstError(DomainError):
    """Something is asked of the person before this page opens: `url` is where."""

    def __init__(self, message: str, url: str) -> None:
        super().__init__(message)
        self.url = url


class StaleVersionError(DomainError):
    """Somebody saved this row in the meantime; nothing was overwritten."""


class LevelRefusedError(DomainError):
    """The level is outside the instrument's scale."""


class InputRefusedError(DomainError):
    """What was sent cannot be used: a file of a wrong kind, a sheet that is not ours."""

    status = 400
