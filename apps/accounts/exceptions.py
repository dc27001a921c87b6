"""Refusals at the door."""

from apps.common.exceptions import DomainError


class LinkSpentError(DomainError):
    """A one-time link that is used, expired, replaced or was never issued. The page is the same for all."""

    status = 404

    def __init__(self) -> None:
        super().__init__("Tautan ini tidak berlaku. Mintalah tautan baru.")
