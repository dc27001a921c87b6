"""Refusals of the finalisation."""

from apps.common.exceptions import DomainError


class NotReadyError(DomainError):
    """Something is open or missing; the message names it."""


class ContentChangedError(DomainError):
    """The content that was voted on or decreed is no longer the present one."""
