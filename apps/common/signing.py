"""The one port of electronic signatures: whoever signs papers for this installation stands behind it.

SIGNER names a function without arguments that returns a Signer, such as apps.common.certificate.from_settings. A
signing service of its own is another such function. Without SIGNER nothing is signed, and papers say so.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Signer(Protocol):
    """Signs papers. Only the worker may ask: it can take long, and the service behind it can be away."""

    @property
    def subject(self) -> str:
        """Whose certificate it is, as papers name it."""

    def sign(self, paper: bytes, *, reason: str, place: str) -> bytes:
        """The PDF with its signature added behind; not one byte before it is changed."""


def configured_signer() -> Signer | None:
    """Who signs here; None where nobody does."""
    return import_string(settings.SIGNER)() if settings.SIGNER else None
